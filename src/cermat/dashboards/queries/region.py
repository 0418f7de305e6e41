"""All kecamatan side by side, for the kabupaten."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from cermat.collection.models import Entry, EntryState
from cermat.organisation.models import Unit, User
from cermat.organisation.queries import kecamatan_visible_to
from cermat.sop.models import Cycle, StepRun
from cermat.sop.queries import cycles_visible_to, definition_of
from cermat.sop.workflow import OPEN_STATES


@dataclass(frozen=True)
class KecamatanState:
    """One kecamatan: its newest period, the step it stands in, and how many sheets are validated."""

    kecamatan: Unit
    cycle: Cycle | None
    step_no: str
    step: str
    finished: int
    steps: int
    validated: int
    of: int


def kecamatan_states(user: User, day: date) -> list[KecamatanState]:
    """Those that have a period first, then by name. Four queries, however many kecamatan there are."""
    units = list(kecamatan_visible_to(user, day).order_by("name"))
    newest: dict[int, Cycle] = {}
    cycles = cycles_visible_to(user, day).filter(Q(year__lt=day.year) | Q(year=day.year, month_number__lte=day.month))
    for cycle in cycles.order_by("-year", "-month_number").prefetch_related("steps"):
        newest.setdefault(cycle.kecamatan_id, cycle)
    counted = {
        row["cycle"]: (row["validated"], row["of"])
        for row in Entry.objects.filter(cycle__in=newest.values())
        .order_by()
        .values("cycle")
        .annotate(of=Count("pk"), validated=Count("pk", filter=Q(state=EntryState.VALIDATED)))
    }
    states = [_state(unit, newest.get(unit.pk), counted) for unit in units]
    return sorted(states, key=lambda state: state.cycle is None)


def _state(unit: Unit, cycle: Cycle | None, counted: dict[int, tuple[int, int]]) -> KecamatanState:
    if cycle is None:
        return KecamatanState(unit, None, "", "", 0, 0, 0, 0)
    steps: list[StepRun] = list(cycle.steps.all())
    current = next((step for step in steps if step.state in OPEN_STATES), None)
    words = definition_of(cycle.sop).step(current.key) if current else None
    validated, of = counted.get(cycle.pk, (0, 0))
    return KecamatanState(
        kecamatan=unit,
        cycle=cycle,
        step_no=words.label if words else "",
        step=words.text if words else "",
        finished=sum(step.finished_at is not None for step in steps),
        steps=len(steps),
        validated=validated,
        of=of,
    )
