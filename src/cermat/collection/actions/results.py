"""What a validated sheet says to the instruments: one result, made by its sender and checked by its validator."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from cermat.collection.actions.steps import step_of
from cermat.collection.models import Entry, EntryState, Form
from cermat.collection.queries import Contestant, Sheet, SheetRow, candidate_number, contest_of, sheet_of
from cermat.indicators.formula import NOT_APPLICABLE
from cermat.indicators.models import IndicatorSet
from cermat.instruments.actions import record_result
from cermat.instruments.formula import (
    Assessed,
    Score,
    count_reaching,
    documents_share,
    points_total,
    skm_grade,
    written,
)
from cermat.instruments.models import Result
from cermat.instruments.queries import results_of
from cermat.lib.months import day_of
from cermat.organisation.models import Kind, SettingKey, Unit, User
from cermat.organisation.queries import setting
from cermat.sop.models import Cycle

DOCUMENTS = "dokumen_kelurahan"
LONGEST_LABEL = 60


def record_results(entry: Entry, *, now: datetime) -> None:
    """Write the results that follow from a sheet that has just been validated; a monthly sheet has none."""
    writer = WRITERS.get(Form(entry.form))
    if writer is not None:
        writer(entry, sheet_of(entry), now)


def _record(entry: Entry, now: datetime, *, instrument: str, subject: Unit, definition: str, **said: Any) -> Result:
    return record_result(
        instrument=instrument,
        subject=subject,
        period=entry.cycle.month,
        definition=definition,
        source="isian",
        source_ref=f"entry:{entry.pk}",
        maker=entry.sent_by,
        checker=entry.validated_by,
        now=now,
        **said,
    )


def definition_of(chosen: IndicatorSet, group: str) -> str:
    """The definition the rows of a group belong to, as its file says; else the version of the set itself."""
    of_group: Mapping[str, Any] = chosen.details.get(group) or {}
    return str(of_group.get("definition") or f"{chosen.kind}-{chosen.version}")[:60]


def _ikm(entry: Entry, sheet: Sheet, now: datetime) -> None:
    row = sheet.rows[0]
    value = row.outcome.value
    grade = skm_grade(value) if value is not None and 25 <= value <= 100 else None
    people = row.values.get("responden")
    _record(
        entry,
        now,
        instrument="ikm",
        subject=entry.cycle.kecamatan,
        definition=definition_of(_set(entry), row.indicator.group),
        value=value,
        label=f"{grade.key} ({grade.name})" if grade else "",
        respondents=int(people) if isinstance(people, Fraction) else None,
        details=_told(row),
    )


def _idm(entry: Entry, sheet: Sheet, now: datetime) -> None:
    row = sheet.rows[0]
    _record(
        entry,
        now,
        instrument="idm",
        subject=entry.unit,
        definition=definition_of(_set(entry), row.indicator.group),
        value=row.outcome.value,
        label=_chosen(row, "status"),
        details=_told(row),
    )


def _rtrw(entry: Entry, sheet: Sheet, now: datetime) -> None:
    """The best index of the contest; all candidates with their marks and places stand in the details."""
    contest = contest_of(sheet)
    best = contest.winners[0].outcome.value if contest.winners else None
    _record(
        entry,
        now,
        instrument="rtrw_cantik",
        subject=entry.cycle.kecamatan,
        definition=contest.definition.reference,
        value=best,
        label=shortened(" dan ".join(str(one.candidate) for one in contest.winners)),
        details={
            "exact": written(best),
            "counted": sum(one.place is not None for one in contest.contestants),
            "of": len(contest.contestants),
            "missing": [f"{one.candidate}: {what}, {who}" for one in contest.contestants for what, who in one.gaps],
            "weights": {item.code: written(item.weight) for item in contest.definition.items},
            "candidates": [_contestant(one, sheet) for one in contest.ranked],
        },
    )


def _contestant(one: Contestant, sheet: Sheet) -> dict[str, Any]:
    number = one.candidate.number
    marks = {
        row.spec.code.removesuffix(f"-P{number}"): {key: written(_exact(value)) for key, value in row.values.items()}
        for row in sheet.rows
        if candidate_number(row.spec.code) == number
    }
    return {
        "number": number,
        "name": one.candidate.name,
        "unit": one.candidate.unit.code,
        "unit_name": str(one.candidate.unit),
        "marks": marks,
        "means": {line.code: written(_exact(line.value)) for line in one.outcome.items},
        "exact": written(one.outcome.value),
        "index": None if one.outcome.index is None else str(one.outcome.index),
        "place": one.place.number if one.place else None,
        "shared": one.place.shared if one.place else False,
    }


def shortened(text: str) -> str:
    """What fits into the label of a result; the whole stands in its details."""
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _sinergitas(entry: Entry, _sheet: Sheet, now: datetime) -> None:
    """The kecamatan's figure, once every section's sheet is validated."""
    entries = list(entry.cycle.entries.filter(form=Form.SINERGITAS).select_related("unit__parent", "section"))
    if any(one.state != EntryState.VALIDATED for one in entries):
        return
    rows = [row for one in entries for row in sheet_of(one).rows]
    score = points_total(
        [
            Assessed(
                row.spec.code,
                row.indicator.group_name,
                row.spec.points or Fraction(),
                row.outcome.value,
                evidence_accepted=bool(row.evidence),
            )
            for row in rows
        ]
    )
    _record(
        entry,
        now,
        instrument="sinergitas",
        subject=entry.cycle.kecamatan,
        definition=definition_of(rows[0].indicator.set, "") if rows else "sinergitas",
        value=score.value,
        details=_scored(score),
    )


def _documents(entry: Entry, sheet: Sheet, now: datetime) -> None:
    """The unit's share; on the kecamatan the count of kelurahan that suffice, once all are in or the step is closed."""
    definition = definition_of(_set(entry), "")
    score = documents_share(
        {
            row.indicator.name: _is_there(row)
            for row in sheet.rows
            if not any(value is NOT_APPLICABLE for value in row.values.values())
        }
    )
    shared = {"instrument": DOCUMENTS, "definition": definition}
    _record(entry, now, subject=entry.unit, value=score.value, label=score.label, details=_scored(score), **shared)
    waiting = _checklists(entry.cycle).exclude(state=EntryState.VALIDATED).exists()
    if not waiting or step_of(entry.cycle) is None:
        count_documents(entry.cycle, maker=entry.sent_by, checker=entry.validated_by, now=now)


def _checklists(cycle: Cycle) -> QuerySet[Entry]:
    return cycle.entries.filter(form=Form.DOCUMENTS, unit__kind=Kind.KELURAHAN)


def count_documents(cycle: Cycle, *, maker: User | None, checker: User | None, now: datetime) -> None:
    """How many kelurahan suffice, of all of them. Without a validated checklist a kelurahan does not (ADR 0005).

    Where not one is validated nothing is known, and nothing is written: the requirement stays unfilled.
    """
    entries = list(_checklists(cycle).select_related("unit", "indicator_set"))
    validated = {entry.unit_id for entry in entries if entry.state == EntryState.VALIDATED}
    if not validated:
        return
    results = {result.subject_id: result.value for result in results_of(DOCUMENTS, cycle.kecamatan, cycle.month)}
    shares = {
        str(entry.unit): _exact_share(results.get(entry.unit_id)) if entry.unit_id in validated else None
        for entry in entries
    }
    threshold = setting(cycle.kecamatan, SettingKey.DOCUMENT_THRESHOLD, day_of(now))
    count = count_reaching(shares, Fraction(str(threshold)))
    record_result(
        instrument=DOCUMENTS,
        subject=cycle.kecamatan,
        period=cycle.month,
        definition=definition_of(_set(entries[0]), ""),
        value=count.value,
        label=f"{count.value} dari {count.of} kelurahan",
        details=_scored(count),
        source="isian",
        source_ref=f"cycle:{cycle.pk}",
        maker=maker,
        checker=checker,
        now=now,
    )


def _exact_share(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _is_there(row: SheetRow) -> bool | None:
    value = row.outcome.value
    return None if value is None else value == 1


def _set(entry: Entry) -> IndicatorSet:
    assert entry.indicator_set is not None  # every sheet but the sorted ones is opened with its set
    return entry.indicator_set


def _chosen(row: SheetRow, key: str) -> str:
    field, value = row.spec.field(key), row.values.get(key)
    return dict(field.choices).get(value, "") if field and isinstance(value, Fraction) else ""


def _exact(value: object) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def _told(row: SheetRow) -> dict[str, str | None]:
    """Figures as exact text; of a choice its words, so that the result can be read without its definition."""
    return {key: _chosen(row, key) or written(_exact(value)) for key, value in row.values.items()}


def _scored(score: Score) -> dict[str, Any]:
    return {
        "exact": written(score.value),
        "counted": score.counted,
        "of": score.of,
        "missing": list(score.missing),
        **score.details,
    }


WRITERS: dict[Form, Callable[[Entry, Sheet, datetime], None]] = {
    Form.IKM: _ikm,
    Form.IDM: _idm,
    Form.RTRW: _rtrw,
    Form.SINERGITAS: _sinergitas,
    Form.DOCUMENTS: _documents,
}
