"""Bad input where a person meets it, in the browser: a sentence at the place, nothing typed lost or half stored."""

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from cermat.audit.models import AuditEvent
from cermat.collection.models import Entry, EntryValue, Evidence
from tests.collection.factories import collecting, entry_of, small_office
from tests.factories import Office, sign_in
from tests.journeys.stage import Clock, Desk

NUMBER = 'input[name="v:YAN-04:n"]'


@pytest.fixture
def office(transactional_db: None) -> Office:
    return small_office()


@pytest.fixture
def entry(office: Office, clock: Clock) -> Entry:
    clock.set(date(2026, 11, 5), 9)
    return entry_of(collecting(office), office.kelurahan[0], office.sections["pelayanan"])


@pytest.fixture
def desk(page: Page, clock: Clock, office: Office, entry: Entry, live_server: object) -> Desk:
    return Desk(page, clock, live_server).sit(office.operator[entry.unit.code]).open(f"/isian/{entry.pk}/")


def test_a_letter_in_a_number_field_is_answered_there(desk: Desk, entry: Entry) -> None:
    desk.page.locator(NUMBER).fill("dua belas")
    desk.press("Simpan draf").sees("“dua belas” bukan angka")
    assert desk.page.locator(NUMBER).input_value() == "dua belas"
    assert not EntryValue.objects.filter(entry=entry).exists()


def test_a_double_click_stores_once(desk: Desk, entry: Entry) -> None:
    desk.page.locator(NUMBER).fill("12")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="Simpan draf", exact=True).dblclick()
    desk.page.wait_for_load_state("networkidle")
    assert AuditEvent.objects.filter(verb="entry.saved").count() == 1
    entry.refresh_from_db()
    assert entry.version == 1


def test_an_expired_form_keeps_its_typing_for_its_person_alone(desk: Desk, office: Office, entry: Entry) -> None:
    desk.page.locator(NUMBER).fill("12")
    kept = {cookie["name"]: cookie for cookie in desk.page.context.cookies()}
    desk.page.context.clear_cookies(name="sesi")
    desk.press("Simpan draf").sees("ketikan Anda kami simpan")
    assert "sesi" in kept
    desk.page.locator("input[name=login]").fill(office.operator[entry.unit.code].username)
    desk.page.locator("input[name=password]").fill("kata-sandi-contoh")
    desk.press("Masuk").sees("Ketikan Anda sebelumnya sudah dikembalikan")
    assert desk.page.locator(NUMBER).input_value() == "12"


def test_two_people_on_one_sheet_see_both_values(desk: Desk, office: Office, entry: Entry) -> None:
    desk.page.locator(NUMBER).fill("12")
    lurah = sign_in(office.lurah[entry.unit.code])
    theirs = {"_key": str(uuid4()), "version": "0", "v:YAN-04:n": "34", "a:YAN-04:n": "angka"}
    assert lurah.post(f"/isian/{entry.pk}/", theirs).status_code == 302
    desk.page.get_by_role("button", name="Simpan draf", exact=True).click()
    expect(desk.page.locator(".both")).to_contain_text("34")
    assert desk.page.locator(NUMBER).input_value() == "12"
    assert EntryValue.objects.get(entry=entry).number == 34


def test_a_program_named_pdf_is_refused_at_its_row(desk: Desk, office: Office, entry: Entry) -> None:
    taxes = entry_of(entry.cycle, entry.unit, office.sections["pemerintahan"])
    desk.open(f"/isian/{taxes.pk}/")
    desk.page.locator('input[name="v:PBB-01:baku"]').fill("500")
    upload = {"name": "program.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" + b"\x00" * 400}
    desk.page.locator('input[type=file][name$=":PBB-01"]').set_input_files(upload)  # type: ignore[arg-type]
    expect(desk.page.locator("#PBB-01 .files .refused")).to_contain_text("bukan")
    desk.press("Simpan draf").sees("Draf tersimpan.")
    assert EntryValue.objects.get(entry=taxes).number == 500  # what is refused does not hold up the rest
    assert not Evidence.objects.filter(entry=taxes).exists()


def test_a_step_out_of_order_says_what_it_waits_for(desk: Desk, office: Office, entry: Entry) -> None:
    section = office.sections["pelayanan"]
    desk.sit(office.kasi["pelayanan"]).open(f"/persyaratan/{entry.cycle_id}/laporan-kinerja/{section.pk}/")
    desk.sees("belum dapat dikerjakan: menunggu")
    assert not desk.offers("Lengkapi Laporan Kinerja")
