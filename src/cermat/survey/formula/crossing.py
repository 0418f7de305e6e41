"""Two tables of the same answers, by service and by channel, read against each other. Pure.

Each of both alone tells no group under five. Subtracted from one another they may: where all answers of a service came
by one channel, the channel minus the service is what came by it for other services. Whatever can be worked out is what
lies across a division of services and channels into two sides; so that is what must never be one to four answers.
"""

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from cermat.survey.formula.disclosure import SMALLEST_GROUP

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)


def smallest_crossing(cells: Mapping[tuple[R, C], int]) -> int:
    """The smallest group of answers, but none, that sums over rows and columns tell when subtracted; 0: there is none.

    `cells`: answers by row and column. For each half of the columns every row stands on the side where it leaves fewer
    answers across. Work grows with 2 to the number of columns, of which there are at most as many as channels.
    """
    columns = sorted({column for _row, column in cells}, key=str)
    halves = (half for size in range(len(columns) + 1) for half in combinations(columns, size))
    return min((n for half in halves if (n := _across(cells, half))), default=0)


def _across(cells: Mapping[tuple[R, C], int], half: tuple[C, ...]) -> int:
    sides: dict[R, list[int]] = {}
    for (row, column), n in cells.items():
        sides.setdefault(row, [0, 0])[column in half] += n
    return sum(min(side) for side in sides.values())


def joined_columns(
    counts: Sequence[Mapping[tuple[R, C], int]], joined: Sequence[C], smallest: int = SMALLEST_GROUP
) -> tuple[C, ...]:
    """The columns that must stand together so that nothing can be told by subtraction from the rows: `joined`, and as
    few more as possible, of those the smallest. `counts`: of all answers, and of those to each question."""
    sizes: dict[C, int] = {}
    for (_row, column), n in counts[0].items():
        sizes[column] = sizes.get(column, 0) + n
    others = sorted((column for column in sizes if column not in joined), key=str)
    for more in range(len(others)):
        choices = [(*joined, *added) for added in combinations(others, more) if len(joined) + more != 1]
        for together in sorted(choices, key=lambda columns: sum(sizes[column] for column in columns)):
            if all(_is_safe(cells, together, smallest) for cells in counts):
                return together
    return (*joined, *others)


def _is_safe(cells: Mapping[tuple[R, C], int], together: Sequence[C], smallest: int) -> bool:
    merged: dict[tuple[R, C | None], int] = {}
    for (row, column), n in cells.items():
        key = (row, None if column in together else column)
        merged[key] = merged.get(key, 0) + n
    found = smallest_crossing(merged)
    return not 0 < found < smallest
