"""Two typings of the same pile held against each other, line by line. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Pair:
    """The same sheet in both typings, by place from 0; None where a typing does not have it."""

    first: int | None
    second: int | None
    agrees: bool


def pairs(first: Sequence[str], second: Sequence[str]) -> list[Pair]:
    """All lines of both typings in order. A sheet that was skipped once does not shift those after it."""
    found: list[Pair] = []
    for kind, a, b, c, d in SequenceMatcher(a=first, b=second, autojunk=False).get_opcodes():
        for at in range(max(b - a, d - c)):
            left, right = (a + at if a + at < b else None), (c + at if c + at < d else None)
            found.append(Pair(left, right, kind == "equal"))
    return found


def differences(first: Sequence[str], second: Sequence[str]) -> list[Pair]:
    return [pair for pair in pairs(first, second) if not pair.agrees]
