"""Who may confirm the result of a survey: never whoever had a hand in its figure."""

from django.db.models import Sum

from cermat.organisation.models import User
from cermat.survey.models import Survey
from cermat.survey.workflow import Remark, Verb

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
    """Whether the person set answers aside, or let them count again, since the survey was last opened or sent back."""
    opened = survey.moves.filter(verb__in=(Verb.OPEN, Verb.REOPEN)).order_by("-pk").values_list("at", flat=True).first()
    return any(
        (made if opened is None else made.filter(at__gte=opened)).exists()
        for made in (survey.exclusions.filter(by=user), survey.moves.filter(by=user, verb=Remark.RESTORE))
    )


def excluded_count(survey: Survey) -> int:
    return survey.exclusions.aggregate(n=Sum("count"))["n"] or 0
