"""A desa's index: the ministry's file by two people, the way, rows tried live, print; and a contest's marks."""

from pathlib import Path

import pytest
from django.urls import reverse

from cermat.collection.models import Entry, Form
from cermat.collection.queries import contest_of, sheet_of
from cermat.instruments.actions import load_shipped
from cermat.instruments.models import Result
from cermat.instruments.schema import shipped
from cermat.operations.actions.ministry import rumusan_text
from tests.collection.factories import collecting, entered, entry_of
from tests.factories import Office, build
from tests.journeys.rules import broken
from tests.journeys.stage import Clock, Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IDM = shipped("idm-2016")
POINTS = {item.code: 5 for item in IDM.items} | {
    "IKS-02": 0, "IKE-01": 1, "IKE-02": 1, "IKE-03": 1, "IKL-01": 0, "IKL-02": 2,
}  # fmt: skip


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    made = build("35.18.13", "Nganjuk", ("Payaman",), ("Kedungdowo",))
    load_shipped(kecamatan=made.kecamatan, by=made.admin, now=clock.now)
    return made


def page_of(office: Office) -> str:
    return reverse("collection:village", args=[office.desa[0].code])


def the_file(office: Office, folder: Path) -> Path:
    path = folder / "idm-2024.json"
    path.write_text(rumusan_text(IDM, office.desa[0], 2024, POINTS))
    return path


def handed_in(desk: Desk, office: Office, folder: Path) -> None:
    desk.sit(office.lurah[office.desa[0].code]).open(page_of(office)).sees("Belum ada angka.")
    desk.page.locator("input[type=file]").set_input_files(the_file(office, folder))
    desk.press("Masukkan berkas").sees("menunggu dikonfirmasi orang lain")


def test_a_ministry_file_becomes_a_status_and_a_way(desk: Desk, office: Office, tmp_path: Path) -> None:
    # Given a file that the desa has handed in, without a right to confirm it
    handed_in(desk, office, tmp_path)
    assert not desk.offers("Konfirmasi")
    assert not Result.objects.exists()
    # When Sekcam confirms it, the status, the distance and the cheapest way stand there
    desk.sit(office.sekcam).open(page_of(office)).press("Konfirmasi").sees("terbit: Maju")
    desk.sees("Jalan termurah menuju Mandiri").sees("1 baris dinaikkan: 0,7460 menjadi")
    # When a row is changed, the figure moves before anything is sent, and the server says the same
    desk.sit(office.kasi["pmd"]).open(page_of(office))
    desk.page.locator("details.group").filter(has_text="IKL").last.evaluate("group => { group.open = true }")
    slider = desk.page.get_by_role("slider", name="Skor dicoba Kualitas Lingkungan")
    assert slider.get_attribute("aria-valuetext") == f"0: {words(0)}".rstrip(": ")
    slider.press("End")
    slid = desk.page.locator(".slider").filter(has=slider)
    assert (slid.locator("output").inner_text(), slid.locator("[data-told]").inner_text()) == ("5", words(5))
    assert slider.get_attribute("aria-valuetext") == f"5: {words(5)}"
    live = desk.page.locator("[data-trial-index]").inner_text()
    assert (live, desk.page.locator("[data-trial-label]").inner_text()) == ("0,8571", "Mandiri")
    desk.press("Hitung")
    assert desk.page.locator("[data-trial-index]").inner_text() == live
    assert figure_without_scripts(desk, desk.page.url.partition("?")[0]) == live
    # Then the print carries what was tried
    printed = desk.page.get_by_role("link", name="Cetak").get_attribute("href")
    assert printed is not None
    assert printed.endswith("?IKL-01=5")
    desk.open(printed).sees("Semua baris")
    path = reverse("reports:village_pdf", args=[office.desa[0].code])
    assert "Indeks Desa Membangun 2024" in desk.pdf(f"{path}?IKL-01=5")


def words(points: int) -> str:
    return next((one.label for one in IDM.item["IKL-01"].options if one.score == points), "")


def figure_without_scripts(desk: Desk, address: str) -> str:
    """What the server says once IKL-01 is moved to its end in a browser that runs no scripts."""
    browser = desk.page.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, storage_state=desk.page.context.storage_state())
    page = context.new_page()
    page.goto(address)
    page.locator("summary", has_text="IKL").last.click()
    slid = page.locator(".slider").filter(has=page.locator("[name=IKL-01]"))
    slid.get_by_text("Arti setiap skor").click()
    assert words(5) in slid.locator("ol").inner_text()
    page.locator("[name=IKL-01]").press("End")
    page.get_by_role("button", name="Hitung").click()
    assert page.locator("[name=IKL-01]").input_value() == "5"
    said = page.locator("[data-trial-index]").inner_text()
    context.close()
    return said


def test_a_contest_is_marked_in_one_form(desk: Desk, office: Office, clock: Clock) -> None:
    entry = contest(office, clock)
    head = office.kasi["pmd"]
    desk.sit(head).open(reverse("collection:sheet", args=[entry.pk])).sees("Belum ada peserta.")
    new_one(desk, "Kelurahan Payaman", "RT 03/RW 02")
    desk.press("Simpan dan tambah peserta").sees("RT 03/RW 02, Kelurahan Payaman").sees("25 nilai belum ada")
    for mark in desk.page.locator("input[name^='v:RTR-'][name*='-P1:']").all():
        mark.fill("84")
    new_one(desk, "Desa Kedungdowo", "RT 01/RW 05")
    desk.page.wait_for_timeout(600)  # it saves itself, or is put back from this device
    desk.page.reload()
    desk.press("Simpan dan tambah peserta").sees("RT 01/RW 05, Desa Kedungdowo")  # the rank may stand there before
    desk.sees("Peringkat 1: RT 03/RW 02, Kelurahan Payaman (84,00)")
    assert desk.page.get_by_role("button", name="Pulihkan").count() == 0
    assert [one.candidate.name for one in contest_of(sheet_of(entry)).ranked] == ["RT 03/RW 02", "RT 01/RW 05"]


@pytest.mark.alike
def test_the_pages_keep_the_simple_rules(desk: Desk, office: Office, clock: Clock, tmp_path: Path) -> None:
    """As tests/web/test_pages_everywhere holds of the others: nothing sticks out, everything has a name."""
    handed_in(desk, office, tmp_path)
    desk.sit(office.sekcam).open(page_of(office))
    faults = broken(desk.page, "menunggu")
    faults |= broken(desk.press("Konfirmasi").page, "status")
    desk.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    faults |= broken(desk.page, "semua terbuka")
    faults |= broken(desk.open(reverse("collection:villages")).page, "daftar")
    entry = contest(office, clock)
    entered(entry, office.kasi["pmd"], "RT 03/RW 02", now=clock.now)
    faults |= broken(desk.open(reverse("collection:standing", args=[entry.cycle_id])).page, "keadaan")
    address = reverse("collection:sheet", args=[entry.pk])
    faults |= broken(desk.sit(office.kasi["pmd"]).open(address).page, "lomba")
    faults |= broken(desk.open(f"{address}?baca=1").page, "lomba dibaca")
    assert faults == {}


def new_one(desk: Desk, unit: str, name: str) -> None:
    line = desk.page.locator("#baru [data-line]").last
    line.locator("select").select_option(label=unit)
    line.get_by_label("RT/RW").fill(name)


def contest(office: Office, clock: Clock) -> Entry:
    cycle = collecting(office, due=("rtrw_cantik", "sinergitas", "dokumen_kelurahan"), now=clock.now)
    return entry_of(cycle, office.sections["pmd"], office.sections["pmd"], Form.RTRW)
