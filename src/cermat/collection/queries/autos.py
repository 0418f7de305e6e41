"""Figures Cermat knows by itself: from the document checklist, from the time of sending, from the survey."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from cermat.collection.models import Answer, Entry, EntryState, Form
from cermat.collection.queries.ledger import Ledger
from cermat.collection.queries.marks import candidate_number
from cermat.indicators.formula import NOT_APPLICABLE, Given
from cermat.instruments.models import Result
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle

SURVEY = "survey_respondents"


@dataclass(frozen=True)
class Auto:
    """A computed value, or the reason there is none yet."""

    value: Given
    why_missing: str = ""


def autos_of(ledger: Ledger, unit: Unit, respondents: dict[int, int]) -> dict[str, Auto]:
    """Name of the computation → its value for the unit. A name that is not here is typed by people."""
    found = {name: reckon(ledger, unit) for name, reckon in RECKONED.items()}
    if unit.pk in respondents:
        found[SURVEY] = Auto(Fraction(respondents[unit.pk]))
    return found


def is_auto(name: str, unit: Unit, respondents: dict[int, int]) -> bool:
    """Whether a field of this name computes itself for the unit, so that nobody types it."""
    return name in RECKONED or (name == SURVEY and unit.pk in respondents)


def respondents_of(cycle: Cycle) -> dict[int, int]:
    """Unit pk → answers to this month's survey, where one was held in Cermat."""
    rows = Result.objects.current().filter(
        kecamatan=cycle.kecamatan_id, instrument="ikm", period=str(cycle.month), source="survei"
    )
    return {row.subject_id: row.respondents for row in rows if row.respondents is not None}


def _checklist(ledger: Ledger, unit: Unit) -> Entry | None:
    return next((entry for entry in ledger.entries_of(unit.pk) if entry.form == Form.DOCUMENTS), None)


def _counts(ledger: Ledger, entry: Entry) -> tuple[int, int]:
    """Documents that are there, and documents that are due and apply."""
    asked = [told for told in _answers(ledger, entry) if Answer.NOT_APPLICABLE not in told]
    return sum(Answer.YES in told for told in asked), len(asked)


def _answers(ledger: Ledger, entry: Entry) -> list[set[str]]:
    """Of each row; of a checklist that is open for a correction those that were validated and still count."""
    if (known := ledger.standing.get(entry.pk)) is not None:
        return [{str(cell.get("answer", "")) for cell in row.values()} for row in known.values()]
    rows = ledger.rows[entry.pk]
    return [{value.answer for value in ledger.values_of(entry.unit_id, row.code).values()} for row in rows]


def _documents(index: int) -> Callable[[Ledger, Unit], Auto]:
    def reckon(ledger: Ledger, unit: Unit) -> Auto:
        entry = _checklist(ledger, unit)
        if entry is None:
            return Auto(NOT_APPLICABLE)
        if entry.state not in {EntryState.SENT, EntryState.VALIDATED} and entry.pk not in ledger.standing:
            return Auto(None, "menunggu daftar periksa dokumen dikirim")
        return Auto(Fraction(_counts(ledger, entry)[index]))

    return reckon


def _complete(ledger: Ledger, unit: Unit) -> Auto:
    """Yes when every mandatory document that is due has been validated."""
    entry = _checklist(ledger, unit)
    if entry is None:
        return Auto(NOT_APPLICABLE)
    if entry.state != EntryState.VALIDATED and entry.pk not in ledger.standing:
        return Auto(None, "menunggu daftar periksa dokumen divalidasi")
    there, due = _counts(ledger, entry)
    return Auto(Fraction(int(due > 0 and there == due)))


def _punctual(ledger: Ledger, unit: Unit) -> Auto:
    """Yes when all monthly sheets of the unit were first sent by the due day; no as soon as one was late."""
    monthly = [entry for entry in ledger.entries_of(unit.pk) if entry.form == Form.MONTHLY]
    if any(entry.was_late for entry in monthly):
        return Auto(Fraction(0))
    if any(entry.first_sent_at is None for entry in monthly):
        return Auto(None, "menunggu semua isian bulan ini dikirim")
    return Auto(Fraction(1))


def _taking_part(ledger: Ledger, unit: Unit) -> Auto:
    """How many RT/RW take part in the contest on the section's sheet."""
    entry = next((entry for entry in ledger.entries_of(unit.pk) if entry.form == Form.RTRW), None)
    if entry is None:
        return Auto(NOT_APPLICABLE)
    rows = ledger.rows[entry.pk]
    return Auto(Fraction(len({number for row in rows if (number := candidate_number(row.code)) is not None})))


RECKONED: dict[str, Callable[[Ledger, Unit], Auto]] = {
    "documents_filled": _documents(0),
    "documents_due": _documents(1),
    "documents_complete": _complete,
    "sent_on_time": _punctual,
    "contestants": _taking_part,
}
