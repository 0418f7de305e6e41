"""The document as a whole: pages, styles, and each block where it stands."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from cermat.printing.blocks import (
    Align,
    Bullets,
    Heading,
    KeyValues,
    Notice,
    PageBreak,
    Paragraph,
    Picture,
    Print,
    Signatures,
    SopIdentity,
    Table,
    WritingLines,
)
from cermat.printing.docx.official import add_foot, add_identity, add_letterhead, add_signatures
from cermat.printing.docx.tables import add_table, bare_grid, describe, stay_with_next
from cermat.printing.docx.words import add_text, border, clean, element, paragraph_in, shade
from cermat.printing.pdf import as_png
from cermat.printing.xlsx import same_bytes

SHORT, LONG, SIDE = 210, 297, 20
FONT = "Arial"  # of the same widths as the Liberation Sans of the PDF, and on every office computer


def as_docx(print_: Print, at: datetime) -> bytes:
    """The bytes of the document; the same print and `at` give the same bytes."""
    document = docx.Document()
    width = (LONG if print_.landscape else SHORT) - 2 * SIDE
    _dress(document, print_, at)
    add_foot(document.sections[0], print_, at, width)
    if print_.letterhead:
        add_letterhead(document, print_.letterhead)
    title = paragraph_in(document, after=12, align=Align.CENTER, style="Heading 1")
    add_text(title, "\n".join(print_.heading or (print_.title,)))
    for block, after in zip(print_.blocks, (*print_.blocks[1:], None), strict=True):
        DRAWN[type(block)](document, block, width)
        if isinstance(block, Table) and isinstance(after, Signatures):
            stay_with_next(document)
    raw = io.BytesIO()
    document.save(raw)
    return same_bytes(raw.getvalue(), at)


def _dress(document: Document, print_: Print, at: datetime) -> None:
    section = document.sections[0]
    wide = print_.landscape
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if wide else (Mm(SHORT), Mm(LONG))
    section.left_margin = section.right_margin = Mm(SIDE)
    section.top_margin, section.bottom_margin = Mm(18), Mm(20)
    section.header_distance, section.footer_distance = Mm(7), Mm(9)
    for name, points in (("Normal", 10.5), ("Heading 1", 12), ("Heading 2", 11), ("Heading 3", 10.5)):
        _style(document, name, points)
    told = document.core_properties
    told.title, told.author, told.language = clean(print_.title), clean(print_.author or "Cermat"), "id-ID"
    told.subject, told.comments, told.last_modified_by = print_.code, "", "Cermat"
    told.created = told.modified = at.replace(tzinfo=None)


def _style(document: Document, name: str, points: float) -> None:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size = FONT, Pt(points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    if name == "Normal":
        style.element.get_or_add_rPr().append(element("w:lang", val="id-ID"))
        return
    style.font.bold, style.font.color.rgb = True, RGBColor(0, 0, 0)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10), Pt(5)


def _heading(document: Document, block: Heading, _width: float) -> None:
    add_text(paragraph_in(document, style=f"Heading {max(2, block.level)}"), block.text)


def _paragraph(document: Document, block: Paragraph, _width: float) -> None:
    """A line that begins with four spaces hangs below the one above it."""
    points = 8.5 if block.small else None
    texts, _, hung = block.text.partition("\n    ")
    said = paragraph_in(document, align=block.align, after=0 if hung else 6)
    add_text(said, texts, bold=block.bold, italic=block.italic, points=points)
    if hung:
        said.paragraph_format.keep_with_next = True
        below = paragraph_in(document, align=block.align)
        below.paragraph_format.left_indent = Mm(4.5)
        add_text(below, hung, bold=block.bold, italic=block.italic, points=points)


def _key_values(document: Document, block: KeyValues, width: float) -> None:
    grid = bare_grid(document, len(block.pairs), [block.label_mm, 4, width - block.label_mm - 4])
    describe(grid, "Keterangan")
    for row, (label, value) in zip(grid.rows, block.pairs, strict=True):
        for cell, text in zip(row.cells, (label, ":", value), strict=True):
            add_text(paragraph_in(cell, after=2), text)
    paragraph_in(document, after=2)


def _bullets(document: Document, block: Bullets, _width: float) -> None:
    """Numbers are written out: a numbered list of Word would count on from the one before."""
    for at, item in enumerate(block.items, 1):
        line = paragraph_in(document, after=3)
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(6), Mm(-6)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(6))
        add_text(line, f"{at}.\t{item}" if block.numbered else f"•\t{item}")


def _notice(document: Document, block: Notice, _width: float) -> None:
    said = paragraph_in(document)
    add_text(said, block.text)
    border(said, left={"val": "single", "sz": 18, "color": "787878"})
    shade(said, "F5F5F5")


def _writing(document: Document, block: WritingLines, _width: float) -> None:
    if block.label:
        label = paragraph_in(document, after=0)
        label.paragraph_format.keep_with_next = True
        add_text(label, block.label, bold=True)
    for _ in range(block.lines):
        border(paragraph_in(document, after=8), bottom={"val": "dotted", "sz": 4, "color": "828282"})


def _picture(document: Document, block: Picture, width: float) -> None:
    """As wide as asked, but never higher than the page."""
    place = paragraph_in(document, after=3, align=Align.CENTER)
    place.paragraph_format.keep_with_next = bool(block.caption)
    drawn = place.add_run().add_picture(io.BytesIO(as_png(block)), width=Mm(width * block.width))
    most = (SHORT if width > SHORT else LONG) - 80.0
    if drawn.height > Mm(most):
        drawn.width, drawn.height = Mm(int(drawn.width.mm * most / drawn.height.mm)), Mm(most)
    drawn._inline.docPr.set("descr", clean(block.alt))
    if block.caption:
        add_text(paragraph_in(document, align=Align.CENTER), block.caption, points=8.5, soft=True)


def _page_break(document: Document, _block: PageBreak, _width: float) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


DRAWN: dict[type, Callable[[Document, Any, float], None]] = {
    Table: add_table,
    Heading: _heading,
    Paragraph: _paragraph,
    KeyValues: _key_values,
    Bullets: _bullets,
    Notice: _notice,
    WritingLines: _writing,
    Picture: _picture,
    PageBreak: _page_break,
    Signatures: add_signatures,
    SopIdentity: add_identity,
}
