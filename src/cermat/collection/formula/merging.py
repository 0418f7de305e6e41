"""What becomes of typing that was begun on an older version of a sheet: field by field, nobody's answer is lost."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
UNKNOWN = object()  # stands in no sheet; equals nothing


@dataclass(frozen=True)
class Merged(Generic[K]):
    """`mine`: fields to be stored as this person typed them. `differs`: changed by both, in different ways."""

    mine: frozenset[K]
    differs: frozenset[K]


def merged(
    typed: Mapping[K, object],
    before: Mapping[K, Sequence[object]],
    standing: Mapping[K, object],
    affirmed: Collection[K] = (),
) -> Merged[K]:
    """`typed`: what stands in the inputs now. `before`: what stood there before this person touched them, then what
    the same device has sent since. `standing`: what the sheet shows by now. A field is stored when this person alone
    changed it; what both changed to the same is no difference. `affirmed`: stored although untouched, because the
    person handed it in as it is shown."""
    mine, differs = set(), set()
    for key, value in typed.items():
        known, theirs = before.get(key, ()), standing.get(key, UNKNOWN)
        if value == theirs:
            mine.update({key} & set(affirmed))
        elif theirs in known[1:]:
            mine.add(key)  # this person's own earlier answer
        elif known and value == known[0]:
            continue  # another's change of a field that this person left alone
        elif known and theirs == known[0]:
            mine.add(key)
        else:
            differs.add(key)
    return Merged(frozenset(mine), frozenset(differs))
