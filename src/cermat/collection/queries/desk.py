"""The review desk: what waits for a person's check, latest first, and what of it needs a closer look."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cermat.collection.models import Answer, Entry, EntryEvent, FieldRemark, Form
from cermat.collection.queries.autos import respondents_of
from cermat.collection.queries.ledger import ledger_of
from cermat.collection.queries.scopes import EntryTask, to_check
from cermat.collection.queries.shapes import Sheet, SheetRow
from cermat.collection.queries.sheets import sheet_in, what_stops
from cermat.collection.queries.surveyed import survey_beside
from cermat.collection.schema import FieldKey
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle


@dataclass(frozen=True)
class Looked:
    """A sheet of the queue with everything that a person should look at before validating it."""

    task: EntryTask
    sheet: Sheet
    reasons: tuple[str, ...]

    @property
    def entry(self) -> Entry:
        return self.task.entry

    @property
    def passes(self) -> bool:
        return not self.reasons


def queue_of(user: User, day: date) -> list[EntryTask]:
    """What waits for the person's check: late sheets first, then by due day."""
    return sorted(to_check(user, day), key=lambda task: (not task.is_late, task.due_on))  # stable: then by unit


def units_in(tasks: Iterable[EntryTask]) -> list[Unit]:
    units = {task.entry.unit_id: task.entry.unit for task in tasks}
    return sorted(units.values(), key=lambda unit: (unit.kind, unit.sort, unit.name))


def looked_at(tasks: Iterable[EntryTask]) -> list[Looked]:
    """The tasks with their sheets, in a handful of queries for each period among them."""
    tasks = list(tasks)
    sheets = sheets_in(task.entry for task in tasks)
    returned = _returned(task.entry for task in tasks)
    return [Looked(task, sheets[task.entry.pk], tuple(_reasons(sheets[task.entry.pk], returned))) for task in tasks]


def sheets_in(entries: Iterable[Entry]) -> dict[int, Sheet]:
    """Entry pk → its sheet, read period by period."""
    by_cycle: dict[Cycle, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_cycle[entry.cycle].append(entry)
    found: dict[int, Sheet] = {}
    for cycle, wanted in by_cycle.items():
        ledger, respondents = ledger_of(cycle, [entry.unit for entry in wanted]), respondents_of(cycle)
        held = {entry.pk: entry for entry in ledger.entries}
        found |= {entry.pk: sheet_in(ledger, held[entry.pk], respondents) for entry in wanted}
    return found


def _returned(entries: Iterable[Entry]) -> set[tuple[int, int]]:
    """Entry and revision of the sheets that were sent back before: somebody compares what was asked."""
    events = EntryEvent.objects.filter(entry__in=list(entries), verb="sent_back")
    return set(events.values_list("entry_id", "revision"))


def _reasons(sheet: Sheet, returned: set[tuple[int, int]]) -> Iterable[str]:
    entry = sheet.entry
    if (entry.pk, entry.revision) in returned:
        yield "Pernah dikembalikan: cocokkan perbaikannya."
    if entry.revision > 1:
        yield "Isian koreksi: bandingkan angka lama dan barunya."
    if entry.note.strip():
        yield "Ada catatan untuk pemeriksa."
    stops = {code for code, _field in what_stops(sheet)}
    for row in sheet.rows:
        yield from _of_row(row, is_stopped=row.spec.code in stops)
    if entry.form == Form.IKM and (beside := survey_beside(entry)) is not None and not beside.same:
        yield "Berbeda dari hasil survei yang disahkan."


def _of_row(row: SheetRow, *, is_stopped: bool) -> Iterable[str]:
    code = row.spec.code
    for problem in row.problems:
        yield f"{code}: {problem.message}"
    if row.needs_evidence:
        yield f"{code}: bukti dukung belum ada."
    elif is_stopped and not row.problems:
        yield f"{code}: belum lengkap."
    for cell in row.fields:
        if cell.typed is not None and cell.typed.answer == Answer.NO_DATA:
            yield f"{code}: {cell.field.label} belum ada data."


def remarks_on(entry: Entry) -> list[FieldRemark]:
    """What is asked at the fields now, or was asked last and has been answered; newest first."""
    rows = list(entry.remarks.select_related("by").order_by("-at", "-pk"))
    return [row for row in rows if row.at == rows[0].at]


def open_remarks(entry: Entry) -> dict[FieldKey, FieldRemark]:
    """What is still asked at the fields, for those who fill in."""
    return {(row.code, row.field): row for row in entry.remarks.filter(answered_at=None)}


def asked_words(count: int) -> str:
    """Said beside the reason for the sheet as a whole, and in its place where nobody wrote one."""
    return f"{count} permintaan perbaikan tertulis pada barisnya." if count else ""


def submission_of(entry: Entry) -> EntryEvent | None:
    """Who handed the sheet to its head last, and when."""
    return entry.events.filter(verb="submitted").select_related("by").order_by("at", "pk").last()
