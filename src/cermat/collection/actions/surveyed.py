"""The IKM sheet filled from the survey's result, so that nobody types it a second time.

The result is there already, made and checked by the survey's two people: the sheet shows it, with the same two people,
and writes no second one. What people have sent or validated by hand is never overwritten unasked.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.collection.actions.door import Act, leading, locked
from cermat.collection.actions.moving import figures_on, sheet_name, snapshot
from cermat.collection.actions.reminding import settle_asked
from cermat.collection.actions.saving import store
from cermat.collection.actions.steps import begin, move_on
from cermat.collection.models import Entry, EntryEvent, EntryState, Form
from cermat.collection.queries import answers_from, filled_from, survey_beside, survey_result_of
from cermat.collection.schema import FORM_NAMES
from cermat.instruments.actions import record_result
from cermat.instruments.models import Result
from cermat.lib.errors import ConflictError
from cermat.lib.months import Month, day_of, number
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import User
from cermat.organisation.permissions import Role
from cermat.organisation.queries import assignments_of, head_of, holders
from cermat.requirements.actions import add_recording_line, check_recording_line

OTHER_SHEET = "Lembar IKM ini menanyakan hal yang tidak ada pada hasil survei. Isi lembarnya dengan tangan."


class Taken(StrEnum):
    NO_SHEET = "tanpa_lembar"  # no cycle of that month yet, or the requirement is not due in it
    FILLED = "terisi"
    KEPT = "tetap"  # the sheet was sent by hand, or its period is closed: it says so itself


@transaction.atomic
def take_survey_result(*, result: Result, now: datetime) -> Taken:
    """Called when a survey has just been confirmed, inside its transaction and under its right."""
    month = Month.parse(result.period)
    sheets = Entry.objects.filter(
        form=Form.IKM, cycle__kecamatan=result.subject_id, cycle__year=month.year, cycle__month_number=month.number
    )
    entry = sheets.select_related("cycle__kecamatan").first()
    return Taken.NO_SHEET if entry is None else fill_or_keep(entry, result, now)


def fill_or_keep(entry: Entry, result: Result, now: datetime) -> Taken:
    """Fill a sheet nobody has sent yet, or one that came from the survey before; leave every other as it is."""
    if not entry.cycle.is_running:
        return _keep(entry, result, now)
    held = locked(entry)
    untouched = held.state == EntryState.DRAFT and held.first_sent_at is None
    if not (untouched or filled_from(held)) or answers_from(held, result) is None:
        return _keep(held, result, now)
    _fill(held, result, now)
    return Taken.FILLED


def fill_opened(entries: list[Entry], now: datetime) -> None:
    """Sheets that were opened after their survey had been confirmed."""
    for entry in entries:
        result = survey_result_of(entry.cycle) if entry.form == Form.IKM else None
        if result is not None and result.replaced_by_id is None:
            fill_or_keep(entry, result, now)


@transaction.atomic
def use_survey_result(*, entry: Entry, by: User, now: datetime) -> Entry:
    """Sekcam takes the survey's figure over a sheet that was filled by hand. What stood there stays in its history."""
    held = locked(entry)
    act = leading(by, held.cycle.kecamatan, now)
    beside = survey_beside(held)
    if beside is None:
        raise ConflictError(
            "Belum ada hasil survei yang disahkan untuk bulan ini. Sahkan hasilnya lebih dahulu.", code="no_survey"
        )
    if not beside.fits:
        raise ConflictError(OTHER_SHEET, code="other_sheet")
    if beside.fills and beside.counts:
        raise ConflictError("Isian ini sudah memakai hasil survei. Muat ulang halaman ini.", code="already_so")
    result = beside.result if beside.counts else _again(beside.result, now)
    _fill(held, result, now, act)
    return held


def _again(old: Result, now: datetime) -> Result:
    """The survey's result in force again, where a sheet by hand had replaced it."""
    return record_result(
        instrument=old.instrument,
        subject=old.subject,
        period=Month.parse(old.period),
        definition=old.definition,
        value=old.value,
        label=old.label,
        published_value=old.published_value,
        published_label=old.published_label,
        respondents=old.respondents,
        details=old.details,
        source=old.source,
        source_ref=old.source_ref,
        file=old.file,
        maker=old.maker,
        checker=old.checker,
        now=now,
    )


def _fill(entry: Entry, result: Result, now: datetime, act: Act | None = None) -> None:
    maker, checker = result.maker, result.checker
    answers = answers_from(entry, result)
    assert maker is not None  # a survey is closed by one person and confirmed by another
    assert checker is not None
    assert answers is not None  # asked before
    note = f"Dari hasil survei {result.subject} {Month.parse(result.period).name}"
    if entry.state == EntryState.VALIDATED:
        opened_by = act.by if act else checker
        old = snapshot(figures_on(entry))
        _tell(entry, "reopened", opened_by, now, "Hasil survei dikoreksi" if act is None else note, result, old)
        entry.revision += 1
    before, after = store(entry, answers, by=maker, now=now)
    entry.state, entry.reason, entry.submitted_at = EntryState.VALIDATED, "", None
    entry.sent_by, entry.sent_at, entry.validated_by, entry.validated_at = maker, now, checker, now
    entry.first_saved_at, entry.first_sent_at = entry.first_saved_at or now, entry.first_sent_at or now
    entry.version += 1
    entry.save()
    entry.evidence.filter(is_leaving=True).update(is_leaving=False)  # a mark is of a draft
    begin(entry, by=maker, now=now)
    values = snapshot(figures_on(entry))
    for verb, who in (("sent", maker), ("validated", checker)):
        _tell(entry, verb, who, now, note, result, values)
    _audit(entry, act.by if act else checker, now, before, after | {"result": result.pk, "state": entry.state})
    _write_book(entry, maker, checker, now)
    settle_news(key=f"entry:{entry.pk}:", now=now)  # nobody has to fill, mend or check it any more
    settle_asked(entry, now)
    _news(entry, result, now)
    move_on(entry, by=checker, now=now)


def _tell(entry: Entry, verb: str, by: User, now: datetime, note: str, result: Result, values: dict[str, Any]) -> None:
    EntryEvent.objects.create(
        entry=entry,
        verb=verb,
        state=EntryState.DRAFT if verb == "reopened" else entry.state,
        by=by,
        by_title=_title(by, now)[:160],
        at=now,
        note=note,
        values=values,
        revision=entry.revision,
        result=result,
    )


def _title(user: User, now: datetime) -> str:
    return next((post.title for post in assignments_of(user, day_of(now))), "")


def _audit(entry: Entry, by: User, now: datetime, before: dict[str, str], after: dict[str, object]) -> None:
    target = Target("entry", entry.pk, entry.cycle.kecamatan.code)
    record(by=by, verb="entry.filled_from_survey", target=target, at=now, before=before, after=after)


def _write_book(entry: Entry, maker: User, checker: User, now: datetime) -> None:
    add_recording_line(
        cycle=entry.cycle,
        section=entry.section,
        what=f"{FORM_NAMES[Form(entry.form)]} {entry.cycle.month.name}, dari survei",
        sender=entry.unit,
        received_from=f"{maker.full_name}, {_title(maker, now)}",
        channel=entry.channel,
        ref=f"entry:{entry.pk}",
        now=now,
    )
    who = f"{checker.full_name}, {_title(checker, now)}"
    check_recording_line(ref=f"entry:{entry.pk}", checked_by=who, result="Tervalidasi", now=now)


def _news(entry: Entry, result: Result, now: datetime) -> None:
    head = head_of(entry.unit, day_of(now))
    if head is not None:
        text = f"{sheet_name(entry)} terisi dari hasil survei: {_figure(result)}."
        _notify(entry, [head.user], text, f"result:{result.pk}", now)


def _keep(entry: Entry, result: Result, now: datetime) -> Taken:
    """The sheet stays; Sekcam hears of it, and the sheet says how it is corrected."""
    leaders = [post.user for post in holders(entry.cycle.kecamatan, Role.SEKCAM, day_of(now))]
    if not entry.cycle.is_running:
        why = "periodenya sudah ditutup"
    elif answers_from(entry, result) is None:
        why = "lembarnya menanyakan hal lain"
    else:
        why = "isiannya sudah dikirim lebih dahulu"
    text = f"Hasil survei {_figure(result)} disahkan. {sheet_name(entry)} tidak diubah: {why}. Bandingkan keduanya."
    _notify(entry, leaders, text, f"kept:{result.pk}", now)
    return Taken.KEPT


def _figure(result: Result) -> str:
    return f"{number(result.counted_value)} {result.counted_label}".strip()


def _notify(entry: Entry, users: list[User], text: str, what: str, now: datetime) -> None:
    url = reverse("collection:sheet", args=[entry.pk])
    notify(users=users, text=text, url=url, key=f"entry:{entry.pk}:{what}", now=now)
