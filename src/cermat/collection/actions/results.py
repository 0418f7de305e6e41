"""What a validated sheet says to the instruments: one result, made by its sender and checked by its validator."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from cermat.collection.actions.steps import step_of
from cermat.collection.models import Entry, EntryState, Form
from cermat.collection.queries import (
    Contestant,
    Sheet,
    SheetRow,
    candidate_number,
    contest_of,
    definition_of_entry,
    documents_outcome,
    is_pending,
    sinergitas_outcome,
    sinergitas_sheets,
)
from cermat.indicators.models import IndicatorSet
from cermat.instruments.actions import record_result
from cermat.instruments.formula import Definition, details_of, reaching, written
from cermat.instruments.models import Result
from cermat.instruments.queries import definition_or_shipped, results_of
from cermat.lib.months import day_of
from cermat.lib.rounding import rounded
from cermat.organisation.models import Kind, SettingKey, Unit, User
from cermat.organisation.queries import setting
from cermat.sop.models import Cycle

DOCUMENTS = "dokumen_kelurahan"
LONGEST_LABEL = 60


def record_results(entry: Entry, sheet: Sheet, *, now: datetime) -> None:
    """Write the results that follow from a sheet that has just been validated; a monthly sheet has none."""
    writer = WRITERS.get(Form(entry.form))
    if writer is not None:
        writer(entry, sheet, now)


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


def definition_named_by(entry: Entry, group: str) -> tuple[str, Definition | None]:
    """What the file of the sheet names for a group of rows: the reference that is kept, and the definition itself."""
    chosen = _set(entry)
    of_group: Mapping[str, Any] = chosen.details.get(group) or {}
    named = str(of_group.get("definition") or f"{chosen.kind}-{chosen.version}")[:60]
    found = definition_or_shipped(entry.cycle.kecamatan, named.partition("@")[0], entry.cycle.month.last)
    return (found.reference if found else named), found


def _ikm(entry: Entry, sheet: Sheet, now: datetime) -> None:
    row = sheet.rows[0]
    value = row.outcome.value
    reference, definition = definition_named_by(entry, row.indicator.group)
    people = row.values.get("responden")
    _record(
        entry,
        now,
        instrument="ikm",
        subject=entry.cycle.kecamatan,
        definition=reference,
        value=value,
        label=class_of(definition, value),
        respondents=int(people) if isinstance(people, Fraction) else None,
        details=_told(row),
    )


def class_of(definition: Definition | None, value: Fraction | None) -> str:
    """The class of an index that was reached elsewhere: "B (Baik)"; "" outside the scale."""
    if definition is None or value is None:
        return ""
    grade = definition.grade_of(rounded(value, definition.index.decimals))
    return f"{grade.code} ({grade.name})" if grade else ""


def _idm(entry: Entry, sheet: Sheet, now: datetime) -> None:
    row = sheet.rows[0]
    _record(
        entry,
        now,
        instrument="idm",
        subject=entry.unit,
        definition=definition_named_by(entry, row.indicator.group)[0],
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
            "index": str(contest.winners[0].outcome.index) if contest.winners else None,
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
    sheets = sinergitas_sheets(entry.cycle)
    if any(sheet.entry.state != EntryState.VALIDATED for sheet in sheets):
        return
    outcome = sinergitas_outcome(sheets)
    if outcome is not None:
        _record(
            entry,
            now,
            instrument="sinergitas",
            subject=entry.cycle.kecamatan,
            definition=outcome.definition,
            value=outcome.value,
            details=details_of(outcome),
        )


def _documents(entry: Entry, sheet: Sheet, now: datetime) -> None:
    """The unit's share; on the kecamatan the count of kelurahan that suffice, once all are in or the step is closed."""
    outcome = documents_outcome(sheet)
    suffices = outcome.value is not None and outcome.value >= _threshold(entry.cycle, now)
    _record(
        entry,
        now,
        instrument=DOCUMENTS,
        subject=entry.unit,
        definition=outcome.definition,
        value=outcome.value,
        label="" if outcome.value is None else "Mencukupi" if suffices else "Belum mencukupi",
        details=details_of(outcome),
    )
    waiting = _checklists(entry.cycle).exclude(state=EntryState.VALIDATED).exists()
    if not waiting or step_of(entry.cycle) is None:
        count_documents(entry.cycle, maker=entry.sent_by, checker=entry.validated_by, now=now)


def _threshold(cycle: Cycle, now: datetime) -> Fraction:
    """From how many percent of the due documents on a unit suffices."""
    return Fraction(str(setting(cycle.kecamatan, SettingKey.DOCUMENT_THRESHOLD, day_of(now))))


def _checklists(cycle: Cycle) -> QuerySet[Entry]:
    return cycle.entries.filter(form=Form.DOCUMENTS, unit__kind=Kind.KELURAHAN)


def count_documents(cycle: Cycle, *, maker: User | None, checker: User | None, now: datetime) -> None:
    """How many kelurahan suffice, of all of them. Without a validated checklist a kelurahan does not (ADR 0005); one
    that is open for a correction counts as it was validated (ADR 0006).

    Where not one is validated nothing is known, and nothing is written: the requirement stays unfilled.
    """
    entries = list(_checklists(cycle).select_related("unit", "indicator_set"))
    validated = {entry.unit_id for entry in entries if entry.state == EntryState.VALIDATED or is_pending(entry)}
    if not validated:
        return
    results = {result.subject_id: result.value for result in results_of(DOCUMENTS, cycle.kecamatan, cycle.month)}
    shares = {
        str(entry.unit): _exact_share(results.get(entry.unit_id)) if entry.unit_id in validated else None
        for entry in entries
    }
    tally = reaching(shares, _threshold(cycle, now))
    record_result(
        instrument=DOCUMENTS,
        subject=cycle.kecamatan,
        period=cycle.month,
        definition=definition_of_entry(entries[0]).reference,
        value=Fraction(tally.count),
        label=f"{tally.count} dari {tally.of} kelurahan",
        details={
            "reached": list(tally.reached),
            "missing": list(tally.missing),
            "counted": tally.of - len(tally.missing),
            "of": tally.of,
            "threshold": written(tally.threshold),
        },
        source="isian",
        source_ref=f"cycle:{cycle.pk}",
        maker=maker,
        checker=checker,
        now=now,
    )


def _exact_share(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


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


WRITERS: dict[Form, Callable[[Entry, Sheet, datetime], None]] = {
    Form.IKM: _ikm,
    Form.IDM: _idm,
    Form.RTRW: _rtrw,
    Form.SINERGITAS: _sinergitas,
    Form.DOCUMENTS: _documents,
}
