"""What a survey asks of those who run and confirm it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cermat.dashboards.queries.desk import Desk
from cermat.lib.months import day_of
from cermat.organisation.permissions import Permission
from cermat.survey.models import RUNNING, Improvement, Suggestion, Survey, SurveyState
from cermat.survey.queries import Progress, progress_of_all, why_not_confirm
from cermat.survey.workflow import Showing

NEAR_THE_END = timedelta(days=7)
REMEMBERED = timedelta(days=120)  # after that nobody is asked for a plan any more
DAYS_TO_CONFIRM, DAYS_TO_PLAN = 2, 5  # working days


@dataclass(frozen=True)
class SurveyDuty:
    """`what`: buka, kurang, tutup, sahkan, saran, rencana · `count`: suggestions to read."""

    what: str
    survey: Survey
    due_on: date | None
    count: int = 1
    progress: Progress | None = None


def survey_duties(desk: Desk) -> Iterator[SurveyDuty]:
    """One query, a handful more where a survey nears its end, and one for each that waits to be confirmed."""
    if not (desk.holds(Permission.RUN_SURVEY) or desk.holds(Permission.CONFIRM_SURVEY)):
        return
    low: list[Survey] = []
    for survey in _live(desk):
        if desk.may(Permission.CONFIRM_SURVEY, survey.unit):
            yield from _to_confirm(desk, survey)
        if not desk.may(Permission.RUN_SURVEY, survey.desk):
            continue
        yield from _to_run(desk, survey)
        if survey.state in RUNNING and desk.day <= survey.ends_on <= desk.day + NEAR_THE_END:
            low.append(survey)
    for progress in progress_of_all(low) if low else []:
        if progress.target is not None and progress.towards < progress.target:
            yield SurveyDuty("kurang", progress.survey, progress.survey.ends_on, progress=progress)


def _live(desk: Desk) -> QuerySet[Survey]:
    since = desk.day - REMEMBERED
    rows = Survey.objects.filter(kecamatan=desk.home).exclude(state=SurveyState.CONFIRMED, confirmed_at__date__lt=since)
    unread = Suggestion.objects.filter(survey=OuterRef("pk"), showing=Showing.NEW)
    planned = Improvement.objects.filter(survey=OuterRef("pk"))
    rows = rows.annotate(unread=_number(unread), planned=_number(planned))
    return rows.select_related("unit__kecamatan", "desk__kecamatan", "version").order_by("period", "pk")


def _number(rows: QuerySet[Suggestion] | QuerySet[Improvement]) -> Coalesce:
    counted = rows.order_by().values("survey").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _to_confirm(desk: Desk, survey: Survey) -> Iterator[SurveyDuty]:
    if survey.state != SurveyState.CLOSED or survey.closed_at is None or why_not_confirm(survey, desk.user):
        return
    due = desk.calendar.add_working_days(day_of(survey.closed_at), DAYS_TO_CONFIRM)
    yield SurveyDuty("sahkan", survey, due)


def _to_run(desk: Desk, survey: Survey) -> Iterator[SurveyDuty]:
    if survey.state == SurveyState.DRAFT and survey.covers(desk.day):
        yield SurveyDuty("buka", survey, survey.starts_on)
    if survey.state in RUNNING and survey.ends_on < desk.day:
        yield SurveyDuty("tutup", survey, survey.ends_on)
    unread, planned = getattr(survey, "unread", 0), getattr(survey, "planned", 0)
    if unread and survey.state in (SurveyState.CLOSED, SurveyState.CONFIRMED):  # read only after the close
        yield SurveyDuty("saran", survey, None, unread)
    if survey.state == SurveyState.CONFIRMED and survey.confirmed_at is not None and not planned:
        due = desk.calendar.add_working_days(day_of(survey.confirmed_at), DAYS_TO_PLAN)
        yield SurveyDuty("rencana", survey, due)
