"""What a part of a plan is: a table whose columns stand for keys of the file. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

Row = Mapping[str, str]  # key of a column to what stands there, as people type it; empty cells are left out
Rows = Mapping[str, Sequence[Row]]  # key of a part to its rows

MOST_ROWS = 500  # of one part, whichever way it is written
NAMING = ("nama", "uraian", "program", "tujuan_uraian", "tugas")  # the words that name a row beside its key
ROWS_ON_PAGE = 25  # of at most 24 fields: far below what one form may hold, and below what a session keeps of it


def page_of_row(at: int) -> int:
    """On which page of its part a row stands."""
    return max(at, 0) // ROWS_ON_PAGE + 1


class Cell(Enum):
    """How one cell holds the value of its key."""

    TEXT = auto()
    PROSE = auto()  # several lines
    NUMBER = auto()  # 84,21 · 1.250 · Rp 412.500.000
    WHOLE = auto()  # 2026
    YES_NO = auto()
    CODES = auto()  # IKU-1; IKU-2
    LINES = auto()  # one text on each line
    DATE = auto()  # kept as 2026-01-15; people write 15 Januari 2026


class Among(Enum):
    """Words that another part of the same plan offers."""

    SECTION = auto()
    IKU = auto()
    OBJECTIVE = auto()
    HOLDER = auto()  # camat, or a section
    SUPPORTED = auto()  # an IKU or a sasaran
    POSITION = auto()
    OFFICIAL = auto()  # the title of an official: Camat, or who heads a section
    MEASURE = auto()  # persen, nilai, laporan, and what the plan says already
    # what the office around the plan has:
    INSTRUMENT = auto()
    INDICATOR = auto()
    DOCUMENT = auto()
    WORK_UNIT = auto()


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    cell: Cell = Cell.TEXT
    help: str = ""
    words: tuple[str, ...] = ()
    among: Among | None = None
    needed: bool = False
    suggest: Among | None = None  # offered while typing; anything else may stand there too

    @property
    def leaf(self) -> str:
        return self.key.rpartition(".")[2]


@dataclass(frozen=True)
class Part:
    key: str
    title: str  # also the name of the sheet
    about: str
    columns: tuple[Column, ...]
    names: tuple[str, ...]  # the columns that tell a row from the others
    is_one: bool = False  # one row, shown as a list of keys
    yearly: bool = False  # has a column for each year of the Renstra

    def title_of(self, row: Row) -> str:
        """What names the row among the others."""
        return " · ".join(text for key in self.names if (text := row.get(key, "")))

    def label_of(self, row: Row) -> str:
        """The same with its words: 7.01.02.2.04 Koordinasi …"""
        told = next((row[key] for key in NAMING if key in row), "")
        title = self.title_of(row)
        return title if told in title else f"{title} {told}".strip()

    def columns_for(self, years: Sequence[int]) -> tuple[Column, ...]:
        if not self.yearly:
            return self.columns
        return (*self.columns, *(Column(f"target.{year}", f"Target {year}", Cell.NUMBER) for year in years))
