"""The administrator changes an instrument with the spreadsheet that came from it; what was said before stays said."""

import io
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from cermat.instruments.actions import load_shipped, record_result
from cermat.instruments.formula import Given, details_of, score
from cermat.instruments.models import InstrumentVersion, Result
from cermat.instruments.queries import definition_in_force, definition_of
from cermat.lib.months import Month
from tests.factories import Office, build
from tests.journeys.rules import broken
from tests.journeys.stage import Clock, Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "rtrw-cantik-contoh"


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    made = build("35.18.13", "Nganjuk", ("Payaman",), ("Kedungdowo",))
    load_shipped(kecamatan=made.kecamatan, by=made.admin, now=clock.now)
    return made


def test_a_weight_is_changed_by_spreadsheet_and_old_results_stay(desk: Desk, office: Office, tmp_path: Path) -> None:
    # Given a contest that was scored by the version in force
    result = scored(office, desk.clock)
    first = InstrumentVersion.objects.get(name=NAME)
    # When the administrator raises one weight in the template and sends it in
    desk.sit(office.admin).open("/instrumen/").sees("RT/RW Cantik")
    template = downloaded(desk.open(f"/instrumen/{first.pk}/").page)
    send(desk, tmp_path, typed(template, {"RTR-01": 30}))
    # Then it is refused: the weights do not add up
    desk.sees("Lembar ").sees("110")
    assert InstrumentVersion.objects.filter(name=NAME).count() == 1
    # When it is corrected, the differences are shown before anything changes
    send(desk, tmp_path, typed(template, {"RTR-01": 30, "RTR-02": 10}))
    desk.sees("2 berubah").sees("20 → 30").sees("20 → 10")
    assert InstrumentVersion.objects.filter(name=NAME).count() == 1
    desk.press("Muat versi 2").sees("versi 2 termuat").sees("bobot 30")
    # Then the old result still stands on the old version, line by line
    desk.sit(office.camat).open(f"/instrumen/hasil/{result.pk}/").sees(f"{NAME}@1").sees("80 × 20")
    assert Result.objects.get(pk=result.pk).value == result.value
    assert in_force(office) == 2


def test_a_version_is_retired_and_restored(desk: Desk, office: Office) -> None:
    version = InstrumentVersion.objects.get(name=NAME)
    desk.sit(office.admin).open(f"/instrumen/{version.pk}/").press("Hentikan versi 1").sees("dihentikan")
    desk.open("/instrumen/").sees("Tidak berlaku hari ini").sees("Dihentikan sejak 2 Juni 2026")
    desk.open(f"/instrumen/{version.pk}/").press("Pulihkan versi 1").sees("dipulihkan")
    assert in_force(office) == 1


def test_anybody_tries_an_instrument_without_a_trace(desk: Desk, office: Office) -> None:
    version = InstrumentVersion.objects.get(name="ikm-14-2017")
    desk.sit(office.operator[office.kelurahan[0].code]).open(f"/instrumen/{version.pk}/coba/").press("Hitung")
    desk.sees("Lembar perhitungan").sees("3 responden").sees("dibulatkan 2 desimal")
    assert not Result.objects.exists()


@pytest.mark.alike
def test_the_pages_keep_the_simple_rules(desk: Desk, office: Office, tmp_path: Path) -> None:
    """As tests/web/test_pages_everywhere holds of the others: nothing sticks out, everything has a name."""
    version, result = InstrumentVersion.objects.get(name=NAME), scored(office, desk.clock)
    faults: dict[str, list[str]] = {}
    for name in ("ikm-14-2017", "idm-2016", "lke-88-2021", NAME):
        pk = InstrumentVersion.objects.get(name=name).pk
        desk.sit(office.admin).open(f"/instrumen/{pk}/")
        faults |= broken(desk.page, name)
        desk.open(f"/instrumen/{pk}/coba/").press("Hitung")
        faults |= broken(desk.page, f"{name} dicoba")
    for path in ("/instrumen/", "/instrumen/muat/"):
        faults |= broken(desk.open(path).page, path)
    send(desk, tmp_path, typed(downloaded(desk.open(f"/instrumen/{version.pk}/").page), {"RTR-01": 15, "RTR-02": 25}))
    faults |= broken(desk.page, "draf")
    faults |= broken(desk.sit(office.camat).open(f"/instrumen/hasil/{result.pk}/").page, "hasil")
    assert faults == {}


def scored(office: Office, clock: Clock) -> Result:
    definition = definition_of(InstrumentVersion.objects.get(name=NAME).text)
    sheet = {item.code: Fraction(80) for item in definition.items}
    outcome = score(definition, [sheet] * len(definition.assessors), Given(names=definition.assessors))
    return record_result(
        instrument="rtrw_cantik", subject=office.kelurahan[0], period=Month(2026, 5), definition=definition.reference,
        value=outcome.value, details=details_of(outcome), source="isian", maker=office.kasi["pmd"],
        checker=office.sekcam, now=clock.now,
    )  # fmt: skip


def in_force(office: Office) -> int:
    return definition_in_force(office.kecamatan, NAME, date(2026, 6, 2))[0].version


def downloaded(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh templat XLSX").click()
    return download.value.path().read_bytes()


def typed(template: bytes, weights: dict[str, int]) -> bytes:
    """The template with version 2 and other weights, as a person saves it."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    for row in book["Instrumen"].iter_rows(min_row=2):
        if row[0].value == "Versi":
            row[1].value = 2
    sheet = book["Butir"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        code = sheet.cell(row, titles["Kode"]).value
        if code in weights:
            sheet.cell(row, titles["Bobot"]).value = weights[code]
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def send(desk: Desk, folder: Path, content: bytes) -> None:
    file = folder / "rtrw-cantik.xlsx"
    file.write_bytes(content)
    desk.open("/instrumen/muat/").page.locator("input[type=file]").set_input_files(file)
    desk.press("Periksa dan lihat perbedaan")
