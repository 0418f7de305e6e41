"""Where a year is going: the value expected at its end, an honest interval around it, and what is still needed.

An estimate, never a figure: it is shown as one and stands in no report as an achievement. Run rate: what is left of the
year goes on as the months so far, with the spread those months had. The interval is meant to hold in 8 of 10 years;
`./cermat bench forecast` counts how often it did. Our own rule: no source asks for a method.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import sqrt

from cermat.lib.months import Month
from cermat.measurement.formula.achievement import Method, Target, is_reached

VERSION = "perkiraan-1"
LEAST_POINTS = 3  # a spread over fewer says nothing
LAST_MONTH = 12
MOST_LIKENESS = 0.8  # of neighbouring months; beyond it the interval would swallow everything
# Student's t, 90th percentile by degrees of freedom: the two-sided interval of 80 percent (Fisher & Yates, table III).
T90 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.350, 1.345, 1.341)


class Shape(StrEnum):
    """How the months of a year make its figure."""

    FLOW = "mengalir"  # monthly amounts, added up
    CUMULATIVE = "kumulatif"  # each value already since January
    LEVEL = "keadaan"  # the last value stands


class Verdict(StrEnum):
    REACHES = "diperkirakan_tercapai"
    OPEN = "belum_pasti"
    MISSES = "diperkirakan_tidak_tercapai"


@dataclass(frozen=True)
class Point:
    month: Month
    value: Fraction


@dataclass(frozen=True)
class Estimate:
    """At the end of December; `low` to `high` is the interval of 80 percent."""

    expected: float
    low: float
    high: float
    method: str  # laju, musiman
    points: int  # months it rests on


@dataclass(frozen=True)
class Outlook:
    """`estimate` None: too few months. `needed`: what each month left must bring (FLOW, CUMULATIVE), or the rise that
    is left to the target (LEVEL); None without target, and when no month is left."""

    shape: Shape
    known: Fraction  # the year so far
    left: int  # months after the last known one
    estimate: Estimate | None
    needed: Fraction | None
    verdict: Verdict | None


def outlook(
    shape: Shape, points: Sequence[Point], method: Method, target: Target, seasonal: Estimate | None
) -> Outlook:
    """Of the months known this year, in order and at least one; `seasonal` takes the place of the run rate."""
    last = points[-1].month
    left = LAST_MONTH - last.number
    known = year_so_far(shape, points)
    estimate = seasonal or run_rate(shape, points)
    return Outlook(shape, known, left, estimate, _needed(shape, known, left, target), verdict(estimate, method, target))


def year_so_far(shape: Shape, points: Sequence[Point]) -> Fraction:
    return sum((point.value for point in points), Fraction(0)) if shape is Shape.FLOW else points[-1].value


def run_rate(shape: Shape, points: Sequence[Point]) -> Estimate | None:
    """The months left go on as those so far: their mean amount, or, for a level, no drift at all."""
    steps = steps_of(shape, points)
    if len(points) < LEAST_POINTS or len(steps) < LEAST_POINTS - 1:
        return None
    left = LAST_MONTH - points[-1].month.number
    start = float(year_so_far(shape, points))
    if shape is Shape.LEVEL:
        variance = sum(step * step for step in steps) / len(steps)
        half = _t(len(steps)) * sqrt(variance * left)
        return Estimate(start, start - half, start + half, "laju", len(points))
    mean = sum(steps) / len(steps)
    variance = sum((step - mean) ** 2 for step in steps) / (len(steps) - 1) * _inflation(steps, mean)
    half = _t(len(steps) - 1) * sqrt(variance * (left + left * left / len(steps)))
    expected = start + mean * left
    return Estimate(expected, max(0.0, expected - half), expected + half, "laju", len(points))


def _inflation(steps: Sequence[float], mean: float) -> float:
    """Months that resemble their neighbours, as seasons make them, tell less than as many independent ones.

    (1 + r) / (1 - r) of the autocorrelation r at one month, corrected for few points (Kendall 1954).
    """
    square = sum((step - mean) ** 2 for step in steps)
    if square == 0:
        return 1.0
    found = sum((a - mean) * (b - mean) for a, b in pairwise(steps)) / square
    likeness = min(MOST_LIKENESS, max(0.0, found + (1 + 3 * found) / len(steps)))
    return (1 + likeness) / (1 - likeness)


def steps_of(shape: Shape, points: Sequence[Point]) -> list[float]:
    """What one month brought, on average where months between two points are not known.

    The first cumulative value of a year holds every month since January.
    """
    if shape is Shape.FLOW:
        return [float(point.value) for point in points]
    found = [
        float(after.value - before.value) / _months(before, after) ** (0.5 if shape is Shape.LEVEL else 1)
        for before, after in pairwise(points)
    ]
    if shape is Shape.CUMULATIVE and points:
        found.insert(0, float(points[0].value) / points[0].month.number)
    return found


def verdict(estimate: Estimate | None, method: Method, target: Target) -> Verdict | None:
    """Sure only where both ends of the interval say the same."""
    if estimate is None:
        return None
    ends = [is_reached(method, target, Fraction(end)) for end in (estimate.low, estimate.high)]
    if None in ends:
        return None
    if all(ends):
        return Verdict.REACHES
    return Verdict.OPEN if any(ends) else Verdict.MISSES


def _needed(shape: Shape, known: Fraction, left: int, target: Target) -> Fraction | None:
    if target.value is None or left == 0:
        return None
    gap = target.value - known
    return gap if shape is Shape.LEVEL else gap / left


def _months(before: Point, after: Point) -> int:
    return (after.month.year - before.month.year) * 12 + after.month.number - before.month.number


def _t(degrees: int) -> float:
    return T90[min(degrees, len(T90)) - 1]
