"""From draft to validated, and back for correction: each move by its own people."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from cermat.collection.actions.door import (
    Act,
    approving,
    audit,
    checking,
    filling,
    leading,
    locked,
    reasoned,
    require_seen,
    tell,
)
from cermat.collection.actions.downstream import tell_of_change, tell_of_opening
from cermat.collection.actions.leaving import take_away
from cermat.collection.actions.remarks import answer_remarks, write_remarks
from cermat.collection.actions.reminding import settle_asked, settle_handed
from cermat.collection.actions.results import record_results
from cermat.collection.actions.steps import begin, begin_check, move_on
from cermat.collection.models import Entry, EntryState
from cermat.collection.queries import Sheet, asked_words, checkers_of, makers_of, sheet_of, what_stops
from cermat.collection.schema import FORM_NAMES, Form, Remarks, SheetError
from cermat.collection.workflow import REFUSALS, TABLE, Verb
from cermat.lib.errors import ConflictError
from cermat.lib.months import day_of
from cermat.lib.workflow import next_state
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import User
from cermat.organisation.queries import head_of
from cermat.requirements.actions import add_recording_line, check_recording_line

APPROVAL, CHECK, MEND = "approval:", "check:", "mend:"  # what a message asks its reader to do with the sheet
INCOMPLETE = "Isian belum dapat dikirim. Lengkapi yang ditandai; yang sudah diisi tetap tersimpan."


def sheet_name(entry: Entry) -> str:
    """Isian bulanan Kelurahan Payaman, Seksi Tata Pemerintahan, November 2026"""
    section = f", {entry.section.name}" if entry.unit_id != entry.section_id else ""
    return f"{FORM_NAMES[Form(entry.form)]} {entry.unit}{section}, {entry.cycle.month.name}"


def figures_on(entry: Entry) -> Sheet:
    """The sheet for its figures alone: what rules hold them against is asked of nobody here."""
    return sheet_of(entry, with_habits=False)


def snapshot(sheet: Sheet) -> dict[str, dict[str, Any]]:
    """The values as they stand, computed ones among them: {"PBB-01": {"baku": {"answer": …, "number": …}}}."""
    found: dict[str, dict[str, Any]] = {}
    for row in sheet.rows:
        fields: dict[str, Any] = {}
        for cell in row.fields:
            if cell.typed is not None:
                fields[cell.field.key] = {
                    "answer": cell.typed.answer,
                    "number": plain(cell.typed.number),
                    "text": cell.typed.text,
                    "reason": cell.typed.reason,
                }
            elif cell.is_auto:
                fields[cell.field.key] = {"answer": "otomatis", "number": str(cell.value), "reason": cell.why_missing}
        if row.explanation:
            fields["penjelasan"] = {"answer": "teks", "text": row.explanation}
        found[row.spec.code] = fields
    return found


def plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


@transaction.atomic
def submit_sheet(*, entry: Entry, version: int, by: User, now: datetime) -> Entry:
    """The operator hands the sheet to their head (Kirim ke Lurah), who approves and sends it."""
    held = locked(entry)
    act = filling(by, held, now)
    next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])
    require_seen(held, version)
    take_away(held, act)
    _require_whole(held)
    if held.submitted_at is not None:  # pressed again before the answer came: nobody is told twice
        return held
    held.submitted_at = now
    held.save(update_fields=["submitted_at"])
    tell(held, "submitted", act)
    audit(held, "submitted", act)
    _settle(held, MEND, now)
    settle_handed(held, now)
    head = head_of(held.unit, day_of(now))
    if head is not None:
        text = f"{sheet_name(held)} sudah diisi dan menunggu persetujuan Anda."
        _news(held, [head.user], text, now, asks=APPROVAL)
    return held


@transaction.atomic
def hand_back_sheet(*, entry: Entry, reason: str, version: int, by: User, now: datetime) -> Entry:
    """Lurah or Kepala Desa does not approve yet: back to the operator, with the reason."""
    held = locked(entry)
    act = approving(by, held, now)
    held.state = next_state(TABLE, EntryState(held.state), Verb.HAND_BACK, refusal=REFUSALS[Verb.HAND_BACK])
    require_seen(held, version)
    if held.submitted_at is None:
        raise ConflictError("Isian ini sedang tidak menunggu persetujuan Anda. Muat ulang halaman ini.")
    held.reason = reasoned(reason)
    held.submitted_at = None
    held.version += 1
    held.save(update_fields=["submitted_at", "reason", "version"])
    tell(held, "handed_back", act, note=held.reason)
    audit(held, "handed_back", act, after={"reason": held.reason})
    _settle(held, APPROVAL, now)
    makers = [maker for maker in _makers(held) if maker != by]
    text = f"{sheet_name(held)} dikembalikan {act.title} sebelum dikirim: {held.reason}"
    _news(held, makers, text, now, asks=MEND)
    return held


@transaction.atomic
def send_sheet(*, entry: Entry, version: int, by: User, now: datetime) -> Entry:
    """Setujui dan kirim. SheetError names what is missing, field by field."""
    held = locked(entry)
    act = approving(by, held, now)
    held.state = next_state(TABLE, EntryState(held.state), Verb.SEND, refusal=REFUSALS[Verb.SEND])
    require_seen(held, version)
    take_away(held, act)
    _require_whole(held)
    held.sent_by, held.sent_at = by, now
    held.first_sent_at = held.first_sent_at or now
    held.submitted_at = None
    held.reason = ""
    held.version += 1
    held.save(update_fields=["state", "sent_by", "sent_at", "first_sent_at", "submitted_at", "reason", "version"])
    begin(held, by=by, now=now)
    answer_remarks(held, now)
    values = snapshot(figures_on(held))
    tell(held, "sent", act, values=values)
    audit(held, "sent", act, after={"state": held.state, "values": values, "late": held.was_late})
    _write_book(held, act)
    checkers = User.objects.filter(pk__in=checkers_of(held, day_of(now)))
    for asked in (APPROVAL, MEND):
        _settle(held, asked, now)
    settle_asked(held, now)
    _news(held, list(checkers), f"{sheet_name(held)} menunggu pemeriksaan Anda.", now, asks=CHECK)
    return held


def _require_whole(entry: Entry) -> None:
    if problems := what_stops(sheet_of(entry)):
        raise SheetError(INCOMPLETE, problems, code="incomplete")


def _write_book(entry: Entry, act: Act) -> None:
    add_recording_line(
        cycle=entry.cycle,
        section=entry.section,
        what=f"{FORM_NAMES[Form(entry.form)]} {entry.cycle.month.name}",
        sender=entry.unit,
        received_from=f"{act.by.full_name}, {act.title}",
        channel=entry.channel,
        ref=f"entry:{entry.pk}",
        now=act.now,
    )


@transaction.atomic
def validate_sheet(*, entry: Entry, version: int | None = None, by: User, now: datetime) -> Entry:
    """The checker accepts the sheet; never its maker. `version` is the one they looked at."""
    held = locked(entry)
    act = checking(by, held, now)
    held.state = next_state(TABLE, EntryState(held.state), Verb.VALIDATE, refusal=REFUSALS[Verb.VALIDATE])
    require_seen(held, version)
    held.validated_by, held.validated_at = by, now
    held.save(update_fields=["state", "validated_by", "validated_at"])
    sheet = figures_on(held)
    values = snapshot(sheet)
    tell(held, "validated", act, values=values)
    audit(held, "validated", act, after={"state": held.state, "values": values})
    _check_book(held, act, "Tervalidasi")
    record_results(held, sheet, now=now)
    begin_check(held, act.right, now=now)
    _settle(held, CHECK, now)
    _news(held, _makers(held), f"{sheet_name(held)} sudah divalidasi.", now)
    if held.revision > 1:
        tell_of_change(held, sheet_name(held), act)
    move_on(held, by=by, now=now)
    return held


@transaction.atomic
def send_back_sheet(
    *,
    entry: Entry,
    reason: str,
    remarks: Remarks | None = None,
    version: int | None = None,
    by: User,
    now: datetime,
) -> Entry:
    """Kembalikan untuk diperbaiki: a reason for the sheet, reasons at its fields, or both. SheetError says what is
    wrong with a reason at a field."""
    held = locked(entry)
    act = checking(by, held, now)
    held.state = next_state(TABLE, EntryState(held.state), Verb.SEND_BACK, refusal=REFUSALS[Verb.SEND_BACK])
    require_seen(held, version)
    asked = write_remarks(held, remarks or {}, act)
    held.reason = reasoned(reason.strip() or asked_words(len(asked)))
    held.version += 1
    held.save(update_fields=["state", "reason", "version"])
    tell(held, "sent_back", act, note=held.reason)
    said = {f"{one.code}.{one.field}".rstrip("."): one.text for one in asked}
    audit(held, "sent_back", act, after={"state": held.state, "reason": held.reason, "remarks": said})
    _check_book(held, act, "Dikembalikan untuk diperbaiki")
    begin_check(held, act.right, now=now)
    _settle(held, CHECK, now)
    text = f"{sheet_name(held)} dikembalikan untuk diperbaiki: {held.reason}"
    _news(held, _makers(held), text, now, asks=MEND)
    return held


@transaction.atomic
def reopen_sheet(*, entry: Entry, reason: str, by: User, now: datetime) -> Entry:
    """Sekcam opens a validated sheet for a correction. What stood there stays in its history."""
    held = locked(entry)
    act = leading(by, held.cycle.kecamatan, now)
    held.state = next_state(TABLE, EntryState(held.state), Verb.REOPEN, refusal=REFUSALS[Verb.REOPEN])
    note = reasoned(reason)
    makers = _makers(held)
    tell(held, "reopened", act, note=note, values=snapshot(figures_on(held)))
    held.revision += 1
    held.version += 1
    held.validated_by = held.validated_at = None
    held.reason = note
    held.save(update_fields=["state", "revision", "version", "validated_by", "validated_at", "reason"])
    audit(held, "reopened", act, after={"state": held.state, "reason": note, "revision": held.revision})
    _news(held, makers, f"{sheet_name(held)} dibuka untuk koreksi: {note}", now, asks=MEND)
    tell_of_opening(held, sheet_name(held), act, note)
    return held


def _check_book(entry: Entry, act: Act, result: str) -> None:
    who = f"{act.by.full_name}, {act.title}"
    check_recording_line(ref=f"entry:{entry.pk}", checked_by=who, result=result, now=act.now)


def _makers(entry: Entry) -> list[User]:
    return list(User.objects.filter(pk__in=makers_of([entry])[entry.pk]))


def _news(entry: Entry, users: list[User], text: str, now: datetime, asks: str = "") -> None:
    key = f"{_key(entry, asks)}{entry.events.count()}"
    url = _where(entry, asks)
    notify(users=users, text=text, url=url, key=key, now=now)


def _where(entry: Entry, asks: str) -> str:
    """The page on which a message is answered."""
    if asks == APPROVAL:
        return f"{reverse('collection:approvals', args=[entry.cycle_id])}?isian={entry.pk}"
    return reverse("collection:review" if asks == CHECK else "collection:sheet", args=[entry.pk])


def _settle(entry: Entry, asked: str, now: datetime) -> None:
    """The inbox names what waits, not what has waited: `asked` of the sheet is answered."""
    settle_news(key=_key(entry, asked), now=now)


def _key(entry: Entry, asks: str) -> str:
    return f"entry:{entry.pk}:{asks}"
