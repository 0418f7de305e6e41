"""The one place where figures are rounded. Everything before it is exact."""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Rounding(StrEnum):
    HALF_UP = "half_up"
    DOWN = "down"


def rounded(value: Fraction | Decimal | int, decimals: int = 2, rounding: Rounding = Rounding.HALF_UP) -> Decimal:
    """`value` with `decimals` places, exactly: a Fraction is compared as a fraction, never through a float."""
    exact = Fraction(value)
    scaled = exact * 10**decimals
    whole = abs(scaled.numerator) // scaled.denominator
    rest = abs(scaled) - whole
    if rounding is Rounding.HALF_UP and rest >= Fraction(1, 2):
        whole += 1
    digits = tuple(int(digit) for digit in str(whole))
    # From digits, not by quantize: that would fail beyond the 28 digits of the decimal context.
    return Decimal((int(scaled < 0 < whole), digits, -decimals))


def fraction(value: Decimal | str | int) -> Fraction:
    return Fraction(Decimal(value))
