"""The history of a survey, and the news of it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from cermat.audit.actions import record
from cermat.lib.months import day_of
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import User
from cermat.organisation.queries import Authority, head_of
from cermat.survey.actions.setting_up import target_of
from cermat.survey.models import Survey, SurveyMove
from cermat.survey.workflow import Remark, Verb


def moved(survey: Survey, verb: Verb | Remark, authority: Authority, now: datetime, note: str = "") -> Survey:
    """Write the move down, or what else the history tells, for it and for the audit. A move answers what the news
    before it asked for."""
    SurveyMove.objects.create(
        survey=survey,
        verb=verb,
        note=note,
        by=authority.assignment.user,
        by_title=authority.assignment.title,
        at=now,
    )
    record(
        by=authority.assignment.user,
        verb=f"survey.{verb}",
        target=target_of(survey),
        at=now,
        after={"state": survey.state, "note": note},
        on_behalf_of=authority.principal,
    )
    if isinstance(verb, Verb):
        settle_news(key=f"survey:{survey.pk}:", now=now)
    return survey


def tell(survey: Survey, users: Iterable[User], text: str, now: datetime) -> None:
    """News about the survey; the same news once a day, and anew after each move."""
    move = survey.moves.order_by("-pk").values_list("pk", flat=True).first()
    key = f"survey:{survey.pk}:{move}:{day_of(now)}:{text}"
    notify(users=users, text=text, url=reverse("survey:survey", args=[survey.pk]), key=key, now=now)


def tell_desk(survey: Survey, text: str, now: datetime) -> None:
    """News for whoever leads the desk on that day."""
    head = head_of(survey.desk, day_of(now))
    tell(survey, [head.user] if head else [], text, now)
