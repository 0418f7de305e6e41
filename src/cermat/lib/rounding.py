"""The one place where figures are rounded. Everything before it is exact."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction


class Rounding(StrEnum):
    HALF_UP = "half_up"
    DOWN = "down"


MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.DOWN: ROUND_DOWN}


def rounded(value: Fraction | Decimal | int, decimals: int = 2, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """`value` with `decimals` places, exactly: a Fraction is compared as a fraction, never through a float."""
    exact = Fraction(value)
    scaled = exact * 10**decimals
    whole = abs(scaled.numerator) // scaled.denominator
    rest = abs(scaled) - whole
    if rounding is Rounding.HALF_UP and rest >= Fraction(1, 2):
        whole += 1
    sign = -1 if scaled < 0 else 1
    return (Decimal(sign * whole)).scaleb(-decimals).quantize(Decimal(1).scaleb(-decimals), MODES[rounding])


def fraction(value: Decimal | str | int) -> Fraction:
    return Fraction(Decimal(value))
