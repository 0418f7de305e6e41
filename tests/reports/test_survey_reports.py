"""Laporan SKM: every chapter of the outline, small groups hidden, only suggestions that may be shown."""

import re
from collections.abc import Mapping
from io import BytesIO
from uuid import uuid4

import docx
import pypdf
import pytest
from django.conf import settings
from django.urls import reverse

from cermat.instruments.actions import load_instrument, record_result
from cermat.instruments.models import Result
from cermat.lib.errors import ConflictError
from cermat.lib.months import Month
from cermat.organisation.models import SettingKey
from cermat.printing.blocks import Bullets, Picture
from cermat.reports.queries import KINDS
from cermat.reports.queries.surveys import survey_print
from cermat.sop.models import Cycle
from cermat.survey.models import Channel, Exclusion, Suggestion, Survey, SurveyState
from cermat.survey.workflow import Showing
from tests.factories import NOW, Office, other_office, sign_in
from tests.reports.factories import rows_of, said, table_of, words
from tests.survey.factories import a_service, a_survey, an_improvement, some_answers

pytestmark = pytest.mark.django_db
TOLD = {"sex": "p", "age": "35", "education": "sma", "occupation": "wira", "time_band": "pagi"}
HIGH, LOW = "344434344", "333233344"


@pytest.fixture
def survey(office: Office, cycle: Cycle) -> Survey:
    return answered(office, cycle.month)


def answered(office: Office, month: Month, told: Mapping[str, str] = TOLD) -> Survey:
    """A confirmed survey with 40 answers, 3 of them by men, and one that was set aside."""
    made = a_survey(office.kecamatan, SurveyState.CONFIRMED, month=month, services=("KTP-el", "Surat pindah"))
    some_answers(made, *[HIGH] * 25, *[LOW] * 12, told=told)
    some_answers(made, *[HIGH] * 3, told={**told, "sex": "l"})
    aside = Exclusion.objects.create(
        survey=made, reason="Lonjakan dari satu gawai", about="1 jawaban", count=1, by=office.sekcam,
        by_title="Sekretaris Camat", at=NOW,
    )  # fmt: skip
    for answer in some_answers(made, "111111111"):
        answer.exclusion = aside
        answer.save()
    return made


def counted(survey: Survey) -> Result:
    """The result as confirming writes it."""
    result = record_result(
        instrument="ikm", subject=survey.unit, period=survey.month, definition="ikm-14-2017@1", value=None,
        label="B (Baik)", published_value=None, respondents=40, source="survei", source_ref=f"survey:{survey.pk}",
        maker=survey.closed_by, checker=survey.confirmed_by, now=NOW,
    )  # fmt: skip
    Result.objects.filter(pk=result.pk).update(value="87.50")
    Survey.objects.filter(pk=survey.pk).update(result=result)
    return result


def report(survey: Survey) -> str:
    return words(KINDS["laporan-skm"].build(survey, NOW))


def test_it_follows_the_outline_and_prints_weight_and_answers_set_aside(survey: Survey) -> None:
    text = report(survey)
    for chapter in ("I. PENDAHULUAN", "II. METODOLOGI", "III. HASIL SURVEI", "IV. KESIMPULAN DAN TINDAK LANJUT"):
        assert chapter in text
    assert "Bobot yang dipakai: 1/9." in text
    assert "40 jawaban dihitung, 1 dikesampingkan" in text
    assert "Lonjakan dari satu gawai" in text
    assert "LAMPIRAN 2: KUESIONER" in text
    assert "Bagaimana pendapat Saudara tentang kecepatan waktu dalam memberikan pelayanan?" in text


def test_another_weight_is_printed_by_its_name(survey: Survey) -> None:
    survey.variant = "0.11"
    assert "bobot pada laporan 0,11 (nilai turun 1 %)" in report(survey)


def test_the_nine_unsur_stand_with_their_figures_and_the_lowest_three_are_named(survey: Survey) -> None:
    made = KINDS["laporan-skm"].build(survey, NOW)
    rows = rows_of(table_of(made, "Nilai per unsur"))
    assert len(rows) == 10
    assert rows[3] == ["U4", "Biaya/Tarif", "3,400", "0,378", "85,00", "B (Baik)", "6"]
    assert rows[9][1:] == ["IKM", "", "", "87,50", "B (Baik)", ""]
    assert "U1 Persyaratan: 3,000" in words(made)


def test_a_group_under_five_is_not_shown_apart_and_not_by_subtraction(survey: Survey) -> None:
    table = table_of(KINDS["laporan-skm"].build(survey, NOW), "Jenis kelamin")
    assert rows_of(table) == [["Semua kelompok bersama", "40", "100,0"]]
    age = table_of(KINDS["laporan-skm"].build(survey, NOW), "Umur")
    assert rows_of(age) == [["26–35 tahun", "40", "100,0"]]


def test_the_annex_counts_and_lists_answers_without_a_word_about_the_respondent(survey: Survey) -> None:
    made = KINDS["laporan-skm"].build(survey, NOW)
    first = rows_of(table_of(made, "Rekapitulasi jawaban"))[0]
    assert first == ["U1", "Persyaratan", "0", "0", "40", "0", "0", "120"]
    assert "Nilai tiap lembar" not in words(made)  # only for those who may read single answers
    lines = rows_of(table_of(survey_print(survey, NOW, with_answers=True), "Nilai tiap lembar"))
    assert len(lines) == 40
    assert lines == sorted(lines, key=lambda row: row[1:])


def test_the_list_of_reports_names_it_once_the_survey_is_closed(survey: Survey, office: Office) -> None:
    running = a_survey(office.kelurahan[0])
    page = sign_in(office.sekcam).get(reverse("reports:index")).content.decode()
    assert reverse("reports:survey", args=[survey.pk]) in page
    assert reverse("reports:survey", args=[running.pk]) not in page


def test_a_question_of_the_annex_hangs_below_its_number_and_no_answer_breaks(survey: Survey) -> None:
    made = KINDS["laporan-skm"].build(survey, NOW)
    asked = [one for one in made.blocks if isinstance(one, Bullets)][-1]
    assert asked.numbered
    assert len(asked.items) == 9
    assert asked.items[6].endswith("· 4.\u00a0Sangat\u00a0sopan\u00a0dan\u00a0ramah")


def test_only_suggestions_that_were_read_and_shown_are_printed(survey: Survey, office: Office) -> None:
    service = survey.offered.all()[0].service
    for text, showing, public in (
        ("Antrean terlalu lama", Showing.SHOWN, ""),
        ("Hubungi saya di 0812", Showing.SHOWN, "Hubungi saya di […]"),
        ("Belum dibaca", Showing.NEW, ""),
        ("Kata kasar", Showing.HIDDEN, ""),
    ):
        Suggestion.objects.create(
            id=uuid4(), survey=survey, service=service, text=text, showing=showing, public_text=public,
            moderated_by=office.sekcam, moderated_at=NOW,
        )  # fmt: skip
    text = report(survey)
    assert "Antrean terlalu lama" in text
    assert "Hubungi saya di […]" in text
    for hidden in ("0812", "Belum dibaca", "Kata kasar"):
        assert hidden not in text


def test_the_plan_names_owner_and_quarter_and_the_trend_the_periods_before(survey: Survey, office: Office) -> None:
    an_improvement(survey, quarter=3)
    counted(survey)
    record_result(
        instrument="ikm", subject=office.kecamatan, period=survey.month.plus(-3), definition="ikm-14-2017@1",
        value=81, label="B (Baik)", source="isian", maker=None, checker=None, now=NOW,
    )  # fmt: skip
    made = KINDS["laporan-skm"].build(survey, NOW)
    plan = rows_of(table_of(made, "Rencana tindak lanjut"))[0]
    assert (plan[1], plan[4]) == ("Waktu Penyelesaian", "Triwulan III 2040")
    assert [row[1] for row in rows_of(table_of(made, "Perkembangan"))] == ["81,00", "87,50"]


def test_an_unfinished_or_empty_survey_says_so(office: Office, cycle: Cycle) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED, month=cycle.month)
    text = report(survey)
    assert "SEMENTARA" in text
    assert "Belum ada nilai yang dapat disimpulkan." in text
    for state in (SurveyState.DRAFT, SurveyState.OPEN, SurveyState.PAUSED):
        survey.state = state
        with pytest.raises(ConflictError):
            survey_print(survey, NOW)


def test_the_page_of_the_report_waits_for_the_close(office: Office, cycle: Cycle) -> None:
    survey = a_survey(office.kecamatan, SurveyState.OPEN, month=cycle.month)
    some_answers(survey, *[HIGH] * 6)
    browser = sign_in(office.kasi["pelayanan"])
    for name in ("survey", "survey_pdf", "survey_docx"):
        assert browser.get(reverse(f"reports:{name}", args=[survey.pk])).status_code in (404, 409)


def test_unsur_and_sheets_stand_in_the_order_that_the_office_prints(office: Office, cycle: Cycle) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED, month=cycle.month)
    some_answers(survey, *["333333314"] * 5)
    found = []
    for order in ("naskah", "kuesioner"):
        office.kecamatan.settings.create(key=SettingKey.UNSUR_ORDER, value=order, valid_from=survey.starts_on)
        made = survey_print(survey, NOW, with_answers=True)
        names = [row[1] for row in rows_of(table_of(made, "Nilai per unsur"))[:9]]
        assert [row[1] for row in rows_of(table_of(made, "Rekapitulasi jawaban"))] == names
        found.append(dict(zip(names, rows_of(table_of(made, "Nilai tiap lembar"))[0][1:], strict=True)))
        office.kecamatan.settings.all().delete()
    assert found[0] == found[1]
    assert list(found[0]) != list(found[1])


def test_the_target_is_reached_by_each_service_for_itself(office: Office, cycle: Cycle) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED, month=cycle.month, services=("A", "B"), population=10)
    some_answers(survey, *[HIGH] * 15)
    assert "kurang 10" in words(survey_print(survey, NOW))


def test_four_answers_are_told_in_no_chapter(office: Office, cycle: Cycle) -> None:
    survey = a_survey(office.kecamatan, SurveyState.CLOSED, month=cycle.month)
    some_answers(survey, *["434343434"] * 4, told=TOLD)
    made = survey_print(survey, NOW, with_answers=True)
    assert rows_of(table_of(made, "Rekapitulasi jawaban"))[0] == ["U1", "Persyaratan", *["–"] * 6]
    assert "Nilai tiap lembar" not in words(made)
    assert rows_of(table_of(made, "Cara mengisi")) == [["Poster QR", "–", "–"]]
    for figure in ("88,89", "4,000", "Wiraswasta\t4"):
        assert figure not in words(made)


def test_small_services_and_channels_are_not_counted_apart(survey: Survey, office: Office) -> None:
    some_answers(survey, *[HIGH] * 3, service=a_service(office.kecamatan, "Surat pindah"), channel=Channel.PAPER)
    made = survey_print(survey, NOW)
    assert [row[4] for row in rows_of(table_of(made, "Populasi dan sampel"))] == ["–", "–", "43"]
    assert [row[1] for row in rows_of(table_of(made, "Cara mengisi"))] == ["43"]


def test_a_survey_that_is_corrected_is_not_printed_from_its_answers(survey: Survey, cycle: Cycle) -> None:
    counted(survey)
    for state in (SurveyState.CLOSED, SurveyState.PAUSED):
        Survey.objects.filter(pk=survey.pk).update(state=state, confirmed_by=None, confirmed_at=None)
        text = said("laporan-ikm", cycle)
        assert "METODOLOGI" not in text
        assert "87,5" in text
    Survey.objects.filter(pk=survey.pk).update(
        state=SurveyState.CONFIRMED, confirmed_by=survey.confirmed_by, confirmed_at=NOW, result=survey.result
    )
    assert "METODOLOGI" not in said("laporan-ikm", cycle)  # another result stands


def test_single_sheets_are_printed_for_their_readers_only(survey: Survey, office: Office) -> None:
    path = reverse("reports:survey", args=[survey.pk])
    assert "Nilai tiap lembar" in sign_in(office.kasi["pelayanan"]).get(path).text
    assert "Nilai tiap lembar" not in sign_in(office.kasi["pmd"]).get(path).text


def test_the_cycles_laporan_ikm_is_the_survey_report_where_the_figure_came_from_one(
    survey: Survey, cycle: Cycle
) -> None:
    before = said("laporan-ikm", cycle)
    assert "METODOLOGI" not in before
    counted(survey)
    text = said("laporan-ikm", cycle)
    assert text.startswith(f"Laporan IKM {cycle.month.name}")
    assert "II. METODOLOGI" in text


def test_it_comes_as_page_pdf_and_docx_and_strangers_find_nothing(survey: Survey, office: Office) -> None:
    browser = sign_in(office.kasi["pelayanan"])
    page = browser.get(reverse("reports:survey", args=[survey.pk]))
    assert page.status_code == 200
    assert "DATA CONTOH" in page.text
    assert "style=" not in page.text
    pdf = browser.get(reverse("reports:survey_pdf", args=[survey.pk]))
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(pdf.content)).pages)
    assert "LAMPIRAN 1: REKAPITULASI JAWABAN" in text
    made = docx.Document(BytesIO(browser.get(reverse("reports:survey_docx", args=[survey.pk])).content))
    assert "II. METODOLOGI" in [paragraph.text for paragraph in made.paragraphs]
    assert len(made.inline_shapes) == 1
    stranger = sign_in(other_office().sekcam)
    assert stranger.get(reverse("reports:survey", args=[survey.pk])).status_code == 404


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_nothing_can_be_sent_to_the_address_of_a_file(survey: Survey, office: Office, kind: str) -> None:
    path = reverse(f"reports:survey_{kind}", args=[survey.pk])
    assert sign_in(office.sekcam).post(path).status_code == 405


def test_the_chart_of_a_form_with_five_answers_has_an_axis_to_five(office: Office, cycle: Cycle) -> None:
    text = (settings.DEFINITIONS / "instruments" / "ikm-14-2017.yaml").read_text(encoding="utf-8")
    fifth = re.sub(r"( +- )\{jawaban: 4, skor: 4, arti: .*\n", r"\g<0>\1{jawaban: 5, skor: 5, arti: Istimewa}\n", text)
    fifth = fifth.replace("versi: 1", "versi: 2").replace("kali: 25", "kali: 20")
    version = load_instrument(kecamatan=office.kecamatan, text=fifth, by=None, now=NOW)
    survey = a_survey(office.kecamatan, SurveyState.CONFIRMED, month=cycle.month, version=version)
    some_answers(survey, *["555545555"] * 12)
    chart = next(one for one in KINDS["laporan-skm"].build(survey, NOW).blocks if isinstance(one, Picture))
    assert "skala 1–5" in chart.caption
    assert re.search(r">5(,0+)?</text>", chart.svg)
