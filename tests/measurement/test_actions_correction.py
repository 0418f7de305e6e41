"""A correction after the period was closed: a new run beside the old, both figures shown (ADR 0006)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from cermat.audit.queries import first_broken_link
from cermat.collection.actions import reopen_sheet, send_sheet, validate_sheet
from cermat.collection.models import Form
from cermat.collection.queries import corrections_of
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.measurement.actions import calculate, finish_measurement, sign
from cermat.measurement.formula import CauseKind
from cermat.measurement.models import Run
from cermat.measurement.queries import changes_of, finished_by, is_outdated, sections_to_sign
from cermat.reports.queries.corrections import correction_blocks
from cermat.sop.actions import reopen_cycle
from cermat.sop.models import Cycle
from tests.collection.factories import answers, checker_of, entry_of, save
from tests.factories import Office, sign_in
from tests.measurement.factories import CALCULATING, followed_up, fresh, office_with_plan

pytestmark = pytest.mark.django_db
AFTERWARDS = CALCULATING + timedelta(days=14)
WHY = "Rekap PBB keliru"


def finished(office: Office, run: Run) -> Cycle:
    for section in sections_to_sign(run):
        sign(run=run, section=section, by=office.kasi.get(section.key, office.sekcam), now=AFTERWARDS)
    finish_measurement(cycle=fresh(run.cycle), by=office.sekcam, now=AFTERWARDS)
    return fresh(run.cycle)


def closed(office: Office) -> tuple[Cycle, Run]:
    cycle = followed_up(office, *office.villages.values())
    run = calculate(cycle=cycle, by=office.sekcam, now=CALCULATING)
    return finished(office, run), run


def lay() -> Office:
    office = office_with_plan()
    closed(office)
    return office


@pytest.fixture
def period(office: Office) -> tuple[Cycle, Run]:
    """The closed period of the office, and its run."""
    run = Run.objects.select_related("cycle__kecamatan", "cycle__sop").get(cycle__kecamatan=office.kecamatan)
    return run.cycle, run


def test_a_closed_period_takes_a_correction_only_after_it_was_opened_again_with_a_reason(
    office: Office, period: tuple[Cycle, Run]
) -> None:
    cycle, _run = period
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    with pytest.raises(ConflictError):
        reopen_sheet(entry=entry, reason=WHY, by=office.sekcam, now=AFTERWARDS)
    with pytest.raises(DomainError) as refused:
        reopen_cycle(cycle=cycle, reason=" ", by=office.sekcam, now=AFTERWARDS)
    assert refused.value.field == "reason"
    with pytest.raises(NotAllowedError):
        reopen_cycle(cycle=cycle, reason=WHY, by=office.kasi["pmd"], now=AFTERWARDS)
    ended = cycle.steps.get(work="penghitungan").finished_at
    reopen_cycle(cycle=cycle, reason=WHY, by=office.sekcam, now=AFTERWARDS)
    step = fresh(cycle).steps.get(work="penghitungan")
    assert (fresh(cycle).is_running, step.state, step.finished_at) == (True, "berjalan", ended)
    with pytest.raises(ConflictError):
        reopen_cycle(cycle=cycle, reason=WHY, by=office.sekcam, now=AFTERWARDS)


def test_a_correction_makes_a_new_run_and_the_old_figure_stays_beside_the_new(
    office: Office, period: tuple[Cycle, Run]
) -> None:
    cycle, first = period
    cycle = reopen_cycle(cycle=cycle, reason=WHY, by=office.sekcam, now=AFTERWARDS)
    kelurahan = office.kelurahan[0]
    entry = reopen_sheet(
        entry=entry_of(cycle, kelurahan, office.sections["pemerintahan"]), reason=WHY, by=office.sekcam, now=AFTERWARDS
    )
    pending = calculate(cycle=fresh(cycle), by=office.sekcam, now=AFTERWARDS, provisional=True)
    assert pending.figures.get(code="PBB-01").actual == Decimal(90)  # what was validated stands meanwhile
    entry = save(entry, office.operator[kelurahan.code], answers(PBB_01__realisasi=500), AFTERWARDS)
    entry = send_sheet(entry=entry, version=entry.version, by=office.lurah[kelurahan.code], now=AFTERWARDS)
    validate_sheet(entry=entry, by=checker_of(entry, AFTERWARDS), now=AFTERWARDS)
    assert is_outdated(first)
    second = calculate(cycle=fresh(cycle), by=office.sekcam, now=AFTERWARDS, reason=WHY)
    assert second.figures.get(code="PBB-01").actual == Decimal(95)
    assert first.figures.get(code="PBB-01").actual == Decimal(90)
    before, changes = changes_of(second)
    assert before == first
    assert [(row.code, row.before, row.after) for row in changes] == [("PBB-01", Decimal(90), Decimal(95))]
    assert [(why.kind, why.what, why.month, why.revision) for why in changes[0].causes] == [
        (CauseKind.SHEET, str(kelurahan), "2026-11", 2)
    ]
    told = [(one.code, one.before, one.after, one.reason) for one in corrections_of(cycle)]
    assert told == [("PBB-01", "450", "500", WHY)]
    assert "450" in str(correction_blocks(cycle))
    page = sign_in(office.sekcam).get(f"/pengukuran/penghitungan/{second.pk}/").content.decode()
    assert "Perubahan dari Penghitungan 1" in page
    assert "Isian Kelurahan Payaman November 2026 (koreksi ke-1)" in page
    assert not finished(office, second).is_running
    assert first.signatures.count() == second.signatures.count() > 0
    for run in (first, second):
        ended = finished_by(run)
        assert ended is not None
        assert ended.by == office.sekcam
    page = sign_in(office.kasi["pmd"]).get(f"/pengukuran/penghitungan/{second.pk}/").content.decode()
    assert "Menyelesaikan penghitungan" in page
    assert first_broken_link(office.kecamatan.code) is None


def test_the_page_of_a_closed_period_leads_to_its_reopening(office: Office, period: tuple[Cycle, Run]) -> None:
    cycle, _run = period
    browser = sign_in(office.sekcam)
    address = f"/periode/{cycle.pk}/pembukaan-kembali/"
    assert address in browser.get(f"/pengukuran/{cycle.pk}/").content.decode()
    assert browser.get(address).status_code == 200
    assert sign_in(office.kasi["pmd"]).get(address).status_code == 403
    assert cycle.entries.filter(form=Form.MONTHLY).exists()
