"""The tables of a result by service and by channel, as they may stand beside each other and beside the whole. Pure."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from cermat.survey.formula.crossing import joined_columns
from cermat.survey.formula.disclosure import SMALLEST_GROUP, Counts, Shown, disclosed_in_all, summed

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Tables(Generic[R, C]):
    rows: Shown[R]
    columns: Shown[C]


def tables_of(cells: Mapping[tuple[R, C], Counts], smallest: int = SMALLEST_GROUP) -> Tables[R, C]:
    """`cells`: counts by row (service) and column (channel). Nothing that both tables tell, alone, together or
    subtracted from the whole, rests on one to four answers, to all or to a question.

    A question that so few of all have answered is not told anywhere (`telling`), so it puts nothing together.
    """
    if not cells:
        return Tables(Shown(()), Shown(()))
    whole = summed(cells.values())
    told = [at for at, n in enumerate(whole) if at == 0 or n >= smallest]
    kept = {key: tuple(counts[at] for at in told) for key, counts in cells.items()}
    rows = disclosed_in_all(_grouped(kept, lambda cell: cell[0]), smallest)
    columns = disclosed_in_all(_grouped(kept, lambda cell: cell[1]), smallest)
    if not columns.apart:
        return Tables(rows, columns)
    crossed: list[dict[tuple[R | None, C], int]] = []
    for at in range(len(told)):
        counts = _crossed(kept, rows, at)
        crossed += [counts] if counts not in crossed else []
    together = joined_columns(crossed, columns.together, smallest)
    return Tables(rows, Shown(tuple(key for key in columns.apart if key not in together), together))


def _grouped(cells: Mapping[tuple[R, C], Counts], key_of: Callable[[tuple[R, C]], K]) -> dict[K, Counts]:
    """The counts of the cells that have the same key, added up."""
    groups: dict[K, list[Counts]] = {}
    for cell, counts in cells.items():
        groups.setdefault(key_of(cell), []).append(counts)
    return {key: summed(many) for key, many in groups.items()}


def _crossed(cells: Mapping[tuple[R, C], Counts], rows: Shown[R], at: int) -> dict[tuple[R | None, C], int]:
    """One of the counts; None: the rows that are not shown apart."""
    found: dict[tuple[R | None, C], int] = {}
    for (row, column), counts in cells.items():
        key = (row if row in rows.apart else None, column)
        found[key] = found.get(key, 0) + counts[at]
    return found
