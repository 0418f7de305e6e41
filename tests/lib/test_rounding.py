from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.lib.rounding import Rounding, rounded


@pytest.mark.parametrize(
    ("value", "places", "mode", "result"),
    [
        (Fraction(1, 3), 2, Rounding.HALF_UP, "0.33"), (Fraction(2, 3), 2, Rounding.HALF_UP, "0.67"),
        (Decimal("0.125"), 2, Rounding.HALF_UP, "0.13"), (Decimal("-0.125"), 2, Rounding.HALF_UP, "-0.13"),
        (Decimal("0.129"), 2, Rounding.DOWN, "0.12"), (7, 0, Rounding.HALF_UP, "7"),
        (Fraction(5, 2), 0, Rounding.HALF_UP, "3"),
    ],
)  # fmt: skip
def test_rounding_is_commercial_and_exact(value, places, mode, result) -> None:
    assert rounded(value, places, mode) == Decimal(result)


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_never_further_off_than_half_a_step(value: Fraction, places: int) -> None:
    assert abs(Fraction(rounded(value, places)) - value) <= Fraction(1, 2 * 10**places)
