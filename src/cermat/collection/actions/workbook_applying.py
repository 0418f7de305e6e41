"""A compared workbook is applied through `save_sheet`, sheet by sheet, or called off.

What is stored is what the preview showed: a line whose value somebody has changed since then waits and is shown again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Q, QuerySet

from cermat.audit.actions import Target, record
from cermat.collection.actions.saving import save_sheet
from cermat.collection.actions.workbook_judging import judge
from cermat.collection.actions.workbooks import CLOSED, MOVED_ON, locked_workbook, settle_workbook, tell_maker
from cermat.collection.models import Entry, EntryValue, Fate, Workbook, WorkbookLine, WorkbookState
from cermat.collection.queries import as_json, desk_of, from_json, given_from
from cermat.collection.schema import Channel, SheetError, Source
from cermat.collection.workflow import WORKBOOK_TABLE, WorkbookVerb
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.lib.workflow import next_state
from cermat.notifications.actions import post
from cermat.organisation.models import User

SOON = 400  # lines that are applied while the person waits
AGAIN = "Isian berubah lagi sesudah pratinjau ini dibuat. Yang terkena tampil di bawah; periksa, lalu terapkan lagi."
STOPPED = "Penerapan dihentikan. Yang sudah tersimpan tetap tersimpan; sisanya masih di bawah."
NOTHING = (
    "Tidak ada perubahan yang dapat diterapkan. Pilih nilai buku kerja pada “Perlu dipilih”, atau batalkan buku kerja."
)
NO_SOURCE = "Pilih sumbernya: surat, WhatsApp, atau telepon."
NO_NOTE = "Tulis nomor dan tanggal surat, atau nama pengirim dan waktunya."


@transaction.atomic
def choose_values(*, workbook: Workbook, chosen: Mapping[int, bool], by: User, now: datetime) -> Workbook:  # noqa: ARG001
    """Of clashes (pk of the line): whether the workbook's value is to be taken instead of the one that stands."""
    held = _waiting(workbook, by)
    for is_chosen in (True, False):
        picked = [pk for pk, choice in chosen.items() if choice is is_chosen]
        held.lines.filter(pk__in=picked, fate=Fate.CLASH, is_stored=False).update(is_chosen=is_chosen)
    return held


def _waiting(workbook: Workbook, by: User) -> Workbook:
    held = locked_workbook(workbook)
    if held.made_by_id != by.pk:
        raise NotAllowedError
    if not held.cycle.is_running:
        raise ConflictError(CLOSED, code="cycle_closed")
    if held.state != WorkbookState.WAITING:
        raise ConflictError(MOVED_ON, code="not_waiting")
    return held


@transaction.atomic
def apply_workbook(*, workbook: Workbook, revision: int, source: Source | None, by: User, now: datetime) -> Workbook:
    """Store what the person has seen. `source`: for units whose figures staf enter and whose source nobody told."""
    held = _waiting(workbook, by)
    if held.revision != revision:
        raise ConflictError(AGAIN, code="seen_before")
    count = _to_store(held).count()
    if not count:
        raise DomainError(NOTHING, code="nothing")
    held.sources = {code: told or _told(source) for code, told in held.sources.items()}
    held.state = next_state(WORKBOOK_TABLE, WorkbookState(held.state), WorkbookVerb.APPLY, refusal=MOVED_ON)
    held.done, held.of, held.reason = 0, count, ""
    held.save(update_fields=["state", "sources", "done", "of", "reason"])
    if count <= SOON:
        store_workbook(workbook=held.pk, now=now)
    else:
        key = f"workbook_apply:{held.pk}:{held.revision}:{now.isoformat()}"
        kecamatan = held.cycle.kecamatan
        post(topic="workbook_apply", payload={"workbook": held.pk}, key=key, now=now, kecamatan=kecamatan)
    held.refresh_from_db()
    return held


def _told(source: Source | None) -> list[str]:
    if source is None or source.channel == Channel.ONLINE:
        raise DomainError(NO_SOURCE, code="channel", field="channel")
    if not source.note.strip():
        raise DomainError(NO_NOTE, code="channel_note", field="channel_note")
    return [source.channel.value, source.note.strip()[:200]]


def _to_store(workbook: Workbook) -> QuerySet[WorkbookLine]:
    wanted = Q(fate=Fate.CHANGE) | Q(fate=Fate.CLASH, is_chosen=True)
    return workbook.lines.filter(wanted, is_stored=False).select_related("entry__cycle__kecamatan", "entry__unit")


def store_workbook(*, workbook: int, now: datetime) -> None:
    """Called by the queue, or at once: sheet by sheet, each a transaction of its own that marks its lines as stored."""
    found = Workbook.objects.filter(pk=workbook, state=WorkbookState.APPLYING).first()
    if found is None:
        return
    lines = _to_store(found).order_by("entry", "position")
    for _pk, group in groupby(lines, key=lambda line: line.entry_id):
        if not _store_sheet(found, list(group), now):
            return
    _end(found, now)


@transaction.atomic
def _store_sheet(workbook: Workbook, lines: list[WorkbookLine], now: datetime) -> bool:
    """Whether to go on: not where somebody has called it off."""
    held = locked_workbook(workbook)
    if held.state != WorkbookState.APPLYING:
        return False
    entry = Entry.objects.select_related("cycle__kecamatan", "unit").get(pk=lines[0].entry_id or 0)
    stored = _saved(held, entry, _as_seen(entry, lines), now)
    WorkbookLine.objects.filter(pk__in=[line.pk for line in stored]).update(is_stored=True)
    held.done += len(lines)
    held.stored_count += len(stored)
    held.save(update_fields=["done", "stored_count"])
    return True


def _as_seen(entry: Entry, lines: list[WorkbookLine]) -> list[WorkbookLine]:
    """Those whose value still stands as the preview showed it."""
    rows = EntryValue.objects.filter(entry__cycle=entry.cycle_id, entry__unit=entry.unit_id).order_by("pk")
    stands = {(value.code, value.field): value for value in rows}
    return [line for line in lines if as_json(given_from(stands.get((line.code, line.field)))) == line.stood]


def _saved(workbook: Workbook, entry: Entry, lines: list[WorkbookLine], now: datetime) -> list[WorkbookLine]:
    """The lines that were stored; each of the others says why not, or waits to be compared anew."""
    if not lines:
        return []
    answers = {(line.code, line.field): from_json(line.mine or {}) for line in lines}
    told = workbook.sources.get(entry.unit.code)
    source = Source(Channel(told[0]), told[1]) if told else None
    by, how = workbook.made_by, f"Lewat buku kerja “{workbook.name}”"
    try:
        save_sheet(entry=entry, answers=answers, version=entry.version, channel=source, how=how, by=by, now=now)
    except SheetError as error:
        bad = [line for line in lines if (line.code, line.field) in error.problems]
        _refuse(bad or lines, {key: text for key, text in error.problems.items() if bad}, error.message)
        return _saved(workbook, entry, [line for line in lines if line not in bad], now) if bad else []
    except DomainError as error:
        if not (isinstance(error, ConflictError) and error.code == "stale"):
            _refuse(lines, {}, error.message)
        return []
    return lines


def _refuse(lines: Sequence[WorkbookLine], sentences: Mapping[tuple[str, str], str], else_say: str) -> None:
    for line in lines:
        line.fate, line.sentence = Fate.FAULT, sentences.get((line.code, line.field), else_say)[:600]
        line.save(update_fields=["fate", "sentence"])


@transaction.atomic
def _end(workbook: Workbook, now: datetime) -> None:
    """Done; or shown once more where values were saved by others between the preview and now."""
    held = locked_workbook(workbook)
    if held.state != WorkbookState.APPLYING:
        return
    left = list(_to_store(held))
    if left:
        _look_again(held, left, AGAIN, now)
        return
    settle_workbook(held, WorkbookVerb.FINISH, now)
    target = Target("workbook", held.pk, held.cycle.kecamatan.code)
    record(by=held.made_by, verb="workbook.applied", target=target, at=now, after={"stored": held.stored_count})
    if held.of > SOON:
        tell_maker(held, f"Buku kerja “{held.name}”: {held.stored_count} jawaban tersimpan.", "applied", now)


def _look_again(workbook: Workbook, lines: list[WorkbookLine], reason: str, now: datetime) -> None:
    """Compare lines that are not stored yet with what stands now, and show them."""
    desk = desk_of(workbook.made_by, workbook.cycle, day_of(now))
    for line in lines:
        target = desk.fields.get(line.entry_id or 0, {}).get((line.code, line.field))
        before = line.stood
        if target is not None:
            judge(line, target, None, desk.value_of(target))
        line.is_chosen = line.is_chosen if line.stood == before else None
    columns = ["fate", "sentence", "mine", "stood", "old", "new", "saved_by", "saved_at", "is_chosen"]
    WorkbookLine.objects.bulk_update(lines, columns, batch_size=100)
    workbook.state = next_state(WORKBOOK_TABLE, WorkbookState(workbook.state), WorkbookVerb.SHOW, refusal=MOVED_ON)
    workbook.revision, workbook.reason = workbook.revision + 1, reason
    workbook.save(update_fields=["state", "revision", "reason"])


@transaction.atomic
def drop_workbook(*, workbook: Workbook, by: User, now: datetime) -> Workbook:
    """Call it off. While it is being applied: stop; what is stored stays, the rest waits again."""
    held = locked_workbook(workbook)
    if held.made_by_id != by.pk:
        raise NotAllowedError
    if held.state == WorkbookState.APPLYING:
        _look_again(held, list(_to_store(held)), STOPPED, now)
        return held
    return settle_workbook(held, WorkbookVerb.DROP, now)
