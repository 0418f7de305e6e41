"""What pictures are made of: the figures of a year, month by month, from the run that counts in each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from cermat.measurement.formula import SCORED, FigureStatus
from cermat.measurement.models import Figure, FigureKind, Run
from cermat.measurement.queries.runs import latest_run
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle

OF_VILLAGES = ("kelurahan", "desa", "keduanya")


@dataclass(frozen=True)
class Year:
    """One row of the runs over the months of a year: `months` are those with a period, `figures` those calculated."""

    year: int
    until: int  # the month it is looked at in
    months: frozenset[int]
    figures: dict[int, Figure]


def counting_runs(cycle: Cycle) -> dict[int, Run]:
    """Month → its newest definite run, else its newest provisional one, up to the month of the cycle."""
    runs = Run.objects.filter(
        cycle__kecamatan=cycle.kecamatan_id, cycle__year=cycle.year, cycle__month_number__lte=cycle.month_number
    )
    rows = runs.select_related("cycle").order_by("-is_provisional", "number")
    return {run.cycle.month_number: run for run in rows}


def year_of(cycle: Cycle, kind: str, code: str, *, with_inputs: bool = False) -> Year:
    """The row `code` over the year up to the cycle. `with_inputs`: with the leaves of each unit."""
    runs = counting_runs(cycle)
    rows = Figure.objects.filter(run__in=list(runs.values()), kind=kind, code=code).select_related("iku")
    if not with_inputs:
        rows = rows.defer("inputs")
    months = {run.pk: month for month, run in runs.items()}
    return Year(cycle.year, cycle.month_number, _months(cycle), {months[row.run_id]: row for row in rows})


def _months(cycle: Cycle) -> frozenset[int]:
    known = Cycle.objects.filter(kecamatan=cycle.kecamatan_id, year=cycle.year, month_number__lte=cycle.month_number)
    return frozenset(known.order_by().values_list("month_number", flat=True))


def ikus_over_year(cycle: Cycle, run: Run | None = None) -> list[tuple[Figure, Year]]:
    """Each IKU of `run`, or of the run that counts in the cycle, with its year; as many queries for one as for ten."""
    years = years_of(cycle, Figure.objects.filter(kind=FigureKind.IKU), run).values()
    return [(year.figures[year.until], year) for year in years if year.until in year.figures]


def years_of(cycle: Cycle, figures: QuerySet[Figure], run: Run | None = None) -> dict[tuple[str, str], Year]:
    """Of `figures` each kind and code over the year up to the cycle, where `run` counts if it is given."""
    runs = counting_runs(cycle) | ({cycle.month_number: run} if run else {})
    months = {one.pk: month for month, one in runs.items()}
    rows = figures.filter(run__in=list(runs.values())).select_related("iku").defer("inputs").order_by("position")
    found: dict[tuple[str, str], dict[int, Figure]] = defaultdict(dict)
    for row in rows:
        found[row.kind, row.code][months[row.run_id]] = row
    of_year = _months(cycle)
    return {key: Year(cycle.year, cycle.month_number, of_year, rows) for key, rows in found.items()}


def mapped_figures(cycle: Cycle) -> QuerySet[Figure]:
    """The monthly indicators of desa and kelurahan in the run that counts, in print order."""
    run = latest_run(cycle, provisional=False) or latest_run(cycle)
    rows = Figure.objects.filter(run=run, kind=FigureKind.INDICATOR, indicator__applies_to__in=OF_VILLAGES)
    return rows.select_related("indicator", "run__cycle").order_by("position")


def villages_of(cycle: Cycle) -> list[Unit]:
    return list(Unit.objects.in_kecamatan(cycle.kecamatan).villages().active().order_by("sort", "code"))


@dataclass(frozen=True)
class Share:
    reached: int = 0
    of: int = 0


@dataclass(frozen=True)
class SectionYear:
    section: Unit
    shares: dict[int, Share]  # by month


def sections_over_year(cycle: Cycle) -> tuple[list[SectionYear], frozenset[int]]:
    """For each section how many of its due figures reached their target, by month; and the months with a period.

    A figure without data is due and not reached.
    """
    runs = counting_runs(cycle)
    months = {run.pk: month for month, run in runs.items()}
    rows = (
        Figure.objects.filter(run__in=list(runs.values()), status__in=SCORED)
        .exclude(kind=FigureKind.ACTIVITY)
        .exclude(section=None)
        .order_by()
        .values("run_id", "section_id", "status")
        .annotate(n=Count("pk"))
    )
    found: dict[int, dict[int, Share]] = defaultdict(dict)
    for row in rows:
        at = found[row["section_id"]]
        month = months[row["run_id"]]
        share = at.get(month, Share())
        reached = row["n"] if row["status"] == FigureStatus.REACHED else 0
        at[month] = Share(share.reached + reached, share.of + row["n"])
    return [SectionYear(section, found[section.pk]) for section in _sections(found)], _months(cycle)


def _sections(pks: Iterable[int]) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=list(pks)).order_by("sort", "pk"))
