"""Indikator saya: the IKU and monthly indicators of one's section over their year, and who still owes what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cermat.collection.models import Entry
from cermat.collection.queries import OPEN, home_of
from cermat.dashboards.queries.desk import Desk
from cermat.dashboards.queries.standing import Months, Standing, months_of, standing_of
from cermat.indicators.models import Direction
from cermat.measurement.models import Figure, FigureKind
from cermat.measurement.queries.pictures import Year, years_of
from cermat.organisation.models import Unit

KINDS = (FigureKind.IKU, FigureKind.INDICATOR)


@dataclass(frozen=True)
class Followed:
    """A figure in its year, beside its actual of the calculation before. Cumulative figures and instruments begin anew
    in January: one of the year before is nothing to look back to."""

    figure: Figure
    year: Year
    before: Decimal | None

    @property
    def change(self) -> Decimal | None:
        now = self.figure.actual
        return None if now is None or self.before is None else now - self.before

    @property
    def direction(self) -> str:
        """Which way is better; "" where none is."""
        source = self.figure.iku if self.figure.kind == FigureKind.IKU else self.figure.indicator
        return "" if source is None or source.direction == Direction.NEUTRAL else source.direction


@dataclass(frozen=True)
class Owed:
    unit: Unit
    count: int
    until: date  # the first of them


@dataclass(frozen=True)
class SectionBoard:
    sections: list[Unit]
    months: Months
    standing: Standing
    rows: list[Followed]
    owed: list[Owed]


def own_sections(desk: Desk) -> list[Unit]:
    found = (home_of(post.unit) for post in desk.posts)
    return list(dict.fromkeys(unit for unit in found if unit.is_section))


def section_board(desk: Desk) -> SectionBoard:
    assert desk.home is not None
    sections = own_sections(desk)
    months, standing = months_of(desk.home, desk.day), standing_of(desk.home)
    return SectionBoard(
        sections=sections,
        months=months,
        standing=standing,
        rows=_followed(standing, sections),
        owed=_owed(months, sections),
    )


def _followed(standing: Standing, sections: list[Unit]) -> list[Followed]:
    """The year by code alone: an indicator keeps its year when another section takes it over."""
    run, before = standing.run, standing.before
    if run is None:
        return []
    rows = run.figures.filter(kind__in=KINDS, section__in=sections).select_related("iku", "indicator", "section")
    now = sorted(rows, key=_in_print_order)
    years = years_of(run.cycle, Figure.objects.filter(kind__in=KINDS, code__in=[one.code for one in now]), run)
    back = before.cycle.month_number if before and before.cycle.year == run.cycle.year else 0
    found = []
    for one in now:
        year = years[one.kind, one.code]
        earlier = year.figures.get(back)
        found.append(Followed(one, year, earlier.actual if earlier else None))
    return found


def _in_print_order(figure: Figure) -> tuple[bool, int]:
    return figure.kind != FigureKind.IKU, figure.position


def _owed(months: Months, sections: list[Unit]) -> list[Owed]:
    """Units that have not sent what these sections check in the running period."""
    if months.now is None or not months.now.is_running:
        return []
    found: dict[Unit, list[Entry]] = defaultdict(list)
    rows = Entry.objects.filter(cycle=months.now, section__in=sections, state__in=OPEN)
    for entry in rows.select_related("unit").order_by("unit__sort", "unit_id"):
        found[entry.unit].append(entry)
    return [Owed(unit, len(entries), min(entry.until for entry in entries)) for unit, entries in found.items()]
