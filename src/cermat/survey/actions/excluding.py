"""Answers that do not count: they stay, with who set them aside and why, and the published figure says how many."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from cermat.audit.actions import record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.survey.actions.history import moved
from cermat.survey.actions.setting_up import held_survey, target_of
from cermat.survey.actions.stepping import is_step_refused, keep_seen
from cermat.survey.actions.tallies import fold, retally
from cermat.survey.models import Answer, Batch, Exclusion, Service, Survey, SurveyState
from cermat.survey.queries import Lot, countable, new_answers, restored_answers, why_not_exclude
from cermat.survey.schema import CHANNEL_NAMES, SMALLEST_GROUP, Channel
from cermat.survey.workflow import Remark

BEFORE_RESULT = (SurveyState.OPEN, SurveyState.PAUSED, SurveyState.CLOSED)
TELLS = (
    "Hasil survei ini sudah pernah terlihat. Bila jawaban ini {what}, selisihnya dengan hasil itu memperlihatkan "
    f"jawaban kurang dari {SMALLEST_GROUP} orang, sedikitnya pada satu pertanyaan. "
)
NOT_ASIDE = TELLS.format(what="dikesampingkan") + "Pilih kelompok lain dari daftar, atau biarkan tetap dihitung."
NOT_AGAIN = TELLS.format(what="dihitung lagi") + "Biarkan tetap dikesampingkan."


@dataclass(frozen=True)
class Group:
    """Which answers: a whole pile of paper or import, all that came since the survey was sent back, all that count
    again since then, or all that came in a burst; these by service and channel too.

    Never single answers, nor a group under five: nobody picks out those that they do not like, and the step in the
    figure tells nobody's answer. Only the burst as a whole, and what came since the return, may be smaller, as long as
    no result has counted them, and no list named them, that anybody may have seen.
    """

    batch: Batch | None = None
    service: Service | None = None
    channel: Channel | None = None
    is_new: bool = False
    is_restored: bool = False

    def answers(self, survey: Survey) -> QuerySet[Answer]:
        if self.is_new or self.is_restored:
            return new_answers(survey) if self.is_new else restored_answers(survey)
        rows = countable(survey)
        if self.batch is not None:
            return rows.filter(batch=self.batch)
        rows = rows.filter(is_suspicious=True)
        rows = rows.filter(service=self.service) if self.service else rows
        return rows.filter(channel=self.channel) if self.channel else rows

    def holds(self, lot: Lot) -> bool:
        """Whether these are in it, of those that count in a survey whose result was seen."""
        if self.is_new or self.is_restored:
            return not lot.mask and lot.is_listed == self.is_restored
        if self.batch is not None:
            return lot.batch == self.batch.pk
        is_here = self.service is None or lot.service == self.service.pk
        return lot.is_suspicious and is_here and self.channel in (None, lot.channel)

    def may_be(self, count: int, survey: Survey) -> bool:
        """Whether so many answers may be set aside as this group."""
        if count >= SMALLEST_GROUP or self.is_new:
            return True
        return self.batch is None and count == countable(survey).filter(is_suspicious=True).count()

    def words(self, count: int) -> str:
        if self.is_new or self.is_restored:
            return f"{count} jawaban yang {'masuk' if self.is_new else 'dihitung lagi'} sejak dikembalikan"
        if self.batch is not None:
            return f"{count} jawaban tumpukan “{self.batch.name}”"
        where = [self.service.name] if self.service else []
        where += [CHANNEL_NAMES[self.channel]] if self.channel else []
        return ", ".join([f"{count} jawaban bertanda lonjakan", *where])


@transaction.atomic
def exclude(*, survey: Survey, group: Group, reason: str, by: User, now: datetime) -> Exclusion:
    """Set a whole group aside, with a reason. Possible until the result is confirmed."""
    authority = require(by, Permission.CONFIRM_SURVEY, survey.unit, day_of(now))
    survey = held_survey(survey)
    _refuse_late(survey)
    if not reason.strip():
        raise DomainError("Tulis alasannya: alasan itu ikut tercetak pada laporan.", field="reason")
    if group.batch is not None and group.batch.survey_id != survey.pk:
        raise DomainError("Pilih tumpukan dari survei ini.", field="group")
    _refuse_last_checker(survey, by, now)
    answers = group.answers(survey)
    count = answers.count()
    _refuse_few(survey, group, count)
    keep_seen(survey)
    if 0 < answers.filter(is_listed=True).count() < SMALLEST_GROUP:  # the next list would tell which are missing
        raise DomainError(NOT_ASIDE, field="group", code="small_step")
    exclusion = Exclusion.objects.create(
        survey=survey, reason=reason.strip(), about=group.words(count)[:200], count=count, by=by,
        by_title=authority.assignment.title, at=now,
    )  # fmt: skip
    exclusion.count = answers.update(exclusion=exclusion)
    if exclusion.count != count:  # some came meanwhile
        exclusion.about = group.words(exclusion.count)[:200]
        exclusion.save(update_fields=["count", "about"])
    if is_step_refused(survey, authority, now):
        raise DomainError(NOT_ASIDE, field="group", code="small_step")
    retally(survey)
    after = {"about": exclusion.about, "count": exclusion.count, "reason": exclusion.reason}
    record(
        by=by, verb="survey.excluded", target=target_of(survey), at=now, after=after,
        on_behalf_of=authority.principal,
    )  # fmt: skip
    return exclusion


@transaction.atomic
def count_again(*, exclusion: Exclusion, reason: str, by: User, now: datetime) -> Survey:
    """Take an exclusion back before the result is confirmed: its answers count again. Where a result that somebody may
    have seen had set them aside, it is like an exclusion no work of whoever confirms afterwards. What was set aside and
    why stays in the audit, and with the reason in the history.
    """
    authority = require(by, Permission.CONFIRM_SURVEY, exclusion.survey.unit, day_of(now))
    survey = held_survey(exclusion.survey)
    _refuse_late(survey)
    if not reason.strip():
        raise DomainError("Tulis alasannya: alasan itu tetap terbaca pada riwayat survei.", field="reason")
    keep_seen(survey)
    held = survey.exclusions.filter(pk=exclusion.pk).first()
    if held is None:
        raise ConflictError("Jawaban ini sudah dihitung lagi. Muat ulang halaman ini.", code="nothing")
    Answer.objects.filter(exclusion=held).update(exclusion=None, is_tallied=False)
    if is_step_refused(survey, authority, now):
        raise DomainError(NOT_AGAIN, code="small_step")
    held.delete()
    if held.was_seen:
        _refuse_last_checker(survey, by, now)
    remark = Remark.RESTORE if held.was_seen else Remark.UNDO
    moved(survey, remark, authority, now, f"{held.about}. {reason.strip()}"[:500])
    if survey.state == SurveyState.CLOSED:
        fold(survey, now)
    return survey


def _refuse_late(survey: Survey) -> None:
    if survey.state not in BEFORE_RESULT:
        raise ConflictError(
            "Jawaban hanya dapat dikesampingkan, atau dihitung lagi, sebelum hasil survei disahkan.", code="not_now"
        )


def _refuse_last_checker(survey: Survey, by: User, now: datetime) -> None:
    if why := why_not_exclude(survey, by, day_of(now)):
        raise DomainError(why, code="last_checker")


def _refuse_few(survey: Survey, group: Group, count: int) -> None:
    if not count:
        raise ConflictError("Tidak ada jawaban untuk dikesampingkan. Muat ulang halaman ini.", code="nothing")
    if not group.may_be(count, survey):
        raise DomainError(
            f"Kelompok di bawah {SMALLEST_GROUP} jawaban tidak dikesampingkan tersendiri, agar jawaban perorangan "
            "tidak terbaca dari selisihnya. Pilih semua yang bertanda lonjakan, atau kelompok yang lebih besar.",
            field="group",
        )
