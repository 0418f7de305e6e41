"""What makes a document official: letterhead, foot, ribbon, signatures, the identity sheet of an SOP."""

from datetime import datetime

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

from cermat.lib.months import date_time
from cermat.printing.blocks import Align, Box, Letterhead, Print, Signatures, Signer, SopIdentity
from cermat.printing.docx.tables import bare_grid, describe
from cermat.printing.docx.words import add_field, add_text, border, element, paragraph_in

RED = RGBColor(0xA8, 0x26, 0x1C)
THIN: dict[str, str | int] = {"val": "single", "sz": 4, "color": "A0A0A0"}


def add_letterhead(document: Document, head: Letterhead) -> None:
    lines = ((head.government, 12, False), (head.office, 15, True), (head.address, 9, False), (head.contact, 9, False))
    shown = [line for line in lines if line[0]]
    for at, (text, points, bold) in enumerate(shown):
        line = paragraph_in(document, after=0, align=Align.CENTER)
        add_text(line, text, bold=bold, points=points)
        if at == len(shown) - 1:
            border(line, bottom={"val": "thickThinSmallGap", "sz": 18, "color": "000000"})
            line.paragraph_format.space_after = Pt(10)


def add_foot(section: Section, print_: Print, at: datetime, width: float) -> None:
    """The code of the print, when it was made, and which page of how many."""
    foot = section.footer.paragraphs[0]
    foot.style = "Normal"  # the style of its own has stops that stand in the way
    stops = foot.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(width / 2), WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
    border(foot, top=THIN)
    add_text(foot, f"{print_.code}\tDibuat {date_time(at)}\tHalaman ", points=7.5, soft=True)
    add_field(foot, "PAGE", 7.5)
    add_text(foot, " dari ", points=7.5, soft=True)
    add_field(foot, "NUMPAGES", 7.5)
    if print_.example:
        ribbon = section.header.paragraphs[0]
        ribbon.alignment = 2
        run = add_text(ribbon, "DATA CONTOH", bold=True, points=8)
        run.font.color.rgb = RED
        run._r.get_or_add_rPr().append(element("w:bdr", val="single", sz=6, space=2, color="A8261C"))


def add_signatures(document: Document, block: Signatures, width: float) -> None:
    """Two beside each other; a single one stands on the right, as letters are signed."""
    signers: list[Signer | None] = list(block.signers)
    if len(signers) % 2:
        signers.insert(len(signers) - 1, None)
    paragraph_in(document, after=6).paragraph_format.keep_with_next = True
    rows = len(signers) // 2
    grid = bare_grid(document, rows, [width / 2, width / 2])
    describe(grid, "Tanda tangan")
    for at, signer in enumerate(signers):
        if signer is not None:
            _sign(grid.cell(at // 2, at % 2), signer)
    for row in grid.rows:
        row._tr.get_or_add_trPr().insert(0, element("w:cantSplit"))
    paragraph_in(document, after=0)


def _sign(cell: _Cell, signer: Signer) -> None:
    above = "\n".join(part for part in (signer.place_date, signer.above) if part)
    top = paragraph_in(cell, after=0, align=Align.CENTER)
    if above:
        add_text(top, f"{above}\n")
    add_text(top, signer.title, bold=True)
    room = paragraph_in(cell, after=4, align=Align.CENTER)
    room.paragraph_format.space_before = Pt(8 if signer.note else 36)
    if signer.note:
        add_text(room, signer.note, italic=True, points=8, soft=True)
    name = paragraph_in(cell, after=0, align=Align.CENTER)
    add_text(name, signer.name or "……………………………………", bold=True).underline = bool(signer.name)
    for line in (signer.rank, f"NIP {signer.nip}" if signer.nip else ""):
        if line:
            add_text(paragraph_in(cell, after=0, align=Align.CENTER), line)


def add_identity(document: Document, block: SopIdentity, width: float) -> None:
    """PermenPANRB 35/2012, lampiran: halaman identitas. Office on the left, numbers on the right, six boxes below."""
    pairs = [*block.pairs, ("Disahkan oleh", ""), ("Nama SOP", block.name)]
    top = bare_grid(document, len(pairs), [width * 0.4, width * 0.2, width * 0.4], bordered=True)
    describe(top, "Identitas SOP")
    office = top.cell(0, 0).merge(top.cell(len(pairs) - 1, 0))
    add_text(paragraph_in(office, align=Align.CENTER), "\n".join(block.office), bold=True)
    for at, (label, value) in enumerate(pairs):
        add_text(paragraph_in(top.cell(at, 1), after=2), label, points=8.5)
        if label == "Disahkan oleh":
            _sign(top.cell(at, 2), block.approval)
        else:
            add_text(paragraph_in(top.cell(at, 2), after=2), value, points=8.5, bold=label == "Nama SOP")
    paragraph_in(document, after=0)
    boxes = bare_grid(document, (len(block.boxes) + 1) // 2, [width / 2, width / 2], bordered=True)
    describe(boxes, "Isi SOP")
    for at, box in enumerate(block.boxes):
        _box(boxes.cell(at // 2, at % 2), box)


def _box(cell: _Cell, box: Box) -> None:
    add_text(paragraph_in(cell, after=2), box.title, bold=True, points=8.5)
    for number, item in enumerate(box.items, 1):
        lead = f"{number}. " if box.numbered and len(box.items) > 1 else ""
        add_text(paragraph_in(cell, after=1), f"{lead}{item}", points=8.5)
    for more in box.below:
        _box(cell, more)
