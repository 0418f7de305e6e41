"""A result that was seen moves by five answers or more, or not at all: else the difference tells single answers."""

from datetime import datetime

from django.db.models import F

from cermat.lib.errors import ConflictError
from cermat.organisation.queries import Authority
from cermat.survey.actions.history import moved
from cermat.survey.formula import Verdict
from cermat.survey.models import Survey, SurveyState
from cermat.survey.queries import Step, countable, seen_of, step_of
from cermat.survey.queries.raw import listed_now
from cermat.survey.queries.stepping import JOINED
from cermat.survey.workflow import Remark

MOST_RESULTS = 60  # a bit of each answer's number for each
TOO_MANY = (
    f"Hasil survei ini sudah {MOST_RESULTS} kali berubah dan tidak dapat diubah lagi. Sahkan hasil yang sekarang; bila "
    "tidak dapat disahkan, biarkan survei ini tanpa hasil dan siapkan survei periode berikutnya."
)


def keep_seen(survey: Survey) -> None:
    """Before the result of a closed survey changes: remember what anybody may have seen of it, namely which answers it
    counted, which its list named, and which groups stood aside. The caller has locked the survey. A result that
    counted just what an earlier one did is the same."""
    if survey.state != SurveyState.CLOSED:
        return
    seen, listed = seen_of(survey), listed_now(survey)
    if not seen.is_kept:
        if seen.results == MOST_RESULTS:
            raise ConflictError(TOO_MANY, code="too_many_results")
        countable(survey).update(seen=F("seen").bitor(1 << seen.results))
    survey.answers.filter(listed, is_listed=False).update(is_listed=True)
    survey.exclusions.filter(was_seen=False).update(was_seen=True)


def is_step_refused(survey: Survey, authority: Authority, now: datetime) -> bool:
    """After answers went or came back, in the same transaction: whether that tells few beside any result or list that
    was seen. While the survey runs, its close looks at the rest."""
    is_closed = survey.state == SurveyState.CLOSED
    step = step_of(survey, with_new=is_closed)
    if is_closed and not step.is_refused:
        join_parts(survey, step, authority, now)
    return step.is_refused


def join_parts(survey: Survey, step: Step, authority: Authority, now: datetime) -> None:
    """Where services or channels would tell few beside an earlier result, none is told apart any more from now on."""
    if step.verdict is Verdict.JOINED:
        survey.joined_from = step.results
        survey.save(update_fields=["joined_from"])
        moved(survey, Remark.JOIN, authority, now, f"Rincian menurut layanan dan saluran {JOINED}.")
