"""Which descriptions of respondents may stand in a list of single answers, so that nobody is told apart. Pure.

A description is what a row shows beside its scores: service, channel, and what the respondent said of themselves. Each
description that is shown is shared by at least `smallest` rows; what would be rarer is made coarser: first without the
respondent's own words, then without the channel, then without the service.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

Description = tuple[str, ...]  # service, channel, respondent fields
LEAD = (2, 1, 0)  # how many leading parts each coarser step keeps


def withheld(rows: Sequence[Description], smallest: int) -> list[Description]:
    """The rows as they may be shown, in the same order; "" where something is withheld.

    Fewer than `smallest` rows altogether keep nothing. What is withheld in one place also is at least `smallest` rows:
    the smallest neighbour joins it, so that it cannot be told by what is left over.
    """
    counts = Counter(rows)
    shown: dict[Description, Description] = {row: row for row in counts}
    for keep in LEAD:
        _coarsen(shown, counts, keep, smallest)
    return [shown[row] for row in rows]


def _coarsen(
    shown: dict[Description, Description], counts: Mapping[Description, int], keep: int, smallest: int
) -> None:
    """Let whatever is rarer than `smallest` keep only its first `keep` parts, together with company enough."""
    sizes = _sizes(shown, counts)
    parents = {_cut(one, keep) for one, size in sizes.items() if size < smallest}
    for parent in parents:
        family = sorted((one for one in sizes if _cut(one, keep) == parent), key=lambda one: (sizes[one], one))
        joined = {one for one in family if sizes[one] < smallest or one == parent}
        for one in family:
            if sum(sizes[each] for each in joined) >= smallest:
                break
            joined.add(one)
        for row, now in shown.items():
            if now in joined:
                shown[row] = parent


def _sizes(shown: Mapping[Description, Description], counts: Mapping[Description, int]) -> dict[Description, int]:
    sizes: dict[Description, int] = {}
    for row, now in shown.items():
        sizes[now] = sizes.get(now, 0) + counts[row]
    return sizes


def _cut(row: Description, keep: int) -> Description:
    return (*row[:keep], *("" for _part in row[keep:]))
