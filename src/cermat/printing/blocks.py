"""What a print is made of. Frozen, without a model in it: reports fill these in, the renderers turn them into bytes.

Every text is plain text; no renderer reads markup in it. Widths are shares of the line unless given in millimetres.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Mark(StrEnum):
    """A state as a shape: it always stands beside or for a word of the legend."""

    DONE = "done"
    NOW = "now"
    LATE = "late"
    WAIT = "wait"

    @property
    def sign(self) -> str:
        return {Mark.DONE: "√", Mark.NOW: "◐", Mark.LATE: "!", Mark.WAIT: "○"}[self]


class RowKind(StrEnum):
    BODY = "body"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True)
class Cell:
    """One cell. `span` covers columns to the right, `rows` rows below; the covered cells are not given."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    span: int = 1
    rows: int = 1
    shade: bool = False
    align: Align | None = None  # None = as its column
    mark: Mark | None = None
    value: Decimal | None = None  # the number itself, for the workbook; `text` is how it prints

    @property
    def words(self) -> str:
        """The mark's sign and the text."""
        return " ".join(part for part in (self.mark.sign if self.mark else "", self.text) if part)


@dataclass(frozen=True)
class Column:
    """`group` is the upper header: neighbours with the same group share it."""

    title: str
    width: float = 1.0
    mm: float | None = None
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.BODY
    height_mm: float | None = None  # room to write by hand


@dataclass(frozen=True)
class Table:
    """`caption` names the table for people who cannot see it and for the sheet of a workbook."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    show_caption: bool = False
    numbered_columns: bool = False  # a row 1, 2, 3 … under the header, as official forms have
    small: bool = False
    dense: bool = False  # rows drawn closer, so that a long table stays on its page
    side_by_side: int = 1  # parts that stand beside each other on paper, for a long table of few figures
    empty: str = "Nihil"  # said where there is no row
    type: str = field(default="table", init=False)


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2
    type: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    text: str
    bold: bool = False
    italic: bool = False
    small: bool = False
    align: Align = Align.LEFT
    type: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class KeyValues:
    """Label : value, one a line, the colons under each other."""

    pairs: tuple[tuple[str, str], ...]
    label_mm: float = 45
    type: str = field(default="keyvalues", init=False)


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]
    numbered: bool = False
    type: str = field(default="bullets", init=False)


@dataclass(frozen=True)
class Notice:
    text: str
    type: str = field(default="notice", init=False)


@dataclass(frozen=True)
class WritingLines:
    """Dotted lines to write on by hand."""

    label: str = ""
    lines: int = 3
    type: str = field(default="writing", init=False)


@dataclass(frozen=True)
class Picture:
    svg: str
    alt: str
    width: float = 1.0
    caption: str = ""
    type: str = field(default="picture", init=False)


@dataclass(frozen=True)
class PageBreak:
    type: str = field(default="pagebreak", init=False)


@dataclass(frozen=True)
class Signer:
    """Who signs. An empty line is left out; room for the signature stays."""

    title: str
    name: str = ""
    rank: str = ""  # Pembina Tk. I / IV-b
    nip: str = ""
    above: str = ""  # Mengetahui,
    place_date: str = ""  # Nganjuk, 4 Desember 2026
    note: str = ""  # Ditandatangani di Cermat 4 Desember 2026 09.14 WIB


@dataclass(frozen=True)
class Signatures:
    signers: tuple[Signer, ...]
    type: str = field(default="signatures", init=False)


@dataclass(frozen=True)
class Box:
    """A titled box of the identity sheet of an SOP; `below` stands in the same frame under it."""

    title: str
    items: tuple[str, ...]
    numbered: bool = True
    below: "tuple[Box, ...]" = ()


@dataclass(frozen=True)
class SopIdentity:
    """The identity sheet of PermenPANRB 35/2012: office on the left, numbers on the right, six boxes below."""

    office: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]  # Nomor SOP, Tanggal pembuatan, …
    approval: Signer
    name: str
    boxes: tuple[Box, ...]
    logo_svg: str = ""
    type: str = field(default="identity", init=False)


@dataclass(frozen=True)
class Poster:
    """What hangs at a counter, read from two metres: it fills the page, and its title is the page's heading."""

    title: str
    lead: str
    svg: str  # the QR code, see printing.qr
    alt: str
    address: str  # the same address in letters, for those who type it
    notes: tuple[str, ...] = ()
    place: str = ""  # which counter or service, so that posters are not mixed up
    type: str = field(default="poster", init=False)


@dataclass(frozen=True)
class Strips:
    """Small slips to cut out, each with one text in large letters and the same lines above and below it."""

    texts: tuple[str, ...]
    above: str = ""
    below: tuple[str, ...] = ()
    columns: int = 3
    type: str = field(default="strips", init=False)


Block = (
    Table
    | Heading
    | Paragraph
    | KeyValues
    | Bullets
    | Notice
    | WritingLines
    | Picture
    | PageBreak
    | Signatures
    | SopIdentity
    | Poster
    | Strips
)


@dataclass(frozen=True)
class Letterhead:
    """Kop surat: lines from the kabupaten down to the address."""

    government: str  # PEMERINTAH KABUPATEN NGANJUK
    office: str  # KECAMATAN NGANJUK
    address: str = ""
    contact: str = ""
    logo_svg: str = ""


@dataclass(frozen=True)
class Print:
    """One document. `code` stands in the footer of each page; `heading` are the centred lines at the top."""

    title: str
    code: str
    blocks: tuple[Block, ...]
    heading: tuple[str, ...] = ()
    letterhead: Letterhead | None = None
    landscape: bool = False
    example: bool = False  # prints DATA CONTOH on every page
    author: str = ""
    paper: str = "a4"


def body(*cells: str | Cell) -> Row:
    """A row from plain texts and cells."""
    return Row(tuple(as_cells(cells)))


def group(text: str, columns: int) -> Row:
    """A row that names those below it."""
    return Row((Cell(text, bold=True, span=columns, shade=True, align=Align.LEFT),), RowKind.GROUP)


def total(*cells: str | Cell) -> Row:
    return Row(tuple(replace(cell, bold=True) for cell in as_cells(cells)), RowKind.TOTAL)


def as_cells(cells: Iterable[str | Cell]) -> list[Cell]:
    """A dash stands in the middle of its column: between a right one and a left one two would meet."""
    made = (Cell(cell) if isinstance(cell, str) else cell for cell in cells)
    return [replace(one, align=Align.CENTER) if one.text == "–" and one.align is None else one for one in made]
