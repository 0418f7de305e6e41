"""The browser tools of the tests: a page in the system's Chromium on a live server, strict about what it logs."""

import pytest

from tests.factories import PASSWORD, office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_person_signs_in_and_out(page) -> None:
    here = office()
    page.goto("/")
    page.get_by_label("Nama pengguna").fill(here.sekcam.username)
    page.get_by_label("Kata sandi").first.fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/")
    assert "Sekretaris Camat" in page.content()
