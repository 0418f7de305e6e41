"""What last year's targets within the year suggest for the next one. Exact and pure; a suggestion, never a target."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from cermat.lib.rounding import rounded


def share_of_next(part: Decimal, year: Decimal, following: Decimal, decimals: int) -> Decimal:
    """The same share of the following year's target: 82,50 of 83,00 is 83,00 of 83,50. `year` is not zero."""
    return rounded(Fraction(part) / Fraction(year) * Fraction(following), decimals)


def decimals_of(figures: Iterable[Decimal | None]) -> int:
    """As many as the finest of them was written with, at most four."""
    exponents = [int(figure.as_tuple().exponent) for figure in figures if figure is not None]
    return max(0, min(4, -min(exponents, default=0)))
