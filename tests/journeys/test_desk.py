"""Approval on a phone, the desk by keyboard, many at once, a reason at its field, and what used an old figure."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cermat.collection.actions import submit_sheet
from cermat.collection.models import Entry, EntryState, FieldRemark
from cermat.measurement.actions import calculate
from cermat.sop.models import Cycle
from tests.collection.factories import collecting, entry_of, filled, sent
from tests.factories import Office, build
from tests.indicators.factories import planned
from tests.journeys.citizen import PHONE
from tests.journeys.rules import broken
from tests.journeys.stage import Clock, Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "Tidak sesuai register kematian, nomor 7."
WORKS = ("pengumpulan", "monev", "penghitungan")


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    clock.set(date(2026, 11, 2), 9)
    made = build("35.18.13", "Nganjuk", ("Payaman", "Bogo", "Kramat"), ("Kedungdowo",))
    planned(made.kecamatan)
    return made


@pytest.fixture
def cycle(office: Office, clock: Clock) -> Cycle:
    return collecting(office, due=(), now=clock.now, works=WORKS)


def of(cycle: Cycle, office: Office, at: int, section: str = "pelayanan") -> Entry:
    return entry_of(cycle, office.kelurahan[at], office.sections[section])


def hand_in(entry: Entry, office: Office, clock: Clock) -> Entry:
    code = entry.unit.code
    return sent(entry, office.operator[code], office.lurah[code], clock.now)


def state(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).state


def at(page: Page) -> str:
    return page.url.partition("://")[2].partition("/")[2]


def test_a_lurah_approves_one_sheet_after_the_other_on_a_phone(
    desk: Desk, office: Office, cycle: Cycle, clock: Clock
) -> None:
    desk.page.set_viewport_size(PHONE)
    code = office.kelurahan[0].code
    operator, lurah = office.operator[code], office.lurah[code]
    # Given two sheets that wait for the lurah
    for section in ("pelayanan", "pemerintahan"):
        held = filled(of(cycle, office, 0, section), operator, clock.now)
        submit_sheet(entry=held, version=held.version, by=operator, now=clock.now)
    # When the lurah hands the first back, the operator reads why, and it comes again
    approvals = f"/isian/periode/{cycle.pk}/persetujuan/"
    desk.sit(lurah).open(approvals).sees("1 dari 2").sees("baris terisi")
    assert broken(desk.page, "approvals") == {}
    desk.page.set_viewport_size(PHONE)
    title = desk.page.locator("h1").inner_text()
    desk.page.locator("#kembali > summary").click()
    desk.fill("Yang perlu diperbaiki", WHY).press("Kembalikan kepada operator").sees("dikembalikan kepada operator")
    back = Entry.objects.get(cycle=cycle, unit=office.kelurahan[0], reason=WHY)
    assert title == back.section.name
    desk.sit(operator).open(f"/isian/{back.pk}/").sees(f"Dikembalikan pimpinan: “{WHY}”").press("Kirim ke Lurah")
    # Then both are approved one after the other
    desk.sit(lurah).open(approvals).press("Setujui dan kirim").press("Setujui dan kirim")
    desk.sees("1 isian disetujui dan terkirim")
    states = cycle.entries.filter(unit=office.kelurahan[0], state=EntryState.SENT)
    assert states.count() == 2


def test_a_kasi_reviews_by_keyboard_and_the_reason_stands_at_its_field(
    desk: Desk, office: Office, cycle: Cycle, clock: Clock
) -> None:
    page = desk.page
    page.set_viewport_size({"width": 1366, "height": 768})
    first, second, third = (hand_in(of(cycle, office, number), office, clock) for number in range(3))
    # Given the desk, walked through by keys
    desk.sit(office.kasi["pelayanan"]).open("/isian/meja/").sees("3 isian menunggu pemeriksaan Anda").sees("Pintasan")
    assert broken(page, "desk") == {}
    for _twice in range(2):
        page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent").startswith(str(second.unit))
    page.keyboard.press("n")
    page.wait_for_url(f"**/isian/meja/{first.pk}/")
    page.keyboard.press("n")
    page.wait_for_url(f"**/isian/meja/{second.pk}/")
    page.keyboard.press("k")
    page.wait_for_url(f"**/isian/meja/{first.pk}/")
    without_keys(page, first)
    # When a reason is typed at a field, letters are letters
    ask = page.locator(".reviewed").filter(has_text="Kematian").first.locator("details.ask")
    ask.locator("summary").click()
    expect(ask.locator("input")).to_be_focused()
    page.keyboard.type(f"{WHY} jkvn\n")
    assert at(page) == f"isian/meja/{first.pk}/"
    assert broken(page, "review") == {}
    page.locator("h1").click()
    for _twice in range(2):
        page.keyboard.press("v")
    desk.sees("Ada permintaan perbaikan yang sudah ditulis")
    desk.press("Kembalikan untuk diperbaiki")
    page.wait_for_url(f"**/isian/meja/{second.pk}/")
    assert (state(first), FieldRemark.objects.get().text) == (EntryState.SENT_BACK, f"{WHY} jkvn")
    # Then v asks once more, validates, and the next one comes
    page.keyboard.press("v")
    desk.sees("Tekan v sekali lagi")
    with page.expect_navigation():
        page.keyboard.press("v")
    assert (at(page), state(second)) == (f"isian/meja/{third.pk}/", EntryState.VALIDATED)
    finds_it_at_the_field(desk.sit(office.operator[first.unit.code]), first)


def without_keys(page: Page, shown: Entry) -> None:
    """Switched off, a letter does nothing."""
    page.get_by_role("button", name="Matikan pintasan").click()
    page.keyboard.press("n")
    page.get_by_role("button", name="Nyalakan pintasan").click()
    assert at(page) == f"isian/meja/{shown.pk}/"


def finds_it_at_the_field(desk: Desk, entry: Entry) -> None:
    """The operator, on a phone."""
    desk.page.set_viewport_size(PHONE)
    desk.open(f"/isian/{entry.pk}/").sees("1 permintaan perbaikan")
    assert WHY in desk.page.locator(".field").filter(has=desk.page.locator(".asked")).inner_text()


def test_many_are_validated_at_once_and_without_javascript_one_by_one(
    desk: Desk, office: Office, cycle: Cycle, clock: Clock
) -> None:
    desk.page.set_viewport_size(PHONE)
    first, second, odd = (hand_in(of(cycle, office, number), office, clock) for number in range(3))
    Entry.objects.filter(pk=odd.pk).update(note="Mohon dilihat")
    desk.sit(office.kasi["pelayanan"]).open("/isian/meja/").sees("Ada catatan untuk pemeriksa.")
    desk.press("Validasi yang dicentang").sees("2 tervalidasi")
    assert [state(entry) for entry in (first, second, odd)] == ["tervalidasi", "tervalidasi", "terkirim"]
    desk.follow("Periksa satu per satu").press("Validasi dan berikutnya").sees("Semua sudah diperiksa.")
    assert state(odd) == EntryState.VALIDATED


def test_a_correction_names_what_used_the_old_figure(desk: Desk, office: Office, cycle: Cycle, clock: Clock) -> None:
    page, entry = desk.page, hand_in(of(cycle, office, 0, "pemerintahan"), office, clock)
    page.set_viewport_size(PHONE)
    desk.sit(office.kasi["pemerintahan"]).open(f"/isian/meja/{entry.pk}/").press("Validasi dan berikutnya")
    calculate(cycle=cycle, by=office.sekcam, now=clock.now, provisional=True)
    desk.sit(office.sekcam).open(f"/isian/{entry.pk}/").follow("Buka untuk koreksi")
    desk.sees("Penghitungan 1 Periode November 2026 (sementara)")
    assert broken(page, "correction") == {}
    page.set_viewport_size(PHONE)
    desk.fill("Alasan koreksi", "Rekap PBB keliru").press("Buka untuk koreksi").sees("angka yang lama tetap dihitung")
    code = entry.unit.code
    desk.sit(office.operator[code]).open(f"/isian/{entry.pk}/").answer({"PBB-01:realisasi": "400"}).press(
        "Kirim ke Lurah"
    )
    desk.sit(office.lurah[code]).open(f"/isian/periode/{cycle.pk}/persetujuan/").press("Setujui dan kirim")
    clock.set(date(2026, 11, 3), 9)
    desk.sit(office.kasi["pemerintahan"]).open(f"/isian/meja/{entry.pk}/").press("Validasi dan berikutnya")
    desk.open(reverse("collection:usage", args=[entry.pk])).sees("Masih angka lama").sees("450").sees("400")
    assert broken(page, "usage") == {}
