"""The first page after signing in: what is owed, where the period stands, what comes next."""

from dataclasses import dataclass

from cermat.dashboards.queries.board import Progress, progress_of
from cermat.dashboards.queries.desk import Desk
from cermat.dashboards.queries.tasks import Task, tasks_of
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle, StepRun
from cermat.sop.queries import current_cycle, definition_of
from cermat.sop.workflow import StepState


@dataclass(frozen=True)
class Coming:
    """A step in which the person has a part and whose turn has not come."""

    cycle: Cycle
    text: str
    after: str  # the step it waits for, as the paper counts and names it


@dataclass(frozen=True)
class Home:
    tasks: list[Task]
    cycle: Cycle | None
    step: str  # the open step of the current period, in the paper's words
    progress: Progress | None  # of the person's village, or of the whole period
    village: Unit | None
    coming: Coming | None
    is_region: bool  # somebody of the kabupaten: looks at all kecamatan, owes nothing

    @property
    def is_new(self) -> bool:
        """No period of the office was ever opened."""
        return self.cycle is None


def home_of(desk: Desk) -> Home:
    if desk.home is None:
        return Home([], None, "", None, None, None, is_region=bool(desk.posts))
    cycle = current_cycle(desk.home, desk.day)
    village = next((post.unit for post in desk.posts if post.unit.is_village), None)
    return Home(
        tasks=tasks_of(desk),
        cycle=cycle,
        step=_open_text(cycle) if cycle else "",
        progress=progress_of(cycle, village) if cycle else None,
        village=village,
        coming=_coming(desk),
        is_region=False,
    )


def _text(cycle: Cycle, step: StepRun) -> str:
    return definition_of(cycle.sop).step(step.key).text


def _open_text(cycle: Cycle) -> str:
    opened = [step for step in cycle.steps.all() if step.state in {StepState.READY, StepState.STARTED}]
    return _text(cycle, opened[0]) if opened else ""


def _coming(desk: Desk) -> Coming | None:
    """The next step of the newest running period in which the person has a part."""
    for cycle in reversed(desk.cycles):
        steps = list(cycle.steps.all())
        for step in steps:
            if step.state == StepState.WAITING and desk.parts(step):
                before = next((one for one in steps if one.state in {StepState.READY, StepState.STARTED}), None)
                return Coming(cycle, _text(cycle, step), _text(cycle, before) if before else "")
    return None
