"""The office judges its own accountability (LKE): one person fills in and grades, another sends back and confirms."""

from decimal import Decimal

import pytest

from cermat.instruments.actions import load_shipped
from cermat.instruments.models import InstrumentVersion, Result
from tests.factories import Office, build
from tests.journeys.stage import Clock, Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, REASON = "lke-88-2021", "Renstra dirujuk tiga kecamatan lain"


@pytest.fixture
def office(transactional_db: None, clock: Clock) -> Office:
    made = build("35.18.13", "Nganjuk", ("Payaman",), ("Kedungdowo",))
    load_shipped(kecamatan=made.kecamatan, by=made.admin, now=clock.now)
    return made


def test_a_grade_is_given_beside_the_computed_one_and_another_person_confirms_it(desk: Desk, office: Office) -> None:
    address = f"/instrumen/{InstrumentVersion.objects.get(name=NAME).pk}/"
    # Given the best answers of all, and a grade without its reason
    desk.sit(office.kasubbag).open(address).sees("Isi nilai 2026").open(f"{address}nilai/2026/")
    answer_best(desk)
    desk.page.get_by_text("Gradasi yang ditetapkan penilai").click()
    desk.page.locator('select[name="g:AREN001"]').select_option("A")
    desk.press("Simpan").sees("Tulis alasannya")
    # When the reason is told, then the sheet waits: who filled it in does not confirm it
    desk.fill("Alasan gradasi Perencanaan Kinerja: Keberadaan (pemenuhan)", REASON).press("Simpan").sees(
        "menunggu dikonfirmasi orang lain"
    )
    desk.sees("71,20").sees(REASON).sees(office.kasubbag.full_name)
    assert not desk.offers("Konfirmasi")
    # When another person confirms it, then the figure stands with the grade, its author, and what was computed
    sheet = desk.page.url
    desk.sit(office.camat).open(sheet).press("Konfirmasi").sees("dikonfirmasi; nilainya tercatat").sees("71,20")
    desk.sees("Gradasi A (menurut hitungan B)").sees(REASON).sees("70 (B)")
    assert [(one.value, one.label) for one in Result.objects.all()] == [(Decimal("71.2"), "BB (Sangat Baik)")]


def test_a_sheet_that_is_sent_back_says_why_and_keeps_its_answers(desk: Desk, office: Office) -> None:
    address = f"/instrumen/{InstrumentVersion.objects.get(name=NAME).pk}/"
    desk.sit(office.kasubbag).open(address).sees("Isi nilai 2026").open(f"{address}nilai/2026/")
    answer_best(desk)
    sheet = desk.press("Simpan").page.url
    # When the camat sends it back
    desk.sit(office.camat).open(sheet).fill("Alasan dikembalikan", "Bukti Renja belum ada").press("Kembalikan").sees(
        "Dikembalikan"
    )
    assert not Result.objects.exists()
    # Then the reason stands above the answers as they were, and one is mended
    desk.sit(office.kasubbag).open(f"{address}nilai/2026/").sees("Bukti Renja belum ada")
    desk.page.locator('select[name="0:AREN001.2"]').select_option("T")
    sheet = desk.press("Simpan").sees("Menunggu konfirmasi").page.url
    desk.sit(office.camat).open(sheet).press("Konfirmasi").sees("nilainya tercatat")
    assert Result.objects.get().details["missing"] == []


def answer_best(desk: Desk) -> None:
    for field in desk.page.locator('select[name^="0:"]').all():
        field.select_option(index=1)  # Ya, or A
