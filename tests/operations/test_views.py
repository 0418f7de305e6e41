import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.notifications.actions import post
from tests.factories import NOW, Office, office, other_office, sign_in

pytestmark = pytest.mark.django_db


def write(here: Office, verb: str = "entry.sent", **after: object) -> None:
    with transaction.atomic():
        target = Target("entry", 7, chain=here.kecamatan.code)
        record(by=here.kasi["pmd"], verb=verb, target=target, at=NOW, before={"count": 1}, after=after or {"count": 2})


def trail(here: Office, **query: str) -> str:
    return sign_in(here.camat).get(reverse("operations:audit_trail"), query).content.decode()


def test_the_trail_says_who_did_what_when_and_what_changed() -> None:
    here = office()
    write(here)
    page = trail(here)
    for text in ("Isian dikirim", "Kasi Seksi Pemberdayaan", "23 November 2026 09.14 WIB", "1 → 2"):
        assert text in page


def test_personal_fields_stand_in_the_trail_as_digests_only() -> None:
    here = office()
    write(here, full_name="Nama Rekaan")
    page = trail(here)
    assert "Nama Rekaan" not in page
    assert "data pribadi (hanya sidik)" in page


def test_nobody_sees_the_trail_of_another_kecamatan() -> None:
    here, there = office(), other_office()
    write(there)
    assert "Isian dikirim" not in trail(here)
    assert "Isian dikirim" in trail(there)


def test_a_lurah_does_not_see_the_trail() -> None:
    here = office()
    lurah = here.lurah["35.18.13.1001"]
    assert sign_in(lurah).get(reverse("operations:audit_trail")).status_code == 403


def test_the_trail_is_narrowed_by_kind_person_and_day() -> None:
    here = office()
    write(here)
    assert "Isian dikirim" in trail(here, kind="entry", person="pemberdayaan", start="2026-11-23", end="2026-11-23")
    assert "Isian dikirim" not in trail(here, kind="cycle")
    assert "Isian dikirim" not in trail(here, person="nobody")
    assert "Isian dikirim" not in trail(here, start="2026-11-24")
    assert "Isian dikirim" not in trail(here, end="2026-11-22")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_trail_asks_the_same_few_questions_however_long_it_is(rows, django_assert_max_num_queries) -> None:
    here = office()
    for _ in range(rows):
        write(here)
    client = sign_in(here.camat)
    with django_assert_max_num_queries(12):
        client.get(reverse("operations:audit_trail"))


def test_health_answers_this_machine_only() -> None:
    answer = Client().get(reverse("operations:health"))
    assert answer.status_code == 200
    assert answer.json()["ok"] is True
    assert Client(REMOTE_ADDR="10.0.0.7").get(reverse("operations:health")).status_code == 404
    assert Client(HTTP_X_FORWARDED_FOR="10.0.0.7").get(reverse("operations:health")).status_code == 404


def test_a_queue_that_stands_still_is_not_healthy() -> None:
    post(topic="mail", payload={}, now=NOW.replace(year=2020))
    answer = Client().get(reverse("operations:health"))
    assert answer.status_code == 503
    assert answer.json()["queue_age_seconds"] > 300
