"""Moving a cycle through its steps: ready, started, finished, and on to the next."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, NotAllowedError
from cermat.lib.months import day_of
from cermat.lib.workflow import next_state
from cermat.notifications.actions import post
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Role
from cermat.organisation.queries import Authority, assignments_of, head_of, section_of
from cermat.periods.actions import end_correction
from cermat.periods.queries import refuse_locked, standing_locks
from cermat.sop.models import ActorRun, Cycle, CycleState, StepEvent, StepRun
from cermat.sop.permissions import ONLOOKERS
from cermat.sop.queries import actor_row, authority_as, definition_of, open_step, refuse_closed, title_of
from cermat.sop.workflow import (
    END,
    REPEATABLE,
    SINGLE_ACTORS,
    STEP_TABLE,
    Actor,
    StepState,
    StepVerb,
    Work,
    after,
    reachable,
)

CLOSED_EARLY = "ditutup"  # outcome of a step that was closed before everybody had finished


@transaction.atomic
def start_step(
    *,
    cycle: Cycle,
    work: Work | str,
    actor: Actor | str,
    unit: Unit,
    by: User,
    now: datetime,
    stands_in: Authority | None = None,
) -> StepRun:
    """The actor's first write in a step. Again does nothing. Raises where the step is not open or not theirs.

    `stands_in` is the right of somebody whom the room that owns the work lets act in the actor's place (ADR 0008).
    """
    run = open_step(locked_cycle(cycle), work)
    row = actor_row(run, actor, unit)
    authority = stands_in or acting_as(by, Actor(actor), row.unit, day_of(now))
    if row.started_at is None:
        _start_actor(run, row, by=by, authority=authority, now=now)
    return run


@transaction.atomic
def finish_actor(
    *, cycle: Cycle, work: Work | str, actor: Actor | str, unit: Unit, by: User, now: datetime
) -> ActorRun:
    """One actor's part is done (by themselves, or by whoever validated it). Again does nothing."""
    authority = worker(by, cycle.kecamatan, day_of(now))
    run = open_step(locked_cycle(cycle), work)
    row = actor_row(run, actor, unit)
    if row.started_at is None:
        _start_actor(run, row, by=by, authority=authority, now=now)
    if row.finished_at is None:
        _finish_actor(run, row, by=by, now=now)
    return row


@transaction.atomic
def finish_step(
    *, cycle: Cycle, work: Work | str, by: User, now: datetime, outcome: str = "", note: str = ""
) -> StepRun:
    """The work of a step is done: the next becomes ready; after the last the cycle closes.

    `outcome` CLOSED_EARLY leaves the parts of those who were missing unfinished; otherwise all begun parts finish.
    Only the room that owns the work calls this; konfirmasi and keputusan have their own actions.
    """
    if work in REPEATABLE:
        raise ConflictError("Konfirmasi dan keputusan diselesaikan pada halamannya sendiri.", code="own_action")
    authority = worker(by, cycle.kecamatan, day_of(now))
    current = locked_cycle(cycle)
    run = open_step(current, work)
    return end_step(current, run, by=by, authority=authority, now=now, outcome=outcome, note=note)


def end_step(
    cycle: Cycle, run: StepRun, *, by: User, authority: Authority, now: datetime, outcome: str, note: str
) -> StepRun:
    """Finish an open step of a locked cycle and go on."""
    at = max(now, run.ready_at or now)
    for row in run.actors.filter(finished_at=None):
        if row.started_at is None and _is_own(by, row, day_of(at)):
            _start_actor(run, row, by=by, authority=authority, now=now)
        if row.started_at is not None and outcome != CLOSED_EARLY:
            _finish_actor(run, row, by=by, now=now)
    if run.state == StepState.READY:
        _move(run, StepVerb.START)
        run.started_at = at
    _move(run, StepVerb.FINISH)
    run.finished_at = run.finished_at or max(at, run.started_at or at)  # the first end stays: late stays late
    run.outcome, run.note = outcome, note[:300]
    run.save()
    log(run, StepVerb.FINISH, by=by, now=now, note=note)
    _audit(run, "step.finished", by=by, authority=authority, now=now, after={"outcome": outcome, "note": note})
    _tell("step_finished", run, now)
    _advance(cycle, run, by=by, now=now)
    return run


def _advance(cycle: Cycle, run: StepRun, *, by: User, now: datetime) -> None:
    ways = definition_of(cycle.sop).ways
    target = after(ways, run.key, run.outcome)
    alive = reachable(ways, target)
    for other in cycle.steps.filter(state=StepState.WAITING):
        if other.key not in alive:
            _move(other, StepVerb.LEAVE_OUT)
            other.save(update_fields=["state"])
            log(other, StepVerb.LEAVE_OUT, by=by, now=now)
    if target == END:
        close(cycle, by=by, now=now)
    else:
        make_ready(cycle.steps.get(key=target), by=by, now=now)


def make_ready(run: StepRun, *, by: User, now: datetime) -> None:
    _move(run, StepVerb.READY)
    run.ready_at = now
    run.save(update_fields=["state", "ready_at"])
    run.actors.update(ready_at=now)
    log(run, StepVerb.READY, by=by, now=now)
    _tell("step_ready", run, now)


def close(cycle: Cycle, *, by: User, now: datetime) -> Cycle:
    cycle.state, cycle.closed_by, cycle.closed_at = CycleState.CLOSED, by, now
    cycle.save(update_fields=["state", "closed_by", "closed_at"])
    target = Target("cycle", cycle.pk, chain=cycle.kecamatan.code)
    record(by=by, verb="cycle.closed", target=target, at=now, after={"month": str(cycle.month)})
    end_correction(kecamatan=cycle.kecamatan, month=cycle.month, by=by, now=now)
    return cycle


def open_again(run: StepRun, *, by: User, now: datetime, note: str) -> None:
    """A finished step of a reopened cycle goes on; its times and everybody's part stay as they were."""
    _move(run, StepVerb.REOPEN)
    run.save(update_fields=["state"])
    log(run, StepVerb.REOPEN, by=by, now=now, note=note)


def locked_cycle(cycle: Cycle) -> Cycle:
    """The cycle as it stands now, held until the transaction ends; a closed one refuses every act.

    Whatever moves a cycle takes this lock before any other: so two acts take turns instead of waiting crosswise.
    """
    current = held_cycle(cycle)
    refuse_closed(current)
    return current


def held_cycle(cycle: Cycle) -> Cycle:
    """The cycle for the rest of the transaction, closed or not; one of a locked year refuses every act (ADR 0034)."""
    locks = standing_locks(OuterRef("month_number")).filter(kecamatan=OuterRef("kecamatan"), year=OuterRef("year"))
    rows = Cycle.objects.select_for_update(of=("self",), no_key=True).select_related("kecamatan", "sop")
    current = rows.annotate(in_locked_year=Exists(locks)).get(pk=cycle.pk)
    if current.in_locked_year:
        refuse_locked(current.kecamatan, current.year, current.month_number)
    return current


def acting_as(user: User, actor: Actor, unit: Unit, day: date) -> Authority:
    found = authority_as(user, actor, unit, day)
    if found is None:
        raise NotAllowedError("Tahapan ini bukan bagian peran Anda.", code="not_an_actor")
    return found


def worker(user: User, kecamatan: Unit, day: date) -> Authority:
    """Somebody with a working role in the kecamatan; the room that owns the work has asked for more already."""
    for assignment in assignments_of(user, day):
        role = Role(assignment.role)
        if role not in ONLOOKERS and assignment.unit.kecamatan_id == kecamatan.pk:
            head = head_of(section_of(assignment.unit), day) if role is Role.STAF else None
            return Authority(assignment, head)
    raise NotAllowedError


def _is_own(user: User, row: ActorRun, day: date) -> bool:
    return row.actor in SINGLE_ACTORS and authority_as(user, row.actor, row.unit, day) is not None


def _start_actor(run: StepRun, row: ActorRun, *, by: User, authority: Authority, now: datetime) -> None:
    # Two requests may carry clocks a hair apart: nothing starts before it was ready.
    row.started_at = max(now, row.ready_at or now)
    row.save(update_fields=["started_at"])
    log(run, StepVerb.START, by=by, now=now, row=row)
    if run.state == StepState.READY:
        _move(run, StepVerb.START)
        run.started_at = row.started_at
        run.save(update_fields=["state", "started_at"])
        _audit(run, "step.started", by=by, authority=authority, now=now, after={"actor": row.actor})


def _finish_actor(run: StepRun, row: ActorRun, *, by: User, now: datetime) -> None:
    row.finished_at = max(now, row.started_at or now)
    row.save(update_fields=["finished_at"])
    log(run, StepVerb.FINISH, by=by, now=now, row=row)


def _move(run: StepRun, verb: StepVerb) -> None:
    refusal = f"Tahapan {title_of(run)} tidak dapat diubah dari status {run.state}."
    run.state = next_state(STEP_TABLE, StepState(run.state), verb, refusal=refusal)


def log(run: StepRun, verb: StepVerb, *, by: User, now: datetime, row: ActorRun | None = None, note: str = "") -> None:
    StepEvent.objects.create(
        step=run,
        verb=verb,
        actor=row.actor if row else "",
        unit=row.unit if row else None,
        by=by,
        at=now,
        note=note[:300],
    )


def _audit(run: StepRun, verb: str, *, by: User, authority: Authority, now: datetime, after: dict[str, str]) -> None:
    record(
        by=by,
        verb=verb,
        target=Target("step", run.pk, chain=run.cycle.kecamatan.code),
        at=now,
        after={"cycle": run.cycle_id, "step": run.key, **after},
        on_behalf_of=authority.principal,
    )


def _tell(topic: str, run: StepRun, now: datetime) -> None:
    post(
        topic=topic,
        payload={"cycle": run.cycle_id, "step": run.key, "work": run.work, "at": now.isoformat()},
        now=now,
        key=f"{topic}:{run.pk}:{run.events.count()}",
        kecamatan=run.cycle.kecamatan,
    )
