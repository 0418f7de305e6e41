"""Who may confirm the result of a survey: never whoever had a hand in its figure."""

from django.db.models import Sum

from cermat.organisation.models import User
from cermat.survey.models import Survey
from cermat.survey.workflow import Remark

CLOSED_BY_SAME = "Anda yang menutup survei ini; hasilnya disahkan oleh orang lain, bukan oleh yang menutupnya."
EXCLUDED_BY_SAME = (
    "Anda mengesampingkan jawaban survei ini, atau menghitungnya lagi; hasilnya disahkan oleh orang lain yang "
    "berwenang, misalnya Camat."
)


def why_not_confirm(survey: Survey, user: User) -> str:
    """In a sentence why the person may not confirm the survey, whatever their rights are; "" where they may."""
    if survey.closed_by_id == user.pk:
        return CLOSED_BY_SAME
    return EXCLUDED_BY_SAME if has_excluded(survey, user) else ""


def has_excluded(survey: Survey, user: User) -> bool:
    """Whether the person set answers aside that still do not count, or ever let some count again: returns in between
    change nothing of it, the figure is partly their work."""
    return survey.exclusions.filter(by=user).exists() or survey.moves.filter(by=user, verb=Remark.RESTORE).exists()


def excluded_count(survey: Survey) -> int:
    return survey.exclusions.aggregate(n=Sum("count"))["n"] or 0
