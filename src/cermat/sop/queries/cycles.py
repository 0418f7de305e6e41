"""Cycles a person sees, and the step that is open."""

from datetime import date

from django.db.models import Q, QuerySet

from cermat.lib.errors import ConflictError, NotAllowedError
from cermat.lib.months import Month
from cermat.organisation.models import Kind, Unit, User
from cermat.organisation.queries import kecamatan_visible_to, section_of
from cermat.sop.models import ActorRun, Cycle, CycleState, StepRun
from cermat.sop.queries.versions import definition_of
from cermat.sop.workflow import ACTOR_NAMES, OPEN_STATES, Actor, StepState, Work


def cycles_visible_to(user: User, day: date) -> QuerySet[Cycle]:
    return Cycle.objects.filter(kecamatan__in=kecamatan_visible_to(user, day)).select_related("kecamatan", "sop")


def steps_visible_to(user: User, day: date) -> QuerySet[StepRun]:
    return StepRun.objects.filter(cycle__in=cycles_visible_to(user, day)).select_related(
        "cycle__kecamatan", "cycle__sop"
    )


def current_cycle(kecamatan: Unit, day: date) -> Cycle | None:
    """The cycle people work in: the running one of the newest month not after `day`; without one, the newest."""
    cycles = Cycle.objects.filter(kecamatan=kecamatan).select_related("kecamatan", "sop")
    month = Month.of(day)
    begun = Q(year__lt=month.year) | Q(year=month.year, month_number__lte=month.number)
    running = cycles.filter(state=CycleState.RUNNING)
    return running.filter(begun).first() or running.last() or cycles.filter(begun).first() or cycles.first()


def title_of(run: StepRun) -> str:
    """3 Pelaksanaan pengumpulan data kinerja yang diperlukan"""
    step = definition_of(run.cycle.sop).step(run.key)
    return f"{step.label} {step.text}"


def open_step(cycle: Cycle, work: Work | str) -> StepRun:
    """The step of this work, ready or started. Raises ConflictError whose sentence says what it waits for."""
    if not cycle.is_running:
        raise ConflictError(f"{cycle} sudah ditutup; tidak ada lagi yang dapat diubah.", code="cycle_closed")
    runs = [run for run in cycle.steps.select_related("cycle__sop", "cycle__kecamatan") if run.work == work]
    if not runs:
        raise ConflictError(f"SOP {cycle} tidak memuat pekerjaan {work}.", code="no_such_work")
    for run in runs:
        if run.state in OPEN_STATES:
            return run
    waiting = next((run for run in runs if run.state == StepState.WAITING), None)
    if waiting is None:
        ended = "dilewati oleh keputusan" if runs[-1].state == StepState.PASSED else "sudah selesai"
        raise ConflictError(f"Tahapan {title_of(runs[-1])} {ended}.", code="step_ended")
    before = cycle.steps.filter(state__in=OPEN_STATES).select_related("cycle__sop").first()
    what = f"menunggu tahapan {title_of(before)}" if before else "belum gilirannya"
    raise ConflictError(f"Tahapan {title_of(waiting)} belum dapat dikerjakan: {what}.", code="step_waiting")


def actor_row(run: StepRun, actor: Actor | str, unit: Unit) -> ActorRun:
    """The part of `actor` at `unit` in a step; a section stands for what lies below it.

    Raises NotAllowedError where the SOP gives that actor or unit no part in the step.
    """
    rows = run.actors.select_related("unit").filter(actor=actor)
    if actor not in {Actor.CAMAT, Actor.SEKCAM}:
        rows = rows.filter(unit=unit if unit.kind in {Kind.DESA, Kind.KELURAHAN} else section_of(unit))
    row = rows.first()
    if row is None:
        name = ACTOR_NAMES[Actor(actor)]
        raise NotAllowedError(f"{name} ({unit}) bukan pelaksana tahapan {title_of(run)}.", code="not_an_actor")
    return row
