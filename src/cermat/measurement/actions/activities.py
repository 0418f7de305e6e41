"""What a section reports of an activity: output, progress, money. Cumulative since January."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.models import Activity
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of, rupiah
from cermat.measurement.actions.calculation import WORK
from cermat.measurement.models import ActivityReport, Subject
from cermat.measurement.queries import balances_of, latest_run, previous_report
from cermat.measurement.queries.activities import OUTPUT, PHYSICAL, SPENT
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.sop.actions import locked_cycle, start_step
from cermat.sop.models import Cycle
from cermat.sop.workflow import OPEN_STATES

LABELS = {"output": "Realisasi keluaran", "physical": "% fisik", "spent": "Realisasi anggaran"}


@dataclass(frozen=True)
class Amounts:
    output: Decimal | None
    physical: Decimal | None
    spent: Decimal | None


@transaction.atomic
def report_activity(
    *,
    cycle: Cycle,
    activity: Activity,
    output: Decimal | None,
    physical: Decimal | None,
    spent: Decimal | None,
    note: str = "",
    by: User,
    now: datetime,
) -> ActivityReport:
    """One row per cycle and activity; again to mend it until the section has signed.

    DomainError at the field where progress exceeds 100 %, money the budget, or a figure falls without explanation.
    """
    authority = require(by, Permission.RECORD_PLAN, activity.section or cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    _belongs(activity, cycle)
    _not_signed(activity.section, cycle)
    amounts = Amounts(output, physical, spent)
    _within_bounds(activity, amounts)
    _not_falling(activity, cycle, amounts, note)
    _start(cycle, activity.section, by, now)
    known = cycle.activity_reports.filter(activity=activity).first()
    values = {"output": output, "physical": physical, "spent": spent, "note": note.strip(), "by": by, "at": now}
    report, _made = ActivityReport.objects.update_or_create(cycle=cycle, activity=activity, defaults=values)
    target = Target("activity_report", report.pk, cycle.kecamatan.code)
    before, after = _told(known) if known else None, _told(report)
    record(
        by=by, verb="activity.reported", target=target, at=now, before=before, after=after,
        on_behalf_of=authority.principal,
    )  # fmt: skip
    return report


def _told(report: ActivityReport) -> dict[str, str]:
    return {key: str(getattr(report, key)) for key in ("output", "physical", "spent", "note")}


def _belongs(activity: Activity, cycle: Cycle) -> None:
    if (activity.kecamatan_id, activity.year) != (cycle.kecamatan_id, cycle.year):
        raise DomainError(f"Kegiatan itu bukan kegiatan tahun {cycle.year} kecamatan ini.", field="activity")


def _not_signed(section: Unit | None, cycle: Cycle) -> None:
    run = latest_run(cycle, provisional=False)
    if run is not None and section is not None and run.signatures.filter(section=section).exists():
        raise ConflictError(
            f"{section} sudah menandatangani angkanya. Minta Sekretaris Camat menghitung ulang bila ada perbaikan.",
            code="already_signed",
        )


def _within_bounds(activity: Activity, amounts: Amounts) -> None:
    for key in ("output", "physical", "spent"):
        value = getattr(amounts, key)
        if value is not None and value < 0:
            raise DomainError(f"{LABELS[key]} tidak boleh kurang dari nol.", field=key)
    if amounts.physical is not None and amounts.physical > 100:
        raise DomainError("Kemajuan fisik paling tinggi 100 %.", field="physical")
    if amounts.spent is not None and amounts.spent > activity.budget:
        raise DomainError(
            f"Realisasi anggaran tidak boleh melebihi pagu {rupiah(activity.budget)}. Periksa jumlah nolnya.",
            field="spent",
        )


def _not_falling(activity: Activity, cycle: Cycle, amounts: Amounts, note: str) -> None:
    """A cumulative figure that falls asks for its explanation."""
    before = _before(activity, cycle)
    fallen = [
        LABELS[key]
        for key in ("output", "physical", "spent")
        if (now := getattr(amounts, key)) is not None and (then := getattr(before, key)) is not None and now < then
    ]
    if fallen and not note.strip():
        raise DomainError(f"{', '.join(fallen)} turun dari bulan lalu. Jelaskan sebabnya di catatan.", field="note")


def _before(activity: Activity, cycle: Cycle) -> Amounts:
    report = previous_report(activity, cycle)
    if report is not None:
        return Amounts(report.output, report.physical, report.spent)
    rows = balances_of(cycle.kecamatan, cycle.year, Subject.ACTIVITY, activity.code)
    taken = {row.measure: row.value for row in rows if row.until < str(cycle.month)}
    return Amounts(taken.get(OUTPUT), taken.get(PHYSICAL), taken.get(SPENT))


def _start(cycle: Cycle, section: Unit | None, by: User, now: datetime) -> None:
    """The section's first write in step 6, where that step is open; before that it is only noted down early."""
    step = cycle.steps.filter(work=WORK, state__in=OPEN_STATES).first()
    if step is not None and section is not None and step.actors.filter(actor="kasi", unit=section).exists():
        start_step(cycle=cycle, work=WORK, actor="kasi", unit=section, by=by, now=now)
