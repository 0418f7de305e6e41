"""What Vega drew, made fit for a page with a strict policy and for a PDF.

Its own English words for screen readers, its classes and its empty shapes go; colours get classes beside their
attributes, so that a stylesheet can paint them for the dark scheme; places without data get lines.
"""

import re
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from defusedxml.ElementTree import fromstring

from cermat.printing.charts.palette import CLASSES, FONTS, GROUND, HATCH, SOFT

SPACE = "http://www.w3.org/2000/svg"
register_namespace("", SPACE)
LONG = re.compile(r"-?\d+\.\d{2,}")
SHAPES = {f"{{{SPACE}}}{name}" for name in ("path", "rect", "line", "text", "circle")}
LARGER = 1.1  # than drawn: letters of 12 are as large as the small ones of the page
GROUP = f"{{{SPACE}}}g"
KEPT = frozenset(
    {
        *("fill", "stroke", "transform", "d", "x", "y", "x2", "y2", "dy", "width", "height", "text-anchor", "opacity"),
        *("font-family", "font-size", "font-weight", "stroke-width", "stroke-dasharray", "fill-opacity"),
    }
)


def painted(drawn: str, *, title: str, text: str, kind: str, mark: str) -> str:
    """`mark` makes the names inside the drawing its own: several stand on one page."""
    root: Element = fromstring(drawn)
    hatch = f"h{mark}"
    size = {side: f"{float(root.get(side, 0)) * LARGER:.0f}" for side in ("width", "height")}
    _clean(root, hatch)
    words = {"role": "img", "aria-labelledby": f"t{mark}", "aria-describedby": f"d{mark}"}
    made = Element(f"{{{SPACE}}}svg", {"class": kind, "viewBox": root.get("viewBox", ""), **size, **words})
    SubElement(made, f"{{{SPACE}}}title", {"id": f"t{mark}"}).text = title
    SubElement(made, f"{{{SPACE}}}desc", {"id": f"d{mark}"}).text = text
    made.append(_lines(hatch))
    made.extend(list(root))
    return tostring(made, encoding="unicode")


def _lines(name: str) -> Element:
    """Lines from corner to corner, for what has no data."""
    defs = Element(f"{{{SPACE}}}defs")
    size = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
    pattern = SubElement(defs, f"{{{SPACE}}}pattern", {"id": name, **size})
    SubElement(pattern, f"{{{SPACE}}}rect", {"width": "6", "height": "6", "class": "f-ground", "fill": GROUND})
    way = {"d": "M-1,1L1,-1M0,6L6,0M5,7L7,5", "class": "s-soft", "stroke": SOFT, "stroke-width": "1"}
    SubElement(pattern, f"{{{SPACE}}}path", way)
    return defs


def _clean(parent: Element, hatch: str) -> None:
    for element in list(parent):
        _clean(element, hatch)
        if _is_empty(element):
            parent.remove(element)
        elif element.tag == GROUP and len(element) == 1 and not _says(element):
            parent[list(parent).index(element)] = element[0]
        else:
            _paint(element, hatch)


def _is_empty(element: Element) -> bool:
    """A group without anything in it, a shape without colour, a text without words."""
    if element.tag == GROUP:
        return len(element) == 0
    if element.tag == f"{{{SPACE}}}text":
        return not element.text and len(element) == 0
    if element.get("display") == "none":
        return True
    return element.tag in SHAPES and not {"fill", "stroke"} & set(element.attrib)


def _says(group: Element) -> bool:
    return bool(KEPT & set(group.attrib))


def _paint(element: Element, hatch: str) -> None:
    attributes = {
        name: LONG.sub(lambda found: f"{float(found[0]):.1f}", value)
        for name, value in element.attrib.items()
        if name in KEPT and not (name == "opacity" and value == "1")
    }
    classes = []
    for name, letter in (("fill", "f"), ("stroke", "s")):
        colour = attributes.get(name, "").lower()
        if colour == HATCH:
            attributes[name] = f"url(#{hatch})"
        elif colour in CLASSES:
            classes.append(f"{letter}-{CLASSES[colour]}")
    if "font-family" in attributes:
        attributes["font-family"] = FONTS
    element.attrib.clear()
    if classes:
        attributes["class"] = " ".join(classes)
    element.attrib.update(attributes)
