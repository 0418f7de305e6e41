"""Opening, pausing, closing and confirming, and every refusal on the way."""

import pytest

from cermat.survey.actions import close_survey, open_survey, pause_survey, resume_survey
from cermat.survey.models import Survey, SurveyState
from cermat.survey.queries import survey_of_counter
from tests.collection.factories import small_office
from tests.factories import NOW, Office
from tests.survey.factories import a_counter, a_survey, some_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return small_office()


def moves_of(survey: Survey) -> list[str]:
    return list(survey.moves.values_list("verb", flat=True))


def test_a_survey_goes_from_draft_to_closed(office: Office):
    kasi = office.kasi["pelayanan"]
    survey = a_survey(office.kecamatan, SurveyState.DRAFT)
    for act in (open_survey, pause_survey, resume_survey, close_survey):
        survey = act(survey=survey, by=kasi, now=NOW)
    assert survey.state == SurveyState.CLOSED
    assert moves_of(survey) == ["open", "pause", "resume", "close"]


def test_an_address_leads_to_the_survey_that_runs(office: Office):
    counter = a_counter(office.kecamatan)
    assert survey_of_counter(counter.code) == (counter, None)
    survey = a_survey(office.kecamatan)
    some_answers(survey, "444444444", "333333330")
    assert survey_of_counter(counter.code) == (counter, survey)
