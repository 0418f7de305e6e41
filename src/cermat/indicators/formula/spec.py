"""An indicator as its definition describes it, and the figure that follows from what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from cermat.lib.expression import UNDEFINED, Expression, parse
from cermat.lib.months import Month


class NotApplicable(Enum):
    """ "Tidak berlaku": the row does not concern this unit this month. Neither a value nor a gap."""

    NOT_APPLICABLE = "tidak_berlaku"


NOT_APPLICABLE: Final = NotApplicable.NOT_APPLICABLE
Given = Fraction | None | NotApplicable


@dataclass(frozen=True)
class Field:
    key: str
    label: str
    unit: str = ""
    kind: str = "angka"  # angka, ya_tidak, pilihan, teks
    decimals: int = 0  # decimals that may be typed
    prefill: str = ""  # expression: what stands there before anybody types
    auto: str = ""  # computed by collection: documents_filled, …
    least: Fraction | None = None
    most: Fraction | None = None
    choices: tuple[tuple[Fraction, str], ...] = ()
    points: Fraction | None = None  # what an accepted piece of evidence is worth


@dataclass(frozen=True)
class Rule:
    kind: str  # hard: refused; soft: explain to go on; tanya: a question, go on as you like
    when: str  # condition under which the rule is broken
    message: str


@dataclass(frozen=True)
class Spec:
    """One row of a set. Field names follow `models.Indicator`."""

    code: str
    name: str
    nature: str  # jumlah, keadaan, kumulatif, persen, nilai, dokumen
    fields: tuple[Field, ...]
    formula: str = ""
    unit: str = ""
    direction: str = "netral"
    aggregation: str = ""
    condition: str = ""  # which units hitung_bila and bagian_bila count
    target: Fraction | None = None
    monthly_targets: tuple[tuple[int, Fraction | None], ...] = ()
    due_months: frozenset[int] | None = None
    rules: tuple[Rule, ...] = ()
    no_denominator: str = ""
    points: Fraction | None = None
    is_quarterly: bool = False  # the target is of a whole quarter, and judged in its last month

    @property
    def figures(self) -> tuple[Field, ...]:
        """The fields that hold a number (a text field does not)."""
        return tuple(field for field in self.fields if field.kind != "teks")

    def field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)

    @property
    def result_formula(self) -> str:
        """The formula; where none is written the first figure is the indicator."""
        return self.formula or self.figures[0].key


class Status(StrEnum):
    COUNTED = "terhitung"
    MISSING = "belum_ada_data"
    NOT_APPLICABLE = "tidak_berlaku"


@dataclass(frozen=True)
class Outcome:
    value: Fraction | None
    reason: str = ""  # why there is no value, as a phrase to print
    status: Status = Status.COUNTED


@lru_cache(maxsize=2000)
def parsed(text: str) -> Expression:
    return parse(text)


def numbers(values: Mapping[str, Given]) -> dict[str, Fraction | None]:
    """The values an expression may see: what does not apply is as absent as what is missing."""
    return {key: value if isinstance(value, Fraction) else None for key, value in values.items()}


def compute(spec: Spec, values: Mapping[str, Given]) -> Outcome:
    """The indicator from the values of its fields.

    A division by zero is no 0 percent: the row does not apply, with the reason the definition gives.
    """
    needed = parsed(spec.result_formula).names()
    if any(values.get(name) is NOT_APPLICABLE for name in needed):
        return Outcome(None, "tidak berlaku", Status.NOT_APPLICABLE)
    missing = [field.label for field in spec.fields if field.key in needed and values.get(field.key) is None]
    if missing:
        return Outcome(None, "belum ada data: " + ", ".join(missing), Status.MISSING)
    result = parsed(spec.result_formula).number(numbers(values))
    if result is UNDEFINED:
        reason = spec.no_denominator or "penyebut nol: tidak berlaku, bukan 0 %"
        return Outcome(None, reason, Status.NOT_APPLICABLE)
    assert isinstance(result, Fraction)
    return Outcome(result)


def target_of(spec: Spec, month: Month) -> Fraction | None:
    """This month's target; None where none is due yet, in a month that does not count, or for context rows.

    With monthly targets the last one given up to the month holds: {3: 10, 6: 40} asks for 10 in April.
    """
    if spec.due_months is not None and month.number not in spec.due_months:
        return None
    if not spec.monthly_targets:
        return spec.target
    given = [(number, target) for number, target in spec.monthly_targets if number <= month.number]
    return max(given, key=lambda pair: pair[0])[1] if given else None
