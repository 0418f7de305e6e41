"""Years of an IKU beside each other: which source counts, what may be compared, and who may see it."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cermat.indicators.models import Iku, Plan
from cermat.instruments.actions import record_result
from cermat.lib.months import Month
from cermat.measurement.formula import Stand, Target, grows_over_year, known_by_neighbours, steps
from cermat.measurement.formula.annual import OTHERWISE
from cermat.measurement.models import Figure, Run
from cermat.measurement.presenters.annual import annual_page, annual_picture, change_words
from cermat.measurement.queries import scale_in_force
from cermat.measurement.queries.annual import Origin
from cermat.measurement.queries.annual_rows import AnnualFigure, AnnualIku, annual_ikus, kecamatan_book
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle
from tests.factories import NOW, Office, other_office, sign_in
from tests.measurement.factories import calculated, collected

TODAY = date(2026, 12, 3)
PAGE = "/pengukuran/tahun-ke-tahun/35.18.13/{}/"
ALL_QUERIES = 17
ONE_QUERIES = 17


def stand(year: int, value: str | None, definition: str = "idm", **more: object) -> Stand:
    known = None if value is None else Decimal(value)
    return Stand(year, definition, known, instrument=definition, **more)  # type: ignore[arg-type]


# ---- what may be compared


def test_a_year_is_held_against_the_year_before_it() -> None:
    found = steps([stand(2024, "80"), stand(2025, "82.5"), stand(2026, "82.5")])
    assert [step.change for step in found] == [None, Decimal("2.5"), Decimal(0)]
    assert found[0].why == ""


def test_another_instrument_is_never_compared() -> None:
    found = steps([stand(2024, "80"), stand(2025, "50", "indeks-desa")])
    assert found[1].change is None
    assert found[1].why == "Instrumennya berganti; tidak dibandingkan."


def test_another_formula_of_no_instrument_is_never_compared_either() -> None:
    before, after = (Stand(year, way, Decimal(9)) for year, way in ((2025, "indicator=A"), (2026, "indicator=B")))
    assert steps([before, after])[1].why == OTHERWISE


def test_a_missing_year_has_no_difference_and_neither_has_the_next() -> None:
    found = steps(known_by_neighbours([stand(2024, "80"), Stand(2025, "", None), stand(2026, "82")]))
    assert [step.why for step in found] == ["", "Belum ada data 2025.", "Belum ada data 2025."]


def test_years_to_come_are_not_called_missing() -> None:
    assert steps([stand(2026, "80"), stand(2027, None, is_due=False)])[1].why == ""


def test_a_sum_of_ten_months_is_not_held_against_a_whole_year() -> None:
    found = steps([stand(2025, "120", grows=True), stand(2026, "100", until=10, grows=True)])
    assert found[1].change is None
    assert found[1].why == "Tahun 2026 baru sampai Oktober; tidak dibandingkan."
    share = steps([stand(2025, "92"), stand(2026, "94", until=10)])
    assert share[1].change == 2


def test_sums_and_documents_grow_over_the_year_and_shares_do_not() -> None:
    assert grows_over_year("documents", "", "nilai_akhir")
    assert grows_over_year("months", "n", "kumulatif")
    assert not grows_over_year("months", "selesai / n * 100", "kumulatif")
    assert not grows_over_year("months", "n", "nilai_akhir")
    assert not grows_over_year("results", "", "kumulatif")


def test_a_difference_too_small_to_be_shown_is_none() -> None:
    assert change_words(Decimal("0.0049"), "naik") == change_words(Decimal(0), "naik") == ("tetap", "")
    assert change_words(Decimal("-0.005"), "naik") == ("turun 0,01", "memburuk")


# ---- where a year's value comes from


def ikus_of(kecamatan: Unit, code: str = "") -> list[AnnualIku]:
    return annual_ikus(kecamatan_book(kecamatan, code), scale_in_force(kecamatan, TODAY), TODAY)


def year_of(office: Office, code: str, year: int) -> AnnualFigure:
    return next(one for one in ikus_of(office.kecamatan, code)[0].years if one.year == year)


def run_of(office: Office) -> Run:
    return calculated(office, collected(office, *office.kelurahan))


def in_another_year(run: Run, year: int, month: int, *, is_provisional: bool = False) -> Run:
    """The same figures in another year."""
    cycle = Cycle.objects.get(pk=run.cycle_id)
    cycle.pk, cycle.year, cycle.month_number = None, year, month
    cycle.save()
    made = Run.objects.get(pk=run.pk)
    made.pk, made.cycle, made.is_provisional = None, cycle, is_provisional
    made.save()
    rows = list(run.figures.all())
    for row in rows:
        row.pk, row.run = None, made
    Figure.objects.bulk_create(rows)
    return made


def published(unit: Unit, year: int, definition: str, label: str, value: str = "0.75") -> None:
    record_result(
        instrument="idm", subject=unit, period=Month(year, 6), definition=definition, value=Decimal(value), label=label,
        source="impor", maker=None, checker=None, now=NOW,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_plan_says_what_was_reached_before_it_began(office: Office) -> None:
    found = year_of(office, "IKU-1", 2025)
    assert (found.origin, found.actual, found.target) == (Origin.PLAN, Decimal("83.10"), Target(Decimal("82.50")))
    assert found.judged.value == Decimal("100.73")
    assert found.step.change == Decimal("1.48")


@pytest.mark.django_db
def test_a_published_result_goes_before_what_the_plan_says(office: Office) -> None:
    desa = office.desa[0]
    published(desa, 2024, "idm-2016@1", "BERKEMBANG")
    found = year_of(office, "IKU-4", 2024)
    assert (found.origin, found.actual, found.part) == (Origin.RESULT, Decimal(0), (0, 1))


@pytest.mark.django_db
def test_a_definite_run_goes_before_a_later_provisional_one_and_before_everything_else(office: Office) -> None:
    run = run_of(office)
    in_another_year(run, 2025, 6)
    in_another_year(run, 2025, 9, is_provisional=True)
    Figure.objects.filter(code="IKU-1").update(actual=Decimal("79.5"))
    found = year_of(office, "IKU-1", 2025)
    assert (found.origin, found.until, found.actual) == (Origin.RUN, Month(2025, 6), Decimal("79.5"))


@pytest.mark.django_db
def test_a_run_without_data_leaves_room_for_what_else_is_known_and_else_says_why(office: Office) -> None:
    run = run_of(office)
    in_another_year(run, 2025, 12)
    assert Figure.objects.filter(code="IKU-2", actual=None).count() == 2
    assert year_of(office, "IKU-2", 2025).origin is Origin.PLAN
    now = year_of(office, "IKU-2", 2026)
    assert (now.origin, now.actual, now.is_missing) == (Origin.RUN, None, True)
    assert now.judged.reason
    assert now.step.why == "Belum ada data 2026."


@pytest.mark.django_db
def test_years_that_nobody_knows_are_there_and_missing_and_those_to_come_are_not(office: Office) -> None:
    Plan.objects.update(source=Plan.objects.get().source.replace("2024: 81.62, 2025: 83.10", "2024: 81.62"))
    states = {one.year: (one.is_missing, one.actual) for one in ikus_of(office.kecamatan, "IKU-1")[0].years}
    assert states[2025] == (True, None)
    assert states[2027] == (False, None)


@pytest.mark.django_db
def test_idm_and_indeks_desa_stand_beside_each_other_and_are_never_joined(office: Office) -> None:
    """Both years are values of the plan: which instrument measured them is known by the dates of the definitions."""
    iku = ikus_of(office.kecamatan, "IKU-4")[0]
    shorts = kecamatan_book(office.kecamatan).shorts
    rows = {row.year: row for row in annual_page(iku, office.kecamatan, shorts).rows}
    assert (rows[2024].measure, rows[2025].measure) == ("IDM", "Indeks Desa")
    assert (rows[2025].change, rows[2025].why) == ("", "Instrumennya berganti; tidak dibandingkan.")
    assert rows[2025].begins
    drawn = annual_picture(iku, shorts)
    assert len(drawn.spec["hconcat"]) == 2
    assert "Sejak 2025 Indeks Desa: ukuran lain, tidak dibandingkan." in drawn.text


@pytest.mark.django_db
def test_an_iku_with_another_name_or_unit_is_another_indicator(office: Office) -> None:
    now = Iku.objects.get(code="IKU-5")
    now.pk, now.plan, now.year, now.name = None, None, 2027, "Persentase poskamling aktif"
    now.save()
    found = {one.year: one.step for one in ikus_of(office.kecamatan, "IKU-5")[0].years}
    assert found[2025].change == Decimal("-1.83")
    rows = {row.year: row for row in annual_page(ikus_of(office.kecamatan, "IKU-5")[0], office.kecamatan, {}).rows}
    assert rows[2027].begins


# ---- pages


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_each_number_leads_to_where_it_comes_from(office: Office) -> None:
    run = run_of(office)
    figure = run.figures.get(code="IKU-5")
    text = page(sign_in(office.camat), PAGE.format("IKU-5"))
    assert f"/pengukuran/angka/{figure.pk}/" in text
    assert 'href="/pengukuran/tahun-ke-tahun/35.18.13/IKU-5/#asal-2025"' in text
    assert 'id="asal-2025"' in text
    assert "Tertulis sebagai realisasi 2025 dalam" in text
    assert "s.d. November 2026" in text


@pytest.mark.django_db
def test_the_table_of_all_says_where_an_instrument_changed(office: Office) -> None:
    text = page(sign_in(office.camat), "/pengukuran/tahun-ke-tahun/")
    assert text.count("Instrumennya berganti") == 1
    assert all(f"{code} " in text for code in ("IKU-1", "IKU-2", "IKU-3", "IKU-4", "IKU-5"))


@pytest.mark.alike
@pytest.mark.django_db
def test_an_office_without_a_plan_is_told_what_to_do(office: Office) -> None:
    Iku.objects.filter(kecamatan=office.kecamatan).delete()
    assert "Belum ada IKU." in page(sign_in(office.camat), "/pengukuran/tahun-ke-tahun/")
    assert sign_in(office.camat).get(PAGE.format("IKU-1")).status_code == 404


@pytest.mark.alike
@pytest.mark.django_db
def test_the_files_say_what_the_page_says(office: Office) -> None:
    client = sign_in(office.camat)
    lines = page(client, PAGE.format("IKU-4") + "tabel.csv").splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Kode,Indikator,Satuan,Tahun,Target")
    of_2025 = next(line for line in lines if ",2025," in line)
    assert ",50,,,50,100," in of_2025
    assert "Instrumennya berganti; tidak dibandingkan." in of_2025
    assert client.get(PAGE.format("IKU-4") + "tabel.xlsx").content[:2] == b"PK"
    assert client.get("/pengukuran/tahun-ke-tahun/35.18.13/semua.xlsx").content[:2] == b"PK"
    assert len(page(client, "/pengukuran/tahun-ke-tahun/35.18.13/semua.csv").splitlines()) == 1 + 5 * 5
    assert page(client, PAGE.format("IKU-4") + "gambar.svg").startswith("<svg")
    assert client.get(PAGE.format("IKU-4") + "tabel.pdf").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("years", [(), (2023, 2024, 2025)])
def test_the_pages_ask_the_same_for_one_year_and_for_four(
    office: Office, years: tuple[int, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = run_of(office)
    for year in years:
        in_another_year(run, year, 12)
    client = sign_in(office.camat)
    client.get("/")
    with django_assert_num_queries(ALL_QUERIES):
        client.get("/pengukuran/tahun-ke-tahun/")
    with django_assert_num_queries(ONE_QUERIES):
        client.get(PAGE.format("IKU-1"))


@pytest.mark.alike
@pytest.mark.django_db
def test_a_neighbour_sees_nothing(office: Office) -> None:
    stranger = sign_in(other_office().camat)
    assert stranger.get(PAGE.format("IKU-1")).status_code == 404
    assert stranger.get("/pengukuran/tahun-ke-tahun/?kecamatan=35.18.13").status_code == 404
