"""Which calculation an office's numbers are read from: the newest definite one, and the definite one of the period
before it; a provisional one only where there is no other."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cermat.measurement.models import Run
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle
from cermat.sop.queries import current_cycle

NEWEST = ("is_provisional", "-cycle__year", "-cycle__month_number", "-number")


@dataclass(frozen=True)
class Standing:
    run: Run | None
    before: Run | None  # definite, of an earlier period

    @property
    def runs(self) -> list[Run]:
        return [run for run in (self.run, self.before) if run is not None]


@dataclass(frozen=True)
class Months:
    """The period people work in, and the one before it."""

    now: Cycle | None
    before: Cycle | None

    @property
    def cycles(self) -> list[Cycle]:
        return [cycle for cycle in (self.now, self.before) if cycle is not None]


def standing_of(kecamatan: Unit) -> Standing:
    """Two queries."""
    runs = Run.objects.filter(cycle__kecamatan=kecamatan).select_related("cycle").order_by(*NEWEST)
    run = runs.first()
    if run is None:
        return Standing(None, None)
    before = runs.filter(earlier_than(run.cycle, "cycle__"), is_provisional=False)
    return Standing(run, before.first())


def months_of(kecamatan: Unit, day: date) -> Months:
    now = current_cycle(kecamatan, day)
    if now is None:
        return Months(None, None)
    before: QuerySet[Cycle] = Cycle.objects.filter(earlier_than(now), kecamatan=kecamatan)
    return Months(now, before.order_by("-year", "-month_number").first())


def earlier_than(cycle: Cycle, path: str = "") -> Q:
    year, month = f"{path}year", f"{path}month_number"
    return Q(**{f"{year}__lt": cycle.year}) | Q(**{year: cycle.year, f"{month}__lt": cycle.month_number})
