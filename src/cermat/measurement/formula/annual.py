"""Years of one indicator beside each other: which of them may be held against the one before.

Our own rule: a wrong difference does more harm than none. Two years are compared where they were measured alike, both
have a value, and what grows from January on speaks of whole years. Missing is never zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, starmap

from cermat.lib.months import NAMES
from cermat.lib.series import REPLACED, Measured, difference
from cermat.measurement.formula.together import Quarterly

DECEMBER = 12
OTHERWISE = "Cara mengukurnya berganti; tidak dibandingkan."
PART_OF_YEAR = "Tahun {year} baru sampai {month}; tidak dibandingkan."


@dataclass(frozen=True)
class Stand:
    """What one year says. `definition`: how it was measured, idm-2016@1; "" where nothing was, or nobody said."""

    year: int
    definition: str
    value: Decimal | None
    until: int = DECEMBER  # the last month it speaks of
    grows: bool = False  # from January to December, as a sum does
    is_due: bool = True
    instrument: str = ""  # without its version; "" where none stands behind it

    @property
    def measured(self) -> Measured:
        return Measured(str(self.year), self.definition, self.value)


@dataclass(frozen=True)
class Step:
    """How far a year is from the one before; without a difference the reason why there is none."""

    change: Decimal | None = None
    why: str = ""


def known_by_neighbours(stands: Sequence[Stand]) -> list[Stand]:
    """A year of which nobody says how it was measured goes with the year before it, the first ones with the next."""
    found: list[Stand] = []
    last = next((stand for stand in stands if stand.definition), None)
    for stand in stands:
        is_silent = not stand.definition and last is not None
        last = replace(stand, definition=last.definition, instrument=last.instrument) if is_silent and last else stand
        found.append(last)
    return found


def steps(stands: Sequence[Stand]) -> list[Step]:
    """For each year, in order; the first has no year before it, and years to come are not compared yet."""
    return [Step(), *starmap(_step, pairwise(stands))][: len(stands)]


def _step(before: Stand, after: Stand) -> Step:
    if not after.is_due:
        return Step()
    change, why = difference(before.measured, after.measured)
    if why == REPLACED and not (before.instrument and after.instrument and before.instrument != after.instrument):
        return Step(None, OTHERWISE)
    if change is not None:
        for stand in (before, after):
            if stand.grows and stand.until < DECEMBER:
                return Step(None, PART_OF_YEAR.format(year=stand.year, month=NAMES[stand.until - 1]))
    return Step(change, why)


def grows_over_year(made_as: str, formula: str, quarterly: str) -> bool:
    """Whether an IKU is a sum that is larger each month: documents counted, amounts added up. Shares are not."""
    is_sum = made_as in {"months", "formula"} and "/" not in (formula or "/")
    return made_as == "documents" or (is_sum and quarterly == Quarterly.CUMULATIVE)
