"""A newcomer writes the first plan of an office on a phone, part by part, until the Camat puts it in force."""

from datetime import date

import pytest
from playwright.sync_api import Page

from cermat.indicators.queries import planning_chain
from tests.collection.factories import small_office
from tests.factories import Office
from tests.journeys.stage import Clock, Desk

PHONE = {"width": 360, "height": 740}
PARTS = (
    ("Umum", {"asal": "Keputusan Camat", "renstra.judul": "Renstra 2025–2029", "renstra.mulai": "2025",
              "renstra.sampai": "2029"}),
    ("Renstra", {"tujuan": "T1", "tujuan_uraian": "Maju", "key": "S1", "uraian": "Melayani", "iku": "IKU-1"}),
    ("IKU", {"kode": "IKU-1", "nama": "Nilai IKM", "satuan": "nilai", "arah": "naik", "rumus_capaian": "positive",
             "agregasi_triwulan": "nilai_akhir", "sumber_data": "manual", "seksi": "pelayanan"}),
    ("Target Renstra", {"iku": "IKU-1", "target.2027": "84,5"}),
    ("Rencana Aksi", {"indikator": "IKU-1", "seksi": "pelayanan", "target_triwulan.4": "84,5"}),
)  # fmt: skip


@pytest.fixture
def office(transactional_db: None) -> Office:
    return small_office()


def test_a_newcomer_writes_the_first_plan_and_the_camat_puts_it_in_force(
    page: Page, clock: Clock, office: Office, live_server: object
) -> None:
    clock.set(date(2026, 11, 5), 9)
    desk = Desk(page, clock, live_server).sit(office.sekcam)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # two numbers
    desk.open("/indikator/rencana/mulai/")
    page.get_by_label("Tahun").first.fill("2027")
    page.get_by_label("Kosong", exact=True).check()
    desk.press("Buat draf").sees("Bagian IKU masih kosong")
    for part, typed in PARTS:
        page.get_by_role("main").get_by_role("link", name=part, exact=True).first.click()
        _write(page, typed)
        desk.press("Simpan").sees("disimpan")
    desk.sees("Draf lengkap").sees("Belum ada rencana 2027 yang berlaku")
    desk.sit(office.camat).open("/indikator/rencana/").follow("Periksa").press("Berlakukan").sees("berlaku")
    chain = planning_chain(office.kecamatan, 2027)
    assert chain is not None
    assert [(iku.code, str(iku.target)) for iku in chain.ikus] == [("IKU-1", "84.5")]


def _write(page: Page, typed: dict[str, str]) -> None:
    for key, text in typed.items():
        field = page.locator(f'[name="0:{key}"]')
        if field.first.get_attribute("type") == "radio":
            page.locator(f'[name="0:{key}"][value="{text}"]').check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
