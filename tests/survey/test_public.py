"""What the public sees under /s/."""

import pytest
from django.test import Client

from tests.factories import Office, office
from tests.survey.factories import a_counter, a_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Office:
    return office()


def opened(code: str, query: str = "", status: int = 200) -> str:
    response = Client().get(f"/s/{code}/{query}")
    assert response.status_code == status
    return response.content.decode()


def test_the_form_asks_the_nine_questions_of_the_rule_in_its_own_words(here: Office) -> None:
    a_survey(here.kecamatan)
    page = opened(a_counter(here.kecamatan).code)
    assert page.count('type="radio"') == 36
    assert "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?" in page
    assert "Berfungsi kurang maksimal" in page
