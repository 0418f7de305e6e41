"""Cells of a draft that Cermat has proposed: marked until a person keeps or changes them. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from cermat.indicators.schema.plan_parts import PARTS
from cermat.indicators.schema.plan_table import Column, Part, Row, Rows
from cermat.indicators.schema.plan_writer import years_of

# part → key of the row → {"cells": {column: proposed text}, "why": what it was made from}
Marks = Mapping[str, Mapping[str, Any]]
Proposals = Mapping[str, Marks]


@dataclass(frozen=True)
class Proposed:
    """A row with what of it is still a proposal."""

    part: Part
    at: int  # its place in the part
    key: str
    label: str
    cells: tuple[tuple[Column, str], ...]
    why: str


def row_keys(part: Part, rows: Collection[Row]) -> list[str]:
    """What tells each row from the others, also where two are named alike."""
    if part.is_one:
        return [""] * len(rows)
    seen: dict[str, int] = {}
    keys = []
    for row in rows:
        title = part.title_of(row)
        seen[title] = seen.get(title, 0) + 1
        keys.append(title if seen[title] == 1 else f"{title}#{seen[title]}")
    return keys


def proposed(rows: Rows, proposals: Proposals) -> list[Proposed]:
    """In the order of the plan; a cell that says something else by now is no proposal any more."""
    return [one for part in PARTS if part.key in proposals for one in _of_part(part, rows, proposals[part.key])]


def _of_part(part: Part, rows: Rows, marks: Marks) -> list[Proposed]:
    found, there = [], rows.get(part.key, ())
    columns = part.columns_for(years_of(rows))
    for at, (key, row) in enumerate(zip(row_keys(part, there), there, strict=True)):
        texts = marks.get(key, {}).get("cells", {})
        cells = tuple((one, row[one.key]) for one in columns if one.key in texts and row.get(one.key) == texts[one.key])
        if cells:
            found.append(Proposed(part, at, key, part.label_of(row), cells, marks[key]["why"]))
    return found


def still_proposed(
    rows: Rows, proposals: Proposals, *, before: Rows, kept: Collection[tuple[str, str]] = ()
) -> dict[str, Any]:
    """The marks that are left: neither kept (part and row) nor written over. A row that is called otherwise than
    `before` takes its mark along."""
    left: dict[str, Any] = {}
    for one in proposed(rows, {part.key: _followed(part, rows, proposals, before, kept) for part in PARTS}):
        cells = {column.key: text for column, text in one.cells}
        left.setdefault(one.part.key, {})[one.key] = {"cells": cells, "why": one.why}
    return left


def _followed(part: Part, rows: Rows, proposals: Proposals, before: Rows, kept: Collection[tuple[str, str]]) -> Marks:
    """The marks nobody has kept; of rows that are gone on new ones that say the same in a cell."""
    now, known = (dict(zip(row_keys(part, told), told, strict=True)) for told in (_of(part, rows), _of(part, before)))
    marks = {key: mark for key, mark in proposals.get(part.key, {}).items() if (part.key, key) not in kept}
    found = {key: mark for key, mark in marks.items() if key in now}
    for key in sorted(marks.keys() - now.keys()):
        texts = marks[key]["cells"].items()
        alike = (new for new, row in now.items() if new not in known and new not in found and texts & row.items())
        found |= dict.fromkeys(islice(alike, 1), marks[key])
    return found


def _of(part: Part, rows: Rows) -> Sequence[Row]:
    return rows.get(part.key, ())
