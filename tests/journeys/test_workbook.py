"""On a phone: the month's workbook down, filled in elsewhere, up again, looked at, chosen and stored; then mended."""

from datetime import timedelta
from pathlib import Path

import pytest

from cermat.collection.actions import save_sheet
from cermat.collection.models import Entry, EntryValue
from cermat.sop.models import Cycle
from tests.collection.factories import answers, collecting, entry_of, small_office
from tests.collection.workbooks import filled
from tests.factories import Office
from tests.journeys.rules import broken
from tests.journeys.stage import Clock, Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    return small_office()


@pytest.fixture
def cycle(office: Office, clock: Clock) -> Cycle:
    made = collecting(office, now=clock.now)
    Entry.objects.filter(cycle=made).update(due_on=clock.now.date() + timedelta(days=30))
    return made


def taken(desk: Desk, name: str) -> Path:
    with desk.page.expect_download() as download:
        desk.page.get_by_text(name).click()
    return Path(download.value.path())


def brought(desk: Desk, file: Path, content: bytes) -> Desk:
    file.write_bytes(content)
    desk.page.locator("input[type=file]").set_input_files(file)
    return desk.press("Baca dan lihat pratinjau")


def test_a_month_in_a_spreadsheet(desk: Desk, office: Office, cycle: Cycle, tmp_path: Path) -> None:
    village = office.kelurahan[0]
    entry = entry_of(cycle, village, office.sections["pemerintahan"])
    desk.page.set_viewport_size({"width": 360, "height": 780})
    # Given a workbook that the operator takes along from the list of their sheets
    desk.sit(office.operator[village.code]).open(f"/isian/periode/{cycle.pk}/").follow("Buku kerja (XLSX)")
    faults = broken(desk.page, "unduh")
    book = taken(desk, "Unduh buku kerja (XLSX)").read_bytes()
    # and a lurah who types one of its figures in the meantime
    lurah, now = office.lurah[village.code], desk.clock.now
    save_sheet(entry=entry, answers=answers(PDK_01__lahir=5), version=0, by=lurah, now=now)
    # When it comes back with a good figure, one that clashes and one that nobody can read
    changes = {
        "PDK-01|awal": {"isian": "4.812"},
        "PDK-01|lahir": {"isian": 6},
        "PDK-01|mati": {"isian": "dua orang"},
    }
    brought(desk, tmp_path / "Isian Payaman.xlsx", filled(book, changes))
    # Then nothing is stored yet, and both values stand side by side with the name of the other
    desk.sees("Belum ada yang disimpan").sees("Tetap 5").sees("Ganti dengan 6").sees(str(lurah))
    assert EntryValue.objects.filter(entry=entry).count() == 1
    faults |= broken(desk.page, "pilih")
    desk.follow("Keliru").sees("“dua orang” bukan angka")
    faults |= broken(desk.page, "keliru")
    # When the workbook's value is chosen and all of it applied
    desk.follow("Perlu dipilih").page.get_by_role("radio", name="Ganti dengan 6").check()
    desk.press("Terapkan").sees("2 jawaban tersimpan sebagai draf")
    assert {value.field: int(value.number or 0) for value in entry.values.all()} == {"awal": 4812, "lahir": 6}
    # and the cell that could not be read is mended in the workbook that tells why
    mending = taken(desk, "Unduh 1 yang keliru (XLSX)").read_bytes()
    desk.open(f"/isian/periode/{cycle.pk}/buku/")
    brought(desk, tmp_path / "Perbaikan.xlsx", filled(mending, {"PDK-01|mati": {"isian": 2}}))
    desk.press("Terapkan 1 perubahan").sees("Selesai")
    assert entry.values.get(field="mati").number == 2
    faults |= broken(desk.page, "selesai")
    assert faults == {}
