"""Who may confirm the result of a survey: never whoever had a hand in its figure."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from cermat.organisation.models import User
from cermat.organisation.permissions import GRANTS, Permission
from cermat.organisation.queries import holders
from cermat.survey.models import Answer, Exclusion, Survey, SurveyMove
from cermat.survey.workflow import Remark

CHECKERS = tuple(role for role, grants in GRANTS.items() if Permission.CONFIRM_SURVEY in grants)
CLOSED_BY_SAME = "Anda yang menutup survei ini; hasilnya disahkan oleh orang lain, bukan oleh yang menutupnya."
EXCLUDED_BY_SAME = (
    "Anda mengesampingkan jawaban survei ini, atau menghitungnya lagi; hasilnya disahkan oleh orang lain yang "
    "berwenang."
)
TYPED_BY_SAME = (
    "Anda memasukkan tumpukan jawaban yang ikut dihitung pada survei ini; hasilnya disahkan oleh orang lain yang "
    "berwenang."
)


def why_not_confirm(survey: Survey, user: User) -> str:
    """In a sentence why the person may not confirm the survey, whatever their rights are; "" where they may.

    Not whoever closed it, set answers aside that still do not count, let answers count again that a seen result had
    set aside, or made or stored a pile of which answers count. Returns in between change nothing of it: the figure is
    partly their work. Whoever took back what no result had shown yet has changed nothing.
    """
    if survey.closed_by_id == user.pk:
        return CLOSED_BY_SAME
    excluded = Exclusion.objects.filter(survey=OuterRef("pk"), by=user)
    restored = SurveyMove.objects.filter(survey=OuterRef("pk"), by=user, verb=Remark.RESTORE)
    piles = Q(batch__made_by=user) | Q(batch__stored_by=user)
    typed = Answer.objects.filter(piles, batch__survey=OuterRef("pk"), exclusion=None)
    asked = Survey.objects.filter(pk=survey.pk).order_by()
    excludes, restores, types = asked.values_list(Exists(excluded), Exists(restored), Exists(typed)).get()
    if excludes or restores:
        return EXCLUDED_BY_SAME
    return TYPED_BY_SAME if types else ""


def why_not_exclude(survey: Survey, user: User, day: date) -> str:
    """In a sentence why the person may not set answers aside, or let those count again that a seen result had set
    aside: nobody would be left to confirm, though somebody who may not confirm anyway can do it. "" where they may."""
    people = {one.user for role in CHECKERS for one in holders(survey.kecamatan, role, day)}
    others = sorted(people - {user}, key=str)
    if why_not_confirm(survey, user) or any(not why_not_confirm(survey, one) for one in others) or not others:
        return ""
    return (
        "Bila Anda mengesampingkan jawaban survei ini, atau menghitungnya lagi, tidak ada lagi yang dapat mengesahkan "
        f"hasilnya. Minta {' atau '.join(map(str, others))} melakukannya; hasilnya Anda yang mengesahkan."
    )
