"""Nobody is told apart in the list of single answers."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.survey.formula.withholding import Description, withheld

ROWS = st.lists(
    st.tuples(
        *(st.sampled_from(values) for values in (["A", "B"], ["qr", "kertas"], ["", "l", "p"], ["", "sd", "s3"]))
    ),
    max_size=60,
)


@settings(deadline=None)
@given(ROWS)
def test_no_description_is_shared_by_fewer_than_five(rows: list[Description]) -> None:
    shown = withheld(rows, 5)
    assert len(shown) == len(rows)
    if len(rows) >= 5:
        assert min(Counter(shown).values(), default=5) >= 5
    else:
        assert all(set(one) == {""} for one in shown)


@settings(deadline=None)
@given(ROWS)
def test_what_is_shown_is_true_and_nothing_is_shown_half(rows: list[Description]) -> None:
    for row, shown in zip(rows, withheld(rows, 5), strict=True):
        assert all(part in {"", true} for part, true in zip(shown, row, strict=True))
        assert shown in {row, (*row[:2], "", ""), (row[0], "", "", ""), ("", "", "", "")}


@settings(deadline=None)
@given(ROWS)
def test_equal_rows_are_shown_equal_in_whatever_order_they_come(rows: list[Description]) -> None:
    shown = dict(zip(rows, withheld(rows, 5), strict=True))
    assert dict(zip(rows[::-1], withheld(rows[::-1], 5), strict=True)) == shown


def test_a_rare_respondent_takes_the_smallest_neighbour_along() -> None:
    """One woman beside five and nine men: alone among the empty rows she would be told by subtraction."""
    rows = [("A", "qr", "p")] + [("A", "qr", "l")] * 9 + [("A", "qr", "x")] * 5
    assert Counter(withheld(rows, 5)) == {("A", "qr", ""): 6, ("A", "qr", "l"): 9}


def test_a_channel_with_few_answers_is_not_named() -> None:
    rows = [("A", "kertas", "l")] * 2 + [("A", "qr", "l")] * 20
    assert Counter(withheld(rows, 5)) == {("A", "", ""): 22}
    rows += [("A", "tablet", "l")] * 6
    assert Counter(withheld(rows, 5)) == {("A", "", ""): 8, ("A", "qr", "l"): 20}
