"""Opening and closing a cycle."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import Month, day_of
from cermat.organisation.models import Kind, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.periods.queries import calendar_of, refuse_locked
from cermat.sop.actions.steps import close, held_cycle, locked_cycle, make_ready, open_again
from cermat.sop.models import ActorRun, Cycle, CycleState, Sop, StepRun, StepState
from cermat.sop.queries import current_sop, definition_of, office_dates, title_of
from cermat.sop.schema import Step
from cermat.sop.workflow import ENDED_STATES, Actor


@transaction.atomic
def open_cycle(*, kecamatan: Unit, month: Month, by: User, now: datetime) -> Cycle:
    """Begin the period of `month` with the newest SOP: its dates, its steps, everybody's part; the first is ready.

    Earlier cycles may still be running. Raises ConflictError where there is no SOP or the month is open already.
    """
    today = day_of(now)
    authority = require(by, Permission.OPEN_CYCLE, kecamatan, today)
    refuse_locked(kecamatan, month.year, month.number)
    sop = _sop_for(kecamatan, month)
    dates = office_dates(kecamatan, month, today, calendar_of(kecamatan))
    cycle = Cycle.objects.create(
        kecamatan=kecamatan,
        sop=sop,
        year=month.year,
        month_number=month.number,
        due_on=dates.due_on,
        cutoff_on=dates.cutoff_on,
        meeting_on=dates.meeting.day,
        opened_by=by,
        opened_at=now,
    )
    record(
        by=by,
        verb="cycle.opened",
        target=Target("cycle", cycle.pk, chain=kecamatan.code),
        at=now,
        after={
            "month": str(month),
            "sop": sop.version,
            "due_on": str(cycle.due_on),
            "meeting_on": str(cycle.meeting_on),
        },
        on_behalf_of=authority.principal,
    )
    first = _add_steps(cycle, sop)
    make_ready(first, by=by, now=now)
    return cycle


def _sop_for(kecamatan: Unit, month: Month) -> Sop:
    """What the period of `month` would begin with; the kecamatan stays locked, so that a month is opened once."""
    Unit.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)
    sop = current_sop(kecamatan)
    if sop is None:
        raise ConflictError("Belum ada SOP. Muat berkas SOP lebih dahulu, lalu buka periodenya.", code="no_sop")
    if Cycle.objects.filter(kecamatan=kecamatan, year=month.year, month_number=month.number).exists():
        raise ConflictError(f"Periode {month.name} sudah ada. Pilih bulan lain.", code="cycle_exists", field="month")
    return sop


def _add_steps(cycle: Cycle, sop: Sop) -> StepRun:
    steps = definition_of(sop).steps
    if not steps:
        raise ConflictError("SOP ini tidak memuat tahapan; periode tidak dapat dibuka.", code="no_steps")
    units = list(Unit.objects.in_kecamatan(cycle.kecamatan).active().order_by("sort", "code"))
    runs = StepRun.objects.bulk_create(
        StepRun(cycle=cycle, key=step.key, position=position, work=step.work)
        for position, step in enumerate(steps, start=1)
    )
    ActorRun.objects.bulk_create(
        ActorRun(step=run, actor=actor, unit=unit)
        for run, step in zip(runs, steps, strict=True)
        for actor, unit in _parts(step, cycle.kecamatan, units)
    )
    return runs[0]


def _parts(step: Step, kecamatan: Unit, units: Iterable[Unit]) -> list[tuple[Actor, Unit]]:
    """Who has a part in a step: one unit for Camat and Sekcam, each section for kasi and staf, each village."""
    units = list(units)
    sections = [unit for unit in units if unit.is_section]
    secretariat = next((unit for unit in sections if unit.kind == Kind.SECRETARIAT), kecamatan)
    where = {
        Actor.CAMAT: [kecamatan],
        Actor.SEKCAM: [secretariat],
        Actor.KASI: sections,
        Actor.STAF: sections,
        Actor.VILLAGE: [unit for unit in units if unit.is_village],
    }
    return [(actor, unit) for actor in dict.fromkeys(step.actors) for unit in where[actor]]


@transaction.atomic
def close_cycle(*, cycle: Cycle, by: User, now: datetime) -> Cycle:
    """Close a cycle whose steps have all ended. The last finished step does this by itself; again does nothing."""
    require(by, Permission.OPEN_CYCLE, cycle.kecamatan, day_of(now))
    current = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if not current.is_running:
        return current
    current = locked_cycle(cycle)
    left = current.steps.exclude(state__in=ENDED_STATES).first()
    if left is not None:
        raise ConflictError(f"Periode belum dapat ditutup: tahapan {title_of(left)} belum selesai.", code="steps_left")
    return close(current, by=by, now=now)


@transaction.atomic
def reopen_cycle(*, cycle: Cycle, reason: str, by: User, now: datetime) -> Cycle:
    """A closed cycle runs again for a correction, with its last step open (ADR 0006); it ends as that step ends.

    What was calculated, signed and printed stays; the step keeps the times it had.
    """
    authority = require(by, Permission.CLOSE_COLLECTION, cycle.kecamatan, day_of(now))
    current = held_cycle(cycle)
    if current.is_running:
        raise ConflictError(f"{current} masih berjalan; tidak perlu dibuka kembali.", code="cycle_running")
    note = reason.strip()
    if not note:
        raise DomainError("Tulis alasan membuka kembali periode ini.", code="no_reason", field="reason")
    if len(note) > 300:
        raise DomainError("Alasan paling panjang 300 huruf.", code="long_reason", field="reason")
    last = current.steps.filter(state=StepState.FINISHED).order_by("finished_at", "position").last()
    if last is None:
        raise ConflictError("Tidak ada tahapan selesai yang dapat dibuka kembali.", code="no_step")
    before = {"closed_at": current.closed_at.isoformat() if current.closed_at else ""}
    current.state, current.closed_by, current.closed_at = CycleState.RUNNING, None, None
    current.save(update_fields=["state", "closed_by", "closed_at"])
    open_again(last, by=by, now=now, note=note)
    record(
        by=by,
        verb="cycle.reopened",
        target=Target("cycle", cycle.pk, chain=current.kecamatan.code),
        at=now,
        before=before,
        after={"reason": note, "step": last.key},
        on_behalf_of=authority.principal,
    )
    return current
