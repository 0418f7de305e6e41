"""The phone repeats the rules of a sheet while it is typed: the same words as the server says after saving."""

from datetime import date

import pytest
from playwright.sync_api import Page

from cermat.collection.models import Entry
from cermat.indicators.models import Indicator
from tests.collection.factories import collecting, entry_of, small_office
from tests.factories import Office
from tests.journeys.stage import Clock, Desk

PHONE = {"width": 360, "height": 740}
CARDS = """() => [...document.querySelectorAll('[data-row]')].map((card) => [
    card.dataset.row,
    [...card.querySelectorAll('[data-told] p')].map((line) => `${line.className}: ${line.textContent}`),
    card.querySelector('[data-computed]')?.textContent ?? '',
])"""
RULES = {
    "PDK-01": [
        ("soft", "abs(hasil - awal) > 0.02 * awal", "Berubah lebih dari 2 %, dari {awal} ke {hasil}. Jelaskan."),
        ("hard", "lahir > 50 and mati > 50 or awal != 1000 and tanpa_alasan = 1", "Tulis alasannya."),
        ("tanya", "mati / lahir > 0.3", "Banyak yang meninggal: {mati}. Benar?"),
        ("hard", "hasil > rata_rata_12", "Tidak pernah: tidak ada rata-rata."),
    ],
    "PBB-01": [
        ("hard", "realisasi > baku", "Melebihi baku {baku}."),
        ("tanya", "realisasi > 0.1 + 0.2 and PDK_01.mati >= 3 and PDK_01 < 1200", "Lihat baris lain: {PDK-01}."),
    ],
}
TYPED = (
    {"PDK-01:awal": "1000", "PDK-01:lahir": "4", "PDK-01:mati": "3", "PBB-01:baku": "50", "PBB-01:realisasi": "1"},
    {"PDK-01:lahir": "300", "PBB-01:realisasi": "51", "PDK-01:penjelasan": ""},
    {"PDK-01:lahir": "51", "PDK-01:mati": "60", "PDK-01:penjelasan": "perumahan baru"},
    {"PDK-01:lahir": "0", "PDK-01:mati": "0", "PBB-01:realisasi": "0"},  # mati / lahir does not exist
    {"PDK-01:awal": "", "PDK-01:mati": "3", "PDK-01:penjelasan": ""},  # missing: nothing is said, no figure
)


@pytest.fixture
def office(transactional_db: None) -> Office:
    return small_office()


@pytest.fixture
def entry(office: Office, clock: Clock) -> Entry:
    clock.set(date(2026, 11, 5), 9)
    made = entry_of(collecting(office), office.kelurahan[0], office.sections["pemerintahan"])
    for code, rules in RULES.items():
        told = [{"kind": kind, "when": when, "read": "", "message": message} for kind, when, message in rules]
        Indicator.objects.filter(code=code).update(rules=told)
    return made


def test_what_is_said_while_typing_is_what_the_server_says(
    page: Page, clock: Clock, office: Office, entry: Entry, live_server: object
) -> None:
    desk = Desk(page, clock, live_server).sit(office.operator[entry.unit.code])
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # two numbers
    desk.open(f"/isian/{entry.pk}/")
    spoken = set()
    for typed in TYPED:
        for key, text in typed.items():
            if key.endswith("penjelasan"):
                page.locator(f'details:has([name="v:{key}"])').evaluate("(fold) => { fold.open = true }")
            page.locator(f'[name="v:{key}"]').fill(text)
        before = page.evaluate(CARDS)
        desk.press("Simpan draf")
        assert page.evaluate(CARDS) == before
        spoken |= {line for _code, lines, _figure in before for line in lines}
    assert len(spoken) == 6, spoken
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
