"""What sheets there are, what stands in them, and who must do what."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from cermat.collection.models import Entry, EntryValue, Evidence
from cermat.indicators.models import Indicator
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle


@dataclass(frozen=True)
class FieldCell:
    """One field of a row: what is asked, what was typed, what stood there last month."""

    code: str
    key: str
    label: str
    unit: str
    choices: tuple[tuple[str, str], ...]  # value, label; empty = a number
    is_auto: bool
    typed: EntryValue | None
    number: Fraction | None  # of the answer (nil is 0), of an automatic field, or None: missing
    why_missing: str
    last: Decimal | None
    last_text: str
    prefill: Decimal | None


@dataclass(frozen=True)
class SheetRow:
    """One indicator of a sheet."""

    indicator: Indicator
    fields: tuple[FieldCell, ...]
    result: Fraction | None
    result_reason: str
    evidence: tuple[Evidence, ...]
    needs_evidence: bool


@dataclass(frozen=True)
class SheetGroup:
    key: str
    name: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class Sheet:
    entry: Entry
    groups: tuple[SheetGroup, ...]
    answered: int
    of: int


@dataclass(frozen=True)
class MatrixCell:
    """`kind`: v validated, s sent, r sent back, draft, none (not begun), na (not asked of this unit)."""

    kind: str
    entry: Entry | None
    is_late: bool


@dataclass(frozen=True)
class MatrixColumn:
    key: str
    short: str
    name: str


@dataclass(frozen=True)
class MatrixRow:
    unit: Unit
    group: str  # kelurahan, desa, seksi
    cells: tuple[MatrixCell, ...]
    validated: int
    of: int


@dataclass(frozen=True)
class Matrix:
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    validated: int
    sent: int
    of: int

    @property
    def percent(self) -> Fraction | None:
        return Fraction(self.validated * 100, self.of) if self.of else None


@dataclass(frozen=True)
class IndicatorRow:
    """What one unit answered for one indicator: field values (None = missing) and the computed figure."""

    unit: Unit
    entry: Entry
    state: str
    values: dict[str, Fraction | None] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    result: Fraction | None = None
    result_reason: str = ""


@dataclass(frozen=True)
class EntryTask:
    """Something a person owes: the sheet and until when."""

    entry: Entry
    due_on: date
    is_late: bool


def entries_visible_to(user: User, day: date) -> QuerySet[Entry]:
    raise NotImplementedError


def sheet_of(entry: Entry) -> Sheet:
    raise NotImplementedError


def matrix(cycle: Cycle) -> Matrix:
    raise NotImplementedError


def indicator_rows(cycle: Cycle, code: str) -> list[IndicatorRow]:
    raise NotImplementedError


def to_fill(user: User, day: date) -> list[EntryTask]:
    raise NotImplementedError


def to_send(user: User, day: date) -> list[EntryTask]:
    raise NotImplementedError


def to_check(user: User, day: date) -> list[EntryTask]:
    raise NotImplementedError
