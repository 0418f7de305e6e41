"""What the plan's page says a way of counting gives is what the formula gives."""

from decimal import Decimal
from fractions import Fraction

import pytest

from cermat.indicators.schema.plan_words import MEANINGS
from cermat.measurement.formula.achievement import Method, Rule, Target, achievement

SAID = [
    ("positive", Target(Fraction(80)), 84, "105", "realisasi 84: capaian 105 %"),
    ("negative_v1", Target(Fraction(10)), 8, "120", "realisasi 8: capaian 120 %"),
    ("negative_v1", Target(Fraction(10)), 12, "80", "realisasi 12: 80 %"),
    ("negative_v1", Target(Fraction(10)), 20, "0", "realisasi 20 atau lebih: 0 %"),
    ("negative_v2", Target(Fraction(10)), 8, "125", "realisasi 8: capaian 125 %"),
    ("negative_v2", Target(Fraction(10)), 12, "83.33", "realisasi 12: 83,33 %"),
    ("range_positive", Target(None, Fraction(80), Fraction(90)), 76, "95", "realisasi 76: 95 %"),
    ("range_negative_v1", Target(None, Fraction(3), Fraction(5)), 6, "80", "realisasi 6: 80 %"),
]


@pytest.mark.parametrize(("word", "target", "actual", "percent", "said"), SAID)
def test_the_example_of_a_way_of_counting_is_true(
    word: str, target: Target, actual: int, percent: str, said: str
) -> None:
    assert achievement(Rule(Method(word)), target, Fraction(actual)).value == Decimal(percent)
    assert said in MEANINGS["rumus_capaian"][word].when
