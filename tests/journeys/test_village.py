"""The index of a desa in a browser: the ministry's file by two people, what could be tried, the way upwards."""

from pathlib import Path

import pytest

from cermat.instruments.models import Result
from cermat.instruments.schema import shipped
from cermat.operations.actions.ministry import rumusan_text
from tests.factories import Office
from tests.journeys.stage import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IDM = shipped("idm-2016")
LOW = {item.code: 5 for item in IDM.items} | {"IKS-02": 0, "IKE-01": 1, "IKE-02": 1, "IKE-03": 1, "IKL-01": 0}


def test_a_desa_sees_the_cheapest_way_to_its_next_class(desk: Desk, office: Office, tmp_path: Path) -> None:
    desa = office.desa[0]
    address = f"/isian/desa/{desa.code}/indeks/"
    # Given the ministry's file, handed in by the desa
    desk.sit(office.lurah[desa.code]).open(address)
    send(desk, tmp_path, rumusan_text(IDM, desa, 2024, LOW))
    desk.sees("menunggu dikonfirmasi orang lain")
    assert not desk.offers("Konfirmasi")
    assert not Result.objects.exists()
    # When the head of the section confirms it
    desk.sit(office.kasi["pmd"]).open(address).press("Konfirmasi").sees("dikonfirmasi")
    # Then status, distance and way are there, and the way names row, levels and activity
    desk.sees("Maju").sees("Jalan termurah menuju Mandiri").sees("IKE-02 Pertokoan").sees("1 → 2")
    # When the row is raised in the trial, the figure follows at once, and nothing is stored
    before = desk.page.locator("[data-trial-index]").inner_text()
    desk.page.evaluate("document.querySelectorAll('details.group').forEach(one => one.open = true)")
    desk.page.locator('select[name="IKL-01"]').select_option("5")
    live = desk.page.locator("[data-trial-index]").inner_text()
    assert live > before
    desk.press("Hitung")
    assert desk.page.locator("[data-trial-index]").inner_text() == live  # the browser's sum is the server's
    assert Result.objects.count() == 1
    # And what is tried can be printed
    desk.page.get_by_role("link", name="Cetak").click()
    desk.sees("STATUS DAN INDEKS DESA")


def test_a_file_of_another_desa_is_refused_at_its_field(desk: Desk, office: Office, tmp_path: Path) -> None:
    desa = office.desa[0]
    desk.sit(office.lurah[desa.code]).open(f"/isian/desa/{desa.code}/indeks/")
    send(desk, tmp_path, rumusan_text(IDM, desa, 2024, LOW).replace("3518132", "3518139"))
    desk.sees("Berkas ini tentang")


def send(desk: Desk, folder: Path, text: str) -> None:
    file = folder / "rumusan.json"
    file.write_text(text)
    desk.page.locator("input[type=file]").set_input_files(file)
    desk.press("Masukkan berkas")
