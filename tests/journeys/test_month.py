"""One month of the procedure, from the opening to the closed period, by everybody who has a part in it."""

from datetime import date

import pytest

from cermat.documents.models import Document, DocumentState
from cermat.lib.months import Month
from cermat.sop.models import StepState
from tests.factories import Office
from tests.journeys import steps
from tests.journeys.stage import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PRINTS = {
    "register": "Register Persyaratan",
    "validasi": "validasi",
    "rekapitulasi": "Rekapitulasi Kelengkapan",
    "laporan-kinerja": "Laporan Kinerja",
    "evaluasi": "Evaluasi",
    "bawaan-rapat": "Rapat Koordinasi",
    "undangan": "005/CONTOH/2026",
    "daftar-hadir": "Daftar Hadir",
    "notula": "kelengkapan persyaratan",
    "tindak-lanjut": "Tetapkan operator cadangan",
    "pengukuran": "Permendagri 86/2017",
}


def test_a_month_of_the_procedure_by_all_its_people(desk: Desk, office: Office) -> None:
    for person in (office.sekcam, office.camat, office.operator[office.kelurahan[0].code]):
        desk.sign_in(person).sees(person.full_name)
    # Given the Sekcam has opened June 2026 and sorted, and the Camat has validated what was handed over
    cycle = steps.open_and_sort(desk, office, Month(2026, 6))
    desk.clock.set(date(2026, 6, 3), 8)
    steps.hand_over(desk, office, cycle)
    # When everybody collects, completes, evaluates, meets and calculates
    desk.clock.set(date(2026, 6, 25), 9)
    steps.collect(desk, office, cycle)
    desk.clock.set(date(2026, 7, 1), 8)
    steps.complete_reports(desk, office, cycle)
    desk.clock.set(date(2026, 7, 2), 8)
    steps.evaluate(desk, office, cycle, "Pelaporan PBB perlu dipercepat.")
    steps.plan_meeting(desk, office, cycle)
    desk.clock.set(date(2026, 7, 3), 10)
    steps.meet(desk, office, cycle)
    village = office.kelurahan[0]
    steps.recommend(desk, office, cycle, village, date(2026, 7, 17))
    steps.answer_recommendation(desk, office.lurah[village.code], cycle)
    desk.clock.set(date(2026, 7, 6), 9)
    steps.calculate(desk, office, cycle)
    # Then every step is finished, the period is closed, and every print says what it must
    assert set(cycle.steps.values_list("state", flat=True)) == {StepState.FINISHED}
    assert not cycle.is_running
    desk.sit(office.camat).open(f"/periode/{cycle.pk}/").sees("Periode Juni 2026")
    for kind, words in PRINTS.items():
        assert words.lower() in desk.pdf(f"/laporan/{cycle.pk}/{kind}/pdf/").lower(), kind
    assert "84,21" in desk.pdf(f"/laporan/{cycle.pk}/pengukuran/pdf/")
    assert "Payaman" in desk.pdf(f"/laporan/{cycle.pk}/data-kinerja/{village.pk}/pdf/")
    made = Document.objects.filter(period="2026-06")
    assert {document.state for document in made} == {DocumentState.READY}
    assert {"laporan-kinerja", "evaluasi", "pengukuran"} <= {document.kind for document in made}
