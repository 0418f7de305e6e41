"""Pictures of the measurement: which figures they show, what is missing in them, who may open them."""

import gzip
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cermat.lib.months import number
from cermat.measurement.models import Figure, FigureKind, Run
from cermat.measurement.presenters import figure_pictures, heat_of, map_of
from cermat.measurement.queries.pictures import ikus_over_year, mapped_figures, sections_over_year, villages_of, year_of
from cermat.organisation.queries.boundaries import boundaries
from cermat.sop.models import Cycle
from tests.factories import Office, other_office, sign_in
from tests.measurement.factories import calculated, collected

pytestmark = pytest.mark.django_db

FIGURE_QUERIES = 9
PLACES_QUERIES = 13
SECTIONS_QUERIES = 9
PAGE_MOST = 25 * 1024  # of the map's page alone; style, scripts and font are 35 KB of the 60


def run_of(office: Office) -> Run:
    return calculated(office, collected(office, *office.kelurahan))


def earlier(run: Run, month: int, *, actual: str | None = "50", is_provisional: bool = False, number: int = 1) -> Run:
    """The same figures in another month of the year, all with `actual`."""
    cycle = run.cycle
    known = Cycle.objects.filter(kecamatan=cycle.kecamatan, year=cycle.year, month_number=month).first()
    if known is None:
        known = Cycle.objects.get(pk=cycle.pk)
        known.pk, known.month_number = None, month
        known.save()
    made = Run.objects.get(pk=run.pk)
    made.pk, made.cycle, made.number, made.is_provisional = None, known, number, is_provisional
    made.save()
    rows = list(run.figures.all())
    for row in rows:
        row.pk, row.run, row.actual = None, made, None if actual is None else Decimal(actual)
    Figure.objects.bulk_create(rows)
    return made


def of_year(figure: Figure) -> dict[str, tuple[str, ...]]:
    year = year_of(figure.run.cycle, figure.kind, figure.code)
    return {row[0]: row[1:] for row in figure_pictures(figure, year)["tren"].rows}


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_year_shows_every_month_and_says_why_one_is_empty(office: Office) -> None:
    run = run_of(office)
    earlier(run, 9)
    earlier(run, 8).delete()  # its period stands there, never calculated
    found = of_year(run.figures.get(code="PBB-01"))
    assert next(iter(found)) == "Januari 2026"
    assert found["Januari 2026"][0] == "tanpa periode"
    assert (found["Agustus 2026"][0], found["Agustus 2026"][-1]) == ("belum ada data", "belum dihitung")
    assert found["September 2026"][0] == "50"
    assert found["Desember 2026"][0] == "belum jatuh tempo"


def test_a_definite_run_goes_before_a_newer_provisional_one(office: Office) -> None:
    run = run_of(office)
    earlier(run, 9, actual="10")
    earlier(run, 9, actual="20", number=2)
    earlier(run, 9, actual="99", number=3, is_provisional=True)
    assert of_year(run.figures.get(code="PBB-01"))["September 2026"][0] == "20"


def test_the_page_of_an_iku_has_its_year_and_its_quarters(office: Office) -> None:
    run = run_of(office)
    iku = run.figures.filter(kind=FigureKind.IKU).first()
    assert iku is not None
    text = page(sign_in(office.camat), f"/pengukuran/angka/{iku.pk}/")
    assert text.count("<figure") == 2
    assert ">TW IV</text>" in text
    assert "Triwulan IV 2026" in text
    monthly = run.figures.get(code="PBB-01")
    text = page(sign_in(office.camat), f"/pengukuran/angka/{monthly.pk}/")
    assert text.count("<figure") == 1
    assert "style=" not in text


def test_a_quarter_is_missing_as_soon_as_its_figure_is_due_without_data(office: Office) -> None:
    run = run_of(office)
    iku = run.figures.filter(kind=FigureKind.IKU).first()
    assert iku is not None
    iku.actual, iku.status, iku.reason = None, "tanpa_data", "belum dicatat"
    year = year_of(run.cycle, iku.kind, iku.code)
    found = [row[1] for row in figure_pictures(iku, year)["triwulan"].rows]
    assert found == ["tanpa periode", "tanpa periode", "tanpa periode", "belum ada data"]


@pytest.mark.parametrize("months", [(), (1, 2, 3, 4, 5)])
def test_the_page_of_a_figure_asks_the_same_for_one_month_and_six(
    office: Office, months: tuple[int, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = run_of(office)
    for month in months:
        earlier(run, month)
    iku = run.figures.filter(kind=FigureKind.IKU).first()
    assert iku is not None
    client = sign_in(office.camat)
    client.get("/")
    with django_assert_num_queries(FIGURE_QUERIES):
        client.get(f"/pengukuran/angka/{iku.pk}/")


def test_the_quarters_of_all_ikus_are_read_together(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = run_of(office)
    earlier(run, 2)
    with django_assert_num_queries(3):
        found = ikus_over_year(run.cycle)
    assert [figure.code for figure, _year in found] == [row.code for row in run.figures.filter(kind=FigureKind.IKU)]
    assert {tuple(sorted(year.figures)) for _figure, year in found} == {(2, 11)}


def test_a_map_draws_every_village_and_names_those_without_data(office: Office) -> None:
    run = run_of(office)
    figure = mapped_figures(run.cycle).get(code="PBB-01")
    shapes = boundaries(run.cycle.kecamatan.code)
    drawing = map_of(figure, villages_of(run.cycle), shapes)
    assert len(drawing.rows) == len(office.kelurahan) + len(office.desa)
    missing = [row[1] for row in drawing.rows if row[2] == "belum ada data"]
    assert missing == [str(unit) for unit in office.desa]
    assert "Diarsir karena belum ada data" in drawing.text
    year = year_of(run.cycle, figure.kind, figure.code, with_inputs=True)
    row = next(row for row in heat_of(figure, year, office.desa).rows if row[0] == office.desa[0].name)
    assert row[11] == "belum ada data"
    assert row[12] == "belum jatuh tempo"


def test_counts_stay_whole_on_the_map_and_its_note_comes_only_where_there_is_one(office: Office) -> None:
    figure = run_of(office).figures.get(code="PDK-01")
    villages = villages_of(figure.run.cycle)
    leaves = [{"unit_id": unit.pk, "counted": True, "result": str(3000 + unit.pk)} for unit in villages]
    figure.inputs = {"leaves": leaves}
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}
    drawing = map_of(figure, villages, dict.fromkeys((unit.code for unit in villages), shape))
    assert drawing.head == ("No.", "Unit", "jiwa")
    assert {row[2] for row in drawing.rows} == {number(3000 + unit.pk) for unit in villages}
    assert ",00" not in drawing.svg


def test_the_page_of_the_map_is_light_and_offers_the_other_indicators(office: Office) -> None:
    run = run_of(office)
    client = sign_in(office.operator[office.kelurahan[0].code])
    text = page(client, f"/pengukuran/{run.cycle_id}/peta/?indikator=PBB-01")
    assert '<option value="PBB-01" selected>' in text
    assert str(office.kelurahan[0]) in text
    assert "url(#h" in text
    assert len(gzip.compress(text.encode(), 6)) <= PAGE_MOST
    assert "PBB-01" in page(client, f"/pengukuran/{run.cycle_id}/peta/?indikator=TIDAK-ADA")


def test_without_boundaries_the_table_stands_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(office)
    monkeypatch.setattr("cermat.measurement.views.pictures.boundaries", lambda _code: {})
    client = sign_in(office.camat)
    text = page(client, f"/pengukuran/{run.cycle_id}/peta/")
    assert "Batas wilayah desa/kelurahan kecamatan ini belum tersedia" in text
    assert "tanpa batas wilayah di peta" in text
    assert client.get(f"/pengukuran/{run.cycle_id}/peta/PBB-01/peta.csv").status_code == 200
    assert client.get(f"/pengukuran/{run.cycle_id}/peta/PBB-01/bulanan.svg").status_code == 200


@pytest.mark.parametrize("months", [(), (8, 9, 10)])
def test_the_pages_of_pictures_ask_the_same_for_one_month_and_four(
    office: Office, months: tuple[int, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = run_of(office)
    for month in months:
        earlier(run, month)
    client = sign_in(office.camat)
    client.get("/")
    with django_assert_num_queries(PLACES_QUERIES):
        client.get(f"/pengukuran/{run.cycle_id}/peta/")
    with django_assert_num_queries(SECTIONS_QUERIES):
        client.get(f"/pengukuran/{run.cycle_id}/seksi/")


def test_a_section_counts_what_has_no_data_as_not_reached(office: Office) -> None:
    run = run_of(office)
    run.figures.exclude(section=None).update(status="tanpa_data", reason="belum ada isian", achievement=None)
    one = run.figures.exclude(section=None).exclude(kind=FigureKind.ACTIVITY).first()
    assert one is not None
    section = one.section
    run.figures.filter(pk=one.pk).update(status="tercapai")
    rows, months = sections_over_year(run.cycle)
    share = next(row.shares[11] for row in rows if row.section == section)
    assert share.reached == 1
    assert share.of == run.figures.filter(section=section).exclude(kind=FigureKind.ACTIVITY).count()
    assert months == {11}
    text = page(sign_in(office.sekcam), f"/pengukuran/{run.cycle_id}/seksi/")
    assert "Unduh CSV" in text


def test_before_any_calculation_the_pages_say_what_comes(office: Office) -> None:
    cycle = collected(office)
    client = sign_in(office.sekcam)
    assert "Belum ada angka untuk dipetakan." in page(client, f"/pengukuran/{cycle.pk}/peta/")
    assert "Belum ada penghitungan tahun ini." in page(client, f"/pengukuran/{cycle.pk}/seksi/")


def test_a_picture_is_a_file_for_those_who_see_the_figure(office: Office) -> None:
    run = run_of(office)
    figure = run.figures.get(code="PBB-01")
    path = f"/pengukuran/angka/{figure.pk}/gambar"
    client = sign_in(office.camat)
    drawn, table = client.get(f"{path}/tren.svg"), client.get(f"{path}/tren.csv")
    assert drawn.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert drawn.content.startswith(b"<svg")
    assert table.content.decode().startswith("\ufeffPeriode;Nilai;")
    assert 'filename="tren.csv"' in table.headers["Content-Disposition"]
    for none in ("triwulan.svg", "tren.pdf", "x.svg"):
        assert client.get(f"{path}/{none}").status_code == 404
    stranger = sign_in(other_office().camat)
    for closed in (f"{path}/tren.svg", f"/pengukuran/{run.cycle_id}/peta/", f"/pengukuran/{run.cycle_id}/seksi/"):
        assert stranger.get(closed).status_code == 404
