"""Pages of the evaluation, as each role sees them."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cermat.evaluation.actions import recommend
from cermat.evaluation.models import Finding, Meeting, Recommendation
from cermat.measurement.actions import calculate
from tests.factories import Office, other_office, sign_in
from tests.measurement.factories import EVALUATING, MEETING, collected, met

pytestmark = pytest.mark.django_db


def send(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, {"_key": str(uuid.uuid4()), "_page": path} | data)


def test_the_page_shows_provisional_figures_and_takes_a_note(office: Office) -> None:
    cycle = collected(office, *office.kelurahan)
    calculate(cycle=cycle, by=office.sekcam, now=EVALUATING, provisional=True)
    browser = sign_in(office.camat)
    page = browser.get(f"/evaluasi/{cycle.pk}/").content.decode()
    assert "sementara" in page
    assert "data 1 dari 2 unit" in page
    answer = send(browser, f"/evaluasi/{cycle.pk}/catatan/", text="Tagih desa.", indicator_code="PBB-01")
    assert answer.status_code == 302
    assert "Tagih desa." in browser.get(f"/evaluasi/{cycle.pk}/").content.decode()


def test_a_note_without_words_keeps_the_rest_of_what_was_chosen(office: Office) -> None:
    cycle = collected(office)
    unit = office.kelurahan[0]
    answer = send(sign_in(office.camat), f"/evaluasi/{cycle.pk}/catatan/", text="", unit=str(unit.pk))
    assert answer.status_code == 422
    assert f'value="{unit.pk}" selected' in answer.content.decode()
    assert not Finding.objects.exists()


def test_a_double_click_stores_one_note(office: Office) -> None:
    cycle = collected(office)
    path, browser = f"/evaluasi/{cycle.pk}/catatan/", sign_in(office.camat)
    data = {"_key": str(uuid.uuid4()), "text": "Sama.", "unit": str(office.kelurahan[0].pk)}
    assert [browser.post(path, data).status_code for _ in range(2)] == [302, 302]
    assert Finding.objects.count() == 1


def test_roles_without_the_right_are_refused_and_strangers_find_nothing(office: Office) -> None:
    cycle = collected(office)
    assert send(sign_in(office.kasi["pmd"]), f"/evaluasi/{cycle.pk}/catatan/", text="x").status_code == 403
    stranger = sign_in(other_office().camat)
    for path in ("", "rapat/", "rekomendasi/"):
        assert stranger.get(f"/evaluasi/{cycle.pk}/{path}").status_code == 404


def test_the_meeting_is_planned_in_the_browser(office: Office) -> None:
    cycle = collected(office)
    browser = sign_in(office.sekcam)
    page = browser.get(f"/evaluasi/{cycle.pk}/rapat/").content.decode()
    assert "Rapat belum direncanakan." in page
    day = timezone.localdate() + timedelta(days=9)
    given = {"held_on": str(day), "time": "09.00 WIB", "place": "Aula", "letter_number": "005/1", "agenda": ""}
    assert send(browser, f"/evaluasi/{cycle.pk}/rapat/rencana/", **given).status_code == 302
    assert Meeting.objects.get().place == "Aula"
    assert "Aula" in browser.get(f"/evaluasi/{cycle.pk}/rapat/").content.decode()


def test_a_recommendation_is_made_seen_and_filled_in_the_browser(office: Office) -> None:
    cycle = met(office)
    browser, owner = sign_in(office.sekcam), office.kelurahan[0]
    given = {"text": "Lengkapi.", "owner": str(owner.pk), "due_on": str(timezone.localdate() + timedelta(days=30))}
    assert send(browser, f"/evaluasi/{cycle.pk}/rekomendasi/baru/", **given).status_code == 302
    made = Recommendation.objects.get()
    lurah = sign_in(office.lurah[owner.code])
    assert "Mohon isi" in lurah.get(f"/evaluasi/rekomendasi/{made.pk}/").content.decode()
    empty = send(lurah, f"/evaluasi/rekomendasi/{made.pk}/formulir/", cause="Kurang orang", action="")
    assert empty.status_code == 422
    assert "Kurang orang" in empty.content.decode()
    assert send(lurah, f"/evaluasi/rekomendasi/{made.pk}/formulir/", cause="x", action="y").status_code == 302
    kasi = sign_in(office.kasi["pmd"])
    assert kasi.get(f"/evaluasi/rekomendasi/{made.pk}/").status_code == 200
    for who, form in ((lurah, "formulir"), (kasi, "formulir"), (browser, "pengembalian")):  # shown to none of them now
        shut = send(who, f"/evaluasi/rekomendasi/{made.pk}/{form}/", cause="", action="", reason="")
        assert (shut.status_code, "tidak terbuka bagi Anda" in shut.content.decode()) == (409, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(
    office: Office, count: int, django_assert_max_num_queries: Any
) -> None:
    cycle = met(office)
    due = MEETING.date() + timedelta(days=14)
    for key in ("pmd", "kesra", "trantib")[:count]:
        recommend(cycle=cycle, text=key, owner=office.sections[key], due_on=due, by=office.sekcam, now=MEETING)
    browser = sign_in(office.camat)
    with django_assert_max_num_queries(40):
        assert browser.get(f"/evaluasi/{cycle.pk}/rekomendasi/").status_code == 200
