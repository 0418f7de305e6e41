"""All kecamatan side by side, for the kabupaten: a fixed number of queries, whatever the kecamatan and months."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Min, OuterRef, Q, Subquery

from cermat.collection.models import Entry, EntryState
from cermat.dashboards.queries.office import IKM
from cermat.dashboards.queries.standing import NEWEST
from cermat.instruments.models import Result
from cermat.lib.months import WIB
from cermat.measurement.formula import SCORED
from cermat.measurement.models import Figure, FigureKind, FigureStatus, Run
from cermat.organisation.models import Unit, User
from cermat.organisation.queries import kecamatan_visible_to
from cermat.sop.models import Cycle, Sop, StepRun
from cermat.sop.queries import definition_of
from cermat.sop.workflow import OPEN_STATES


@dataclass(frozen=True)
class Sheets:
    """Of one period. `counted`: sent already, or past their due day; `on_time` of them were first sent by then."""

    of: int = 0
    validated: int = 0
    counted: int = 0
    on_time: int = 0


@dataclass(frozen=True)
class Steps:
    finished: int
    of: int
    current: int | None  # position of the first open one, from 1


@dataclass(frozen=True)
class Reached:
    reached: int
    due: int
    missing: int


@dataclass(frozen=True)
class KecamatanState:
    """One kecamatan as it stands. What is None is not known yet; that is never a zero."""

    kecamatan: Unit
    cycle: Cycle | None = None
    step_no: str = ""
    step: str = ""
    steps: Steps | None = None
    sheets: Sheets | None = None
    run: Run | None = None
    iku: Reached | None = None
    ikm: Result | None = None


@dataclass(frozen=True)
class Newest:
    """Primary keys of a kecamatan's newest things; 0 where there is none."""

    cycle: int
    run: int
    result: int


def kecamatan_states(user: User, day: date) -> list[KecamatanState]:
    """In the order of their names."""
    rows = kecamatan_visible_to(user, day).only("name", "kind").annotate(**_newest(day)).order_by("name", "pk")
    known = [(unit, Newest(*(getattr(unit, f"newest_{key}") or 0 for key in NEWEST_OF))) for unit in rows]
    cycles = Cycle.objects.only(*OF_CYCLE).in_bulk([newest.cycle for _unit, newest in known])
    runs = Run.objects.only(*OF_RUN).select_related("cycle").in_bulk([newest.run for _unit, newest in known])
    results = Result.objects.only(*OF_RESULT).in_bulk([newest.result for _unit, newest in known])
    sheets, steps, reached = _sheets(cycles, day), _steps(cycles), _reached(runs)
    sops = Sop.objects.in_bulk({cycle.sop_id for cycle in cycles.values()})
    found = []
    for unit, newest in known:
        cycle, gone = cycles.get(newest.cycle), steps.get(newest.cycle)
        number, text = _words(sops[cycle.sop_id], gone) if cycle and gone else ("", "")
        found.append(
            KecamatanState(
                kecamatan=unit,
                cycle=cycle,
                step_no=number,
                step=text,
                steps=gone,
                sheets=sheets.get(newest.cycle),
                run=runs.get(newest.run),
                iku=reached.get(newest.run),
                ikm=results.get(newest.result),
            )
        )
    return found


# What the page tells of each: a kecamatan more costs little.
OF_CYCLE = ("year", "month_number", "state", "sop_id")
OF_RUN = ("is_provisional", "cycle__year", "cycle__month_number")
OF_RESULT = ("period", "value", "published_value", "label", "published_label", "source_ref")
NEWEST_OF = ("cycle", "run", "result")


def _newest(day: date) -> dict[str, Subquery]:
    """Of each kecamatan the period people work in, the calculation its numbers come from, its last IKM."""
    home = OuterRef("pk")
    begun = Q(year__lt=day.year) | Q(year=day.year, month_number__lte=day.month)
    cycles = Cycle.objects.filter(begun, kecamatan=home).order_by("-year", "-month_number")
    runs = Run.objects.filter(cycle__kecamatan=home).order_by(*NEWEST)
    results = Result.objects.current().with_figure().filter(instrument=IKM, subject=home).order_by("-period", "-pk")
    return {
        "newest_cycle": Subquery(cycles.values("pk")[:1]),
        "newest_run": Subquery(runs.values("pk")[:1]),
        "newest_result": Subquery(results.values("pk")[:1]),
    }


def _sheets(cycles: Collection[int], day: date) -> dict[int, Sheets]:
    """Two queries: the due days there are, then the counts. A day ends at midnight in the office, so every due day
    becomes a moment here; asked of the database row by row that would cost more than all the rest."""
    rows = Entry.objects.filter(cycle__in=cycles).order_by()
    days = list(rows.values_list("due_on", flat=True).distinct())
    in_time = [Q(due_on=due, first_sent_at__lt=_end_of(due)) for due in days]
    counted = rows.values("cycle").annotate(
        of=Count("pk"),
        validated=Count("pk", filter=Q(state=EntryState.VALIDATED)),
        counted=Count("pk", filter=Q(first_sent_at__isnull=False) | Q(due_on__lt=day)),
        on_time=Count("pk", filter=reduce(or_, in_time, Q(pk__in=[]))),
    )
    return {row.pop("cycle"): Sheets(**row) for row in counted}


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), WIB)


def _steps(cycles: Collection[int]) -> dict[int, Steps]:
    rows = StepRun.objects.filter(cycle__in=cycles).order_by().values("cycle")
    counted = rows.annotate(
        finished=Count("pk", filter=Q(finished_at__isnull=False)),
        of=Count("pk"),
        current=Min("position", filter=Q(state__in=OPEN_STATES)),
    )
    return {row.pop("cycle"): Steps(**row) for row in counted}


def _words(sop: Sop, steps: Steps) -> tuple[str, str]:
    """The open step as the paper counts and names it."""
    if steps.current is None:
        return "", ""
    step = definition_of(sop).steps[steps.current - 1]
    return step.label, step.text


def _reached(runs: Collection[int]) -> dict[int, Reached]:
    rows = Figure.objects.filter(run__in=runs, kind=FigureKind.IKU, status__in=SCORED).order_by().values("run")
    counted = rows.annotate(
        reached=Count("pk", filter=Q(status=FigureStatus.REACHED)),
        due=Count("pk"),
        missing=Count("pk", filter=Q(status=FigureStatus.NO_DATA)),
    )
    return {row.pop("run"): Reached(**row) for row in counted}
