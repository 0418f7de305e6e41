"""A month in which a set and a sheet are sent back, a unit is late, and a requirement stays unfilled."""

from datetime import date

import pytest

from cermat.collection.models import EntryState, Form
from cermat.lib.months import Month
from cermat.sop.models import Cycle, StepState
from tests.factories import Office
from tests.journeys import steps
from tests.journeys.stage import Desk, entries_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_month_with_a_return_a_late_unit_and_an_unfilled_requirement(desk: Desk, office: Office) -> None:
    # Given the Camat sent one section's set back before validating all
    desk.clock.set(date(2026, 9, 1), 8)
    cycle = steps.open_and_sort(desk, office, Month(2026, 9))
    send_back_a_set(desk, office, cycle)
    steps.hand_over(desk, office, cycle)
    # When one sheet is sent back and mended, the desa is late, and the IKM sheet is never sent
    desk.clock.set(date(2026, 9, 28), 9)
    desa = office.desa[0]
    late = {entry.pk for entry in entries_of(cycle, unit=desa)}
    unfilled = {entry.pk for entry in entries_of(cycle, form=Form.IKM)}
    village = office.kelurahan[0]
    steps.fill_for(desk, office.operator[village.code], entries_of(cycle, unit=village), send=False)
    send_and_return(desk, office, cycle)
    steps.fill_sections(desk, office, [entry for entry in entries_of(cycle) if entry.pk not in unfilled])
    steps.check(desk, office, [e for e in entries_of(cycle, state=EntryState.SENT) if e.pk not in late])
    close_at_the_cutoff(desk, office, cycle)
    steps.complete_reports(desk, office, cycle)
    desk.clock.set(date(2026, 10, 1), 9)
    late_but_in_time_for_the_calculation(desk, office, cycle, sorted(late))
    steps.evaluate(desk, office, cycle, "Desa Kedungdowo terlambat.")
    steps.plan_meeting(desk, office, cycle)
    desk.clock.set(date(2026, 10, 2), 10)
    steps.meet(desk, office, cycle)
    steps.recommend(desk, office, cycle, desa, date(2026, 10, 16))
    steps.answer_recommendation(desk, office.lurah[desa.code], cycle)
    desk.clock.set(date(2026, 10, 5), 9)
    steps.calculate(desk, office, cycle)
    # Then the unfilled requirement is not achieved for want of data, never a zero, and late stays late
    assert not cycle.is_running
    text = desk.pdf(f"/laporan/{cycle.pk}/pengukuran/pdf/")
    assert "tidak tercapai – data tidak tersedia" in text.lower()
    desk.open(f"/periode/{cycle.pk}/").sees("Periode September 2026")
    matrix = desk.pdf(f"/laporan/{cycle.pk}/rekapitulasi/pdf/")
    assert "terlambat" in matrix.lower()


def send_back_a_set(desk: Desk, office: Office, cycle: Cycle) -> None:
    handover = cycle.handovers.get(section=office.sections["pmd"])
    desk.sit(office.camat).open(f"/persyaratan/penyerahan/{handover.pk}/")
    desk.fill("Alasan dikembalikan", "Mohon periksa pembagian indikator.").press("Kembalikan kepada Sekcam")
    desk.sit(office.sekcam).open(f"/persyaratan/penyerahan/{handover.pk}/").sees("Mohon periksa pembagian indikator.")
    desk.press("Serahkan lagi")


def send_and_return(desk: Desk, office: Office, cycle: Cycle) -> None:
    """The kasi returns the monthly sheet; operator and lurah mend and send it again."""
    village = office.kelurahan[0]
    desk.sit(office.lurah[village.code]).open(f"/isian/periode/{cycle.pk}/persetujuan/")
    desk.press("Setujui dan kirim yang dipilih")
    entry = cycle.entries.get(unit=village, section=office.sections["pemerintahan"], form=Form.MONTHLY)
    desk.sit(office.kasi["pemerintahan"]).open(f"/isian/{entry.pk}/")
    desk.fill("Yang perlu diperbaiki", "Realisasi tidak sesuai dengan bukti dukung halaman 2.")
    desk.press("Kembalikan untuk diperbaiki")
    entry.refresh_from_db()
    assert entry.state == EntryState.SENT_BACK
    desk.sit(office.operator[village.code]).open(f"/isian/{entry.pk}/").sees("bukti dukung halaman 2")
    steps.fill_in(desk, entry, {"PBB-01:realisasi": "389.100.000"})
    desk.press("Kirim ke Lurah")
    desk.sit(office.lurah[village.code]).open(f"/isian/{entry.pk}/").press("Setujui dan kirim")


def close_at_the_cutoff(desk: Desk, office: Office, cycle: Cycle) -> None:
    """Too early is refused; at the cut-off the Sekcam closes and the missing are named."""
    desk.clock.set(cycle.cutoff_on, 15, 30)
    desk.sit(office.sekcam).open("/isian/").follow("Tutup pengumpulan …")
    desk.sees("Yang terjadi setelah ditutup").press("Tutup pengumpulan")
    step = cycle.steps.get(work="pengumpulan")
    assert step.state == StepState.FINISHED
    assert "Kedungdowo" in step.note


def late_but_in_time_for_the_calculation(desk: Desk, office: Office, cycle: Cycle, late: list[int]) -> None:
    desa = office.desa[0]
    entries = entries_of(cycle, pk__in=late)
    steps.fill_for(desk, office.operator[desa.code], entries, send=False)
    desk.sit(office.lurah[desa.code]).open(f"/isian/periode/{cycle.pk}/persetujuan/")
    desk.press("Setujui dan kirim yang dipilih")
    desk.open(f"/isian/{entries[0].pk}/").sees("Terlambat")
    steps.check(desk, office, entries)
