"""State as a table: which verb leads from which state to which, and who needs what for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from cermat.lib.errors import ConflictError

S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)


@dataclass(frozen=True)
class Move(Generic[S]):
    to: S
    label: str


Table = Mapping[tuple[S, V], Move[S]]


def next_state(table: Table[S, V], state: S, verb: V, *, refusal: str) -> S:
    """The state after `verb`; `refusal` is the sentence shown where the table knows no such move."""
    move = table.get((state, verb))
    if move is None:
        raise ConflictError(refusal, code=f"{verb}_not_from_{state}")
    return move.to


def may(table: Table[S, V], state: S, verb: V) -> bool:
    return (state, verb) in table


def as_mermaid(table: Table[S, V], start: S) -> str:
    """The table as a Mermaid state diagram, for the docs; tests hold the file against this."""
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    lines += [f"    {state} --> {move.to}: {move.label}" for (state, _verb), move in table.items()]
    return "\n".join(lines) + "\n"
