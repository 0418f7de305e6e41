"""Trying other points on a desa's rows: the index they would yield, and the cheapest way to the next class."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm

from cermat.instruments.formula import Definition, Grade, Outcome, linear_weights, score
from cermat.instruments.formula import Given as About
from cermat.instruments.formula.way import Way, cheapest_way


@dataclass(frozen=True)
class Trial:
    """`standing` is what holds, `points` what is tried: item code → points. Costs are rupiah for raising a row."""

    definition: Definition
    standing: Mapping[str, Fraction]
    points: Mapping[str, Fraction]
    costs: Mapping[str, Fraction] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()

    @property
    def changed(self) -> dict[str, Fraction]:
        return {code: points for code, points in self.points.items() if self.standing.get(code) != points}

    @cached_property
    def outcome(self) -> Outcome:
        return score(self.definition, [dict(self.points)], About(kind="desa"))

    @cached_property
    def weights(self) -> dict[str, Fraction]:
        """What one point of each row adds to the index."""
        return linear_weights(self.definition)

    @property
    def scale(self) -> int:
        """The number by which every weight is whole: the browser computes with whole numbers, as exactly as we do."""
        return lcm(*(weight.denominator for weight in self.weights.values()))

    @property
    def next_grade(self) -> Grade | None:
        return None if self.outcome.index is None else self.definition.next_grade(self.outcome.index)

    @cached_property
    def way(self) -> Way | None:
        """From the points that are tried to the next class: fewest rows, or least cost where costs are known."""
        target = self.next_grade
        if target is None:
            return None
        return cheapest_way(self.definition, self.points, target.code, dict(self.costs) or None, self.locked)
