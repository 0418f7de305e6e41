"""Ringkasan: five numbers of the office, each beside that of the period before, and what threatens the year."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q

from cermat.collection.models import Entry, EntryState
from cermat.dashboards.queries.board import Progress
from cermat.dashboards.queries.desk import Desk
from cermat.dashboards.queries.standing import Months, Standing, months_of, standing_of
from cermat.evaluation.models import Recommendation
from cermat.evaluation.workflow import RecommendationState
from cermat.instruments.models import Result
from cermat.lib.months import WIB
from cermat.measurement.formula import SCORED, FigureStatus, Scored, Summary, percentage, summarise
from cermat.measurement.formula.outlook import Verdict
from cermat.measurement.models import Figure, FigureKind, Run
from cermat.measurement.queries import REACHED_WORDS
from cermat.organisation.models import Unit
from cermat.requirements.queries import RegisterLine, unfilled_due
from cermat.sop.models import Cycle

IKM = "ikm"


@dataclass(frozen=True)
class Absorbed:
    """Money spent of the year's budget. `told` of `of` activities were reported: the rest is not known, not zero."""

    share: Fraction | None
    told: int
    of: int


@dataclass(frozen=True)
class Done:
    done: int
    of: int


@dataclass(frozen=True)
class Office:
    months: Months
    standing: Standing
    iku: tuple[Summary | None, Summary | None]
    sheets: tuple[Progress | None, Progress | None]
    ikm: list[Result]  # the newest two, the newest first
    absorbed: tuple[Absorbed | None, Absorbed | None]
    follow_ups: tuple[Done, Done]  # of the year so far: today, and when the month began
    threats: list[Figure]
    unfilled: list[RegisterLine]  # due in the running period: their indicators will not be achieved


def office_of(desk: Desk) -> Office:
    """A fixed number of queries, however many months the office has behind it."""
    assert desk.home is not None
    months, standing = months_of(desk.home, desk.day), standing_of(desk.home)
    scored, spent = _figures(standing.runs)
    progress = progress_by_cycle(months.cycles)
    return Office(
        months=months,
        standing=standing,
        iku=_pair(standing, scored),
        sheets=(_of(progress, months.now), _of(progress, months.before)),
        ikm=list(ikm_of(desk.home)),
        absorbed=(_absorbed(standing.run, spent), _absorbed(standing.before, spent)),
        follow_ups=_follow_ups(desk),
        threats=threats_of(standing.run),
        unfilled=unfilled_due(months.now) if months.now is not None and months.now.is_running else [],
    )


def threats_of(run: Run | None) -> list[Figure]:
    """IKU that will probably miss their target of the year, the likeliest first; then those nobody can be sure of."""
    if run is None:
        return []
    found = run.figures.filter(kind=FigureKind.IKU, outlook__verdict__in=THREATENING)
    rows = found.select_related("section", "iku", "indicator").defer("inputs").order_by("position")
    return sorted(rows, key=lambda row: THREATENING.index(row.outlook["verdict"]) if row.outlook else 0)


THREATENING = (Verdict.MISSES, Verdict.OPEN)

Money = tuple[str, int | None, Decimal | None, Decimal | None]  # code, section, budget, spent


def _figures(runs: Collection[Run]) -> tuple[dict[int, list[Scored]], dict[int, list[Money]]]:
    """By run: what is scored of the IKU, and the money of the activities."""
    scored: dict[int, list[Scored]] = {run.pk: [] for run in runs}
    spent: dict[int, list[Money]] = {run.pk: [] for run in runs}
    rows = Figure.objects.filter(run__in=runs, kind__in=[FigureKind.IKU, FigureKind.ACTIVITY]).order_by()
    wanted = ("run_id", "kind", "status", "achievement", "code", "section_id", "budget", "spent")
    for run, kind, status, achievement, *money in rows.values_list(*wanted):
        if kind == FigureKind.ACTIVITY:
            spent[run].append((money[0], money[1], money[2], money[3]))
        elif FigureStatus(status) in SCORED:
            scored[run].append(Scored(REACHED_WORDS[FigureStatus(status)], achievement))
    return scored, spent


def _pair(standing: Standing, scored: dict[int, list[Scored]]) -> tuple[Summary | None, Summary | None]:
    now, before = standing.run, standing.before
    return (summarise(scored[now.pk]) if now else None, summarise(scored[before.pk]) if before else None)


def _absorbed(run: Run | None, spent: dict[int, list[Money]]) -> Absorbed | None:
    """Over the activities that a section answers for and that have none below them."""
    if run is None:
        return None
    rows = spent[run.pk]
    codes = [code for code, *_ in rows]
    ends = [row for row in rows if row[1] and not any(code.startswith(f"{row[0]}.") for code in codes)]
    told = [row[3] for row in ends if row[3] is not None]
    budget = _total(row[2] for row in ends if row[2] is not None)
    return Absorbed(percentage(_total(told), budget) if told else None, len(told), len(ends))


def _total(parts: Iterable[Decimal]) -> Fraction:
    return sum((Fraction(part) for part in parts), Fraction(0))


def progress_by_cycle(cycles: Collection[Cycle]) -> dict[int, Progress]:
    """Sheets of each period in one query."""
    rows = Entry.objects.filter(cycle__in=cycles).order_by().values("cycle")
    counted = rows.annotate(
        of=Count("pk"),
        sent=Count("pk", filter=Q(state__in=[EntryState.SENT, EntryState.VALIDATED])),
        validated=Count("pk", filter=Q(state=EntryState.VALIDATED)),
    )
    return {row["cycle"]: Progress(row["of"], row["sent"], row["validated"]) for row in counted}


def _of(progress: dict[int, Progress], cycle: Cycle | None) -> Progress | None:
    return progress.get(cycle.pk) if cycle else None


def ikm_of(kecamatan: Unit) -> list[Result]:
    """The office's newest two; it is due every quarter, so they may be of earlier months."""
    rows = Result.objects.current().with_figure().filter(instrument=IKM, subject=kecamatan)
    return list(rows.order_by("-period", "-pk")[:2])


def _follow_ups(desk: Desk) -> tuple[Done, Done]:
    began = datetime.combine(desk.day.replace(day=1), time(), WIB)
    done = Q(state=RecommendationState.VERIFIED)
    rows = Recommendation.objects.filter(cycle__kecamatan=desk.home, cycle__year=desk.day.year)
    found = rows.aggregate(
        done=Count("pk", filter=done),
        of=Count("pk"),
        done_before=Count("pk", filter=done & Q(verified_at__lt=began)),
        of_before=Count("pk", filter=Q(made_at__lt=began)),
    )
    return Done(found["done"], found["of"]), Done(found["done_before"], found["of_before"])
