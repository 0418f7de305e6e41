"""Where a figure usually stands, among its own months or its neighbours: median and spread. Exact and pure.

Both bear a wild figure among the others, which mean and standard deviation do not. Source of the measure: B. Iglewicz
and D. Hoaglin, How to Detect and Handle Outliers (ASQC, 1993): beyond 3.5 spreads a figure is worth a question.
"""

from collections.abc import Sequence
from fractions import Fraction

ENOUGH = 6  # figures; fewer are no habit
OF_NORMAL = Fraction(7413, 5000)  # makes the median deviation the standard deviation of a normal distribution
LEAST_SHARE = Fraction(1, 20)  # of the median: a figure that never moved may still move a little


def median(figures: Sequence[Fraction]) -> Fraction | None:
    """The middle one, or the mean of the two in the middle; None where they are too few."""
    if len(figures) < ENOUGH:
        return None
    return middle(figures)


def spread(figures: Sequence[Fraction], *, least: Fraction) -> Fraction | None:
    """The median distance from the median, scaled; never below a twentieth of the median or `least`."""
    if len(figures) < ENOUGH:
        return None
    usual = middle(figures)
    deviation = middle([abs(figure - usual) for figure in figures])
    return max(deviation * OF_NORMAL, abs(usual) * LEAST_SHARE, least)


def middle(figures: Sequence[Fraction]) -> Fraction:
    """The exact median of at least one figure."""
    ordered = sorted(figures)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
