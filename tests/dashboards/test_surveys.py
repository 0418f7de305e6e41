"""Tugas Saya of a survey: whoever runs it and whoever confirms it sees what it waits for."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cermat.dashboards.queries import Desk, Task, TaskKind, tasks_of
from cermat.lib.months import Month
from cermat.organisation.models import User
from cermat.survey.actions import Group, exclude
from cermat.survey.models import Suggestion, Survey, SurveyState
from tests import factories
from tests.collection.factories import small_office
from tests.factories import NOW, TODAY, Office
from tests.survey.factories import a_survey, an_improvement, some_answers

pytestmark = pytest.mark.django_db
MONTH = Month.of(TODAY)


@pytest.fixture
def office() -> Office:
    return small_office()


def asked(user: User) -> list[Task]:
    return [task for task in tasks_of(Desk(user, TODAY)) if task.kind.value.startswith("survei_")]


def kinds(user: User) -> list[TaskKind]:
    return [task.kind for task in asked(user)]


def held(office: Office, state: SurveyState, first: int, last: int) -> Survey:
    """A survey whose days lie so many days from today."""
    days = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    return a_survey(office.kecamatan, state, month=MONTH, days=days)


def test_a_draft_whose_days_have_begun_is_to_be_opened_by_its_desk(office: Office) -> None:
    held(office, SurveyState.DRAFT, -1, 30)
    assert kinds(office.kasi["pelayanan"]) == [TaskKind.OPEN_SURVEY]
    assert kinds(office.kasi["pmd"]) == kinds(office.sekcam) == []


def test_few_answers_near_the_end_are_a_task_and_enough_are_none(office: Office) -> None:
    survey = held(office, SurveyState.OPEN, -20, 5)
    [task] = asked(office.kasi["pelayanan"])
    assert (task.kind, task.text) == (TaskKind.ASK_MORE, "0 dari 196")
    some_answers(survey, *["333333333"] * 196)
    assert kinds(office.kasi["pelayanan"]) == []


def test_a_survey_past_its_last_day_is_to_be_closed(office: Office) -> None:
    held(office, SurveyState.OPEN, -20, -1)
    [task] = asked(office.kasi["pelayanan"])
    assert (task.kind, task.is_late) == (TaskKind.CLOSE_SURVEY, True)


def test_a_closed_one_is_to_be_confirmed_by_somebody_else_than_who_closed_it(office: Office) -> None:
    survey = held(office, SurveyState.CLOSED, -20, -1)
    assert kinds(office.sekcam) == kinds(office.camat) == [TaskKind.CONFIRM_SURVEY]
    assert kinds(office.kasi["pelayanan"]) == []
    survey.closed_by = office.sekcam
    survey.save()
    assert kinds(office.sekcam) == []


def test_whoever_set_answers_aside_is_not_asked_to_confirm(office: Office) -> None:
    survey = held(office, SurveyState.CLOSED, -20, -1)
    some_answers(survey, *["111111111"] * 5, is_suspicious=True)
    exclude(survey=survey, group=Group(), reason="Lonjakan", by=office.sekcam, now=NOW)
    assert (kinds(office.sekcam), kinds(office.camat)) == ([], [TaskKind.CONFIRM_SURVEY])


def test_suggestions_are_to_be_read_and_the_lowest_unsur_to_be_planned_for(office: Office) -> None:
    survey = held(office, SurveyState.CONFIRMED, -20, -1)
    Survey.objects.update(confirmed_at=NOW)
    for text in ("Antre lama", "Kursi kurang"):
        service = survey.offered.all()[0].service
        Suggestion.objects.create(id=uuid4(), survey=survey, service=service, text=text)
    found = asked(office.kasi["pelayanan"])
    assert [(task.kind, task.count) for task in found] == [
        (TaskKind.PLAN_IMPROVEMENTS, 1), (TaskKind.READ_SUGGESTIONS, 2),
    ]  # fmt: skip
    an_improvement(survey)
    assert kinds(office.kasi["pelayanan"]) == [TaskKind.READ_SUGGESTIONS]


def test_suggestions_are_no_task_before_the_close(office: Office) -> None:
    survey = held(office, SurveyState.OPEN, -20, 30)
    Suggestion.objects.create(id=uuid4(), survey=survey, service=survey.offered.all()[0].service, text="Antre lama")
    assert kinds(office.kasi["pelayanan"]) == []


def test_a_lurah_runs_the_survey_of_the_own_kelurahan_only(office: Office) -> None:
    village, other = office.kelurahan[0], office.desa[0]
    a_survey(village, SurveyState.DRAFT, month=MONTH, days=(TODAY, date(TODAY.year + 1, 1, 1)))
    assert kinds(office.lurah[village.code]) == [TaskKind.OPEN_SURVEY]
    assert kinds(office.lurah[other.code]) == []


def test_nobody_sees_the_surveys_of_another_kecamatan(office: Office) -> None:
    held(office, SurveyState.DRAFT, -1, 30)
    assert kinds(factories.other_office().kasi["pelayanan"]) == []
