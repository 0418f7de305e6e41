"""Cycles a person sees, and the step that is open."""

from datetime import date

from django.db.models import Q, QuerySet

from cermat.lib.errors import ConflictError, NotAllowedError
from cermat.lib.months import Month
from cermat.organisation.models import Kind, Unit, UnitQuerySet, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import (
    Authority,
    assignments_of,
    head_of,
    kecamatan_visible_to,
    section_of,
    units_reached,
)
from cermat.sop.models import ActorRun, Cycle, CycleState, StepRun
from cermat.sop.permissions import ACTOR_ROLES
from cermat.sop.queries.versions import definition_of
from cermat.sop.workflow import ACTOR_NAMES, OPEN_STATES, REPEATABLE, SINGLE_ACTORS, Actor, StepState, Work


def cycles_visible_to(user: User, day: date) -> QuerySet[Cycle]:
    return Cycle.objects.filter(kecamatan__in=kecamatan_visible_to(user, day)).select_related("kecamatan", "sop")


def steps_visible_to(user: User, day: date) -> QuerySet[StepRun]:
    return StepRun.objects.filter(cycle__in=cycles_visible_to(user, day)).select_related(
        "cycle__kecamatan", "cycle__sop"
    )


def cycles_listed(user: User, day: date) -> QuerySet[Cycle]:
    """As the list of periods shows them: the newest first, with their steps."""
    return cycles_visible_to(user, day).prefetch_related("steps").order_by("-year", "-month_number", "kecamatan__code")


def own_works_visible_to(user: User, day: date) -> QuerySet[StepRun]:
    """Konfirmasi and keputusan: the steps that have their page in this room."""
    return steps_visible_to(user, day).filter(work__in=REPEATABLE)


def kecamatan_of(user: User, permission: Permission, day: date) -> UnitQuerySet:
    """The kecamatan in which the person may do this."""
    return units_reached(user, permission, day).filter(kind=Kind.KECAMATAN).active().order_by("code")


def months_to_open(kecamatan: Unit, day: date) -> list[Month]:
    """Months of which no period exists, the most likely first: from two months back to two ahead."""
    taken = {cycle.month for cycle in Cycle.objects.filter(kecamatan=kecamatan).only("year", "month_number")}
    near = [Month.of(day).plus(offset) for offset in (0, 1, -1, 2, -2, 3)]
    return [month for month in near if month not in taken] or [max(taken).plus(1)]


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
    refuse_closed(cycle)
    steps = list(cycle.steps.select_related("cycle__sop", "cycle__kecamatan"))
    runs = [run for run in steps if run.work == work]
    if not runs:
        raise ConflictError(f"SOP {cycle} tidak memuat pekerjaan {work}.", code="no_such_work")
    for run in runs:
        if run.state in OPEN_STATES:
            return run
    now = next((run for run in steps if run.state in OPEN_STATES), None)
    waiting = next((run for run in runs if run.state == StepState.WAITING), None)
    if waiting is None:
        ended = "dilewati oleh keputusan" if runs[-1].state == StepState.PASSED else "sudah selesai"
        then = f" Lanjutkan dengan tahapan {title_of(now)}." if now else ""
        raise ConflictError(f"Tahapan {title_of(runs[-1])} {ended}.{then}", code="step_ended")
    what = f"menunggu tahapan {title_of(now)}" if now else "belum gilirannya"
    raise ConflictError(f"Tahapan {title_of(waiting)} belum dapat dikerjakan: {what}.", code="step_waiting")


def refuse_closed(cycle: Cycle) -> None:
    if not cycle.is_running:
        raise ConflictError(
            f"{cycle} sudah ditutup. Bila ada yang harus dikoreksi, minta Sekcam membukanya kembali.",
            code="cycle_closed",
        )


def why_closed(cycle: Cycle, work: Work | str) -> str:
    """Why this work cannot be done now, as `open_step` says it; empty where it can. For pages: no form is offered."""
    try:
        open_step(cycle, work)
    except ConflictError as error:
        return error.message
    return ""


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


def authority_as(user: User, actor: Actor | str, unit: Unit, day: date) -> Authority | None:
    """The assignment under which `user` acts as `actor` at `unit`; staf act on behalf of the head of their section."""
    actor = Actor(actor)
    for assignment in assignments_of(user, day):
        role, home = Role(assignment.role), assignment.unit
        if role not in ACTOR_ROLES[actor] or home.kecamatan_id != unit.kecamatan_id:
            continue
        at_home = actor in SINGLE_ACTORS or unit.pk in {home.pk, section_of(home).pk}
        if role is Role.STAF and (at_home or actor is Actor.VILLAGE):
            return Authority(assignment, head_of(section_of(home), day))
        if at_home:
            return Authority(assignment)
    return None


def own_part(run: StepRun, user: User, day: date) -> tuple[ActorRun, Authority] | None:
    """The person's own unfinished part in a konfirmasi or keputusan, and as whom they act."""
    step = definition_of(run.cycle.sop).step(run.key)
    actor = step.confirmed_by or step.actors[0]
    for row in run.actors.filter(actor=actor, finished_at=None).select_related("unit"):
        if found := authority_as(user, actor, row.unit, day):
            return row, found
    return None


def may_finish(run: StepRun, user: User, day: date) -> bool:
    return run.cycle.is_running and run.state in OPEN_STATES and own_part(run, user, day) is not None
