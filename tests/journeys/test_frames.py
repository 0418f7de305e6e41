"""A PDF in the page: nothing is fetched before its fold is opened, then it stands beside the values."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page, expect

from cermat.collection.actions import attach_evidence
from cermat.collection.models import Entry
from cermat.lib.months import Month
from cermat.operations.actions.sheets import small_pdf
from tests.collection.factories import collecting, entry_of, filled, sent, small_office
from tests.factories import Office
from tests.journeys.citizen import PHONE
from tests.journeys.rules import broken
from tests.journeys.stage import Clock, Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWER = "Object.defineProperty(navigator, 'pdfViewerEnabled', {{ get: () => {} }})"  # a headless browser has none


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    return small_office()


@pytest.fixture
def entry(office: Office, clock: Clock) -> Entry:
    """A sheet with two PDF files, rekap.pdf and lampiran.pdf, sent to its checker."""
    made = entry_of(
        collecting(office, Month(2026, 6), now=clock.now), office.kelurahan[0], office.sections["pemerintahan"]
    )
    operator = office.operator[made.unit.code]
    filled(made, operator, clock.now)
    upload = SimpleUploadedFile("lampiran.pdf", small_pdf("DATA CONTOH lampiran"))
    attach_evidence(entry=made, code="PBB-01", upload=upload, by=operator, now=clock.now)
    return sent(made, operator, office.lurah[made.unit.code], clock.now)


def asked_of(page: Page) -> list[tuple[int, str]]:
    """Which files the page has fetched: answer, address. It grows."""
    asked: list[tuple[int, str]] = []
    page.on("response", lambda one: asked.append((one.status, one.url)) if "/dokumen/berkas/" in one.url else None)
    return asked


def comes(page: Page, asked: list[tuple[int, str]], count: int) -> None:
    for _wait in range(100):
        if len({url for _status, url in asked}) >= count:
            break
        page.wait_for_timeout(50)
    assert {status for status, _url in asked} == {200}
    assert len({url for _status, url in asked}) == count


def test_a_kasi_opens_the_pdf_beside_the_values(desk: Desk, entry: Entry, office: Office) -> None:
    page, asked = desk.page, asked_of(desk.page)
    page.add_init_script(VIEWER.format("true"))
    page.set_viewport_size({"width": 1366, "height": 768})
    desk.sit(office.kasi["pemerintahan"]).open(reverse("collection:review", args=[entry.pk]))
    # Given a page that has fetched no file
    folds = page.locator("details[data-frame]")
    expect(folds).to_have_count(2)
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert broken(page, "review") == {}
    page.set_viewport_size({"width": 1366, "height": 768})
    # When the first is opened it comes, alone, and stands beside the values
    folds.first.locator("summary").click()
    comes(page, asked, 1)
    frame, values = folds.first.locator("iframe").bounding_box(), page.locator(".values:has(~ .proof iframe)").first
    beside = values.bounding_box()
    assert frame is not None
    assert beside is not None
    assert frame["x"] >= beside["x"] + beside["width"]
    assert frame["width"] >= 480
    expect(page.get_by_role("link", name="Tampilkan")).to_have_count(0)
    # Then the key opens the next, and paper shows none
    page.keyboard.press("p")
    comes(page, asked, 2)
    page.emulate_media(media="print")
    expect(folds.first).to_be_hidden()


def test_what_was_just_attached_is_looked_at_before_the_sheet_goes(desk: Desk, entry: Entry, office: Office) -> None:
    page, asked = desk.page, asked_of(desk.page)
    page.add_init_script(VIEWER.format("true"))
    page.set_viewport_size(PHONE)
    other = entry_of(entry.cycle, office.desa[0], office.sections["pemerintahan"])
    desk.sit(office.operator[other.unit.code]).open(reverse("collection:sheet", args=[other.pk]))
    row = page.locator('[data-evidence="PBB-01"]')
    chosen = {"name": "baru.pdf", "mimeType": "application/pdf", "buffer": small_pdf("DATA CONTOH baru")}
    row.locator("input[type=file][name]").set_input_files([chosen])  # type: ignore[list-item]
    expect(row.get_by_text("PDF · 1 halaman")).to_be_visible()
    assert asked == []
    row.locator("details[data-frame] > summary").click()
    comes(page, asked, 1)


def test_a_phone_without_a_viewer_says_so_and_fetches_nothing(desk: Desk, entry: Entry, office: Office) -> None:
    page, asked = desk.page, asked_of(desk.page)
    page.add_init_script(VIEWER.format("false"))
    page.set_viewport_size(PHONE)
    desk.sit(office.kasi["pemerintahan"]).open(reverse("collection:review", args=[entry.pk]))
    expect(page.get_by_role("link", name="rekap.pdf")).to_be_visible()
    expect(page.get_by_text("Perangkat ini tidak menampilkan PDF di dalam halaman").first).to_be_visible()
    expect(page.locator("details[data-frame]").first).to_be_hidden()
    page.keyboard.press("p")
    page.wait_for_timeout(200)
    assert asked == []


def test_without_scripts_a_press_more_shows_it(
    chromium: object, entry: Entry, office: Office, desk: Desk, live_server: object
) -> None:
    made: Callable[..., object] = chromium.new_context  # type: ignore[attr-defined]
    context = made(base_url=str(live_server), viewport=PHONE, java_script_enabled=False, locale="id-ID")
    desk.page = page = context.new_page()  # type: ignore[attr-defined]
    asked, address = asked_of(page), reverse("collection:review", args=[entry.pk])
    desk.sit(office.kasi["pemerintahan"]).open(address)
    page.locator("details[data-frame] > summary").first.click()
    assert asked == []
    page.get_by_role("link", name="Tampilkan").first.click()
    comes(page, asked, 1)
    assert page.url.endswith(address)
    context.close()  # type: ignore[attr-defined]
