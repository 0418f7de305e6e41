"""What a tree is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """A shape before a line; the line itself says the same in words."""

    GAP = "gap"
    DONE = "done"
    LATE = "late"
    OFF = "off"
    ROW = "row"  # one of several in a list


@dataclass(frozen=True)
class Words:
    """One paragraph of a box."""

    text: str
    bold: bool = False
    soft: bool = False
    sign: Sign | None = None


@dataclass(frozen=True)
class TreeBox:
    """`column` is right of the parent's. `beside` stands in a frame of its own that hangs on the box."""

    key: str
    column: int
    kicker: str
    words: tuple[Words, ...]
    parent: str = ""  # key
    href: str = ""
    beside: tuple[Words, ...] = ()
    has_gap: bool = False


@dataclass(frozen=True)
class TreeColumn:
    title: str
    width: int


@dataclass(frozen=True)
class Tree:
    """`boxes`: each after its parent, with all that hangs on it before the next."""

    title: str
    text: str  # the same in a sentence, for who cannot see it
    columns: tuple[TreeColumn, ...]
    boxes: tuple[TreeBox, ...]
