"""What the public reads under /s/: the rule's questions, three languages, the office's order, kind pages, the PIN."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cermat.instruments.actions import load_instrument
from cermat.instruments.models import InstrumentVersion
from cermat.lib.months import Month
from cermat.organisation.models import Setting, SettingKey, Unit, User
from cermat.survey.models import Channel, Service, SurveyState
from cermat.survey.views import public
from tests.factories import NOW, Office, office
from tests.survey.factories import PIN, a_counter, a_service, a_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office on 23 November 2026, in the days of its surveys."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    cache.clear()
    return office()


def opened(code: str, tail: str = "", status: int = 200) -> str:
    response = Client().get(f"/s/{code}/{tail}")
    assert response.status_code == status
    return response.content.decode()


def a_form(unit: Unit, tail: str = "", **survey: object) -> str:
    a_survey(unit, **survey)  # type: ignore[arg-type]
    return opened(a_counter(unit).code, tail)


def chosen(page: str) -> list[str]:
    return re.findall(r'value="([^"]*)"\s+(?:checked|selected)', page)


def test_the_form_asks_the_nine_questions_of_the_rule_with_its_own_option_labels(here: Office) -> None:
    page = a_form(here.kecamatan)
    assert page.count('type="radio"') == 36
    assert "Bagaimana pendapat Saudara tentang kewajaran biaya/tarif dalam pelayanan?" in page
    assert [label in page for label in ("Sangat mahal", "Gratis", "Berfungsi kurang maksimal", "Sangat baik")] == [
        True
    ] * 4
    assert "Pertanyaan 9 dari 9" in page
    assert chosen(page) == [str(Service.objects.get().pk)]  # the only service there is; no answer before the citizen


def test_every_language_asks_the_same_questions_and_an_unknown_one_is_indonesian(here: Office) -> None:
    a_survey(here.kecamatan)
    code = a_counter(here.kecamatan).code
    pages = {language: opened(code, f"?bahasa={language}") for language in ("id", "en", "jv", "xx")}
    assert "What do you think of the speed of the service?" in pages["en"]
    assert "Kados pundi pamanggih Panjenengan babagan rikatipun pelayanan?" in pages["jv"]
    assert "contoh, perlu diperiksa penutur" in pages["jv"]
    assert '<html lang="id">' in pages["xx"]
    names = {language: re.findall(r'name="([^"]+)"', page) for language, page in pages.items()}
    assert names["id"] == names["en"] == names["jv"]


def test_a_language_leaves_no_cookie(here: Office) -> None:
    a_survey(here.kecamatan)
    response = Client().get(f"/s/{a_counter(here.kecamatan).code}/?bahasa=en")
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("order", "first"), [("naskah", "pengaduan"), ("kuesioner", "sarana")])
def test_the_eighth_question_is_the_one_the_office_prints_eighth(here: Office, order: str, first: str) -> None:
    Setting.objects.create(
        kecamatan=here.kecamatan, key=SettingKey.UNSUR_ORDER, value=order, valid_from=date(2026, 1, 1)
    )
    names = re.findall(r'aria-describedby="e-q_([^"]+)"', a_form(here.kecamatan))
    assert names[7] == first
    assert len(names) == 9


def sixteen(kecamatan: Unit) -> InstrumentVersion:
    text = (settings.DEFINITIONS / "instruments" / "skm-16.yaml").read_text(encoding="utf-8")
    return load_instrument(kecamatan=kecamatan, text=text, by=None, now=NOW)


def test_an_instrument_of_sixteen_questions_shows_sixteen_in_the_one_language_it_has(here: Office) -> None:
    page = a_form(here.kecamatan, "?bahasa=en", version=sixteen(here.kecamatan))
    assert page.count("<fieldset") == 16
    assert "Pertanyaan 16 dari 16" in page
    assert "kira-kira 3 menit" in page
    assert 'class="languages"' not in page
    assert '<html lang="id">' in page


def test_the_service_of_the_counter_is_chosen_already(here: Office) -> None:
    a_survey(here.kecamatan, services=("Perekaman KTP-el", "Legalisasi surat"))
    own = a_service(here.kecamatan, "Legalisasi surat")
    assert chosen(opened(a_counter(here.kecamatan, service=own).code)) == [str(own.pk)]
    assert chosen(opened(a_counter(here.kecamatan, name="Pintu masuk").code)) == []


def test_the_receipt_code_is_asked_for_only_where_the_survey_needs_one(here: Office) -> None:
    assert 'name="receipt"' not in a_form(here.kecamatan)
    assert 'name="receipt"' in a_form(here.kelurahan[0], needs_receipt=True)


def test_the_form_says_what_becomes_of_the_answers_and_warns_of_names(here: Office) -> None:
    page = a_form(here.kecamatan)
    assert "UU 27/2022" in page
    assert "Jangan menulis nama, nomor telepon, atau NIK" in page


KIND = [
    ({"state": SurveyState.CLOSED}, 200, "Survei sudah selesai"),
    ({"state": SurveyState.CONFIRMED}, 200, "Survei sudah selesai"),
    ({"state": SurveyState.PAUSED}, 200, "Survei sedang dijeda"),
    ({"days": (date(2026, 1, 1), date(2026, 1, 31))}, 200, "Survei sudah selesai"),
    ({"days": (date(2099, 1, 4), date(2099, 2, 1))}, 200, "Minggu, 4 Januari 2099"),
    ({"state": SurveyState.DRAFT, "days": (date(2099, 1, 4), date(2099, 2, 1))}, 200, "Minggu, 4 Januari 2099"),
    ({"state": SurveyState.DRAFT, "days": (date(2026, 1, 1), date(2026, 2, 1))}, 200, "Survei belum dimulai"),
]


@pytest.mark.parametrize(("survey", "status", "words"), KIND)
def test_where_no_form_is_a_page_says_why(here: Office, survey: dict[str, object], status: int, words: str) -> None:
    a_survey(here.kecamatan, **survey)  # type: ignore[arg-type]
    page = opened(a_counter(here.kecamatan).code, status=status)
    assert words in page
    assert "<form" not in page


def test_an_office_without_any_survey_an_unknown_and_a_retired_address_have_their_page_too(here: Office) -> None:
    counter = a_counter(here.kecamatan)
    assert "Belum ada survei yang berjalan" in opened(counter.code)
    assert "Alamat tidak dikenal" in opened("tidak-ada", status=404)
    counter.is_active = False
    counter.save()
    assert "Alamat ini tidak dipakai lagi" in opened(counter.code, status=410)
    assert "Unknown address" in opened("tidak-ada", "?bahasa=en", status=404)


def test_what_came_out_is_one_click_away_once_it_is_confirmed(here: Office) -> None:
    a_survey(here.kecamatan)
    code = a_counter(here.kecamatan).code
    assert "/hasil/" not in opened(code)
    a_survey(here.kecamatan, SurveyState.CONFIRMED, month=Month(2026, 9))
    for tail in ("", "terima-kasih/"):
        assert f'href="/hasil/{here.kecamatan.code}/"' in opened(code, tail)
    assert Client().get(f"/hasil/{here.kecamatan.code}/").status_code == 200


def pin(code: str, typed: str, client: Client | None = None) -> HttpResponse:
    response: HttpResponse = (client or Client()).post(f"/s/{code}/tablet/keluar/", {"pin": typed})
    return response


def test_a_tablet_has_a_page_of_its_own_and_others_do_not(here: Office) -> None:
    a_survey(here.kecamatan)
    tablet, poster = a_counter(here.kecamatan, Channel.TABLET).code, a_counter(here.kecamatan).code
    assert Client().get(f"/s/{tablet}/")["Location"] == f"/s/{tablet}/tablet/"
    assert Client().get(f"/s/{poster}/tablet/")["Location"] == f"/s/{poster}/"
    assert "survey/tablet.js" in opened(tablet, "tablet/")
    assert "survey/tablet.js" not in opened(poster)
    assert Client().get(f"/s/{tablet}/terima-kasih/")["Refresh"] == f"30; url=/s/{tablet}/tablet/"


def test_the_pin_is_asked_of_the_server_and_guessing_ends_soon(here: Office) -> None:
    code = a_counter(here.kecamatan, Channel.TABLET).code
    assert "Tablet sudah dilepas" in pin(code, PIN).content.decode()
    for _guess in range(5):
        assert "PIN tidak cocok" in (wrong := pin(code, "1111")).content.decode()
        assert wrong.status_code == 422
    late = pin(code, PIN)
    assert late.status_code == 429
    assert "Tunggu 5 menit" in late.content.decode()
    other = a_counter(here.kecamatan, Channel.TABLET, name="Loket dua").code
    assert pin(other, PIN).status_code == 200  # one tablet's guesses lock no other
    assert pin(a_counter(here.kecamatan).code, PIN).status_code == 404  # a poster has no PIN


def test_guesses_at_the_same_moment_count_as_well(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    code, looked_at = a_counter(here.kecamatan, Channel.TABLET).code, []

    def while_another_guesses(typed: str, _hash: str) -> bool:
        looked_at.append(typed)
        pin(code, "2222")
        return False

    monkeypatch.setattr(public, "check_password", while_another_guesses)
    assert pin(code, "1111").status_code == 422
    assert len(looked_at) == public.TRIES


def test_a_count_that_is_forgotten_meanwhile_begins_anew(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    code = a_counter(here.kecamatan, Channel.TABLET).code
    monkeypatch.setattr(cache, "add", lambda *_words: False)  # as if it ran out right after
    assert pin(code, "1111").status_code == 422


def test_the_service_worker_reaches_all_pages_of_the_survey_and_nothing_else(here: Office) -> None:
    response = Client().get("/s/pekerja.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Service-Worker-Allowed"] == "/s/"
    assert "importScripts(" in response.content.decode()
    assert all(words in opened("tanpa-sinyal") for words in ("Tidak ada sinyal", ">Coba lagi</a>"))


def test_only_the_form_may_be_kept_on_the_device(here: Office) -> None:
    a_survey(here.kecamatan)
    code = a_counter(here.kecamatan).code
    assert Client().get(f"/s/{code}/")["X-Survei"] == "formulir"
    assert not Client().get("/s/tidak-ada/").has_header("X-Survei")


def test_a_form_of_an_invented_office_says_so(here: Office) -> None:
    a_survey(here.kecamatan)
    code = a_counter(here.kecamatan).code
    nothing_runs = a_counter(here.villages["35.18.13.1001"]).code
    pages = [(code, ""), (code, "terima-kasih/"), (nothing_runs, "")]
    assert ["DATA CONTOH · K" in opened(*page) for page in pages] == [True] * 3
    User.objects.update(is_example=False)
    assert ["DATA CONTOH" in opened(*page) for page in pages] == [False] * 3


def test_a_form_takes_the_same_few_questions_to_the_database_for_one_service_and_for_three(
    here: Office, django_assert_num_queries: object
) -> None:
    first, second = here.kelurahan[:2]
    a_survey(first)
    a_survey(second, services=("Satu", "Dua", "Tiga"))
    for unit in (first, second):
        code = a_counter(unit).code
        opened(code)
        with django_assert_num_queries(7):  # type: ignore[operator]
            opened(code)
