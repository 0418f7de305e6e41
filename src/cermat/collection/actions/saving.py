"""Drafts: what people type is kept, with its author, and nobody overwrites anybody unseen."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from cermat.collection.actions.door import Act, audit, filling, locked, require_version, tell
from cermat.collection.actions.steps import begin
from cermat.collection.models import Answer, Channel, Entry, EntryValue
from cermat.collection.queries import FieldSpec, approver, fields_of
from cermat.collection.schema import Answers, FieldKey, Given, SheetError, Source
from cermat.collection.workflow import REFUSALS, TABLE, EntryState, Verb
from cermat.lib.errors import DomainError
from cermat.lib.numbers import LARGEST, PLACES
from cermat.lib.workflow import next_state
from cermat.organisation.models import User
from cermat.organisation.permissions import Role

UNREADABLE = "Isian belum tersimpan. Perbaiki yang ditandai, lalu simpan lagi; isian lain tetap ada."
LONGEST, LONGEST_NOTE = 300, 2000
ONE_SITTING = timedelta(minutes=30)


@transaction.atomic
def save_sheet(
    *,
    entry: Entry,
    answers: Answers,
    version: int,
    note: str | None = None,
    channel: Source | None = None,
    how: str = "",
    by: User,
    now: datetime,
) -> Entry:
    """Save as a draft. `version` is the one the person saw; ConflictError code "stale" if it has moved on. `how`: for
    the history, where it was not typed into the page."""
    held = locked(entry)
    act = filling(by, held, now)
    held.state = next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])
    require_version(held, version)
    _require_answers(held, answers)
    was = _beside(held)
    _take_source(held, channel, act)
    _take_note(held, note)
    before, after = store(held, answers, by=act.by, now=act.now)
    for name, told_now in _beside(held).items():
        if told_now != was[name]:
            before[name], after[name] = was[name], told_now
    held.version += 1
    held.first_saved_at = held.first_saved_at or now
    if approver(by, held, act.day) is None:
        held.submitted_at = None  # what the head was to approve has changed
    held.save(update_fields=["version", "note", "first_saved_at", "submitted_at", "channel", "channel_note", "state"])
    tell_saved(held, act, how)
    audit(held, "saved", act, before=before, after=after)
    begin(held, by=by, now=now)
    return held


def _beside(entry: Entry) -> dict[str, str]:
    """What people write beside the fields, for the audit row."""
    return {"catatan": entry.note, "sumber": f"{entry.channel} {entry.channel_note}".strip()}


def _take_note(entry: Entry, note: str | None) -> None:
    if note is None:
        return
    note = note.replace("\r\n", "\n")  # as a form alone sends it
    if len(note.strip()) > LONGEST_NOTE:
        sentence = "Catatan untuk pemeriksa paling panjang 2.000 huruf. Ringkas, atau lampirkan sebagai bukti dukung."
        raise DomainError(sentence, code="note_too_long", field="note")
    entry.note = note.strip()


def tell_saved(entry: Entry, act: Act, how: str, instead: str = "") -> None:
    """Savings of one hand in one way, one soon after the other, are one line of the history (ADR 0021): a page saves
    itself every few seconds. Every one of them is a link of its own in the audit chain, with what changed. `instead`:
    how a way begins whose newest words take the place of the last."""
    newest = entry.events.order_by("-at", "-pk").defer("values").first()
    told = (newest.verb, newest.by_id, newest.on_behalf_of, newest.revision) if newest else None
    same = told == ("saved", act.by.pk, act.principal_line[:200], entry.revision)
    is_one_way = newest is not None and (newest.note == how or (instead and newest.note.startswith(instead)))
    if newest is None or not same or not is_one_way or not timedelta(0) <= act.now - newest.at <= ONE_SITTING:
        tell(entry, "saved", act, note=how)
        return
    newest.at, newest.state, newest.note = act.now, entry.state, how[:500]
    newest.save(update_fields=["at", "state", "note"])


def _take_source(entry: Entry, source: Source | None, act: Act) -> None:
    """Staf who enter for a desa/kelurahan say by which letter, message or call they know."""
    for_others = entry.unit.is_village and act.right.assignment.role == Role.STAF
    if source is not None and entry.unit.is_village:
        if source.channel != Channel.ONLINE and not source.note.strip():
            problem = "Tulis nomor dan tanggal surat, atau nama pengirim dan waktunya."
            raise SheetError(UNREADABLE, {("", "channel_note"): problem}, code="channel_note")
        entry.channel, entry.channel_note = source.channel.value, source.note.strip()[:200]
    if for_others and entry.channel == Channel.ONLINE:
        problem = "Pilih sumbernya: surat, WhatsApp, atau telepon."
        raise SheetError(UNREADABLE, {("", "channel"): problem}, code="channel")


def _require_answers(entry: Entry, answers: Answers) -> None:
    """Every answer must be one this field can take; otherwise nothing at all is stored."""
    specs = fields_of(entry)
    problems: dict[FieldKey, str] = {}
    for key, given in answers.items():
        if key not in specs:
            raise DomainError("Formulir ini sudah berubah. Muat ulang halamannya, lalu isi kembali.", code="no_field")
        if given is not None and (problem := answer_problem(specs[key], given)):
            problems[key] = problem
    if problems:
        raise SheetError(UNREADABLE, problems)


def answer_problem(spec: FieldSpec, given: Given) -> str:
    """What is wrong with an answer, as a sentence; empty where nothing is."""
    if given.answer == Answer.NO_DATA and not given.reason.strip():
        return "Tulis alasannya: mengapa datanya belum ada?"
    if len(given.reason) > LONGEST or len(given.text) > LONGEST:
        return f"Paling panjang {LONGEST} huruf."
    if given.answer in {Answer.NO_DATA, Answer.NOT_APPLICABLE}:
        return ""
    if given.answer not in spec.answers:
        return "Jawaban ini tidak dikenal pada isian ini. Pilih salah satu yang tersedia."
    return _number_problem(spec, given.number) if given.answer == Answer.NUMBER else ""


def _number_problem(spec: FieldSpec, number: Decimal | None) -> str:
    if number is None:
        return "Isi angkanya."
    if spec.field.choices and Fraction(number) not in dict(spec.field.choices):
        return "Pilih salah satu jawaban yang tersedia."
    if abs(number) >= LARGEST:
        return "Angka terlalu besar. Periksa jumlah nolnya."
    if Fraction(number) * 10**PLACES % 1:
        return f"Paling banyak {PLACES} angka di belakang koma."
    return ""


def store(entry: Entry, answers: Answers, *, by: User, now: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """Write what differs; the old and the new of each changed field, for the audit row."""
    standing = {(value.code, value.field): value for value in entry.values.all()}
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for (code, field), given in answers.items():
        old = standing.get((code, field))
        if _same(old, given):
            continue
        name = f"{code}.{field}"
        before[name], after[name] = told(old), told(given)
        if given is None:
            entry.values.filter(code=code, field=field).delete()
        else:
            EntryValue.objects.update_or_create(
                entry=entry, code=code, field=field, defaults=_columns(given) | {"by": by, "at": now}
            )
    return before, after


def _columns(given: Given) -> dict[str, object]:
    return {
        "answer": given.answer.value,
        "number": given.number if given.answer == Answer.NUMBER else None,
        "text": given.text if given.answer == Answer.TEXT else "",
        "reason": given.reason.strip(),
    }


def _same(old: EntryValue | None, given: Given | None) -> bool:
    if old is None or given is None:
        return old is None and given is None
    new: Mapping[str, object] = _columns(given)
    return (old.answer, old.number, old.text, old.reason) == tuple(new.values())


def told(value: EntryValue | Given | None) -> str:
    """An answer in one line, for the audit."""
    if value is None:
        return ""
    shown = value.text or value.answer if value.number is None else f"{value.number.normalize():f}"
    return f"{shown} ({value.reason})" if value.reason else str(shown)
