"""Three answers meet: the one in the workbook when it was made, the one it came back with, and the one that stands."""

from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """What becomes of a line."""

    UNTOUCHED = "tak_disentuh"  # nobody wrote into it: whatever stands now stays
    SAME = "sama"  # it was written what stands already
    CHANGE = "ubah"
    CLASH = "bentrok"  # somebody else has saved another value meanwhile: a person chooses
    FAULT = "keliru"
    GONE = "hilang"  # the sheet asks for it no more


UNKNOWN: Final = object()  # as `base`: nobody knows what stood there


def fate_of(base: object, mine: object, theirs: object, *, means_other: bool = False) -> Fate:
    """None is an empty answer. `means_other`: the field has another unit or kind than when the workbook was made."""
    if base is UNKNOWN and mine is None:
        return Fate.UNTOUCHED
    if base is not UNKNOWN and mine == base:
        return Fate.UNTOUCHED
    if mine == theirs:
        return Fate.SAME
    is_unseen = theirs is not None if base is UNKNOWN else theirs != base
    return Fate.CLASH if is_unseen or means_other else Fate.CHANGE
