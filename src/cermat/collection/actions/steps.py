"""How the sheets move step 3 of the cycle."""

from datetime import datetime

from django.db.models import Q

from cermat.collection.models import Entry, EntryState
from cermat.organisation.models import Unit, User
from cermat.organisation.queries import Authority, section_of
from cermat.sop.actions import finish_actor, finish_step, start_step
from cermat.sop.models import Cycle, StepRun, StepState

WORK = "pengumpulan"
VILLAGE = "desa_kelurahan"
KASI = "kasi"


def step_of(cycle: Cycle) -> StepRun | None:
    """The collecting step, while it is open."""
    return cycle.steps.filter(work=WORK, state__in=[StepState.READY, StepState.STARTED]).first()


def begin(entry: Entry, *, by: User, now: datetime) -> None:
    """The first write starts the step for the unit that answers."""
    _start(entry.cycle, entry.unit, by=by, now=now)


def begin_check(entry: Entry, right: Authority, *, now: datetime) -> None:
    """The first check starts it for the section; not where somebody further up had to climb in."""
    if section_of(right.assignment.unit).pk == entry.section_id:
        _start(entry.cycle, entry.section, by=right.assignment.user, now=now)


def _start(cycle: Cycle, unit: Unit, *, by: User, now: datetime) -> None:
    if has_part(cycle, unit, started_at=None):  # whoever has begun does not begin again
        start_step(cycle=cycle, work=WORK, actor=actor_of(unit), unit=unit, by=by, now=now)


def has_part(cycle: Cycle, unit: Unit, **state: None) -> bool:
    """Whether the collecting step is open and this SOP gives the unit a part in it."""
    step = step_of(cycle)
    return step is not None and step.actors.filter(actor=actor_of(unit), unit=unit, **state).exists()


def actor_of(unit: Unit) -> str:
    return VILLAGE if unit.is_village else KASI


def move_on(entry: Entry, *, by: User, now: datetime) -> None:
    """A unit whose sheets are all validated is done; when all are, the step is."""
    if step_of(entry.cycle) is None:
        return
    left = entry.cycle.entries.exclude(state=EntryState.VALIDATED)
    for unit, where in ((entry.unit, Q(unit=entry.unit)), (entry.section, Q(section=entry.section))):
        mine = where | Q(unit=unit)
        if has_part(entry.cycle, unit) and not left.filter(mine).exists():
            finish_actor(cycle=entry.cycle, work=WORK, actor=actor_of(unit), unit=unit, by=by, now=now)
    if not left.exists():
        finish_step(cycle=entry.cycle, work=WORK, by=by, now=now)
