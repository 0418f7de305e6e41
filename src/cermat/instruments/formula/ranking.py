"""Places in a contest: who comes first, and who shares a place. Pure."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Place:
    """A place from 1. `shared`: others have the same index, so the next place is left out (1, 1, 3)."""

    number: int
    shared: bool


def places(indices: Mapping[Name, Decimal | None]) -> dict[Name, Place]:
    """Place of everybody who has an index, best first. Indices are compared as published, after rounding: whom the
    paper cannot tell apart is not ranked apart. Who has no index yet has no place.
    """
    known = {name: index for name, index in indices.items() if index is not None}
    found = {}
    for name in sorted(known, key=lambda one: known[one], reverse=True):
        better = sum(other > known[name] for other in known.values())
        same = sum(other == known[name] for other in known.values())
        found[name] = Place(better + 1, same > 1)
    return found
