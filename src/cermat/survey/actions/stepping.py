"""A result that was seen moves by five answers or more, or not at all: else the difference tells single answers."""

from datetime import datetime

from django.db.models import F

from cermat.lib.errors import ConflictError, DomainError
from cermat.organisation.queries import Authority
from cermat.survey.actions.history import moved
from cermat.survey.formula import Verdict
from cermat.survey.models import Survey, SurveyState
from cermat.survey.queries import Step, countable, seen_of, step_of
from cermat.survey.schema import SMALLEST_GROUP
from cermat.survey.workflow import Remark

MOST_RESULTS = 60  # a bit of each answer's number for each
JOINED = (
    "Menurut layanan atau saluran, selisih dengan hasil sebelumnya memperlihatkan kurang dari "
    f"{SMALLEST_GROUP} jawaban. Rincian menurut layanan dan saluran digabung, agar jawaban perorangan tidak terbaca."
)


def keep_seen(survey: Survey) -> None:
    """Before the result of a closed survey changes: remember which answers it counted. The caller has locked the
    survey. A result that counted just what an earlier one did is the same."""
    if survey.state != SurveyState.CLOSED:
        return
    seen = seen_of(survey)
    if seen.is_kept:
        return
    if seen.results == MOST_RESULTS:
        raise ConflictError(
            f"Hasil survei ini sudah {MOST_RESULTS} kali berubah. Sahkan hasil yang sekarang.", code="too_many_results"
        )
    countable(survey).update(seen=F("seen").bitor(1 << seen.results))


def hold_step(survey: Survey, what: str, authority: Authority, now: datetime) -> None:
    """After answers went or came back, in the same transaction: refuse what tells few beside any result that was seen.
    `what`: dikesampingkan, dihitung lagi. While the survey runs, its close looks at the rest."""
    is_closed = survey.state == SurveyState.CLOSED
    step = step_of(survey, with_new=is_closed)
    if step.is_refused:
        raise DomainError(
            f"Hasil survei ini sudah pernah terlihat. Bila jawaban ini {what}, selisihnya dengan hasil itu "
            f"memperlihatkan jawaban kurang dari {SMALLEST_GROUP} orang, sedikitnya pada satu pertanyaan. Biarkan "
            "kelompok ini seperti adanya, atau pilih kelompok yang lebih besar.",
            field="group",
            code="small_step",
        )
    if is_closed:
        join_parts(survey, step, authority, now)


def join_parts(survey: Survey, step: Step, authority: Authority, now: datetime) -> None:
    """Where services or channels would tell few beside an earlier result, none is told apart any more from now on."""
    if step.verdict is Verdict.JOINED:
        survey.joined_from = step.results
        survey.save(update_fields=["joined_from"])
        moved(survey, Remark.JOIN, authority, now, JOINED)
