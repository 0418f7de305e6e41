"""The picture of a tree. Attributes carry the colours of paper; classes let a stylesheet paint them for the screen.

Nothing but attributes, so that it stands on a page with a strict content policy, and in a PDF.
"""

from collections.abc import Iterator
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from cermat.lib.texts import storable
from cermat.printing.tree.boxes import Sign, Tree
from cermat.printing.tree.layout import GAP, HEAD, MARGIN, SIZE, Layout, Place, TextLine, laid_out, left_of, size_of

INK, SOFT, EDGE, GROUND, DEEP, BRAND, LATE = (
    "#18262b", "#52636a", "#7d8b90", "#ffffff", "#e3f0ec", "#0b5d4e", "#a8261c",
)  # fmt: skip
FONT = "Liberation Sans, Arial, sans-serif"
ROUND = (14, 10, 5)  # corners of the first columns; those after them are square
SIGNS = {
    Sign.DONE: f'<path class="s-brand" d="M1 6l4 4 7-8" fill="none" stroke="{BRAND}" stroke-width="2"/>',
    Sign.LATE: f'<path class="s-late" d="M2 2l8 8M10 2l-8 8" fill="none" stroke="{LATE}" stroke-width="2"/>',
    Sign.OFF: f'<circle class="s-soft" cx="6" cy="6" r="4.5" fill="none" stroke="{SOFT}" stroke-width="1.5"/>',
    Sign.ROW: f'<rect class="f-soft" x="4" y="5" width="4" height="4" fill="{SOFT}"/>',
    Sign.GAP: (
        f'<path class="f-late" d="M7 0l7 12H0z" fill="{LATE}"/>'
        f'<path class="s-ground" d="M7 4v4M7 9.3v1.4" fill="none" stroke="{GROUND}" stroke-width="1.6"/>'
    ),
}


def tree_svg(tree: Tree) -> str:
    layout = laid_out(tree)
    mark = sha256(repr(tree).encode()).hexdigest()[:8]  # several pictures stand on one page
    role = "group" if any(box.href for box in tree.boxes) else "img"
    size = f'viewBox="0 0 {layout.width:g} {layout.height:g}" width="{layout.width:g}" height="{layout.height:g}"'
    named = f'role="{role}" aria-labelledby="t{mark}" aria-describedby="d{mark}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="tree" {size} {named} font-family="{FONT}" font-size="{SIZE}">',
        f'<title id="t{mark}">{_said(tree.title)}</title><desc id="d{mark}">{_said(tree.text)}</desc>',
        f'<rect class="f-ground" width="{layout.width:g}" height="{layout.height:g}" fill="{GROUND}"/>',
        *_headings(tree),
        *_branches(layout),
        *(part for place in layout.places for part in _box(place)),
        "</svg>",
    ]
    return "\n".join(parts)


def _headings(tree: Tree) -> Iterator[str]:
    for at, column in enumerate(tree.columns):
        x = left_of(tree, at)
        line = f'<path class="s-edge" d="M{x:g} {HEAD}h{column.width}" fill="none" stroke="{EDGE}"/>'
        yield f'<text class="f-soft" x="{x:g}" y="{HEAD - 10}" font-weight="bold" fill="{SOFT}">'
        yield f"{_said(column.title)}</text>{line}"


def _branches(layout: Layout) -> Iterator[str]:
    where = {place.box.key: place for place in layout.places}
    for place in layout.places:
        above = where.get(place.box.parent)
        if above is not None:
            way = f"M{above.right:g} {above.y + MARGIN * 2:g}h{GAP / 2:g}V{place.y + MARGIN * 2:g}H{place.x:g}"
            yield f'<path class="s-edge" d="{way}" fill="none" stroke="{EDGE}" stroke-width="1.5"/>'


def _box(place: Place) -> Iterator[str]:
    box = place.box
    if box.href:
        yield f"<a href={quoteattr(box.href)}>"
    if place.beside:
        # Reaches a little under the box, so that the two hang together.
        yield _frame(place, place.y + place.main - 6, place.height - place.main + 6, "f-sunk s-edge", EDGE)
    ground = "f-deep" if box.column == 0 else "f-ground"
    kind = f"{ground} s-late" if box.has_gap else f"{ground} s-ink"
    yield _frame(place, place.y, place.main, kind, LATE if box.has_gap else INK)
    yield from (part for line in place.lines for part in _line(line, place.x, place.y))
    yield from (part for line in place.beside for part in _line(line, place.x, place.y + place.main))
    if box.href:
        yield "</a>"


def _frame(place: Place, y: float, height: float, classes: str, ink: str) -> str:
    """Dashed where something is missing."""
    corner = ROUND[place.box.column] if place.box.column < len(ROUND) else 0
    fill = DEEP if "f-deep" in classes else "#f4f1e9" if "f-sunk" in classes else GROUND
    dashes = ' stroke-dasharray="7 4" stroke-width="2"' if "s-late" in classes else ' stroke-width="1"'
    return (
        f'<rect class="{classes}" x="{place.x:g}" y="{y:g}" width="{place.width:g}" height="{height:g}" '
        f'rx="{corner}" fill="{fill}" stroke="{ink}"{dashes}/>'
    )


def _line(line: TextLine, left: float, top: float) -> Iterator[str]:
    words = line.words
    x, y = left + line.x, top + line.y
    if words.sign and line.leads:
        yield f'<g transform="translate({x - 18:g} {y - 10:g})">{SIGNS[words.sign]}</g>'
    is_gap = words.sign is Sign.GAP
    ink, name = (LATE, "f-late") if is_gap else (SOFT, "f-soft") if words.soft else (INK, "f-ink")
    weight = ' font-weight="bold"' if words.bold or is_gap else ""
    size = "" if size_of(words) == SIZE else f' font-size="{size_of(words)}"'
    yield f'<text class="{name}" x="{x:g}" y="{y:g}"{size}{weight} fill="{ink}">{_said(line.text)}</text>'


def _said(text: str) -> str:
    """Without the signs that no drawing can hold."""
    return escape(storable(text))
