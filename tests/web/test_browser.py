"""The browser tools of the tests: a page in the system's Chromium on a live server, strict about what it logs."""

import pytest
from django.db import transaction

from cermat.audit.actions import Target, record
from tests.factories import NOW, PASSWORD, office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_person_signs_in_and_out(page) -> None:
    here = office()
    with transaction.atomic():  # a row in the table that refuses deletion: the test after this one starts empty
        record(by=here.camat, verb="user.added", target=Target("user", 1), at=NOW)
    page.goto("/")
    page.get_by_label("Nama pengguna").fill(here.sekcam.username)
    page.get_by_label("Kata sandi").first.fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/")
    assert "Sekretaris Camat" in page.content()
