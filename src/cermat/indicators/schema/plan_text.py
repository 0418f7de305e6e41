"""The rows of a plan's parts as the text of its file, every fault with its part, row and column. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from cermat.indicators.schema.plan_faults import read_plan
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_table import Column, Part, Rows
from cermat.indicators.schema.plan_writer import Place, PlanFault, Writer
from cermat.lib.definitions import read_marked
from cermat.lib.errors import DefinitionError

LINE = re.compile(r"Baris (\d+): (.*)", re.DOTALL)
QUOTED = re.compile(r'"([a-z_]+)"')


@dataclass(frozen=True)
class Checked:
    """What the rows say: the text of the file where nothing is at fault."""

    text: str
    faults: tuple[PlanFault, ...]


def checked(rows: Rows) -> Checked:
    writer = Writer()
    writer.write(rows)
    if writer.faults:
        return Checked("", tuple(writer.faults))
    text = yaml.safe_dump(writer.data, sort_keys=False, allow_unicode=True, width=100_000)
    try:
        read_plan(text)
    except DefinitionError as error:
        _, lines = read_marked(text)
        by_line = {lines[path]: place for path, place in writer.places.items() if path in lines}
        return Checked("", tuple(_placed(problem, by_line) for problem in error.problems))
    return Checked(text, ())


def _placed(problem: str, by_line: Mapping[int, Place]) -> PlanFault:
    match = LINE.fullmatch(problem)
    line, sentence = (int(match[1]), match[2]) if match else (0, problem)
    place = by_line.get(line) or next((by_line[one] for one in range(line, 0, -1) if one in by_line), Place("umum", 0))
    named = QUOTED.match(sentence)
    part = PART[place.part]
    if place.row < 0:
        return PlanFault(place, f"Bagian {part.title} masih kosong. Isi sedikitnya satu baris.")
    column = _column(part, named[1] if named else "") or _column(part, place.column)
    if column is None:
        return PlanFault(place, sentence)
    if named and named[1] == column.leaf:
        sentence = sentence.replace(named[0], f"“{column.title}”", 1)
    return PlanFault(Place(place.part, place.row, column.key), sentence)


def _column(part: Part, key: str) -> Column | None:
    return next((one for one in part.columns if key and key in (one.key, one.leaf)), None)
