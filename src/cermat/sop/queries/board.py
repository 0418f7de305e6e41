"""The paper's table, alive: one row for each step of a cycle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cermat.organisation.models import Kind
from cermat.periods.formula import Calendar
from cermat.periods.queries import calendar_of
from cermat.sop.formula import (
    Judged,
    Measure,
    Times,
    Verdict,
    clock_text,
    date_meant,
    judge,
    share_of,
    working_text,
)
from cermat.sop.models import ActorRun, Cycle, StepRun
from cermat.sop.queries.versions import definition_of
from cermat.sop.schema import Step
from cermat.sop.workflow import ACTOR_NAMES, OPEN_STATES, SINGLE_ACTORS, Actor, StepState, Work


@dataclass(frozen=True)
class ActorDot:
    """A cell of the actors' columns. `state` is done, now, wait, or empty where the paper has no tick."""

    actor: Actor
    name: str
    state: str
    done: int
    of: int

    @property
    def text(self) -> str:
        """What stands in the dot: ✓, 3/6, ◐ or ·"""
        if self.state in {"", "done"}:
            return "✓" if self.state else ""
        if self.of > 1 and self.state == "now":
            return f"{self.done}/{self.of}"
        return "◐" if self.state == "now" else "·"


@dataclass(frozen=True)
class StepRow:
    """Everything the board shows of a step, in words. Spans are empty texts until they have begun."""

    pk: int
    key: str
    no: str
    work: Work
    text: str
    state: StepState
    dots: list[ActorDot]
    completeness: list[str]
    standard: str
    real: str  # the span the standard is held against
    handling: str
    elapsed: str
    waiting: str
    verdict: Verdict
    share: Decimal | None  # of the standard in per cent; none before the start, and where the standard is a date
    on: date | None  # the day a date standard means in this cycle
    output: str
    remark: str  # Ket. of the SOP, then what happened here (closed early, the decision's reason)
    outcome: str
    waiting_for: list[str]  # who is next: actors or units that are not finished, while the step is open
    ready_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_current(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_late(self) -> bool:
        return self.verdict is Verdict.OVER


def step_rows(cycle: Cycle, now: datetime) -> list[StepRow]:
    """The board of a cycle at `now`, in the order of the paper. Three queries, however many units there are."""
    definition = definition_of(cycle.sop)
    calendar = calendar_of(cycle.kecamatan)
    runs = cycle.steps.prefetch_related("actors__unit")
    return [_row(definition.step(run.key), run, cycle, definition.actors, calendar, now) for run in runs]


def _row(step: Step, run: StepRun, cycle: Cycle, columns: list[Actor], calendar: Calendar, now: datetime) -> StepRow:
    standard = step.standard
    on = date_meant(standard, cycle.month, cycle.meeting_on, calendar)
    judged = judge(standard, Times(run.ready_at, run.started_at, run.finished_at), now, calendar, on)
    actors = list(run.actors.all())
    handling = clock_text(judged.handling) if judged.handling is not None else ""
    elapsed = working_text(judged.elapsed) if judged.elapsed is not None else ""
    return StepRow(
        pk=run.pk,
        key=run.key,
        no=step.label,
        work=step.work,
        text=step.text,
        state=StepState(run.state),
        dots=[_dot(column, [row for row in actors if row.actor == column], run) for column in columns],
        completeness=list(step.completeness),
        standard=standard.text,
        real=handling if standard.measure is Measure.HANDLING else elapsed,
        handling=handling,
        elapsed=elapsed,
        waiting=_waiting(judged),
        verdict=judged.verdict,
        share=share_of(standard, judged, run.started_at, calendar),
        on=on,
        output=step.output or "",
        remark=" ".join(part for part in (step.remark, run.note) if part),
        outcome=run.outcome,
        waiting_for=_unfinished(actors) if run.state in OPEN_STATES else [],
        ready_at=run.ready_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
    )


def _waiting(judged: Judged) -> str:
    return working_text(judged.waiting) if judged.waiting else ""


def _dot(column: Actor, rows: list[ActorRun], run: StepRun) -> ActorDot:
    done = sum(row.finished_at is not None for row in rows)
    if not rows:
        state = ""
    elif done == len(rows):
        state = "done"
    elif run.state == StepState.FINISHED or any(row.started_at for row in rows):
        state = "now" if any(row.started_at for row in rows) else "wait"
    else:
        state = "wait"
    return ActorDot(column, ACTOR_NAMES[column], state, done, len(rows))


def _unfinished(rows: Iterable[ActorRun]) -> list[str]:
    return [_who(row) for row in rows if row.finished_at is None]


def _who(row: ActorRun) -> str:
    actor = Actor(row.actor)
    if actor in SINGLE_ACTORS:
        return ACTOR_NAMES[actor]
    if row.unit.kind in {Kind.DESA, Kind.KELURAHAN}:
        return str(row.unit)
    return row.unit.short_name or str(row.unit)
