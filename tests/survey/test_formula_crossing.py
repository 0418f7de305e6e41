"""Tables by service and by channel, read against each other, tell no group under five."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.survey.formula import joined_columns, smallest_crossing

CELLS = st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 12), min_size=1)


def told_groups(cells: dict[tuple[str, str], int], columns: dict[str, str]) -> set[int]:
    """Sizes of all groups that some sum of rows, added or subtracted, minus some of columns tells."""
    rows = sorted({row for row, _column in cells})
    names = sorted(set(columns.values()))
    sizes = set()
    for signs in product((0, 1), repeat=len(rows) + len(names)):
        by_row, by_column = dict(zip(rows, signs, strict=False)), dict(zip(names, signs[len(rows) :], strict=True))
        sizes.add(sum(n for (row, column), n in cells.items() if by_row[row] != by_column[columns[column]]))
    return sizes


def rows_of_five(cells: dict[tuple[str, str], int]) -> bool:
    """`disclosed` has put smaller rows together before."""
    rows = {row for row, _column in cells}
    return min(sum(n for (one, _column), n in cells.items() if one == row) for row in rows) >= 5


@given(CELLS.filter(rows_of_five))
@settings(deadline=None)
def test_the_smallest_crossing_is_the_smallest_that_any_subtraction_tells(cells: dict[tuple[str, str], int]) -> None:
    told = told_groups(cells, {column: column for _row, column in cells})
    found = smallest_crossing(cells)
    assert (found if found < 5 else 0) == min((size for size in told if 0 < size < 5), default=0)


@given(CELLS.filter(rows_of_five))
@settings(deadline=None)
def test_with_the_joined_columns_nothing_under_five_is_told(cells: dict[tuple[str, str], int]) -> None:
    together = joined_columns([cells], ())
    columns = {column: "*" if column in together else column for _row, column in cells}
    assert not {size for size in told_groups(cells, columns) if 0 < size < 5}


def test_a_channel_that_holds_one_service_and_one_answer_more_is_put_together_with_another() -> None:
    cells = {("daring", "web"): 100, ("loket", "web"): 1, ("loket", "qr"): 60, ("loket", "kertas"): 80}
    assert smallest_crossing(cells) == 1
    assert joined_columns([cells], ()) == ("qr", "web")
    assert joined_columns([{**cells, ("loket", "web"): 5}], ()) == ()
