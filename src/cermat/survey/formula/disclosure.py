"""Which groups may be shown apart without telling how single people answered. Pure.

Rule of this project (no regulation gives a number): a group under 5 answers is never shown apart, and neither is what
would give it away by subtraction from the total. Offices of statistics call the second step complementary suppression.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALLEST_GROUP = 5  # fewer answers than this are never shown apart
Counts = tuple[int, ...]  # answers, and of them those to each question
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Shown(Generic[K]):
    """`apart`: groups that may be shown on their own, in the given order · `together`: those that may be shown as one
    ("kelompok lain"), at least two of them and at least 5 answers · `withheld`: of which nothing at all is shown."""

    apart: tuple[K, ...]
    together: tuple[K, ...] = ()
    withheld: tuple[K, ...] = ()


def disclosed(groups: Mapping[K, int], smallest: int = SMALLEST_GROUP) -> Shown[K]:
    """Of groups that together make a total which everybody sees: how they may be shown. Empty groups are left out.

    Small groups are put together; where they are too few or only one, the smallest of the others joins them. The
    order of `groups` changes nothing in who stands together: else two tables could be read against each other.
    """
    return disclosed_in_all({key: (n,) for key, n in groups.items()}, smallest)


def disclosed_in_all(groups: Mapping[K, Counts], smallest: int = SMALLEST_GROUP) -> Shown[K]:
    """The same where each group is several counts: whatever is shown, apart or together, has none of one to four.

    The groups that are put together are looked at as one: two that are safe each, because nobody in them answered a
    question, may not hide the few who did. The smallest that makes them safe joins them, or else the smallest.
    """
    there = {key: counts for key, counts in groups.items() if counts[0] > 0}
    hidden = {key for key, counts in there.items() if is_small(counts, smallest)}
    if not hidden:
        return Shown(tuple(there))
    others = sorted((key for key in there if key not in hidden), key=lambda one: (there[one][0], str(one)))
    union = summed(there[key] for key in hidden)
    while others and (len(hidden) < 2 or is_small(union, smallest)):
        safe = (key for key in others if not is_small(summed((union, there[key])), smallest))
        joins = next(safe, others[0])
        others.remove(joins)
        hidden.add(joins)
        union = summed((union, there[joins]))
    apart = tuple(key for key in there if key not in hidden)
    rest = tuple(key for key in there if key in hidden)
    if len(rest) > 1 and not is_small(union, smallest):
        return Shown(apart, rest)
    return Shown(apart, (), rest)


def is_small(counts: Counts, smallest: int = SMALLEST_GROUP) -> bool:
    """Whether any of the counts is of somebody, but of fewer than `smallest`."""
    return any(0 < n < smallest for n in counts)


def summed(many: Iterable[Counts]) -> Counts:
    """Count by count."""
    return tuple(map(sum, zip(*many, strict=True)))
