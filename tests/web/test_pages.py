"""The pages of the layout: sign-in, what is not found or not allowed, language, the weight of a first view."""

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_stranger_is_asked_to_sign_in() -> None:
    response = Client().get("/periode/")
    assert response.status_code in {302, 404}
    page = Client().get("/accounts/login/").content.decode()
    assert "Nama pengguna" in page
    assert 'style="' not in page


def test_the_home_page_says_who_is_signed_in() -> None:
    office = factories.office()
    page = factories.sign_in(office.sekcam).get("/").content.decode()
    assert "Sekretaris Camat" in page
    assert "DATA CONTOH" in page


def test_the_page_of_sign_in_shows_an_example_person_of_each_role() -> None:
    factories.office()
    page = Client().get("/accounts/login/").content.decode()
    assert "contoh-cermat-2026" in page
    assert page.count("<li><code") == 10
    assert "contoh-cermat-2026" not in Client(REMOTE_ADDR="10.0.0.7").get("/accounts/login/").content.decode()
