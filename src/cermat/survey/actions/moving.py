"""The life of a survey: opened, paused, closed by one person and confirmed by another. Every move is kept."""

from datetime import datetime

from django.db import transaction

from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of, long_date
from cermat.lib.workflow import next_state
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import Authority, holders, require
from cermat.survey.actions.history import moved, tell, tell_desk
from cermat.survey.actions.laying import lay_by_key
from cermat.survey.actions.setting_up import locked_survey
from cermat.survey.actions.stepping import join_parts, keep_seen
from cermat.survey.actions.tallies import fold
from cermat.survey.models import RUNNING, Survey, SurveyState
from cermat.survey.queries import overdue_surveys, step_of, why_not_close
from cermat.survey.queries.confirming import CHECKERS
from cermat.survey.workflow import REFUSALS, TABLE, Verb


@transaction.atomic
def open_survey(*, survey: Survey, by: User, now: datetime) -> Survey:
    """Let the public answer. Opening before the first day is allowed and moves that day to the real one; after the
    last day it is refused, and so it is while another survey of the unit runs."""
    authority = require(by, Permission.RUN_SURVEY, survey.desk, day_of(now))
    Unit.objects.select_for_update(no_key=True).get(pk=survey.unit_id)  # two surveys of one unit take turns
    survey = locked_survey(survey)
    to = next_state(TABLE, SurveyState(survey.state), Verb.OPEN, refusal=REFUSALS[Verb.OPEN])
    today = day_of(now)
    if today > survey.ends_on:
        raise DomainError(
            f"Hari terakhir survei ini ({long_date(survey.ends_on)}) sudah lewat. Ubah tanggalnya, lalu buka.",
            code="over",
        )
    other = Survey.objects.filter(unit=survey.unit, state__in=RUNNING).exclude(pk=survey.pk).first()
    if other is not None:
        raise ConflictError(f"{other} masih berjalan. Tutup dahulu, lalu buka yang ini.", code="another_runs")
    if not survey.offered.exists():
        raise DomainError("Pilih sedikitnya satu layanan yang disurvei, lalu buka.", code="no_service")
    note = ""
    if today < survey.starts_on:
        note = f"Dibuka lebih awal; semula mulai {long_date(survey.starts_on)}."
        survey.starts_on = today
    survey.state = to
    survey.save(update_fields=["state", "starts_on"])
    return moved(survey, Verb.OPEN, authority, now, note)


@transaction.atomic
def pause_survey(*, survey: Survey, by: User, now: datetime) -> Survey:
    """The public sees that the survey rests; what was sent stays."""
    return _simple(survey, Verb.PAUSE, by, now)


@transaction.atomic
def resume_survey(*, survey: Survey, by: User, now: datetime) -> Survey:
    return _simple(survey, Verb.RESUME, by, now)


@transaction.atomic
def close_survey(*, survey: Survey, by: User, now: datetime) -> Survey:
    """No more answers. Everything is added up. The receipt codes stay until the result is confirmed: the survey may
    be sent back, and whoever holds a code that is not used yet can then still use it.

    A survey that was sent back is closed where its result and its list of single answers tell nobody's answer beside
    those that were seen: five new answers or more, or none; and so of what was set aside or counted again (ADR 0017).
    """
    authority = require(by, Permission.RUN_SURVEY, survey.desk, day_of(now))
    survey = locked_survey(survey)
    to = next_state(TABLE, SurveyState(survey.state), Verb.CLOSE, refusal=REFUSALS[Verb.CLOSE])
    _hold_step(survey, authority, now)
    survey.state = to
    survey.closed_by, survey.closed_at = by, now
    survey.receipts_used += _used(survey)
    survey.save(update_fields=["state", "closed_by", "closed_at", "receipts_used"])
    fold(survey, now)
    lay_by_key(survey)
    moved(survey, Verb.CLOSE, authority, now)
    checkers = [one.user for role in CHECKERS for one in holders(survey.kecamatan, role, day_of(now))]
    tell(survey, [one for one in checkers if one != by], f"{survey} ditutup dan menunggu pengesahan.", now)
    return survey


@transaction.atomic
def reopen_survey(*, survey: Survey, reason: str, by: User, now: datetime) -> Survey:
    """Send a closed survey back to its desk, with the reason: it is paused, and the desk resumes it."""
    authority = require(by, Permission.CONFIRM_SURVEY, survey.unit, day_of(now))
    survey = locked_survey(survey)
    to = next_state(TABLE, SurveyState(survey.state), Verb.REOPEN, refusal=REFUSALS[Verb.REOPEN])
    if not reason.strip():
        raise DomainError("Tulis alasannya, agar penyelenggara tahu apa yang perlu dilengkapi.", field="reason")
    other = Survey.objects.filter(unit=survey.unit, state__in=RUNNING).first()
    if other is not None:
        raise ConflictError(f"{other} sedang berjalan. Tutup dahulu, lalu kembalikan yang ini.", code="another_runs")
    fold(survey, now)  # from here on, answers that are not tallied are those that came since
    if survey.answers.filter(is_tallied=False, exclusion=None).exists():
        raise ConflictError("Jawaban survei ini masih dijumlahkan. Coba lagi satu menit lagi.", code="still_counting")
    keep_seen(survey)
    survey.state, survey.closed_by, survey.closed_at = to, None, None
    survey.receipts_used -= _used(survey)  # counted anew at the next close
    survey.save(update_fields=["state", "closed_by", "closed_at", "receipts_used"])
    moved(survey, Verb.REOPEN, authority, now, reason.strip())
    tell_desk(survey, f"{survey} dikembalikan untuk dilengkapi: {reason.strip()}", now)
    return survey


def _hold_step(survey: Survey, authority: Authority, now: datetime) -> None:
    """Refuse a result that would tell, beside those that were seen, what one to four people answered."""
    step = step_of(survey)
    if why := why_not_close(step):
        raise ConflictError(why, code="small_step")
    join_parts(survey, step, authority, now)


def _used(survey: Survey) -> int:
    """Codes that opened a form and are still kept."""
    return survey.receipts.filter(is_used=True).count()


def _simple(survey: Survey, verb: Verb, by: User, now: datetime) -> Survey:
    authority = require(by, Permission.RUN_SURVEY, survey.desk, day_of(now))
    survey = locked_survey(survey)
    survey.state = next_state(TABLE, SurveyState(survey.state), verb, refusal=REFUSALS[verb])
    survey.save(update_fields=["state"])
    return moved(survey, verb, authority, now)


@transaction.atomic
def remind_of_overdue_surveys(*, now: datetime) -> None:
    """Once a day: a survey whose last day has passed still runs, because nothing closes by itself."""
    for survey in overdue_surveys(day_of(now)):
        text = f"{survey} lewat batas sejak {long_date(survey.ends_on)}. Tutup survei ini, atau perpanjang harinya."
        tell_desk(survey, text, now)
