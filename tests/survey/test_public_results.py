"""What the public reads of a confirmed survey: aggregates, suggestions let through, open data."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from cermat.instruments.models import Result
from cermat.organisation.models import User
from cermat.survey.models import Exclusion, Showing, Survey, SurveyState
from tests.factories import NOW, Office, office
from tests.survey.factories import a_service, a_suggestion, a_survey, some_answers

pytestmark = pytest.mark.django_db


def published() -> tuple[Office, Survey]:
    made = office()
    survey = a_survey(made.kecamatan, SurveyState.CONFIRMED, services=("Perekaman KTP-el", "Surat pengantar"))
    some_answers(survey, *["344434344"] * 12, told={"sex": "l", "education": "sma"})
    some_answers(survey, *["444444444"] * 4, service=a_service(made.kecamatan, "Surat pengantar"), told={"sex": "p"})
    Exclusion.objects.create(
        survey=survey, reason="Lonjakan", about="3 jawaban", count=3, by=made.sekcam, by_title="", at=NOW
    )
    return made, survey


def read(name: str, *args: object, status: int = 200) -> str:
    response = Client().get(reverse(f"public:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def test_everybody_reads_the_confirmed_figures_and_how_many_were_set_aside() -> None:
    made, survey = published()
    text = read("results", made.kecamatan.code)
    assert "IKM" in text
    assert "dikesampingkan" in text
    assert ">3<" in text
    assert text == read("results_of", made.kecamatan.code, survey.period)
    assert "/survei/" not in text  # nothing leads into the office


def test_no_cookie_is_set_and_copies_may_be_kept() -> None:
    made, _survey = published()
    response = Client().get(reverse("public:results", args=[made.kecamatan.code]))
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("state", [SurveyState.OPEN, SurveyState.PAUSED, SurveyState.CLOSED])
def test_what_is_not_confirmed_is_not_told(state: SurveyState) -> None:
    made = office()
    survey = a_survey(made.kecamatan, state)
    some_answers(survey, *["444444444"] * 9)
    assert "Belum ada hasil" in read("results", made.kecamatan.code)
    for name in ("results_of", "results_csv", "results_json"):
        read(name, made.kecamatan.code, survey.period, status=404)


@pytest.mark.parametrize("state", [SurveyState.CLOSED, SurveyState.PAUSED])
def test_while_it_is_corrected_the_figure_from_before_stands_and_nothing_else(state: SurveyState) -> None:
    made, survey = published()
    Result.objects.filter(pk=survey.result_id).update(value="81.25", label="B (Baik)", respondents=30)
    Survey.objects.filter(pk=survey.pk).update(state=state, confirmed_by=None, confirmed_at=None)
    for text in (read("results", made.kecamatan.code), read("results_of", made.kecamatan.code, survey.period)):
        assert "sedang dikoreksi" in text
        assert "81,25" in text
        assert "Nilai per unsur" not in text
    read("results_csv", made.kecamatan.code, survey.period, status=404)
    Result.objects.filter(pk=survey.result_id).update(respondents=4)
    assert "81,25" not in read("results", made.kecamatan.code)


@pytest.mark.parametrize("code", ["tidak-ada", "35.18.13.1001", "99"])
def test_a_unit_that_never_asked_has_no_page(code: str) -> None:
    published()
    read("results", code, status=404)


def test_only_suggestions_let_through_are_read_in_their_public_words() -> None:
    made, survey = published()
    told = {"moderated_by": made.camat, "moderated_at": NOW}
    a_suggestion(survey, "Belum dibaca.")
    a_suggestion(survey, "Tersembunyi.", showing=Showing.HIDDEN, **told)
    a_suggestion(survey, "Pak Contoh lama.", showing=Showing.SHOWN, public_text="Petugas lama.", **told)
    text = read("results", made.kecamatan.code)
    assert "Petugas lama." in text
    assert not any(words in text for words in ("Belum dibaca.", "Tersembunyi.", "Pak Contoh"))


def test_a_group_of_four_is_told_nowhere() -> None:
    made, survey = published()
    rows = list(csv.DictReader(io.StringIO(read("results_csv", made.kecamatan.code, survey.period))))
    assert not [row for row in rows if row["jenis"] != "dikesampingkan" and row["jumlah"] in ("1", "2", "3", "4")]
    women = [row for row in rows if row["kode"] in ("sex.p", "sex.l")]
    assert women == []  # 12 and 4: either would tell the other
    together = [row for row in rows if row["kode"] == "sex.*"]
    assert [row["jumlah"] for row in together] == ["16"]


def test_csv_and_json_tell_the_same_documented_figures() -> None:
    made, survey = published()
    rows = list(csv.DictReader(io.StringIO(read("results_csv", made.kecamatan.code, survey.period))))
    response = Client().get(reverse("public:results_json", args=[made.kecamatan.code, survey.period]))
    data = response.json()
    assert data["lisensi"] == "CC-BY-4.0"
    assert list(data["kolom"]) == list(rows[0]) == list(data["data"][0])
    assert len(data["data"]) == len(rows)
    assert [row["jenis"] for row in rows].count("unsur") == 9
    index = data["data"][0]
    assert (index["jenis"], index["jumlah"]) == ("indeks", 16)
    assert float(rows[0]["nilai"]) == index["nilai"]


def test_a_name_that_looks_like_a_formula_is_harmless_in_the_csv() -> None:
    made = office()
    survey = a_survey(made.kecamatan, SurveyState.CONFIRMED, services=("=1+1",))
    some_answers(survey, *["344434344"] * 12)
    assert "'=1+1" in read("results_csv", made.kecamatan.code, survey.period)


def test_four_answers_are_not_published_at_all() -> None:
    made = office()
    survey = a_survey(made.kecamatan, SurveyState.CONFIRMED)
    some_answers(survey, *["344434344"] * 4)
    assert "kurang dari 5" in read("results", made.kecamatan.code)
    read("results_csv", made.kecamatan.code, survey.period, status=404)
    read("results_json", made.kecamatan.code, survey.period, status=404)


def test_invented_figures_say_so_and_those_of_an_office_do_not() -> None:
    made, survey = published()
    code, period = made.kecamatan.code, survey.period
    for invented in (True, False):
        User.objects.update(is_example=invented)
        file = Client().get(reverse("public:results_csv", args=[code, period])).headers["Content-Disposition"]
        assert ("data-contoh-survei" in file) is invented
        assert ("DATA CONTOH" in read("results_json", code, period)) is invented
        assert ("DATA CONTOH" in read("results_of", code, period)) is invented
