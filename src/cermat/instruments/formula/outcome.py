"""What comes out of scoring: an index with every line of its sheet of calculation. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Literal

from cermat.instruments.formula.definition import Grade, Step


class NotApplicable(Enum):
    """ "Tidak berlaku": not missing, not zero; the row is not asked of this subject."""

    ROW = "tidak berlaku"


NOT_APPLICABLE: Literal[NotApplicable.ROW] = NotApplicable.ROW
Points = Fraction | Literal[NotApplicable.ROW] | None
Sheet = Mapping[str, Points]  # item code -> points


@dataclass(frozen=True)
class Override:
    """A grade that a person gives in place of the computed one (LKE); all of it is kept with the result."""

    grade: str
    reason: str
    by: str = ""  # the person's name; "" in a trial
    at: str = ""  # ISO time


@dataclass(frozen=True)
class Given:
    """What goes into one score besides the sheets."""

    kind: str = ""  # of the subject: desa, kelurahan, ...; "" where it is not known
    month: int | None = None  # only items due in this month are asked
    names: Sequence[str] = ()  # of the assessors, one per sheet
    groups: Mapping[str, Fraction] = field(default_factory=dict)  # group values given directly (NRR, dimension points)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    variant: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the sheet of calculation: an item or a group with its value and all that it came from."""

    code: str
    name: str
    value: Points  # exact
    lowest: Fraction
    highest: Fraction
    weight: Fraction
    counted: int = 0  # answers behind an item; children with a value behind a group
    of: int = 0
    missing: tuple[str, ...] = ()  # items without any answer, below or here
    gaps: tuple[str, ...] = ()  # assessors who have not scored this item
    share: Fraction | None = None  # of a graded group: mean of its items, in percent
    step: Step | None = None
    override: Override | None = None


@dataclass(frozen=True)
class Outcome:
    """An index with its whole way there. `value` None: it cannot be computed, and `reason` says why."""

    definition: str  # idm-2016@1
    value: Fraction | None  # exact, before rounding
    index: Decimal | None  # as published
    grade: Grade | None
    n: int | None  # respondents or assessors; 1 for one sheet; None where groups were given directly
    groups: tuple[Line, ...]  # all levels, parents after their children
    items: tuple[Line, ...]
    missing: tuple[str, ...] = ()
    reason: str = ""
    interim: Fraction | None = None  # what is known so far, where the index is a sum and rows are missing
    variant: str = ""

    def line(self, code: str) -> Line:
        return next(line for line in (*self.groups, *self.items) if line.code == code)


def written(value: Fraction | None) -> str | None:
    """An exact figure as text: a decimal where it ends ("20.25"), else a fraction ("61/3")."""
    if value is None:
        return None
    places = 0
    while 10**places % value.denominator:
        places += 1
        if places > value.denominator.bit_length():  # 3 or 7 below the line: it never ends
            return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value * 10**places).numerator:0{places + 1}d}"
    whole, decimals = digits[: len(digits) - places], digits[len(digits) - places :]
    return ("-" if value < 0 else "") + whole + (f".{decimals}" if decimals else "")
