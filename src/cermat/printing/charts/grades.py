"""Five depths of one colour for the values of a map or a heat map, with the words of the legend."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.printing.charts.palette import DEEP, GROUND, HATCH, INK, MISSING, NOT_DUE, ON, RAMP, SOFT, Spec


@dataclass(frozen=True)
class Grades:
    """Equal steps from the lowest to the highest value; one step where all are alike."""

    bounds: tuple[Decimal, ...]
    decimals: int
    has_missing: bool
    has_not_due: bool = False

    @classmethod
    def of(cls, values: Iterable[Decimal | None], decimals: int, *, has_not_due: bool = False) -> "Grades":
        every = list(values)
        known = [value for value in every if value is not None]
        low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(0))
        steps = len(RAMP) if high > low else 1
        marks = [rounded(low + (high - low) * at / steps, decimals) for at in range(steps + 1)] if known else []
        marks = [low, *marks[1:-1], high] if known else []
        return cls(tuple(dict.fromkeys(marks)), decimals, None in every, has_not_due)

    @property
    def colours(self) -> tuple[str, ...]:
        steps = len(self.bounds) - 1
        return RAMP[2:3] if steps < 1 else RAMP[-steps:] if steps < len(RAMP) else RAMP

    @property
    def words(self) -> list[str]:
        """65–70, …; a single value where all are alike."""
        if len(self.bounds) == 1:
            return [number(self.bounds[0], self.decimals)]
        said = [number(bound, self.decimals) for bound in self.bounds]
        return [f"{low}–{high}" for low, high in pairwise(said)]

    def place(self, value: Decimal) -> int:
        """In which step a value stands; a bound belongs to the step above it, the highest to the last."""
        steps = max(1, len(self.bounds) - 1)
        return min(sum(value >= bound for bound in self.bounds[1:]), steps - 1)

    def word(self, value: Decimal | None, *, is_due: bool = True) -> str:
        if value is None:
            return MISSING if is_due else NOT_DUE
        return self.words[self.place(value)]

    def ink(self, value: Decimal | None) -> str:
        """Of a figure that stands on the colour."""
        if value is None:
            return INK
        return ON if self.colours[self.place(value)] in DEEP else INK

    def colour(self, columns: int) -> Spec:
        """The channel for a mark, with its legend."""
        words = self.words if self.bounds else []
        domain = [*words, *([MISSING] if self.has_missing else []), *([NOT_DUE] if self.has_not_due else [])]
        paints = [*(self.colours[: len(words)]), *([HATCH] if self.has_missing else []),
                  *([GROUND] if self.has_not_due else [])]  # fmt: skip
        legend = {
            "title": None,
            "symbolType": "square",
            "symbolSize": 160,
            "columns": columns,
            "symbolStrokeColor": SOFT,
        }
        return {"field": "grade", "type": "nominal", "scale": {"domain": domain, "range": paints}, "legend": legend}
