"""The pages of a year: its calendar, its lock."""

import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cermat.periods.models import YearLock, YearOpening
from cermat.years.models import Delivery
from cermat.years.queries import planned_in
from tests.factories import Office, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.alike]


def send(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, {"_key": str(uuid.uuid4()), "_page": path} | data)


def test_the_sekcam_marks_a_document_and_everybody_sees_it(office: Office) -> None:
    today = timezone.localdate()
    first = planned_in(office.kecamatan, today.year)[0]
    browser, path = sign_in(office.sekcam), f"/tahun/{today.year}/penyerahan/{first.key}/"
    assert first.document in browser.get(path).content.decode()
    refused = send(browser, path, delivered_on=str(today))
    assert (refused.status_code, "Tulis nomor suratnya" in refused.content.decode()) == (422, True)
    assert send(browser, path, delivered_on=str(today), note="17/2026").status_code == 302
    page = sign_in(office.operator[office.kelurahan[0].code]).get(f"/tahun/{today.year}/").content.decode()
    assert "1 dari 17 diserahkan" in page
    assert "17/2026" in page
    assert f"Tandai {first.document} diserahkan" not in page
    assert send(browser, f"/tahun/penyerahan/{Delivery.objects.get().pk}/pembatalan/").status_code == 302
    assert not Delivery.objects.exists()


def test_the_calendar_goes_to_a_telephone_and_into_a_workbook(office: Office) -> None:
    year = timezone.localdate().year
    browser = sign_in(office.camat)
    assert browser.get("/tahun/").headers["Location"] == f"/tahun/{year}/"
    ics = browser.get(f"/tahun/{year}/kalender.ics").content.decode()
    assert ics.count("BEGIN:VEVENT") == len(planned_in(office.kecamatan, year))
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"/tahun/{year}/penyerahan.xlsx").content))
    said = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"Batas", "Bukti", "LKjIP tahun lalu"} <= said


def test_a_year_is_locked_opened_and_locked_again_on_its_page(office: Office) -> None:
    sekcam, camat, year = sign_in(office.sekcam), sign_in(office.camat), timezone.localdate().year - 1
    page = f"/tahun/{year}/kunci/"
    assert "Kunci tahun" in sekcam.get(page).content.decode()
    refused = send(sekcam, f"/tahun/{year}/penguncian/", report="LKjIP", handed_in_on=f"{year}-12-31")
    assert (refused.status_code, "Tanggal penyerahan sesudah tahun" in refused.content.decode()) == (422, True)
    send(sekcam, f"/tahun/{year}/penguncian/", report="LKjIP 17", handed_in_on=str(timezone.localdate()))
    assert YearLock.objects.get().report == "LKjIP 17"
    assert "Buka untuk koreksi" not in sekcam.get(page).content.decode()
    assert "Buka untuk koreksi" in camat.get(page).content.decode()
    send(camat, f"/tahun/{year}/koreksi/", month="setahun", reason="Target keliru")
    opening = YearOpening.objects.get()
    assert "Target keliru" in sekcam.get(page).content.decode()
    send(camat, f"/tahun/koreksi/{opening.pk}/selesai/")
    assert "Terkunci lagi" in camat.get(page).content.decode()


def test_the_running_year_says_when_it_can_be_locked(office: Office) -> None:
    page = sign_in(office.camat).get(f"/tahun/{timezone.localdate().year}/kunci/").content.decode()
    assert "belum berakhir" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_no_year_beyond_reason(office: Office) -> None:
    assert sign_in(office.camat).get("/tahun/99999/").status_code == 404


@pytest.mark.parametrize("marked", [0, 3])
def test_the_calendar_reads_as_much_for_many_as_for_none(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries, marked: int
) -> None:
    year, browser = timezone.localdate().year, sign_in(office.sekcam)
    for due in planned_in(office.kecamatan, year)[:marked]:
        Delivery.objects.create(
            kecamatan=office.kecamatan, year=year, key=due.key, document=due.document, recipient=due.recipient,
            due_on=due.due_on, delivered_on=due.due_on, note="1", by=office.sekcam, at=timezone.now(),
        )  # fmt: skip
    with django_assert_num_queries(10):
        assert browser.get(f"/tahun/{year}/").status_code == 200
