"""Step 3.: the Laporan Kinerja of each section, merged by the Sekcam."""

from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.requirements.models import (
    SectionReport,
)
from cermat.requirements.queries import (
    reports_of,
    sections_of,
)
from cermat.sop.actions import finish_actor, finish_step, locked_cycle, start_step
from cermat.sop.models import Cycle
from cermat.sop.queries import open_step


@transaction.atomic
def complete_section_report(
    *, cycle: Cycle, section: Unit, narrative: str, obstacles: str, plan: str, by: User, now: datetime
) -> SectionReport:
    """A section's Laporan Kinerja is complete; it may be completed again until the Sekcam has merged all."""
    require(by, Permission.COMPLETE_SECTION_REPORT, section, day_of(now))
    cycle = locked_cycle(cycle)
    open_step(cycle, "pengisian")
    if section.pk not in {unit.pk for unit in sections_of(cycle)}:
        raise DomainError("Seksi ini bukan milik kecamatan ini.", code="unknown_section")
    if not narrative.strip():
        raise DomainError("Tulis uraian singkat kinerja seksi bulan ini.", field="narrative")
    start_step(cycle=cycle, work="pengisian", actor="kasi", unit=section, by=by, now=now)
    report, _ = SectionReport.objects.select_for_update(no_key=True).get_or_create(cycle=cycle, section=section)
    before = {"narrative": report.narrative, "obstacles": report.obstacles, "plan": report.plan}
    report.narrative, report.obstacles, report.plan = narrative.strip(), obstacles.strip(), plan.strip()
    report.completed_by, report.completed_at = by, now
    report.save()
    record(
        by=by,
        verb="section_report.completed",
        target=Target("section_report", report.pk, cycle.kecamatan.code),
        at=now,
        before=before,
        after={"section": section.code, "narrative": narrative, "obstacles": obstacles, "plan": plan},
    )
    finish_actor(cycle=cycle, work="pengisian", actor="kasi", unit=section, by=by, now=now)
    return report


@transaction.atomic
def merge_reports(*, cycle: Cycle, by: User, now: datetime) -> None:
    """The Sekcam merges the sections' reports; step 3. is done and the Laporan Kinerja is made."""
    authority = require(by, Permission.MERGE_REPORT, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    open_step(cycle, "pengisian")
    lacking = [str(unit) for unit, report in reports_of(cycle) if report is None or report.completed_at is None]
    if lacking:
        raise ConflictError(f"Belum lengkap: {', '.join(lacking)}. Minta seksi melengkapi lebih dulu.", code="lacking")
    unit = authority.assignment.unit
    start_step(cycle=cycle, work="pengisian", actor="sekcam", unit=unit, by=by, now=now)
    finish_actor(cycle=cycle, work="pengisian", actor="sekcam", unit=unit, by=by, now=now)
    record(by=by, verb="reports.merged", target=Target("cycle", cycle.pk, cycle.kecamatan.code), at=now)
    finish_step(cycle=cycle, work="pengisian", by=by, now=now)
