"""A file with answers in words: its columns with examples, what can be stored, and what is wrong where."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.forms import BoundField

from cermat.lib.months import number
from cermat.survey.formula.answer_rows import table_rows
from cermat.survey.formula.columns import questions_of, unanswered
from cermat.survey.models import Batch, BatchState
from cermat.survey.queries.piles import definition_of_survey, services_of, table_text

EXAMPLES = 3


@dataclass(frozen=True)
class ColumnRow:
    heading: str
    examples: str
    field: BoundField


@dataclass(frozen=True)
class Preview:
    batch: Batch
    rows: str
    good: str
    bad: int
    faults: Sequence[Sequence[object]]
    more_faults: int
    left_empty: Sequence[Sequence[object]]
    services: list[tuple[str, str]]
    unanswered: str
    is_checked: bool
    is_working: bool  # checked or stored by the worker: the page looks again by itself
    is_draft: bool
    may_choose: bool  # once it is checked, and as long as no row of it is an answer
    may_apply: bool
    shortened: int
    done: int
    of: int


def preview(batch: Batch) -> Preview:
    kept = batch.settings
    check = kept["check"] or {}
    is_draft = batch.state == BatchState.DRAFT and not kept["is_applied"]
    names = {service.pk: service.name for service in services_of(batch.survey)}
    left_out = unanswered(kept["purposes"], questions_of(definition_of_survey(batch.survey)))
    faults = check.get("faults", [])
    return Preview(
        batch=batch,
        rows=number(kept["rows"]),
        good=number(check.get("good", 0)),
        bad=check.get("bad", 0),
        faults=faults,
        more_faults=check.get("fault_count", 0) - len(faults),
        left_empty=check.get("left_empty", []),
        services=[(names.get(pk, "–"), number(count)) for pk, count in check.get("services", [])],
        unanswered=", ".join(left_out),
        is_checked=bool(check),
        is_working=batch.state == BatchState.DRAFT and (kept["is_applied"] or not check),
        is_draft=is_draft,
        may_choose=is_draft and bool(check) and not kept["done"],
        may_apply=is_draft and bool(check.get("good")),
        shortened=check.get("shortened", 0),
        done=kept["done"],
        of=check.get("good", 0),
    )


def column_rows(batch: Batch, fields: Sequence[BoundField]) -> list[ColumnRow]:
    """Each column with the first things that stand in it."""
    first = [cells[1:] for cells in islice(table_rows(table_text(batch)), 1, 20)]
    headings = batch.settings["headings"]
    return [
        ColumnRow(heading, _examples(first, at), field)
        for at, (heading, field) in enumerate(zip(headings, fields, strict=True))
    ]


def _examples(rows: Sequence[Sequence[str]], at: int) -> str:
    texts = dict.fromkeys(row[at][:40] for row in rows if row[at])
    return " · ".join(islice(texts, EXAMPLES))
