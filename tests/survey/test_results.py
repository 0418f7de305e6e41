"""The results of a survey for the office: figures, parts that may be shown, and where each figure comes from."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cermat.lib.months import Month
from cermat.survey.actions import fold
from cermat.survey.exports.open_data import open_rows
from cermat.survey.formula import Tallied
from cermat.survey.models import Channel, Survey, SurveyState
from cermat.survey.presenters.results import range_text, unsur_rows
from cermat.survey.queries import parts_by_channel, parts_by_service, respondents, result_of, roll_up, trend_of
from tests.factories import NOW, Office, office, sign_in
from tests.survey.factories import a_service, a_survey, some_answers

pytestmark = pytest.mark.django_db
MIXED = ("344434344", "333333333", "443424144", "243434344", "344434343", "344434342", "304434344")


def a_closed_survey(made: Office, *digits: str, **given: object) -> Survey:
    survey = a_survey(made.kecamatan, SurveyState.CLOSED, services=("Perekaman KTP-el", "Surat pengantar"), **given)  # type: ignore[arg-type]
    some_answers(survey, *(digits or MIXED), told={"sex": "l"})
    return survey


def page(client: Client, survey: Survey, **query: str) -> str:
    name = "survey:origin" if query else "survey:result"
    response = client.get(reverse(name, args=[survey.pk]), query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_page_tells_index_class_interval_sample_and_what_was_set_aside() -> None:
    made = office()
    survey = a_closed_survey(made)
    text = page(sign_in(made.camat), survey)
    found = result_of(survey)
    assert str(found.outcome.index).replace(".", ",") in text
    assert found.interval is not None
    assert f"± {str(found.interval.margin).replace('.', ',')}" in text
    assert "jawaban · target 392" in text  # two services of 400 people: 196 each
    assert "kurang dari 30" in text
    assert 'role="img"' in text


def test_a_survey_without_answers_says_so_and_shows_no_zero() -> None:
    made = office()
    survey = a_survey(made.kecamatan, SurveyState.CLOSED)
    text = page(sign_in(made.camat), survey)
    assert "Belum ada jawaban" in text
    assert ">0,00<" not in text


@pytest.mark.parametrize("state", [SurveyState.DRAFT, SurveyState.OPEN, SurveyState.PAUSED])
def test_before_the_close_no_figure_is_shown_only_how_many_answered(state: SurveyState) -> None:
    made = office()
    survey = a_survey(made.kecamatan, state)
    some_answers(survey, *MIXED)
    fold(survey, NOW)
    found = result_of(survey)
    assert (found.tallied.n, found.outcome.index, parts_by_service(found)) == (0, None, [])
    client = sign_in(made.camat)
    for text in (page(client, survey), page(client, survey, angka="waktu")):
        assert "Hasil tampil setelah survei ditutup" in text
        assert "Nilai per unsur" not in text
        assert "dari 196 responden" in text
        assert "survey/live" in text or "diperbarui sendiri" not in text


@pytest.mark.parametrize("query", [{}, {"angka": "indeks"}, {"angka": "waktu"}, {"angka": "rentang"}])
def test_four_answers_show_no_figure_anywhere(query: dict[str, str]) -> None:
    made = office()
    survey = a_closed_survey(made, *["434343434"] * 4)
    text = page(sign_in(made.camat), survey, **query)
    assert "88,89" not in text
    assert "4,000" not in text
    assert ": 4 ·" not in text
    rolled = roll_up([survey])
    assert rolled is not None
    assert (rolled.whole.index, rolled.parts, rolled.mean) == (None, (), None)
    assert [one.outcome.index for one in trend_of(survey)] == [None]


def test_an_unsur_that_three_answered_has_no_figure_and_so_has_no_index() -> None:
    made = office()
    survey = a_closed_survey(made, *["444444440"] * 5, *["444444441"] * 3)
    found = result_of(survey)
    assert (found.outcome.index, found.interval) == (None, None)
    assert "Dijawab kurang dari 5 orang" in found.outcome.reason
    rows = [row for row in unsur_rows(found.definition, found.outcome) if row.value == "–"]
    assert [(row.rank, row.is_low) for row in rows] == [("–", False)]
    counted = [row.jumlah for row in open_rows(found) if row.jenis == "unsur"]
    assert (counted.count(8), counted.count(None)) == (8, 1)
    text = page(sign_in(made.camat), survey, angka=rows[0].code)
    assert "tidak dijawab" not in text.replace("\u00a0", " ")
    assert "1,000" not in text


def test_a_service_whose_unsur_three_answered_is_not_told_by_the_rest() -> None:
    made = office()
    survey = a_closed_survey(made, *["444444444"] * 10)
    other = a_service(made.kecamatan, "Surat pengantar")
    some_answers(survey, *["444444440"] * 4, *["444444441"] * 3, service=other)
    parts = parts_by_service(result_of(survey))
    assert [(part.n, part.key) for part in parts] == [(17, "")]


def test_three_who_answered_an_unsur_are_not_told_by_a_service_in_which_nobody_did() -> None:
    made = office()
    survey = a_closed_survey(made, *["044444444"] * 10)
    some_answers(survey, *["033333333"] * 7, *["133333333"] * 3, service=a_service(made.kecamatan, "Surat pengantar"))
    some_answers(survey, *["222222222"] * 50, service=a_service(made.kecamatan, "Rekomendasi"))
    parts = parts_by_service(result_of(survey))
    assert [part.n for part in parts] == [10, 60]
    assert "Surat pengantar" in parts[1].name


def test_services_and_respondents_stand_in_the_order_of_the_form_however_they_were_counted() -> None:
    made = office()
    survey = a_closed_survey(made, *["444444444"] * 6)
    some_answers(survey, *["333333333"] * 7, service=a_service(made.kecamatan, "Surat pengantar"), told={"sex": "p"})
    found = result_of(survey)
    turned = replace(found, piles=dict(reversed(found.piles.items())))
    assert [part.n for part in parts_by_service(turned)] == [part.n for part in parts_by_service(found)] == [6, 7]
    ages = Tallied(18, fields={"age": {"": 6, "99": 5, "17": 7}})
    assert list(respondents(ages)["age"].counts.items()) == [("17", 7), ("99", 5), ("", 6)]
    text = page(sign_in(made.camat), survey, angka="profil")
    assert "7 ÷ 13 jawaban = 53,8 %" in text
    assert "angka=profil" in page(sign_in(made.camat), survey)


def test_a_service_with_four_answers_is_shown_together_with_another() -> None:
    made = office()
    survey = a_closed_survey(made, *["444444444"] * 6)
    some_answers(survey, *["111111111"] * 4, service=a_service(made.kecamatan, "Surat pengantar"))
    parts = parts_by_service(result_of(survey))
    assert [(part.n, part.key) for part in parts] == [(10, "")]
    assert "Surat pengantar" in parts[0].name


def test_a_channel_minus_a_service_tells_nobody() -> None:
    """All answers of a service came by link, and by link one answer for another service."""
    made = office()
    survey = a_closed_survey(made, *["444444444"] * 20)
    other = a_service(made.kecamatan, "Surat pengantar")
    some_answers(survey, *["333333333"] * 30, service=other, channel=Channel.LINK)
    some_answers(survey, "111111111", channel=Channel.LINK)
    some_answers(survey, *["222222222"] * 20, channel=Channel.PAPER)
    found = result_of(survey)
    assert [part.n for part in parts_by_service(found)] == [41, 30]
    assert [(part.n, part.key) for part in parts_by_channel(found)] == [(20, "qr"), (51, "")]
    assert [row.jumlah for row in open_rows(found) if row.jenis == "saluran"] == [20, 51]


def test_the_bars_carry_names_where_there_is_room_and_numbers_on_a_phone() -> None:
    made = office()
    text = page(sign_in(made.sekcam), a_closed_survey(made))
    assert text.count('class="chart named"') == text.count('class="chart numbered"') == 1
    assert ">1 Persyaratan</text>" in text


def test_each_figure_opens_its_origin() -> None:
    made = office()
    survey = a_closed_survey(made)
    client = sign_in(made.camat)
    assert "jumlah nilai tertimbang × 25" in page(client, survey, angka="indeks")
    wait = page(client, survey, angka="waktu")
    assert "÷ 7 jawaban" in wait
    assert "PermenPANRB 14/2017" in wait
    assert "Krejcie–Morgan" in page(client, survey, angka="target")
    assert "Bootstrap" in page(client, survey, angka="rentang")
    assert "tidak ada" in page(client, survey, angka="pengecualian")
    assert "tidak dijawab: 1" in page(client, survey, angka="prosedur").replace("\u00a0", " ")
    whole = page(client, survey, angka="indeks")
    assert "Berfungsi kurang maksimal\u00a0(3):\u00a0" in whole  # no figure is cut in two


def test_the_origin_of_a_part_counts_only_that_part() -> None:
    made = office()
    survey = a_closed_survey(made)
    some_answers(survey, *["222222222"] * 6, channel=Channel.PAPER)
    text = page(sign_in(made.camat), survey, angka="indeks", saluran="kertas")
    assert "50,00" in text
    assert "6 jawaban dihitung" in text


@pytest.mark.parametrize("query", [{"angka": "tidakada"}, {"angka": "indeks", "layanan": "999999"}, {"saluran": "x"}])
def test_an_origin_that_nobody_offers_does_not_exist(query: dict[str, str]) -> None:
    made = office()
    survey = a_closed_survey(made)
    assert sign_in(made.camat).get(reverse("survey:origin", args=[survey.pk]), query).status_code == 404


def test_earlier_periods_stand_beside_it() -> None:
    made = office()
    a_closed_survey(made, *["333333333"] * 5, month=Month(2026, 9))
    survey = a_closed_survey(made, *["444444444"] * 5)
    text = page(sign_in(made.camat), survey)
    assert "September 2026" in text
    assert ">75,00</text>" in text
    assert "Desember 2026: 100,00." in text


def test_units_are_added_up_from_answers_and_the_mean_only_stands_beside() -> None:
    made = office()
    first = a_closed_survey(made, *["444444444"] * 10)
    second = a_survey(made.villages["35.18.13.1001"], SurveyState.CLOSED)
    some_answers(second, *["222222222"] * 30)
    rolled = roll_up([first, second])
    assert rolled is not None
    assert str(rolled.whole.index) == "62.50"  # (10 × 100 + 30 × 50) / 40
    assert rolled.mean == 75
    text = sign_in(made.camat).get(reverse("survey:roll_up")).content.decode()
    assert "62,50" in text
    for words in ("pembanding saja", "2 dari 2 unit", "belum disahkan", f">{range_text(rolled.interval)}<"):
        assert words in text
    mean = asked_of_the_roll_up(made, "rata-rata")
    assert "150 ÷ 2 = 75" in mean
    index = asked_of_the_roll_up(made, "indeks")
    assert "40 jawaban dari 2 survei" in index
    assert "1/9" in index
    assert "10 jawaban · IKM 100,00" in index
    assert "100 ÷ 40 jawaban = 2,5" in asked_of_the_roll_up(made, "waktu")
    for code in ("rentang", "jawaban", "pengecualian"):
        assert f'angka={code}"' in text or code == "pengecualian"
        assert "Survei yang dijumlahkan" in asked_of_the_roll_up(made, code)
    assert sign_in(made.camat).get(reverse("survey:roll_up_origin"), {"angka": "tidakada"}).status_code == 404


def asked_of_the_roll_up(made: Office, code: str) -> str:
    text = sign_in(made.camat).get(reverse("survey:roll_up_origin"), {"angka": code}).content.decode()
    return " ".join(text.split())


def test_surveys_of_other_weights_are_named_and_left_out() -> None:
    made = office()
    first = a_closed_survey(made, *["444444444"] * 10)
    other = a_survey(made.villages["35.18.13.1001"], SurveyState.CLOSED, variant="0.11")
    some_answers(other, *["222222222"] * 30)
    rolled = roll_up([first, other])
    assert rolled is not None
    assert (rolled.left_out, rolled.tallied.n) == ((other,), 10)
    text = sign_in(made.camat).get(reverse("survey:roll_up")).content.decode()
    assert "Survei dengan instrumen atau bobot lain tidak dapat dijumlahkan" in text
    assert "bobot pada laporan 0,11" in asked_of_the_roll_up(made, "indeks")


def test_the_mean_of_the_services_stands_beside_only_where_all_are_told() -> None:
    made = office()
    survey = a_closed_survey(made, *["444444444"] * 10)
    other = a_service(made.kecamatan, "Surat pengantar")
    some_answers(survey, *["222222222"] * 30, service=other)
    client = sign_in(made.camat)
    assert 'angka=rata-layanan">75,00' in page(client, survey)
    assert "150 ÷ 2 = 75" in page(client, survey, angka="rata-layanan")
    some_answers(survey, *["222222222"] * 3, service=a_service(made.kecamatan, "Lain"))
    assert "rata-layanan" not in page(client, survey)
    assert "Tidak dihitung" in page(client, survey, angka="rata-layanan")


def test_a_unit_with_few_answers_is_not_added_for_the_whole_minus_the_others_would_tell_it() -> None:
    made = office()
    first = a_closed_survey(made, *["444444444"] * 10)
    second = a_survey(made.villages["35.18.13.1001"], SurveyState.CLOSED)
    some_answers(second, *["222222222"] * 3)
    rolled = roll_up([first, second])
    assert rolled is not None
    assert (rolled.mean, rolled.tallied.n, rolled.too_few) == (None, 10, (second,))
    assert [part.n for part in rolled.parts] == [10]


@pytest.mark.parametrize("answers", [5, 15])
def test_the_page_asks_the_database_as_often_for_many_answers_as_for_five(answers: int) -> None:
    made = office()
    survey = a_closed_survey(made, *["444444444"] * answers)
    client = sign_in(made.camat)
    with CaptureQueriesContext(connection) as seen:
        page(client, survey)
    assert len(seen) == 13
