"""Text in an office document: paragraphs, lines, fields, borders. What OOXML wants and python-docx does not offer."""

from collections.abc import Mapping

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from cermat.lib.texts import storable
from cermat.printing.blocks import Align

SIDES = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
SOFT = RGBColor(0x5A, 0x5A, 0x5A)
# The order in which the schema wants what stands in a paragraph's and in a cell's properties.
PARAGRAPH_ORDER = (
    *("w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:pBdr", "w:shd", "w:tabs"),
    *("w:spacing", "w:ind", "w:jc"),
)
CELL_ORDER = ("w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders", "w:shd", "w:tcMar", "w:vAlign")

Place = Document | _Cell


def element(tag: str, **attributes: str | int) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def put(properties: BaseOxmlElement, child: BaseOxmlElement, order: tuple[str, ...]) -> None:
    """Put `child` where the schema wants it, instead of one of the same name; Word refuses another order."""
    for old in properties.findall(child.tag):
        properties.remove(old)
    before = {qn(tag) for tag in order[: [qn(tag) for tag in order].index(child.tag)]}
    at = sum(1 for each in properties if each.tag in before)
    properties.insert(at, child)


def clean(text: str) -> str:
    """Without the signs that an XML file cannot hold."""
    return storable(text)


def add_text(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    points: float | None = None,
    soft: bool = False,
) -> Run:
    """Write `text`, its line breaks kept; the last run is returned."""
    lines = clean(text).split("\n")
    for at, line in enumerate(lines):
        run = paragraph.add_run(line)
        run.bold, run.italic = bold or None, italic or None
        if points:
            run.font.size = Pt(points)
        if soft:
            run.font.color.rgb = SOFT
        if at < len(lines) - 1:
            run.add_break()
    return run


def paragraph_in(place: Place, *, after: float = 6, align: Align = Align.LEFT, style: str | None = None) -> Paragraph:
    """A new paragraph; the empty one that every cell is born with is used first."""
    empty = None
    if isinstance(place, _Cell):
        born = place.paragraphs[0]
        empty = born if len(place.paragraphs) == 1 and not born.text and not born.runs else None
    made = empty or place.add_paragraph()
    if style:
        made.style = style
    made.paragraph_format.space_after = Pt(after)
    made.alignment = SIDES[align]
    return made


def border(paragraph: Paragraph, **sides: Mapping[str, str | int]) -> None:
    """Lines beside a paragraph: bottom={"val": "dotted", "sz": 4, "color": "888888"}; sizes in eighths of a point."""
    held = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            held.append(element(f"w:{side}", **{"space": 4, **sides[side]}))
    put(paragraph._p.get_or_add_pPr(), held, PARAGRAPH_ORDER)


def shade(paragraph: Paragraph, colour: str) -> None:
    put(paragraph._p.get_or_add_pPr(), element("w:shd", val="clear", color="auto", fill=colour), PARAGRAPH_ORDER)


def shade_cell(cell: _Cell, colour: str) -> None:
    put(cell._tc.get_or_add_tcPr(), element("w:shd", val="clear", color="auto", fill=colour), CELL_ORDER)


def add_field(paragraph: Paragraph, code: str, points: float) -> None:
    """A number that the program counts itself: PAGE, NUMPAGES."""
    field = element("w:fldSimple", instr=code)
    run = paragraph.add_run("1")
    run.font.size, run.font.color.rgb = Pt(points), SOFT
    field.append(run._r)
    paragraph._p.append(field)
