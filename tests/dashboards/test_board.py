"""The board of a period: the paper's table, alive."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cermat.documents.actions import request_document
from cermat.documents.models import Document
from cermat.periods.models import YearLock
from tests import factories
from tests.dashboards.factories import collecting_cycle, sorting_cycle

pytestmark = pytest.mark.django_db
BOARD_QUERIES = 35  # one for the lock of the year


def body(client: Client, path: str) -> str:
    response = client.get(path, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_the_board_shows_the_paper_row_for_row(office: factories.Office) -> None:
    cycle = sorting_cycle(office)
    page = body(factories.sign_in(office.camat), "/periode/sekarang/")
    assert f"Periode {cycle.month.name}" in page
    assert page.count('class="no"') == 1 + 7
    assert "Mutu Baku" in page
    assert "Kelengkapan" in page
    assert "Rapat Koordinasi Rutin Kasi" in page
    assert "Menunggu Sekcam" in page
    assert "Belum ada isian." in page


def test_the_open_step_is_marked_and_its_sheets_are_counted(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    page = body(factories.sign_in(office.sekcam), f"/periode/{cycle.pk}/")
    assert page.count('aria-current="step"') == 1
    assert f"0 dari {cycle.entries.count()} isian tervalidasi" in page
    assert "akan tampil sebagai" in page
    assert "Kelurahan" in page
    assert "tervalidasi" in page


def test_who_checks_sheets_is_led_to_the_page_where_reminders_are_sent(
    office: factories.Office,
) -> None:
    cycle = collecting_cycle(office)
    owed = f'href="/isian/periode/{cycle.pk}/belum-terkirim/"'
    assert owed not in body(factories.sign_in(next(iter(office.lurah.values()))), f"/periode/{cycle.pk}/")
    assert owed in body(factories.sign_in(office.sekcam), f"/periode/{cycle.pk}/")


def test_a_lurah_opens_only_their_own_sheets_from_the_matrix(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    code, lurah = next(iter(office.lurah.items()))
    page = body(factories.sign_in(lurah), f"/periode/{cycle.pk}/")
    own = cycle.entries.filter(unit=office.villages[code]).count()
    assert page.count('<a class="cell') == own
    assert page.count(f'href="/isian/periode/{cycle.pk}/unit/{office.villages[code].pk}/?isian=') == own
    assert page.count(f'href="/isian/periode/{cycle.pk}/unit/') == own + 1


def test_another_kecamatan_does_not_find_the_board(office: factories.Office) -> None:
    other = factories.other_office()
    cycle = sorting_cycle(office)
    assert factories.sign_in(other.sekcam).get(f"/periode/{cycle.pk}/").status_code == 404


def test_the_kabupaten_sees_all_kecamatan_side_by_side(office: factories.Office) -> None:
    other = factories.other_office()
    sorting_cycle(office)
    page = body(factories.sign_in(office.observer), "/")
    assert "Kecamatan Nganjuk" in page
    assert str(other.kecamatan) in page
    assert "Belum ada periode" in page


def test_an_office_without_a_period_says_what_comes_first(office: factories.Office) -> None:
    assert "Belum ada periode." in body(factories.sign_in(office.camat), "/periode/sekarang/")


def test_the_board_asks_the_database_a_fixed_number_of_times(
    office: factories.Office,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    cycle = collecting_cycle(office)
    client = factories.sign_in(office.kasi["pmd"])
    client.get(f"/periode/{cycle.pk}/")
    with django_assert_num_queries(BOARD_QUERIES):
        client.get(f"/periode/{cycle.pk}/")
    cycle.entries.filter(unit__in=office.kelurahan[1:]).delete()
    with django_assert_num_queries(BOARD_QUERIES):
        client.get(f"/periode/{cycle.pk}/")


def test_a_period_of_a_locked_year_says_so(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    YearLock.objects.create(
        kecamatan=office.kecamatan, year=cycle.year, report="LKjIP", handed_in_on=date(cycle.year + 1, 2, 25),
        by=office.camat, at=factories.NOW,
    )  # fmt: skip
    assert f"Tahun {cycle.year} dikunci: LKjIP" in body(factories.sign_in(office.camat), f"/periode/{cycle.pk}/")


def test_the_output_of_a_finished_step_is_one_click_away(office: factories.Office) -> None:
    cycle = collecting_cycle(office)
    asked = request_document(
        kind="register", title="Register Persyaratan", unit=office.kecamatan, period=cycle.month,
        params={"cycle": cycle.pk}, by=None, now=factories.NOW,
    )  # fmt: skip
    browser, path = factories.sign_in(office.camat), f"/periode/{cycle.pk}/"
    page = body(browser, path)
    assert "Dokumen sedang dibuat" in page
    assert f"/dokumen/{asked.pk}/" in page
    Document.objects.filter(pk=asked.pk).update(state="failed")
    assert "Dokumen gagal dibuat" in body(browser, path)
