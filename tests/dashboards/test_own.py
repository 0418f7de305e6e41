"""Indikator saya and Bulan saya: one's own section, one's own desa or kelurahan, and nobody else's."""

import pytest
from pytest_django import DjangoAssertNumQueries

from cermat.collection.models import EntryValue
from cermat.dashboards.presenters import section_view, village_view
from cermat.dashboards.queries import Desk, section_board, village_month
from tests import factories
from tests.dashboards.factories import calculated, collecting_cycle, month_before, sorting_cycle

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
QUERIES_SECTION = 13
QUERIES_VILLAGE = 14


def test_a_kasi_sees_the_figures_of_their_section_with_the_way_they_go(office: factories.Office) -> None:
    cycle = sorting_cycle(office)
    section = office.sections["pmd"]
    calculated(month_before(cycle, 2), office.sekcam, "tidak_tercapai", section=section, actual="80.1")
    run = calculated(month_before(cycle, 1), office.sekcam, "tidak_tercapai", section=section, actual="90")
    shown = section_view(section_board(Desk(office.kasi["pmd"], TODAY)), TODAY)
    [(title, [row])] = shown.groups
    assert (title, row.trend) == ("Indikator Kinerja Utama", "naik dari 80,1")
    assert row.url == f"/pengukuran/angka/{run.figures.get().pk}/"
    assert (shown.month, shown.before) == ("Oktober 2026", "September 2026")


def test_a_figure_without_data_has_no_way_to_go(office: factories.Office) -> None:
    cycle = sorting_cycle(office)
    section = office.sections["pmd"]
    calculated(month_before(cycle, 2), office.sekcam, "tercapai", section=section)
    calculated(month_before(cycle, 1), office.sekcam, "tanpa_data", section=section)
    [(_title, [row])] = section_view(section_board(Desk(office.kasi["pmd"], TODAY)), TODAY).groups
    assert row.trend == "belum ada pembanding"


def test_each_figure_has_its_year_as_a_small_picture_and_as_a_line_of_a_table(office: factories.Office) -> None:
    cycle = sorting_cycle(office)
    section = office.sections["pmd"]
    calculated(month_before(cycle, 4), office.sekcam, "tercapai", section=office.sections["kesra"], actual="93")
    calculated(month_before(cycle, 2), office.sekcam, "tanpa_data", section=section)
    calculated(month_before(cycle, 1), office.sekcam, "tidak_tercapai", section=section)
    [(_title, [row])] = section_view(section_board(Desk(office.kasi["pmd"], TODAY)), TODAY).groups
    assert row.months[6:] == ["93", "tanpa periode", "belum ada data", "90", "belum jatuh tempo", "belum jatuh tempo"]
    page = factories.sign_in(office.kasi["pmd"]).get("/ringkasan/seksi/").content.decode()
    assert page.count('class="chart"') == 1
    assert "Oktober 2026: 90, target 92 (belum tercapai). Diarsir karena belum ada data: September 2026." in page
    assert "Tabel bulan ke bulan: Indikator Kinerja Utama, 2026" in page


def test_a_kasi_takes_the_figures_home(office: factories.Office) -> None:
    cycle = sorting_cycle(office)
    calculated(month_before(cycle, 2), office.sekcam, "tanpa_data", section=office.sections["pmd"])
    calculated(month_before(cycle, 1), office.sekcam, "tidak_tercapai", section=office.sections["pmd"])
    client = factories.sign_in(office.kasi["pmd"])
    [_head, line] = client.get("/ringkasan/seksi.csv").content.decode("utf-8-sig").splitlines()
    assert line.endswith(",92,90,Tidak tercapai,,,,,,,,,,90,,")
    assert client.get("/ringkasan/seksi.xlsx").status_code == 200
    operator = next(iter(office.operator.values()))
    assert factories.sign_in(operator).get("/ringkasan/seksi.csv").status_code == 404


def test_the_figures_and_sheets_of_other_sections_are_not_there(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    calculated(month_before(cycle, 1), office.sekcam, "tercapai", section=office.sections["pmd"])
    shown = section_view(section_board(Desk(office.kasi["kesra"], TODAY)), TODAY)
    assert shown.groups == []
    assert sum(one.count for one in shown.owed) == cycle.entries.filter(section=office.sections["kesra"]).count()


def test_who_has_sent_everything_owes_nothing(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    unit = office.kelurahan[0]
    cycle.entries.filter(unit=unit).update(state="terkirim", sent_by=office.lurah[unit.code])
    shown = section_view(section_board(Desk(office.kasi["pmd"], TODAY)), TODAY)
    assert str(unit) not in [one.unit for one in shown.owed]
    assert str(office.kelurahan[1]) in [one.unit for one in shown.owed]


def test_a_village_sees_its_sheets_and_its_figures_beside_last_month(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    unit = office.kelurahan[0]
    entry = cycle.entries.filter(unit=unit, form="bulanan", section=office.sections["pemerintahan"]).get()
    EntryValue.objects.create(
        entry=entry, code="PEM-01", field="nilai", answer="angka", number=6848, by=office.sekcam, at=factories.NOW
    )
    cycle.entries.filter(unit=unit).exclude(pk=entry.pk).update(state="terkirim", sent_by=office.lurah[unit.code])
    shown = village_view(village_month(Desk(office.operator[unit.code], TODAY), unit), TODAY)
    assert (shown.done, shown.of) == (
        cycle.entries.filter(unit=unit).count() - 1,
        cycle.entries.filter(unit=unit).count(),
    )
    assert shown.sheets[0].url == f"/isian/{entry.pk}/"
    assert "baris terisi" in shown.sheets[0].detail
    assert all(row.last == "belum ada data" for group in shown.values for row in group.rows)


def test_a_returned_sheet_says_why(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    unit = office.kelurahan[0]
    entry = cycle.entries.filter(unit=unit, form="bulanan").first()
    assert entry is not None
    entry.state, entry.reason = "dikembalikan", "Angkanya tidak sama dengan buktinya"
    entry.save()
    page = factories.sign_in(office.operator[unit.code]).get("/ringkasan/unit/").content.decode()
    assert "Angkanya tidak sama dengan buktinya" in page
    assert str(office.kelurahan[1]) not in page


def test_who_has_no_section_or_village_goes_home(office: factories.Office) -> None:
    operator = next(iter(office.operator.values()))
    assert factories.sign_in(operator).get("/ringkasan/seksi/").status_code == 302
    assert factories.sign_in(office.camat).get("/ringkasan/unit/").status_code == 302
    assert factories.sign_in(office.observer).get("/ringkasan/")["Location"] == "/periode/semua-kecamatan/"


def test_tasks_come_before_every_number_on_the_first_page(office: factories.Office) -> None:
    collecting_cycle(office)
    page = factories.sign_in(office.sekcam).get("/").content.decode()
    assert page.index('aria-label="Ringkasan"') < page.index('class="tasks"') < page.index('class="figure')


@pytest.mark.parametrize("months", [1, 4])
def test_the_page_of_a_section_asks_a_fixed_number_of_times(
    office: factories.Office, months: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = collecting_cycle(office)
    for back in range(1, 1 + months):
        calculated(month_before(cycle, back), office.sekcam, "tercapai", "tercapai", section=office.sections["pmd"])
    calculated(month_before(cycle, 9), office.sekcam, "tercapai")
    client = factories.sign_in(office.kasi["pmd"])
    client.get("/ringkasan/seksi/")
    with django_assert_num_queries(QUERIES_SECTION):
        assert client.get("/ringkasan/seksi/").status_code == 200


@pytest.mark.parametrize("sheets", [1, 4])
def test_the_page_of_a_village_asks_a_fixed_number_of_times(
    office: factories.Office, sheets: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = collecting_cycle(office)
    unit = office.kelurahan[0]
    kept = list(cycle.entries.filter(unit=unit, form="bulanan").values_list("pk", flat=True)[:sheets])
    cycle.entries.filter(unit=unit, form="bulanan").exclude(pk__in=kept).delete()
    client = factories.sign_in(office.operator[unit.code])
    client.get("/ringkasan/unit/")
    with django_assert_num_queries(QUERIES_VILLAGE):
        assert client.get("/ringkasan/unit/").status_code == 200
