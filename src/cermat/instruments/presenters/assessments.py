"""The grades of an assessment: computed, and given by a person with a reason."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from cermat.instruments.formula import Definition, Method, Outcome, step_at
from cermat.instruments.presenters.words import figure
from cermat.lib.months import date_time


@dataclass(frozen=True)
class GradeRow:
    code: str
    name: str
    share: str  # in percent; "" where answers are missing
    computed: str
    given: str  # "" where the computed grade holds
    reason: str
    who: str  # with the time
    value: str


def grade_rows(definition: Definition, outcome: Outcome) -> list[GradeRow]:
    """Of each graded group, in the order of the definition."""
    return [_row(definition, outcome, group.code) for group in definition.groups if group.method is Method.GRADED]


def _row(definition: Definition, outcome: Outcome, code: str) -> GradeRow:
    group, line = definition.group[code], outcome.line(code)
    given = line.override
    when = f", {date_time(datetime.fromisoformat(given.at))}" if given and given.at else ""
    parent = definition.group.get(group.parent) if group.parent else None
    return GradeRow(
        code,
        f"{parent.name}: {group.name}" if parent else group.name,
        "" if line.share is None else f"{figure(line.share)} %",
        "belum ada" if line.share is None else step_at(group, line.share).code,
        given.grade if given else "",
        given.reason if given else "",
        f"{given.by}{when}" if given else "",
        figure(line.value) if isinstance(line.value, Fraction) and line.step else "–",
    )
