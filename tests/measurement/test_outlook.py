"""Where a year is going: what is expected, how wide the interval is, what each month left must bring."""

from fractions import Fraction

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cermat.lib.months import Month
from cermat.measurement.formula.achievement import Method, Target
from cermat.measurement.formula.outlook import Point, Shape, Verdict, outlook, run_rate
from cermat.measurement.formula.seasonal import is_available, seasonal
from cermat.measurement.models import Figure
from cermat.measurement.presenters import outlook_view
from cermat.operations.commands.bench_forecast import back_test, is_honest, read_series, report_lines


def months(*values: float | None, year: int = 2026) -> list[Point]:
    """From January; None = a month without data."""
    return [Point(Month(year, at), Fraction(str(value))) for at, value in enumerate(values, 1) if value is not None]


def look(shape: Shape, points: list[Point], target: int | None, method: Method = Method.POSITIVE) -> tuple[object, ...]:
    found = outlook(shape, points, method, Target(None if target is None else Fraction(target)), None)
    return (found.estimate and round(found.estimate.expected, 6), found.needed, found.verdict)


@pytest.mark.parametrize(
    ("shape", "values", "target", "expected", "needed", "verdict"),
    [
        (Shape.FLOW, (10, 10, 10), 120, 120, 10, Verdict.REACHES),
        (Shape.FLOW, (10, 10, 10), 130, 120, Fraction(100, 9), Verdict.MISSES),
        (Shape.FLOW, (10, 14, 6), 121, 120, Fraction(91, 9), Verdict.OPEN),
        (Shape.FLOW, (10, None, 10, 10), 100, 110, Fraction(70, 8), Verdict.REACHES),
        (Shape.CUMULATIVE, (5, 10, 15, 20, 25, 30), 60, 60, 5, Verdict.REACHES),
        (Shape.CUMULATIVE, (None, None, 15, None, None, 30), 60, None, 5, None),
        (Shape.LEVEL, (80, 80, 80), 82, 80, 2, Verdict.MISSES),
        (Shape.LEVEL, (78, 81, 80), 80, 80, 0, Verdict.OPEN),
        (Shape.FLOW, (10, 10), 100, None, 8, None),
        (Shape.FLOW, (10, 10, 10), None, 120, None, None),
    ],
)
def test_the_months_left_go_on_as_those_so_far(
    shape: Shape,
    values: tuple[float | None, ...],
    target: int | None,
    expected: float | None,
    needed: Fraction | None,
    verdict: Verdict | None,
) -> None:
    assert look(shape, months(*values), target) == (expected, needed, verdict)


def test_where_lower_is_better_the_verdict_turns() -> None:
    assert look(Shape.FLOW, months(10, 10, 10), 130, Method.NEGATIVE_V1)[2] is Verdict.REACHES
    assert look(Shape.FLOW, months(10, 10, 10), 110, Method.NEGATIVE_V1)[2] is Verdict.MISSES


def test_a_year_that_is_over_is_known() -> None:
    found = outlook(Shape.FLOW, months(*range(1, 13)), Method.POSITIVE, Target(Fraction(78)), None)
    assert found.estimate is not None
    assert (found.estimate.low, found.estimate.high, found.needed, found.left) == (78, 78, None, 0)


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=12), st.sampled_from(list(Shape)))
def test_what_is_expected_lies_in_its_interval(values: list[int], shape: Shape) -> None:
    estimate = run_rate(shape, months(*values))
    if estimate is not None:
        slack = 1e-6 * max(1.0, abs(estimate.expected))
        assert estimate.low - slack <= max(estimate.expected, 0.0) <= estimate.high + slack or shape is Shape.CUMULATIVE


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=11), st.integers(2, 9))
def test_more_spread_never_makes_the_interval_narrower(values: list[int], times: int) -> None:
    middle = Fraction(sum(values), len(values))
    near = run_rate(
        Shape.FLOW, [Point(Month(2026, at), middle * 10 + value - middle) for at, value in enumerate(values, 1)]
    )
    far = run_rate(
        Shape.FLOW,
        [Point(Month(2026, at), middle * 10 + (value - middle) * times) for at, value in enumerate(values, 1)],
    )
    assert near is not None
    assert far is not None
    assert far.high - far.low >= near.high - near.low - 1e-6 or far.low == 0


def two_years(ends: int) -> list[Point]:
    """Winter is three times the summer; 2025 whole, 2024 whole, 2026 up to `ends`."""
    heights = [30, 25, 20, 15, 10, 10, 10, 10, 15, 20, 25, 30]
    return [
        Point(Month(year, number), Fraction(heights[number - 1] + (number + year) % 2))
        for year in (2024, 2025, 2026)
        for number in range(1, 13)
        if year < 2026 or number <= ends
    ]


def test_with_two_years_the_model_knows_the_seasons_and_the_run_rate_does_not() -> None:
    assert is_available(), "the tests install the extra"
    history = two_years(4)
    with_seasons = seasonal(Shape.FLOW, history)
    plain = run_rate(Shape.FLOW, [point for point in history if point.month.year == 2026])
    assert with_seasons is not None
    assert plain is not None
    assert (with_seasons.method, with_seasons.points) == ("musiman", 28)
    assert abs(with_seasons.expected - 226) < 15 < abs(plain.expected - 226)
    assert with_seasons == seasonal(Shape.FLOW, history)  # the same every time


def test_a_gap_or_too_few_months_leave_the_run_rate() -> None:
    assert seasonal(Shape.FLOW, two_years(4)[-23:]) is None
    holed = [point for point in two_years(4) if point.month != Month(2025, 9)]
    assert seasonal(Shape.FLOW, holed) is None
    assert seasonal(Shape.LEVEL, two_years(4)) is None


def test_the_intervals_hold_on_the_examples_about_as_often_as_they_promise() -> None:
    series = read_series(settings.DEFINITIONS / "examples" / "deret-bulanan-contoh.csv")
    tallies = back_test([one for one in series if one.shape is Shape.LEVEL][:2])
    assert is_honest(tallies)
    assert "cakupan" in "\n".join(report_lines(tallies))


KEPT = {"version": "perkiraan-1", "shape": "mengalir", "known": "30", "left": 9, "expected": "120", "low": "100",
        "high": "140", "method": "laju", "points": 3, "needed": "10", "verdict": "belum_pasti"}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "method", "words"),
    [
        ({}, "positive", "Perlu 10 per bulan selama 9 bulan agar target tercapai."),
        ({"needed": "-3"}, "positive", "Target setahun sudah terpenuhi."),
        ({}, "negative_v1", "Paling banyak 10 per bulan selama 9 bulan agar target tidak terlampaui."),
        ({"needed": "-3"}, "negative_v1", "Paling banyak 0 per bulan selama 9 bulan agar target tidak terlampaui."),
        ({"shape": "keadaan"}, "positive", "Perlu naik 10 sampai Desember."),
        ({"shape": "keadaan", "needed": "-3"}, "positive", "Target akhir tahun terpenuhi oleh angka sekarang."),
        ({"shape": "keadaan", "needed": "-3"}, "negative_v1", "Perlu turun 3 sampai Desember."),
        ({"needed": None}, "positive", ""),
    ],
)
def test_what_is_left_to_do_is_said_in_words(changed: dict[str, object], method: str, words: str) -> None:
    view = outlook_view(Figure(method=method, unit_label="laporan", outlook=KEPT | changed))
    assert view is not None
    assert view.needed == words
    assert (view.expected, view.unit, view.interval, view.method) == (
        "120",
        "laporan",
        "100 sampai 140",
        "laju 3 bulan",
    )


def test_without_an_estimate_the_page_says_what_it_waits_for() -> None:
    kept = KEPT | {"expected": None, "low": None, "high": None, "verdict": None, "method": ""}
    view = outlook_view(Figure(outlook=kept))
    assert view is not None
    assert (view.expected, view.method, view.word) == ("", "Perkiraan muncul setelah 3 bulan berdata.", "")
    assert outlook_view(Figure(outlook=None)) is None
