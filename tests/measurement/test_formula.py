"""Achievement, predicate and summary, by table and by property."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.lib.rounding import Rounding
from cermat.measurement.formula import (
    SENTENCES,
    Band,
    Method,
    Quarter,
    Quarterly,
    Reason,
    Rule,
    Scale,
    Scored,
    Target,
    ZeroActual,
    achievement,
    is_reached,
    needs_counts,
    over_quarters,
    percentage,
    predicate,
    summarise,
)


def value(method: Method, target: str, actual: str | None, **choices: object) -> Decimal | None:
    wanted = Target(Fraction(Decimal(target)))
    rule = Rule(method, **choices)  # type: ignore[arg-type]
    return achievement(rule, wanted, None if actual is None else Fraction(Decimal(actual))).value


@pytest.mark.parametrize(
    ("method", "target", "actual", "expected"),
    [
        (Method.POSITIVE, "83", "84.21", "101.46"),
        (Method.POSITIVE, "24", "82", "341.67"),
        (Method.POSITIVE, "100", "0", "0.00"),
        (Method.NEGATIVE_V1, "4.65", "4.7283", "98.32"),
        (Method.NEGATIVE_V1, "10", "10", "100.00"),
        (Method.NEGATIVE_V1, "10", "0", "200.00"),
        (Method.NEGATIVE_V1, "10", "20", "0.00"),
        (Method.NEGATIVE_V1, "10", "35", "0.00"),
        (Method.NEGATIVE_V2, "10", "8", "125.00"),
        (Method.NEGATIVE_V2, "10", "20", "50.00"),
    ],
)
def test_each_method_gives_its_percentage(method: Method, target: str, actual: str, expected: str) -> None:
    assert value(method, target, actual) == Decimal(expected)


@pytest.mark.parametrize(
    ("method", "actual", "expected"),
    [
        (Method.RANGE_POSITIVE, "85", "100.00"),
        (Method.RANGE_POSITIVE, "80", "100.00"),
        (Method.RANGE_POSITIVE, "70", "87.50"),
        (Method.RANGE_POSITIVE, "99", "110.00"),
        (Method.RANGE_NEGATIVE_V1, "85", "100.00"),
        (Method.RANGE_NEGATIVE_V1, "72", "110.00"),
        (Method.RANGE_NEGATIVE_V1, "99", "90.00"),
        (Method.RANGE_NEGATIVE_V1, "200", "0.00"),
    ],
)
def test_a_range_compares_with_the_nearer_bound(method: Method, actual: str, expected: str) -> None:
    target = Target(low=Fraction(80), high=Fraction(90))
    assert achievement(Rule(method), target, Fraction(Decimal(actual))).value == Decimal(expected)


@pytest.mark.parametrize(
    ("zero_actual", "target", "expected", "reason"),
    [
        (ZeroActual.NOT_COMPUTED, "10", None, Reason.ZERO_ACTUAL),
        (ZeroActual.NOT_COMPUTED, "0", None, Reason.ZERO_ACTUAL),
        (ZeroActual.HUNDRED, "10", "100.00", Reason.NONE),
        (ZeroActual.HUNDRED, "0", "100.00", Reason.NONE),
        (ZeroActual.HUNDRED_IF_TARGET_ZERO, "0", "100.00", Reason.NONE),
        (ZeroActual.HUNDRED_IF_TARGET_ZERO, "10", "0.00", Reason.NONE),
    ],
)
def test_negative_v2_follows_the_chosen_rule_when_the_actual_is_zero(
    zero_actual: ZeroActual, target: str, expected: str | None, reason: Reason
) -> None:
    rule = Rule(Method.NEGATIVE_V2, zero_actual=zero_actual)
    found = achievement(rule, Target(Fraction(Decimal(target))), Fraction(0))
    assert found.value == (None if expected is None else Decimal(expected))
    assert found.reason is reason


@pytest.mark.parametrize("method", list(Method))
def test_a_missing_actual_gives_no_value_and_says_why(method: Method) -> None:
    found = achievement(Rule(method), Target(Fraction(5), Fraction(4), Fraction(6)), None)
    assert (found.value, found.exact, found.reason) == (None, None, Reason.NO_ACTUAL)
    assert "tidak dianggap nol" in found.sentence


@pytest.mark.parametrize("method", [Method.POSITIVE, Method.NEGATIVE_V1, Method.NEGATIVE_V2])
def test_a_zero_target_is_not_computed_and_says_why(method: Method) -> None:
    found = achievement(Rule(method), Target(Fraction(0)), Fraction(3))
    assert (found.value, found.reason) == (None, Reason.ZERO_TARGET)


def test_zero_against_zero_is_not_computed_but_judged_from_the_figures() -> None:
    nought = Target(Fraction(0))
    assert achievement(Rule(Method.NEGATIVE_V1), nought, Fraction(0)).reason is Reason.ZERO_TARGET
    assert is_reached(Method.NEGATIVE_V1, nought, Fraction(0)) is True
    assert is_reached(Method.NEGATIVE_V1, nought, Fraction(1)) is False


def test_a_missing_or_negative_target_is_not_computed() -> None:
    assert achievement(Rule(Method.POSITIVE), Target(), Fraction(3)).reason is Reason.NO_TARGET
    assert achievement(Rule(Method.RANGE_POSITIVE), Target(Fraction(3)), Fraction(3)).reason is Reason.NO_TARGET
    assert achievement(Rule(Method.POSITIVE), Target(Fraction(-1)), Fraction(3)).reason is Reason.NEGATIVE_TARGET


@pytest.mark.parametrize(
    ("method", "target", "actual", "expected", "reached"),
    [
        (Method.RANGE_POSITIVE, Target(low=Fraction(80)), 95, "100.00", True),
        (Method.RANGE_POSITIVE, Target(low=Fraction(80)), 40, "50.00", False),
        (Method.RANGE_NEGATIVE_V1, Target(high=Fraction(10)), 4, "100.00", True),
        (Method.RANGE_NEGATIVE_V1, Target(high=Fraction(10)), 15, "50.00", False),
        (Method.RANGE_NEGATIVE_V1, Target(low=Fraction(0), high=Fraction(10)), 3, "100.00", True),
    ],
)
def test_a_range_may_be_open_and_only_the_bound_that_is_compared_matters(
    method: Method, target: Target, actual: int, expected: str, reached: bool
) -> None:
    assert achievement(Rule(method), target, Fraction(actual)).value == Decimal(expected)
    assert is_reached(method, target, Fraction(actual)) is reached


def test_every_reason_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


@pytest.mark.parametrize(("cap", "expected"), [(None, "139.74"), ("100", "100.00"), ("120", "120.00")])
def test_a_cap_limits_the_value_and_keeps_the_exact_one(cap: str | None, expected: str) -> None:
    rule = Rule(Method.POSITIVE, cap=None if cap is None else Decimal(cap))
    found = achievement(rule, Target(Fraction(65)), Fraction(Decimal("90.83")))
    assert found.value == Decimal(expected)
    assert found.exact == Fraction(9083, 65)


def test_rounding_down_cuts_and_decimals_are_chosen() -> None:
    assert value(Method.POSITIVE, "65", "90.83", rounding=Rounding.DOWN) == Decimal("139.73")
    assert value(Method.POSITIVE, "1.21", "1.09", decimals=0) == Decimal(90)


positive = st.fractions(min_value=Fraction(1, 1000), max_value=10**9)
amounts = st.fractions(min_value=0, max_value=10**9)


@given(target=positive, actual=st.fractions(min_value=-(10**9), max_value=10**9), method=st.sampled_from(Method))
def test_an_achievement_is_never_below_zero(target: Fraction, actual: Fraction, method: Method) -> None:
    found = achievement(Rule(method), Target(target, target, target * 2), actual)
    assert found.value is None or found.value >= 0


@given(target=positive, first=amounts, second=amounts)
def test_more_is_never_worse_where_higher_is_better_and_never_better_where_lower_is(
    target: Fraction, first: Fraction, second: Fraction
) -> None:
    less, more = sorted([first, second])
    up = [achievement(Rule(Method.POSITIVE), Target(target), actual).value for actual in (less, more)]
    down = [achievement(Rule(Method.NEGATIVE_V1), Target(target), actual).value for actual in (less, more)]
    assert up[0] is not None
    assert up[1] is not None
    assert up[0] <= up[1]
    assert down[0] is not None
    assert down[1] is not None
    assert down[0] >= down[1]


@given(target=positive, actual=amounts, cap=st.sampled_from([Decimal(100), Decimal(120)]))
def test_a_capped_value_never_exceeds_its_cap(target: Fraction, actual: Fraction, cap: Decimal) -> None:
    found = achievement(Rule(Method.POSITIVE, cap=cap), Target(target), actual).value
    assert found is not None
    assert found <= cap


@given(target=positive, actual=amounts, method=st.sampled_from([Method.POSITIVE, Method.NEGATIVE_V1]))
def test_reached_means_at_least_a_hundred_percent(target: Fraction, actual: Fraction, method: Method) -> None:
    exact = achievement(Rule(method), Target(target), actual).exact
    assert exact is not None
    assert (exact >= 100) is is_reached(method, Target(target), actual)


QUARTERS = [
    Quarter(Fraction(10), Fraction(8)),
    Quarter(Fraction(10), None),
    Quarter(Fraction(10), Fraction(0)),
    Quarter(Fraction(10), None),
]


def test_cumulative_quarters_add_up_over_filled_ones_or_over_all() -> None:
    filled = over_quarters(Quarterly.CUMULATIVE, QUARTERS)
    everything = over_quarters(Quarterly.CUMULATIVE, QUARTERS, filled_only=False)
    assert (filled.target, filled.actual, filled.counted, filled.of) == (20, 8, 2, 4)
    assert (everything.target, everything.actual) == (40, 8)


def test_the_last_value_is_that_of_the_last_filled_quarter_and_zero_counts_as_filled() -> None:
    assert over_quarters(Quarterly.LAST, QUARTERS).actual == 0


def test_no_filled_quarter_gives_no_value() -> None:
    found = over_quarters(Quarterly.CUMULATIVE, [Quarter(Fraction(1), None)])
    assert (found.target, found.actual, found.counted, found.of) == (None, None, 0, 1)


SCALE = Scale(
    "uji",
    "Uji",
    "capaian",
    (Band("Tinggi", Decimal(90), includes_lower=False), Band("Sedang", Decimal(70)), Band("Rendah", None)),
)


@pytest.mark.parametrize(
    ("achieved", "label"),
    [
        ("341.67", "Tinggi"),
        ("90.01", "Tinggi"),
        ("90.00", "Sedang"),
        ("70", "Sedang"),
        ("69.99", "Rendah"),
        ("0", "Rendah"),
    ],
)
def test_a_predicate_is_the_first_band_whose_lower_bound_is_reached(achieved: str, label: str) -> None:
    assert predicate(SCALE, Decimal(achieved)) == label


def test_no_value_has_no_predicate() -> None:
    assert predicate(SCALE, None) == ""


def test_the_summary_counts_missing_as_not_reached_and_leaves_it_out_of_the_mean() -> None:
    rows = [Scored(True, Decimal(110)), Scored(False, Decimal(80)), Scored(None, None), Scored(True, None)]
    found = summarise(rows)
    assert (found.due, found.reached, found.missing, found.averaged, found.mean) == (4, 2, 1, 2, Decimal("95.00"))
    assert found.sentence == "2 tercapai dari 4 jatuh tempo, 1 tanpa data"
    assert summarise(rows, cap=Decimal(100)).mean == Decimal("90.00")


def test_a_summary_of_nothing_has_no_mean() -> None:
    assert summarise([]).mean is None


def test_a_percentage_over_nothing_is_missing_not_zero() -> None:
    assert percentage(Fraction(0), Fraction(0)) is None
    assert percentage(None, Fraction(2)) is None
    assert percentage(Fraction(1), Fraction(2)) == 50


@pytest.mark.parametrize(
    ("whole", "needed"), [(None, False), (0, False), (2, True), (4, True), (5, False), (13, False)]
)
def test_few_units_need_their_counts(whole: int | None, needed: bool) -> None:
    assert needs_counts(whole) is needed
