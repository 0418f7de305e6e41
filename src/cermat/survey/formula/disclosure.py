"""Which groups may be shown apart without telling how single people answered. Pure.

Rule of this project (no regulation gives a number): a group under 5 answers is never shown apart, and neither is what
would give it away by subtraction from the total. Offices of statistics call the second step complementary suppression.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALLEST_GROUP = 5  # fewer answers than this are never shown apart
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
    there = {key: count for key, count in groups.items() if count > 0}
    hidden = [key for key, count in there.items() if count < smallest]
    if not hidden:
        return Shown(tuple(there))
    for key in sorted((key for key in there if key not in hidden), key=lambda one: (there[one], str(one))):
        if len(hidden) > 1 and sum(there[one] for one in hidden) >= smallest:
            break
        hidden.append(key)
    apart = tuple(key for key in there if key not in hidden)
    rest = tuple(key for key in there if key in hidden)
    if len(rest) > 1 and sum(there[key] for key in rest) >= smallest:
        return Shown(apart, rest)
    return Shown(apart, (), rest)
