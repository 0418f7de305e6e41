"""A year whose report was handed in keeps its figures: every door refuses until the Camat opens it (ADR 0034)."""

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cermat.audit.models import AuditEvent
from cermat.collection import actions as collecting_actions
from cermat.collection.actions import open_correction, reopen_sheet, save_sheet, send_sheet, validate_sheet
from cermat.indicators.actions import load_plan, record_activity, record_iku_targets
from cermat.instruments.actions import record_result
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.measurement import actions as measuring_actions
from cermat.measurement.actions import (
    Balance,
    calculate,
    finish_measurement,
    record_actual,
    report_activity,
    sign,
    take_over,
)
from cermat.measurement.models import Run, Subject
from cermat.measurement.queries import changes_of, sections_to_sign
from cermat.notifications.models import Message
from cermat.periods.models import YearLock, YearOpening
from cermat.periods.queries import YEAR_LOCKED, lock_of, refuse_locked
from cermat.sop.actions import open_cycle, reopen_cycle
from cermat.sop.models import Cycle
from cermat.years.actions import end_opening, lock_year, open_year
from tests.collection.factories import answers, checker_of, entry_of, save
from tests.factories import Office
from tests.indicators.factories import text_of
from tests.measurement.factories import CALCULATING, followed_up, fresh, office_with_plan

pytestmark = pytest.mark.django_db
FEBRUARY = datetime(2027, 2, 26, 3, 0, tzinfo=UTC)
REPORT = "LKjIP 2026 nomor 000.8.6/17/2027"
WHY = "Rekap PBB keliru"


def finished(office: Office, run: Run, now: datetime) -> None:
    for section in sections_to_sign(run):
        sign(run=run, section=section, by=office.kasi.get(section.key, office.sekcam), now=now)
    finish_measurement(cycle=fresh(run.cycle), by=office.sekcam, now=now)


def lay() -> Office:
    office = office_with_plan()
    cycle = followed_up(office, *office.villages.values())
    finished(office, calculate(cycle=cycle, by=office.sekcam, now=CALCULATING), CALCULATING)
    return office


@pytest.fixture
def cycle(office: Office) -> Cycle:
    return Cycle.objects.select_related("kecamatan", "sop").get(kecamatan=office.kecamatan)


def locked(office: Office) -> YearLock:
    return lock_year(
        kecamatan=office.kecamatan, year=2026, report=REPORT, handed_in_on=date(2027, 2, 25), by=office.sekcam,
        now=FEBRUARY,
    )  # fmt: skip


def opened(office: Office, month: int | None = 11) -> YearOpening:
    lock = lock_of(office.kecamatan, 2026) or locked(office)
    return open_year(lock=lock, month=month, reason=WHY, by=office.camat, now=FEBRUARY)


Door = Callable[[Office, Cycle], object]


def targets(office: Office, _cycle: Cycle) -> object:
    iku = office.kecamatan.ikus.all()[0]
    return record_iku_targets(iku=iku, year_target=Decimal(1), quarter_targets={}, by=office.sekcam, now=FEBRUARY)


def activity(office: Office, _cycle: Cycle) -> object:
    row = office.kecamatan.activities.all()[0]
    return record_activity(
        activity=row, budget=Decimal(1), output_targets={}, budget_targets={}, by=office.sekcam, now=FEBRUARY
    )


def new_plan(office: Office, _cycle: Cycle) -> object:
    text = text_of("rencana").replace("versi: ", "versi: lain-", 1)
    return load_plan(kecamatan=office.kecamatan, text=text, by=office.admin, now=FEBRUARY)


def balance(office: Office, _cycle: Cycle) -> object:
    code = office.kecamatan.ikus.all()[0].code
    row = Balance(Subject.IKU, code, "nilai", Month(2026, 6), Decimal(1), "Laporan", date(2026, 7, 1))
    return take_over(kecamatan=office.kecamatan, balance=row, by=office.sekcam, now=FEBRUARY)


def actual(office: Office, cycle: Cycle) -> object:
    iku = next(iku for iku in office.kecamatan.ikus.all() if iku.source.get("manual"))
    return record_actual(iku=iku, cycle=cycle, value=Decimal(1), source="LHE", by=office.sekcam, now=FEBRUARY)


def report(office: Office, cycle: Cycle) -> object:
    row = office.kecamatan.activities.exclude(section=None)[0]
    return report_activity(
        cycle=cycle, activity=row, output=Decimal(1), physical=None, spent=None, by=office.sekcam, now=FEBRUARY
    )


def result(office: Office, cycle: Cycle) -> object:
    return record_result(
        instrument="ikm", subject=office.kecamatan, period=cycle.month, definition="ikm-14-2017@1", value=Decimal(80),
        source="survei", maker=None, checker=None, now=FEBRUARY,
    )  # fmt: skip


def typing(office: Office, cycle: Cycle) -> object:
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    operator = office.operator[office.kelurahan[0].code]
    return save_sheet(entry=entry, answers={}, version=entry.version, by=operator, now=FEBRUARY)


def reopening_sheet(office: Office, cycle: Cycle) -> object:
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    return reopen_sheet(entry=entry, reason=WHY, by=office.sekcam, now=FEBRUARY)


def correcting(office: Office, cycle: Cycle) -> object:
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    return open_correction(entry=entry, reason=WHY, by=office.sekcam, now=FEBRUARY)


def calculating(office: Office, cycle: Cycle) -> object:
    return calculate(cycle=cycle, by=office.sekcam, now=FEBRUARY, reason=WHY)


def reopening(office: Office, cycle: Cycle) -> object:
    return reopen_cycle(cycle=cycle, reason=WHY, by=office.sekcam, now=FEBRUARY)


def another_month(office: Office, _cycle: Cycle) -> object:
    return open_cycle(kecamatan=office.kecamatan, month=Month(2026, 12), by=office.sekcam, now=FEBRUARY)


DOORS: list[Door] = [
    targets, activity, new_plan, balance, actual, report, result, typing, reopening_sheet, correcting, calculating,
    reopening, another_month,
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_no_door_changes_a_figure_of_a_locked_year(office: Office, cycle: Cycle, door: Door) -> None:
    locked(office)
    with pytest.raises(ConflictError, match=r"Tahun 2026 sudah dikunci.*Minta Camat membuka") as refused:
        door(office, cycle)
    assert refused.value.code == YEAR_LOCKED


GUARDS = ("locked(", "locked_cycle(", "held_cycle(", "refuse_locked(", "reopen_cycle(", "record_result(")
FREE = {
    *("note_presence", "plan_reminders", "remind_by_schedule", "missing_names", "sheet_name"),  # no figure, no answer
    *("take_in", "read_again", "give_up_reading", "choose_values", "drop_workbook", "forget_workbooks"),  # a file waits
    *("apply_workbook", "store_workbook"),  # through save_sheet
    *("attach_evidence", "hold_evidence", "take_upload", "forget_place", "remove_evidence"),  # through evidence._open
    "take_survey_result",  # through fill_or_keep
}


@pytest.mark.alike
def test_every_action_asks_for_the_lock_or_is_named_here_with_a_reason() -> None:
    actions = [one for room in (collecting_actions, measuring_actions) for one in vars(room).values()]
    named = {one.__name__: inspect.getsource(one) for one in actions if inspect.isfunction(one)}
    assert {name for name, text in named.items() if not any(guard in text for guard in GUARDS)} == FREE


def test_only_sekcam_and_camat_lock_and_only_the_camat_opens(office: Office) -> None:
    said = {"report": REPORT, "handed_in_on": date(2027, 2, 25), "now": FEBRUARY}
    for person in (office.admin, office.kasi["pmd"], office.kasubbag, office.observer):
        with pytest.raises(NotAllowedError):
            lock_year(kecamatan=office.kecamatan, year=2026, by=person, **said)
    lock = locked(office)
    for person in (office.sekcam, office.admin, office.kasi["pmd"]):
        with pytest.raises(NotAllowedError):
            open_year(lock=lock, month=11, reason=WHY, by=person, now=FEBRUARY)
    opening = opened(office, None)
    with pytest.raises(NotAllowedError):
        end_opening(opening=opening, by=office.sekcam, now=FEBRUARY)


def test_a_year_is_locked_once_it_is_over_and_every_period_has_ended(office: Office, cycle: Cycle) -> None:
    with pytest.raises(ConflictError, match="belum berakhir"):
        lock_year(
            kecamatan=office.kecamatan, year=2026, report=REPORT, handed_in_on=date(2026, 12, 20), by=office.camat,
            now=CALCULATING,
        )  # fmt: skip
    for report, day, field in [(" ", date(2027, 2, 25), "report"), (REPORT, date(2026, 12, 31), "handed_in_on")]:
        with pytest.raises(DomainError) as refused:
            lock_year(
                kecamatan=office.kecamatan, year=2026, report=report, handed_in_on=day, by=office.camat, now=FEBRUARY
            )
        assert refused.value.field == field
    reopen_cycle(cycle=cycle, reason=WHY, by=office.sekcam, now=FEBRUARY)
    with pytest.raises(ConflictError, match="masih berjalan: November"):
        locked(office)


def test_the_camat_opens_a_period_its_sekcam_corrects_it_and_it_locks_again(office: Office, cycle: Cycle) -> None:
    opening = opened(office)
    assert Message.objects.filter(user=office.sekcam, text__contains="Periode November 2026 untuk koreksi").exists()
    kelurahan = office.kelurahan[0]
    entry = open_correction(
        entry=entry_of(cycle, kelurahan, office.sections["pemerintahan"]), reason=WHY, by=office.sekcam, now=FEBRUARY
    )
    with pytest.raises(ConflictError, match="belum selesai: Periode November 2026"):
        end_opening(opening=opening, by=office.camat, now=FEBRUARY)
    later = FEBRUARY + timedelta(days=1)
    entry = save(entry, office.operator[kelurahan.code], answers(PBB_01__realisasi=500), later)
    entry = send_sheet(entry=entry, version=entry.version, by=office.lurah[kelurahan.code], now=later)
    validate_sheet(entry=entry, by=checker_of(entry, later), now=later)
    run = calculate(cycle=fresh(cycle), by=office.sekcam, now=later, reason=WHY)
    _before, changes = changes_of(run)
    assert [(row.before, row.after) for row in changes] == [(Decimal(90), Decimal(95))]
    finished(office, run, later)
    opening.refresh_from_db()
    assert (opening.closed_at, opening.closed_by) == (later, office.sekcam)
    assert AuditEvent.objects.filter(verb="year.locked_again").count() == 1
    with pytest.raises(ConflictError, match="sudah dikunci"):
        reopen_cycle(cycle=fresh(cycle), reason=WHY, by=office.sekcam, now=later)


def test_an_opened_period_opens_neither_another_one_nor_the_targets_and_the_whole_year_opens_all(
    office: Office, cycle: Cycle
) -> None:
    month = opened(office)
    for refused in (targets, balance, another_month):
        with pytest.raises(ConflictError, match="sudah dikunci"):
            refused(office, cycle)
    end_opening(opening=month, by=office.camat, now=FEBRUARY)
    whole = opened(office, None)
    targets(office, cycle)
    balance(office, cycle)
    result(office, cycle)
    end_opening(opening=whole, by=office.camat, now=FEBRUARY)
    end_opening(opening=whole, by=office.camat, now=FEBRUARY)
    with pytest.raises(ConflictError, match="membuka Tahun 2026 untuk koreksi"):
        targets(office, cycle)


def test_an_opening_needs_a_reason_a_period_and_stands_once(office: Office) -> None:
    lock = locked(office)
    for month, reason, field in [(11, " ", "reason"), (3, WHY, "month")]:
        with pytest.raises(DomainError) as refused:
            open_year(lock=lock, month=month, reason=reason, by=office.camat, now=FEBRUARY)
        assert refused.value.field == field
    opened(office)
    with pytest.raises(ConflictError, match="sudah terbuka"):
        opened(office)
    with pytest.raises(ConflictError, match="sudah dikunci"):
        locked(office)


def test_the_lock_of_one_office_is_not_the_lock_of_another(office: Office) -> None:
    locked(office)
    refuse_locked(office.kabupaten, 2026)
    refuse_locked(office.kecamatan, 2027, 1)


@pytest.mark.parametrize(
    "broken",
    [{"month_number": 13}, {"reason": ""}, {"closed_at": FEBRUARY}, {"month_number": None}],
    ids=["no such month", "no reason", "closed by nobody", "the whole year twice"],
)
def test_the_database_refuses_an_opening_that_makes_no_sense(office: Office, broken: dict[str, object]) -> None:
    whole = opened(office, None)
    sound = {"lock": whole.lock, "month_number": 11, "reason": WHY, "opened_by": office.camat, "opened_at": FEBRUARY}
    with pytest.raises(IntegrityError), transaction.atomic():
        YearOpening.objects.create(**(sound | broken))


@pytest.mark.parametrize("broken", [{"year": 2026}, {"report": "", "year": 2025}, {"year": 2027}])
def test_the_database_refuses_a_lock_that_makes_no_sense(office: Office, broken: dict[str, object]) -> None:
    locked(office)
    sound = {
        "kecamatan": office.kecamatan, "report": REPORT, "handed_in_on": date(2027, 2, 1), "by": office.camat,
        "at": FEBRUARY,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        YearLock.objects.create(**(sound | broken))
