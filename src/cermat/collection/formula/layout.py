"""How the workbook of a period is laid out, and the shapes in which a filled one is read.

Every line carries its whole name in a hidden first column, so that lines may be sorted, left out or pasted into another
workbook and still say what they answer. A hidden worksheet tells what stood in each line when the workbook was made
and what the line then meant; without it every value counts as not known before, and nothing is overwritten unseen.

Layout 2, the one that is written: one cell for the answer (a figure, or a word of the list).
Layout 1: the answer's word and its figure in two columns, `jawaban` and `angka`. It is still read.
Columns are found by the names in the hidden row above the headings, never by their place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT, LAYOUT = "cermat-buku", 2
MACHINE, LISTS, GUIDE = "Cermat", "Pilihan", "Petunjuk"  # names of the worksheets beside those of the units
SOURCE = "sumber"  # code of the line that tells by which letter or call a unit's figures came
SEPARATOR = "|"
WHOLE = "semua"  # the workbook has every line of its sheets; one with refused cells has only those


@dataclass(frozen=True)
class Column:
    key: str  # in the hidden row
    title: str
    width: int


COLUMNS = (
    Column("kunci", "", 4),
    Column("kode", "Kode", 11),
    Column("baris", "Indikator", 38),
    Column("bagian", "Isian", 26),
    Column("satuan", "Satuan", 11),
    Column("lalu", "Bulan lalu", 18),
    Column("isian", "Bulan ini", 20),
    Column("alasan", "Alasan, bila belum ada data", 30),
    Column("penjelasan", "Penjelasan baris", 34),
    Column("petunjuk", "Petunjuk", 70),
)
FILLED = ("isian", "alasan", "penjelasan", "jawaban", "angka")  # columns in which people write


@dataclass(frozen=True, slots=True)
class RowKey:
    """The name of a line: which field of which sheet. `code` SOURCE: the line of a unit's source."""

    month: str  # 2026-11
    unit: str  # code of the unit
    section: str  # key of the section that checks
    form: str
    code: str
    field: str

    def __str__(self) -> str:
        return SEPARATOR.join((self.month, self.unit, self.section, self.form, self.code, self.field))


def read_key(text: str) -> RowKey | None:
    parts = text.strip().split(SEPARATOR)
    return RowKey(*parts) if len(parts) == 6 and all(parts[:2]) else None


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a cell as text, or the sentence why it cannot be read."""

    text: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a worksheet as it came back."""

    tab: str
    row: int
    key: RowKey
    cells: Mapping[str, Written]  # by the name of the column
    places: Mapping[str, str]  # by the name of the column: its letter


@dataclass(frozen=True, slots=True)
class Base:
    """What a line said and meant when the workbook was made."""

    label: str
    unit: str
    kind: str
    text: str
    reason: str = ""
    holder: str = ""  # of an explanation: the field on whose line it stands


@dataclass
class Book:
    """A workbook as it was read: who made it when, what stood in it, and what to tell about it as a whole."""

    header: dict[str, str] = field(default_factory=dict)
    base: dict[str, Base] = field(default_factory=dict)  # by key; empty where the hidden worksheet is gone
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    strays: list[tuple[str, int, str]] = field(default_factory=list)  # worksheet, row, text: typed beside the lines

    @property
    def knows_itself(self) -> bool:
        return bool(self.header)

    @property
    def is_whole(self) -> bool:
        return self.header.get("isi") == WHOLE
