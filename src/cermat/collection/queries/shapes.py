"""What the reads of this room answer with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from cermat.collection.models import Answer, Entry, EntryState, EntryValue, Evidence
from cermat.indicators.formula import Field, Given, Outcome, Rule, RuleProblem, Spec
from cermat.indicators.models import Indicator
from cermat.lib.months import number
from cermat.organisation.models import Unit

EXPLANATION = "penjelasan"  # the field of every row that explains a soft rule, or why there is no data
EVIDENCE = "bukti"  # not a field: where a problem with a row's evidence is shown
TYPED = {
    "angka": (Answer.NUMBER, Answer.NIL),
    "ya_tidak": (Answer.YES, Answer.NO),
    "pilihan": (Answer.NUMBER,),
    "teks": (Answer.TEXT,),
}


@dataclass(frozen=True)
class FieldSpec:
    """A field a person may fill in."""

    code: str
    field: Field

    @property
    def answers(self) -> tuple[Answer, ...]:
        return TYPED.get(self.field.kind, (Answer.NUMBER, Answer.NIL))


@dataclass(frozen=True)
class FieldCell:
    """One field of a row: what is asked, what was typed, what stood there last month."""

    code: str
    field: Field
    is_auto: bool  # computed by Cermat, not typed
    typed: EntryValue | None
    value: Given  # exact; None = missing
    why_missing: str
    last: EntryValue | None
    last_value: Given
    prefill: Fraction | None

    @property
    def is_answered(self) -> bool:
        return self.is_auto or self.typed is not None or self.field.kind == "teks"

    @property
    def as_typed(self) -> tuple[str, str, str]:
        """Answer, value and reason as they stand in the inputs of the form: ("angka", "1.000", "")."""
        if self.typed is None:
            return (Answer.NUMBER.value if self.field.kind == "angka" else "", "", "")
        value = self.typed
        if value.answer != Answer.NUMBER:
            return ("" if value.answer == Answer.TEXT else value.answer), value.text, value.reason
        if self.field.kind == "pilihan":
            return f"{Answer.NUMBER.value}:{number(value.number)}", "", value.reason
        return value.answer, number(value.number), value.reason


@dataclass(frozen=True)
class SheetRow:
    """One indicator of a sheet."""

    indicator: Indicator
    spec: Spec
    fields: tuple[FieldCell, ...]
    outcome: Outcome
    last_outcome: Outcome
    target: Fraction | None
    problems: tuple[RuleProblem, ...]
    rules: tuple[Rule, ...]  # in force for it this month
    known: Mapping[str, Fraction | None]  # what they ask for and nobody types on this row: {"median_12": …}
    explanation: str
    evidence: tuple[Evidence, ...]
    needs_evidence: bool  # a file must be there, and is not

    @property
    def is_answered(self) -> bool:
        return all(cell.is_answered for cell in self.fields)

    @property
    def questions(self) -> tuple[RuleProblem, ...]:
        """What is unusual and nobody has explained; it stops nothing, and the checker sees it too."""
        return tuple(one for one in self.problems if one.is_question and not one.is_explained)

    @property
    def values(self) -> dict[str, Given]:
        return {cell.field.key: cell.value for cell in self.fields}


@dataclass(frozen=True)
class SheetGroup:
    key: str
    name: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True)
class Sheet:
    """A whole sheet as it stands. `answered` counts rows in which every field has an answer."""

    entry: Entry
    groups: tuple[SheetGroup, ...]

    @property
    def rows(self) -> tuple[SheetRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def answered(self) -> int:
        return sum(row.is_answered for row in self.rows)

    @property
    def of(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class IndicatorRow:
    """What one unit answered for one indicator: the values of its fields (None = missing) and the figure."""

    unit: Unit
    entry: Entry
    spec: Spec
    values: Mapping[str, Given] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)  # field → why there is no data
    outcome: Outcome = field(default_factory=lambda: Outcome(None))
    is_standing: bool = False  # validated before; a correction of it is on its way

    @property
    def state(self) -> EntryState:
        return EntryState(self.entry.state)

    @property
    def is_validated(self) -> bool:
        return self.is_standing or self.entry.state == EntryState.VALIDATED


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

    @property
    def of(self) -> int:
        return sum(cell.entry is not None for cell in self.cells)

    @property
    def validated(self) -> int:
        return sum(cell.kind == "v" for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """Rekapitulasi Kelengkapan: kelurahan first, desa apart, then the sections."""

    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]

    @property
    def of(self) -> int:
        return sum(row.of for row in self.rows)

    @property
    def validated(self) -> int:
        return sum(row.validated for row in self.rows)

    @property
    def sent(self) -> int:
        """Sent and not yet validated."""
        return sum(cell.kind == "s" for row in self.rows for cell in row.cells)

    @property
    def percent(self) -> Fraction | None:
        return Fraction(self.validated * 100, self.of) if self.of else None
