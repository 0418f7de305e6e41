"""Kecamatan side by side: sortable by link, the ones without data named and last, in a fixed number of queries."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from cermat.dashboards.presenters import headings, region_rows
from cermat.dashboards.queries import kecamatan_states
from cermat.sop.models import Cycle
from tests import factories
from tests.dashboards.factories import calculated, collecting_cycle, month_before, satisfied, sorting_cycle

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
PAGE = "/periode/semua-kecamatan/"
QUERIES_REGION = 13


def sent(cycle: Cycle, office: factories.Office) -> None:
    """One sheet in time, one late."""
    first, second = cycle.entries.filter(unit__in=office.kelurahan).order_by("pk")[:2]
    for entry, moment in ((first, factories.NOW), (second, factories.NOW)):
        entry.first_sent_at = moment
        entry.due_on = TODAY if entry == first else TODAY.replace(day=22)
        entry.save()


def test_each_kecamatan_has_its_own_numbers(office: factories.Office) -> None:
    factories.other_office()
    cycle = collecting_cycle(office)
    october = month_before(cycle, 1)
    run = calculated(october, office.sekcam, "tercapai", "tanpa_data")
    satisfied(office.kecamatan, "2026-09", "84.43")
    sent(cycle, office)
    bagor, nganjuk = region_rows(kecamatan_states(office.observer, TODAY), "nama", ascending=True)
    assert not bagor.is_known
    told = {key: (value.text, value.note) for key, value in nganjuk.values.items()}
    assert told == {
        "lengkap": ("0 %", f"0 dari {cycle.entries.count()}"),
        "iku": ("1 dari 2", "Oktober 2026, 1 tanpa data"),
        "ikm": ("84,43", "September 2026, B (Baik)"),
        "tepat": ("50 %", "1 dari 2"),
    }
    assert nganjuk.values["iku"].url == f"/pengukuran/penghitungan/{run.pk}/#iku"
    assert nganjuk.step.startswith("3 ")


def test_who_has_no_data_is_there_and_last_in_either_direction(office: factories.Office) -> None:
    other = factories.other_office()
    third = factories.build("35.18.15", "Aman", ("Satu",), ("Dua",))
    satisfied(office.kecamatan, "2026-09", "84.43")
    satisfied(other.kecamatan, "2026-06", "90")
    states = kecamatan_states(office.observer, TODAY)
    down = [row.name for row in region_rows(states, "ikm", ascending=False)]
    up = [row.name for row in region_rows(states, "ikm", ascending=True)]
    assert down == ["Kecamatan Bagor", "Kecamatan Nganjuk", str(third.kecamatan)]
    assert up == ["Kecamatan Nganjuk", "Kecamatan Bagor", str(third.kecamatan)]
    page = factories.sign_in(office.observer).get(PAGE + "?urut=ikm").content.decode()
    assert page.count("belum ada data") >= 1
    assert 'aria-sort="descending"' in page


def test_a_link_sorts_and_turns_around() -> None:
    by_name = {head.key: head for head in headings("nama", ascending=True)}
    assert (by_name["nama"].query, by_name["iku"].query) == ("?urut=nama&arah=turun", "?urut=iku&arah=turun")
    by_iku = {head.key: head for head in headings("iku", ascending=False)}
    assert (by_iku["iku"].query, by_iku["iku"].order) == ("?urut=iku&arah=naik", "descending")


def test_an_unknown_column_sorts_by_name(office: factories.Office) -> None:
    assert factories.sign_in(office.observer).get(PAGE + "?urut=x&arah=naik").status_code == 200


def test_the_workbook_names_who_has_no_data(office: factories.Office) -> None:
    factories.other_office()
    satisfied(office.kecamatan, "2026-09", "84.43")
    response = factories.sign_in(office.observer).get("/periode/semua-kecamatan.xlsx")
    [sheet] = load_workbook(BytesIO(response.content)).worksheets
    rows = {row[1]: row for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert set(rows["Kecamatan Bagor"][2:]) == {"belum ada data"}
    assert str(rows["Kecamatan Nganjuk"][12]) == "84.43"


def test_somebody_of_one_kecamatan_sees_only_their_own(office: factories.Office) -> None:
    other = factories.other_office()
    sorting_cycle(office)
    page = factories.sign_in(other.camat).get(PAGE).content.decode()
    assert "Kecamatan Bagor" in page
    assert "Kecamatan Nganjuk" not in page


@pytest.mark.parametrize("others", [1, 4])
def test_the_page_asks_the_same_number_of_times_for_every_number_of_kecamatan(
    office: factories.Office, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cycle = collecting_cycle(office)
    for number in range(others):
        beside = factories.build(f"35.18.{20 + number}", f"Lain {number}", ("Satu",), ("Dua",))
        copy = Cycle.objects.get(pk=cycle.pk)
        copy.pk, copy.kecamatan = None, beside.kecamatan
        copy.save()
        for back in range(1, 1 + others):
            calculated(month_before(copy, back), office.sekcam, "tercapai")
        satisfied(beside.kecamatan, "2026-09", "80")
    client = factories.sign_in(office.observer)
    client.get(PAGE)
    with django_assert_num_queries(QUERIES_REGION):
        assert client.get(PAGE).content.decode().count("Kecamatan Lain") == others


@pytest.mark.alike
def test_a_name_with_signs_of_html_stays_a_name(office: factories.Office) -> None:
    office.kecamatan.name = "Jati <b>& Rejo"
    office.kecamatan.save()
    collecting_cycle(office)
    page = factories.sign_in(office.observer).get(PAGE).content.decode()
    assert ">Kecamatan Jati &lt;b&gt;&amp; Rejo</a>" in page
    assert "<b>& Rejo" not in page
