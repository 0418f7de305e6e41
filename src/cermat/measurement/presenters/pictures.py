"""Figures as pictures: a year against its target, quarters, places, sections."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cermat.lib.months import Month
from cermat.lib.rounding import rounded
from cermat.measurement.formula import FigureStatus
from cermat.measurement.models import Figure, FigureKind
from cermat.measurement.queries.pictures import SectionYear, Year
from cermat.organisation.models import Unit
from cermat.organisation.queries.boundaries import Geometry
from cermat.printing.charts import (
    MONTHS,
    NOT_DUE,
    Cell,
    Drawing,
    HeatMap,
    Panel,
    Point,
    QuarterBars,
    Region,
    RegionMap,
    SmallMultiples,
    Spark,
    Trend,
)

UNITS = {"persen": "%"}
ROMAN = ("I", "II", "III", "IV")
JUDGED = frozenset({FigureStatus.REACHED, FigureStatus.NOT_REACHED})
NOT_ASKED = frozenset({FigureStatus.NOT_DUE, FigureStatus.NOT_APPLICABLE})
NO_PERIOD = "tanpa periode"


def unit_of(figure: Figure) -> str:
    return UNITS.get(figure.unit_label.lower(), figure.unit_label)


def figure_pictures(figure: Figure, year: Year) -> dict[str, Drawing]:
    """By the name of its file."""
    year = replace(year, figures={**year.figures, year.until: figure})  # also where another run counts by now
    found = {"tren": trend_of(figure, year)}
    return found | {"triwulan": quarters_of(figure, year)} if figure.kind == FigureKind.IKU else found


def trend_of(figure: Figure, year: Year) -> Drawing:
    return Trend(f"{figure.code} tahun {year.year}", _of_year(figure, year), unit_of(figure), decimals=None).drawn()


def spark_of(figure: Figure, year: Year) -> Drawing:
    """The same in the height of two lines."""
    return Spark(f"{figure.code} tahun {year.year}", _of_year(figure, year), unit_of(figure), decimals=None).drawn()


def _of_year(figure: Figure, year: Year) -> tuple[Point, ...]:
    return tuple(_month(year, month, _planned(figure, month)) for month in range(1, 13))


def _month(year: Year, month: int, target: Decimal | None) -> Point:
    label, name = MONTHS[month - 1], Month(year.year, month).name
    row = year.figures.get(month)
    if row is None:
        has_period = month in year.months
        note = "belum dihitung" if has_period else ""
        return Point(label, name, None, target, is_due=has_period, note=note, word=_absent(month < year.until))
    return Point(
        label,
        name,
        _shown(row.actual),
        row.target if row.target is not None else target,
        is_due=row.status not in NOT_ASKED,
        is_missed=row.status == FigureStatus.NOT_REACHED,
        is_judged=row.status in JUDGED,
        note=row.reason if row.actual is None else "",
    )


def _shown(value: Decimal | None) -> Decimal | None:
    """As the page beside it shows it."""
    return None if value is None else rounded(value, 2)


def _absent(is_past: bool) -> str:  # noqa: FBT001
    return NO_PERIOD if is_past else NOT_DUE


def _planned(figure: Figure, month: int) -> Decimal | None:
    """Of the plan, also for the months to come."""
    text = figure.iku.target_by(month) if figure.iku else None
    return None if text is None else Decimal(str(text))


def quarters_of(figure: Figure, year: Year, title: str = "") -> Drawing:
    points = [_quarter(figure, year, quarter) for quarter in range(1, 5)]
    title = title or f"{figure.code} per triwulan {year.year}"
    return QuarterBars(title, tuple(points), unit_of(figure), decimals=None).drawn()


def _quarter(figure: Figure, year: Year, quarter: int) -> Point:
    """The value at its end, or as far as the year has come."""
    months = range(quarter * 3 - 2, quarter * 3 + 1)
    last = max((month for month in months if month in year.figures), default=None)
    row = year.figures[last] if last else None
    target = row.target if row and row.target is not None else _planned(figure, quarter * 3)
    is_over, has_period = months[-1] <= year.until, any(month in year.months for month in months)
    note = f"s.d. {Month(year.year, last).name}" if last and last < months[-1] else ""
    return Point(
        f"TW {ROMAN[quarter - 1]}",
        f"Triwulan {ROMAN[quarter - 1]} {year.year}",
        _shown(row.actual) if row else None,
        target,
        is_due=row.status not in NOT_ASKED if row else is_over and has_period and target is not None,
        is_missed=bool(row and row.status == FigureStatus.NOT_REACHED),
        is_judged=bool(row and row.status in JUDGED),
        note=note,
        word=_absent(is_over and not has_period),
    )


# ---- places


def map_of(figure: Figure, villages: Iterable[Unit], shapes: dict[str, Geometry]) -> Drawing:
    leaves = _by_unit(figure)
    regions = [
        Region(str(unit), _value(leaves.get(unit.pk)), shapes.get(unit.code), _why(leaves.get(unit.pk)))
        for unit in villages
    ]
    title = f"{figure.name}, {figure.run.cycle.month.name}"
    decimals = _decimals(region.value for region in regions)
    return RegionMap(title, tuple(regions), unit_of(figure), decimals).drawn()


def heat_of(figure: Figure, year: Year, villages: Iterable[Unit]) -> Drawing:
    by_month = {month: _by_unit(row) for month, row in year.figures.items()}
    lines = tuple((unit.name, tuple(_cell(year, by_month, month, unit) for month in range(1, 13))) for unit in villages)
    decimals = _decimals(cell.value for _name, line in lines for cell in line)
    return HeatMap(f"{figure.name}, {year.year}", MONTHS, lines, unit_of(figure), decimals).drawn()


def _decimals(values: Iterable[Decimal | None]) -> int:
    """Counts stay whole, in the legend too."""
    return 0 if all(value is None or value == value.to_integral_value() for value in values) else 2


def _cell(year: Year, by_month: dict[int, dict[int, Any]], month: int, unit: Unit) -> Cell:
    row = year.figures.get(month)
    if row is None or row.status in NOT_ASKED:
        return Cell(None, is_due=row is None and month in year.months)
    leaf = by_month[month].get(unit.pk)
    return Cell(_value(leaf), is_due=leaf is not None)


def _by_unit(figure: Figure) -> dict[int, Any]:
    return {leaf["unit_id"]: leaf for leaf in figure.inputs.get("leaves", []) if "unit_id" in leaf}


def _value(leaf: Any) -> Decimal | None:
    if leaf is None or not leaf["counted"] or leaf["result"] is None:
        return None
    return rounded(Fraction(leaf["result"]), 2)


def _why(leaf: Any) -> str:
    if leaf is None:
        return "tidak ada isian"
    return "" if leaf["counted"] else str(leaf["reason"])


# ---- sections


def sections_picture(year: int, until: int, rows: Iterable[SectionYear], months: frozenset[int]) -> Drawing:
    panels = tuple(
        Panel(
            row.section.short_name or row.section.name,
            tuple(_share(year, until, month, row, months) for month in range(1, 13)),
        )
        for row in rows
    )
    return SmallMultiples(f"Bagian target yang tercapai per seksi, {year}", panels).drawn()


def _share(year: int, until: int, month: int, row: SectionYear, months: frozenset[int]) -> Point:
    share = row.shares.get(month)
    value = None if share is None else rounded(Fraction(100 * share.reached, share.of), 1)
    name = Month(year, month).name
    return Point(MONTHS[month - 1], name, value, is_due=month in months and month <= until)
