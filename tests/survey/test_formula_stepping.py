"""Results seen one after the other tell no group under five, however they are subtracted from each other."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.survey.formula import Counts, Verdict, judged, tables_of
from tests.survey.subtraction import Sums, tells_few

Cell = tuple[int, str, str]  # in which results, service, channel
FINE, JOINED, FEW, QUESTION, BARED = Verdict
SIZE = st.sampled_from([1, 2, 4, 5, 6, 7, 9, 12, 20])
CELL = st.tuples(SIZE, st.sampled_from([0, 1, 3, 5, 20])).map(lambda pair: (pair[0], min(pair)))
CELLS = st.dictionaries(
    st.tuples(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 7]), st.sampled_from("ab"), st.sampled_from("xy")),
    CELL,
    min_size=2,
    max_size=10,
)


def seen_in_turn(cells: dict[Cell, Counts], results: int = 3) -> tuple[list[int], int]:
    """Of the results those that were let through, one by one; and from which on services and channels are joined."""
    seen: list[int] = []
    joined_from: int | None = None
    for result in range(results):
        asked: dict[Cell, Counts] = {}
        for (mask, service, channel), (n, q) in cells.items():
            cell = (sum(mask & 1 << one for one in (*seen, result)), service, channel)
            before = asked.get(cell, (0, 0))
            asked[cell] = (before[0] + n, before[1] + q)
        verdict = judged(asked, result, joined_from)
        if verdict in (FINE, JOINED):
            seen.append(result)
            joined_from = result if verdict is JOINED else joined_from
    return seen, results if joined_from is None else joined_from


def sums_at(cells: dict[Cell, Counts], seen: list[int], joined_from: int, at: int) -> Counter[Sums]:
    """The answers by the sums that somebody sees them in."""
    sums: dict[Cell, set[object]] = {cell: set() for cell in cells}
    for result in seen:
        within = [cell for cell in cells if cell[0] >> result & 1]
        if min(sum(cells[cell][each] for cell in within) for each in (0, at)) < 5:
            continue
        places: dict[tuple[str, str], Counts] = {}
        for cell in within:
            before = places.get(cell[1:], (0, 0))
            places[cell[1:]] = (before[0] + cells[cell][0], before[1] + cells[cell][1])
        shown = tables_of(places)
        for cell in within:
            rows = ("row", cell[1] if cell[1] in shown.rows.apart else "")
            columns = ("column", cell[2] if cell[2] in shown.columns.apart else "")
            sums[cell] |= {result} if result >= joined_from else {result, (result, *rows), (result, *columns)}
    found = Counter[Sums]()
    for cell, counts in cells.items():
        found[frozenset(sums[cell])] += counts[at]
    return found


@given(CELLS)
@settings(deadline=None, max_examples=60)
def test_what_is_let_through_tells_nobody_apart(cells: dict[Cell, Counts]) -> None:
    seen, joined_from = seen_in_turn(cells)
    for at in (0, 1):
        assert not tells_few(sums_at(cells, seen, joined_from, at))


PARTS_OF_FOUR = st.dictionaries(st.integers(1, 15), CELL, min_size=2, max_size=8)


@given(PARTS_OF_FOUR)
@settings(deadline=None, max_examples=60)
def test_whatever_is_added_and_taken_away_each_side_rests_on_five_or_on_nobody(parts: dict[int, Counts]) -> None:
    cells = {(mask, "a", "x"): counts for mask, counts in parts.items()}
    seen, _joined = seen_in_turn(cells, 4)
    for at in (0, 1):
        told = [one for one in seen if sum(counts[at] for mask, counts in parts.items() if mask >> one & 1) >= 5]
        for times in product(range(-2, 3), repeat=len(told)):
            weights = {mask: sum(n * (mask >> one & 1) for n, one in zip(times, told, strict=True)) for mask in parts}
            for weight in set(weights.values()) - {0}:
                assert sum(parts[mask][at] for mask in parts if weights[mask] == weight) not in range(1, 5)


@given(CELLS)
@settings(deadline=None, max_examples=60)
def test_what_was_seen_may_always_be_seen_again(cells: dict[Cell, Counts]) -> None:
    seen, joined = seen_in_turn(cells)
    for again in seen:
        asked: dict[Cell, Counts] = {}
        for (mask, *place), (n, q) in cells.items():
            kept = sum(1 << at for at, one in enumerate(seen) if mask >> one & 1)
            cell = (kept | (mask >> again & 1) << len(seen), *place)
            before = asked.get(cell, (0, 0))
            asked[cell] = (before[0] + n, before[1] + q)
        joined_from = seen.index(joined) if joined in seen else None
        assert judged(asked, len(seen), joined_from) is FINE


def whole(**sizes: int) -> dict[Cell, Counts]:
    """Answers of one service and channel by the results that counted them: _02=7 in the first and third."""
    return {(sum(1 << int(bit) for bit in bits[1:]), "a", "x"): (n, n) for bits, n in sizes.items()}


WHOLE = [
    (whole(_01=20), 1, FINE),  # the same answers once more
    (whole(_01=20, _1=4), 1, FEW),
    (whole(_01=20, _1=5), 1, FINE),
    (whole(_01=20, _0=4), 1, FEW),
    (whole(_0=5, _01=15, _1=1), 1, FEW),  # five that went do not hide the one that came
    (whole(_02=5, _012=15, _2=1), 2, FEW),  # one more than the first result, though six more than the second
    (whole(_0=1, _02=7, _012=60), 2, FEW),  # seven set aside, then eight
    (whole(_0=7, _01=3, _1=5), 1, FEW),  # three stayed
    (whole(_012=20, _02=5, _12=5, _2=1), 2, FEW),  # what is counted too often is told where nobody chose that digit
    (whole(_012=20, _02=5, _12=5, _2=5), 2, FINE),
    (whole(_0=1, _03=6, _02=6, _0123=30), 3, FEW),
    (whole(_0=1, _01=6, _02=6, _0123=30), 3, FEW),  # 7 aside, 7 others aside, all 13 aside: one is in both sevens
    (whole(_0=3, _01=40), 1, FEW),
    (whole(_0=3, _1=8), 1, FINE),  # of the first nothing was told but that it had three
    (whole(_01=40), 0, FINE),
    ({}, 0, FINE),
]


@pytest.mark.parametrize(("cells", "results", "verdict"), WHOLE)
def test_the_whole_moves_by_five_beside_every_result_that_was_seen(
    cells: dict[Cell, Counts], results: int, verdict: Verdict
) -> None:
    assert judged(cells, results) is verdict


BASE = {(3, "a", "x"): (30, 30), (3, "b", "y"): (30, 30), (3, "a", "y"): (10, 10)}
PARTS = [
    ({(2, "a", "x"): (5, 5), (2, "b", "y"): (6, 6)}, FINE),
    ({(2, "a", "x"): (5, 5), (2, "b", "y"): (5, 2)}, JOINED),  # of a service two answered the question
    ({(2, "a", "x"): (9, 3)}, QUESTION),
    ({(2, "a", "x"): (5, 5), (2, "b", "y"): (5, 5), (2, "a", "y"): (1, 1)}, JOINED),  # a minus x tells it
    ({(2, "a", "x"): (5, 5), (2, "b", "x"): (1, 1)}, JOINED),
    ({(2, "c", "x"): (5, 5)}, JOINED),  # a service that was not there: other tables than before
    ({(2, "a", "x"): (6, 6), (2, "a", "y"): (4, 4), (2, "b", "y"): (6, 6)}, JOINED),  # four cross there
]


@pytest.mark.parametrize(("more", "verdict"), PARTS)
def test_services_and_channels_move_by_five_too_or_are_told_apart_no_more(
    more: dict[Cell, Counts], verdict: Verdict
) -> None:
    assert judged(BASE | more, 1) is verdict


def test_a_service_that_goes_whole_would_tell_the_one_that_goes_with_it_even_from_joined_tables() -> None:
    gone = {(1, "a", "x"): (6, 6), (1, "b", "x"): (1, 1), (3, "b", "x"): (30, 30)}
    assert judged(gone, 1) is BARED  # b had 31, and what is left are its 30
    assert judged(gone | {(3, "a", "x"): (8, 8)}, 1) is BARED
    assert judged({(1, "a", "x"): (6, 6), (3, "a", "x"): (8, 8), (3, "b", "x"): (30, 30)}, 1) is FINE


def test_what_is_joined_stays_joined_and_is_then_looked_at_as_a_whole() -> None:
    cells = {(7, "a", "x"): (30, 30), (7, "b", "x"): (30, 30), (6, "a", "x"): (4, 4), (6, "b", "x"): (4, 4)}
    assert judged(cells | {(4, "a", "x"): (2, 2), (4, "b", "x"): (4, 4)}, 2, joined_from=1) is FINE
