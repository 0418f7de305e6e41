"""The interval of the index."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.instruments.schema import shipped
from cermat.survey.formula import Tallied, codes_of, coverage, expanded_tail, index_of, interval_of

IKM = shipped("ikm-14-2017")
ANSWERS = st.lists(st.text("01234", min_size=9, max_size=9), min_size=5, max_size=30)


def counted(answers: list[str]) -> Tallied:
    return Tallied.of(((one, {}) for one in answers), codes_of(IKM))


@given(ANSWERS, st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_it_holds_the_index_and_is_the_same_every_time(answers: list[str], seed: int) -> None:
    found = interval_of(IKM, counted(answers), seed=seed, replicates=100)
    outcome = index_of(IKM, counted(answers))
    if found is not None:
        assert outcome.index is not None
        assert found.low <= outcome.index <= found.high
        assert found == interval_of(IKM, counted(list(reversed(answers))), seed=seed, replicates=100)


def test_four_answers_have_none() -> None:
    assert interval_of(IKM, counted(["4" * 9] * 4), seed=1) is None


def test_where_all_agree_there_is_nothing_to_draw() -> None:
    found = interval_of(IKM, counted(["3" * 9] * 40), seed=1)
    assert found is not None
    assert (found.low, found.high, found.margin) == (Decimal("75.00"), Decimal("75.00"), Decimal("0.0"))


def test_more_answers_make_it_narrower() -> None:
    few, many = (interval_of(IKM, counted(["2" * 9, "3" * 9, "4" * 9] * times), seed=1) for times in (5, 500))
    assert few is not None
    assert many is not None
    assert few.margin > many.margin * 5


def test_a_hundred_kinds_of_answer_are_drawn_as_exactly_as_ten_thousand() -> None:
    """Merging kinds changes speed, not width: against the plain theory of a mean."""
    answers = [f"{a}{b}{c}444433" for a in range(1, 5) for b in range(5) for c in range(5)] * 4
    values = [float(index_of(IKM, counted([one])).value or 0) for one in answers if "0" not in one]
    mean = sum(values) / len(values)
    spread = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
    found = interval_of(IKM, counted([one for one in answers if "0" not in one]), seed=3)
    assert found is not None
    assert float(found.high - found.low) / 2 == pytest.approx(1.96 * spread / len(values) ** 0.5, rel=0.12)


@pytest.mark.parametrize(("n", "tail"), [(5, 0.0009), (30, 0.0190), (100_000, 0.025)])
def test_small_samples_cut_less_off_the_ends(n: int, tail: float) -> None:
    assert expanded_tail(n) == pytest.approx(tail, abs=0.0006)


@pytest.mark.parametrize("n", [30, 120])
def test_it_covers_the_truth_about_as_often_as_it_says(n: int) -> None:
    assert 0.88 <= coverage(IKM, n, trials=60, seed=11, replicates=200).share <= 1
