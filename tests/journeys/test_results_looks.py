"""The published result of a survey for every eye and every phone."""

import pytest
from playwright.sync_api import Page

from cermat.survey.models import SurveyState
from tests.factories import Office
from tests.journeys.citizen import DAYS
from tests.journeys.test_survey_looks import barriers
from tests.survey.factories import a_survey, some_answers

pytestmark = [pytest.mark.browser, pytest.mark.alike]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_published_result_has_no_barrier_and_does_not_scroll_sideways(
    page: Page, here: Office, scheme: str
) -> None:
    survey = a_survey(here.kecamatan, SurveyState.CONFIRMED, days=DAYS)
    some_answers(survey, *["344434344"] * 9, *["243434344"] * 6)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/hasil/{here.kecamatan.code}/")
    assert page.get_by_role("img").count() == 1
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
