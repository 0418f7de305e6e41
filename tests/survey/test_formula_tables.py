"""Both tables beside the whole tell no group under five, nor a question that so few in it answered."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.survey.formula import Counts, Shown, Tables, tables_of
from tests.survey.subtraction import Sums, tells_few

CELL = st.tuples(st.integers(1, 9), st.integers(0, 9)).map(lambda pair: (max(pair), pair[1]))  # answers, to a question
CELLS = st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), CELL, min_size=1)


def sums_of(tables: Tables[str, str], row: str, column: str) -> Sums:
    """The sums in which a cell stands."""
    shown = (("row", row, tables.rows), ("column", column, tables.columns))
    return frozenset({"whole", *((side, key if key in one.apart else "rest") for side, key, one in shown)})


@given(CELLS)
@settings(deadline=None)
def test_no_sum_of_sums_rests_on_few_answers(cells: dict[tuple[str, str], Counts]) -> None:
    found = tables_of(cells)
    for at in (0, 1):
        answers = Counter[Sums]()
        for (row, column), counts in cells.items():
            answers[sums_of(found, row, column)] += counts[at]
        assert answers.total() < 5 or not tells_few(answers)


def test_a_service_that_nobody_in_answered_a_question_does_not_hide_the_three_who_did_in_another() -> None:
    cells = {("a", "x"): (10, 0), ("b", "x"): (10, 3), ("c", "x"): (50, 50), ("d", "x"): (60, 60)}
    assert tables_of(cells).rows == Shown(("a", "d"), ("b", "c"))


def test_a_question_that_few_of_all_answered_is_told_nowhere_and_puts_nothing_together() -> None:
    assert tables_of({("a", "x"): (10, 3), ("b", "x"): (10, 0)}).rows == Shown(("a", "b"))


def test_without_answers_nothing_is_shown() -> None:
    assert tables_of({}) == Tables(Shown(()), Shown(()))
