"""On a phone: who has not sent, reminded in every way, given more time, and followed down to the missing row."""

from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from playwright.sync_api import Route

from cermat.collection.models import Entry
from cermat.lib.months import Month
from cermat.sop.models import Cycle
from tests.collection.factories import collecting, entry_of
from tests.factories import Office, build
from tests.journeys.rules import broken
from tests.journeys.stage import Clock, Desk, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 780}
WHY = "Operator sakit sampai Rabu."


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    made = build("35.18.13", "Nganjuk", ("Payaman", "Ploso"), ("Kedungdowo",))
    operator = made.operator[made.kelurahan[0].code]
    operator.phone = "081234567890"
    operator.save(update_fields=["phone"])
    return made


@pytest.fixture
def cycle(office: Office, clock: Clock) -> Cycle:
    return collecting(office, Month(2026, 6), now=clock.now)  # due on Tuesday, 30 June; the meeting on Friday, 3 July


@pytest.fixture
def kasi(desk: Desk, office: Office) -> Desk:
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return desk.sit(office.kasi["pelayanan"])


def address(name: str, *args: int) -> str:
    return reverse(f"collection:{name}", args=args)


def test_everybody_who_owes_is_asked_in_every_way(kasi: Desk, office: Office, cycle: Cycle, clock: Clock) -> None:
    # Given three offices that have not sent; when the kasi reminds them
    kasi.open(address("mine", cycle.pk)).follow("Ingatkan yang belum terkirim")
    kasi.sees("Server surel belum disetel").press("Kirim pengingat").sees("Pengingat dikirim kepada 6 orang")
    kasi.press("Kirim pengingat").sees("6 orang sudah diingatkan hari ini")
    # Then WhatsApp opens with the number and the words
    page = kasi.page
    page.context.route("https://wa.me/**", answered)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Pesan WA ke Operator").first.click()
    asked = urlsplit(opened.value.url)
    assert asked.path == "/6281234567890"
    assert "Kelurahan Payaman" in parse_qs(asked.query)["text"][0]
    assert address("mine", cycle.pk) in parse_qs(asked.query)["text"][0]
    opened.value.close()
    # And the list for the group stands in the clipboard, word for word
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Salin daftar").click()
    page.get_by_role("button", name="Tersalin").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#daftar").input_value()
    for words in ("Juni 2026", "Batas waktu: Selasa, 30 Juni 2026", "- Kelurahan Ploso, 1 isian", "Desa Kedungdowo"):
        assert words in copied
    # And the operator finds it in the inbox, until it is done
    inbox = kasi.sit(office.operator[office.kelurahan[0].code]).open("/notifikasi/")
    inbox.sees("isian periode Juni 2026 dikirim paling lambat Selasa, 30 Juni 2026.")
    work(clock)


def answered(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>WhatsApp</title>")


def test_more_time_is_given_and_both_days_stay(kasi: Desk, office: Office, cycle: Cycle) -> None:
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pelayanan"])
    kasi.open(address("owed", cycle.pk)).follow("Perpanjang batas waktu Kelurahan Payaman")
    kasi.fill("Batas waktu baru", "2026-07-04").fill("Alasan", WHY).press("Perpanjang")
    kasi.sees("Paling jauh Jumat, 3 Juli 2026, hari rapat.")
    assert kasi.page.get_by_label("Alasan").input_value() == WHY
    kasi.fill("Batas waktu baru", "2026-07-01").press("Perpanjang").sees("diperpanjang sampai 1 Juli 2026")
    kasi.sees("Paling lambat Rabu, 1 Juli 2026, semula 30 Juni 2026")
    kasi.sit(office.operator[entry.unit.code]).open(address("sheet", entry.pk))
    kasi.sees("semula 30 Juni 2026").sees(f"“{WHY}”")
    kasi.open(f"{address('sheet', entry.pk)}?baca=1").sees("Batas waktu diperpanjang").sees(
        "30 Juni 2026 → 1 Juli 2026"
    )
    kasi.open(address("calendar", cycle.pk)).sees("Batas kirim yang diperpanjang")


def test_from_the_matrix_to_the_missing_row_and_into_the_workbook(
    kasi: Desk, office: Office, cycle: Cycle, tmp_path: Path
) -> None:
    page, unit = kasi.page, office.kelurahan[0]
    entry = entry_of(cycle, unit, office.sections["pelayanan"])
    kasi.open(address("mine", cycle.pk))
    with page.expect_navigation():
        page.locator(f"a.cell[href$='#isian-{entry.pk}']").click()
    assert urlsplit(page.url).fragment == f"isian-{entry.pk}"
    row = page.locator(f"#isian-{entry.pk}")
    assert row.get_by_text("2 baris belum lengkap").is_visible()
    with page.expect_navigation():
        row.get_by_role("link", name="Kematian yang dilaporkan").click()
    assert Entry.objects.get(pk=entry.pk).unit == unit
    assert urlsplit(page.url).path == address("sheet", entry.pk)
    kasi.open(address("punctuality", cycle.pk))
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Unduh XLSX").click()
    fetched.value.save_as(tmp_path / "buku.xlsx")
    book = load_workbook(BytesIO((tmp_path / "buku.xlsx").read_bytes()))
    assert str(unit) in {cell.value for cell in book["Kelengkapan"]["B"]}


@pytest.mark.alike
def test_the_pages_keep_the_simple_rules_also_without_scripts(desk: Desk, office: Office, cycle: Cycle) -> None:
    desk.sit(office.sekcam)
    faults: dict[str, list[str]] = {}
    for name in ("mine", "owed", "extension", "calendar", "punctuality", "timeline"):
        desk.open(address(name, cycle.pk))
        desk.page.evaluate("document.querySelectorAll('details.fold').forEach(one => { one.open = true })")
        faults |= broken(desk.page, name)
    desk.open(address("timeline", cycle.pk) + "?bulan=24")
    faults |= broken(desk.page, "24")
    desk.open(address("unit", cycle.pk, office.kelurahan[0].pk))
    faults |= broken(desk.page, "unit")
    assert faults == {}
    browser = desk.page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False, storage_state=desk.page.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{desk.address}{address('owed', cycle.pk)}")
    assert "Belum terkirim:" in plain.locator("#daftar").input_value()
    assert not plain.get_by_text("Salin daftar").is_visible()
    context.close()
