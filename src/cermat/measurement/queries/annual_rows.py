"""From what is known of each year to the row of the year: its target, its actual, and how far it is from the last."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import dropwhile

from cermat.collection.queries.published import IDM, INDEKS_DESA
from cermat.indicators.models import Direction, Iku, Plan
from cermat.instruments.models import Result
from cermat.instruments.schema import shipped
from cermat.lib.months import Month
from cermat.lib.rounding import rounded
from cermat.measurement.formula import (
    STATUS,
    FigureStatus,
    Judged,
    Method,
    Quarterly,
    Scale,
    Stand,
    Step,
    Target,
    fulfils,
    grows_over_year,
    judge,
    known_by_neighbours,
    percentage,
    rule_of,
    steps,
)
from cermat.measurement.models import Figure, OpeningBalance
from cermat.measurement.queries.annual import Calculated, Origin, YearsBook, instrument_of
from cermat.measurement.queries.targets import wanted_of
from cermat.organisation.models import Kind, Unit

FOLLOWING = {"idm": (IDM, INDEKS_DESA)}  # definitions that results of one name were made by, one after the other
PLACES = 6
DECEMBER = 12
PERCENT = frozenset({"persen", "%"})
NOT_ASKED = frozenset({FigureStatus.NOT_DUE, FigureStatus.NOT_APPLICABLE})


@dataclass(frozen=True)
class AnnualFigure:
    """One year of one IKU. `until`: the last month it speaks of; `status` None: nothing to judge yet."""

    year: int
    target: Target
    stand: Stand
    origin: Origin = Origin.NONE
    until: Month | None = None
    judged: Judged = field(default_factory=lambda: Judged(FigureStatus.NOT_DUE))
    figure: Figure | None = None
    results: tuple[Result, ...] = ()
    part: tuple[int, int] | None = None  # 2 of 2 desa
    balance: OpeningBalance | None = None
    plan: Plan | None = None
    step: Step = field(default_factory=Step)

    @property
    def actual(self) -> Decimal | None:
        return self.stand.value

    @property
    def is_provisional(self) -> bool:
        return self.figure is not None and self.figure.run.is_provisional

    @property
    def is_missing(self) -> bool:
        return self.actual is None and self.stand.is_due


@dataclass(frozen=True)
class AnnualIku:
    """`iku`: as its newest year has it."""

    iku: Iku
    years: tuple[AnnualFigure, ...]
    is_current: bool  # whether the newest plan still has it


def annual_ikus(book: YearsBook, scale: Scale, today: date) -> list[AnnualIku]:
    """Every IKU of the book over its years, those of the newest plan first."""
    span = book.years(today.year)
    newest = book.newest.year if book.newest else max((max(years) for years in book.ikus.values()), default=today.year)
    return [
        AnnualIku(years[max(years)], tuple(_years(book, code, span, scale, today)), newest in years)
        for code, years in book.ikus.items()
    ]


def _years(book: YearsBook, code: str, span: Iterable[int], scale: Scale, today: date) -> list[AnnualFigure]:
    """From the first year that asks or says anything of it: none before is missing."""
    every = (_year(_Year(book, code, year, scale, today.year)) for year in span)
    rows = list(dropwhile(lambda row: row.target == Target() and row.origin is Origin.NONE, every))
    stands = known_by_neighbours([row.stand for row in rows])
    told = zip(rows, stands, steps(stands), strict=True)
    return [replace(row, stand=stand, step=step) for row, stand, step in told]


@dataclass(frozen=True)
class _Year:
    book: YearsBook
    code: str
    year: int
    scale: Scale
    today: int

    @property
    def iku(self) -> Iku:
        """As the plan of the year has it, else the nearest newer one, else the newest."""
        known = self.book.ikus[self.code]
        return known[min((year for year in known if year >= self.year), default=max(known))]

    @property
    def target(self) -> Target:
        """Of the plan of the year, else what the Renstra of the newest plan asks of it."""
        own, text = self.book.ikus[self.code].get(self.year), str(self.year)
        if own is not None:
            bounds = own.range_targets.get(text, {})
            low, high = _exact(bounds.get("bawah")), _exact(bounds.get("atas"))
            return Target(None, low, high) if bounds else Target(_exact(own.year_target))
        sheet = self.book.sheet(self.code)
        row = next((one for one in sheet.targets if one.year == self.year), None) if sheet else None
        return Target(_exact(row.value), _exact(row.low), _exact(row.high)) if row else Target()

    @property
    def due(self) -> bool:
        return self.year < self.today


def _year(one: _Year) -> AnnualFigure:
    made = one.book.figures.get((one.year, one.code))
    if made is not None and made.figure.actual is not None:
        return _of_figure(one, made)
    found = _of_results(one) or _of_balance(one) or _of_plan(one)
    if found is not None:
        return found
    if made is not None:
        return _of_figure(one, made)
    status = FigureStatus.NO_DATA if one.due and one.target != Target() else FigureStatus.NOT_DUE
    return AnnualFigure(one.year, one.target, _stand(one, None, is_due=one.due), judged=Judged(status))


def _of_figure(one: _Year, made: Calculated) -> AnnualFigure:
    """As the run left it; the target is the one it was held against, that of its quarter."""
    figure = made.figure
    target = Target(_exact(figure.target), _exact(figure.target_low), _exact(figure.target_high))
    status = FigureStatus(figure.status)
    stand = _stand(
        one,
        figure.actual,
        iku=figure.iku,
        definition=made.definition,
        until=figure.run.cycle.month_number,
        grows=_grows(made, figure.iku or one.iku),
        is_due=figure.actual is not None or status not in NOT_ASKED,
    )
    judged = Judged(status, figure.achievement, None, figure.predicate, figure.reason)
    return AnnualFigure(one.year, target, stand, Origin.RUN, figure.run.cycle.month, judged, figure=figure)


def _grows(made: Calculated, iku: Iku) -> bool:
    """What was recorded or taken over is a sum where its IKU says so."""
    if made.made_as in {"results", "balance"}:
        return _sums(iku)
    return grows_over_year(made.made_as, made.formula, iku.quarterly)


def _of_results(one: _Year) -> AnnualFigure | None:
    """What the instrument said in a year that nobody calculated: published by a ministry, or recorded."""
    iku = one.iku
    rows = one.book.results.get((instrument_of(iku), one.year), [])
    measure = str(iku.source.get("measure", "nilai"))
    if measure == STATUS:
        rows = [row for row in rows if row.subject.kind == Kind.DESA]
    elif measure == "nilai":
        rows = [row for row in rows if row.subject_id == one.book.kecamatan.pk]
    else:
        return None  # of a month, not of a year
    if not rows:
        return None
    value, part = _of_rows(rows, measure)
    if value is None:
        return None
    newest = max(rows, key=lambda row: row.period)
    stand = _stand(one, rounded(value, PLACES), definition=newest.definition)
    found = AnnualFigure(one.year, one.target, stand, Origin.RESULT, results=tuple(rows), part=part)
    return replace(found, judged=_judged(one, value))


def _of_rows(rows: list[Result], measure: str) -> tuple[Fraction | None, tuple[int, int] | None]:
    values = [(row, _exact(row.counted_value)) for row in rows]
    if measure != STATUS:
        return values[-1][1], None
    part = sum(fulfils(measure, row.counted_label, value, 0) for row, value in values)
    return percentage(Fraction(part), Fraction(len(rows))), (part, len(rows))


def _of_balance(one: _Year) -> AnnualFigure | None:
    row = one.book.balances.get((one.year, one.code))
    if row is None:
        return None
    until = Month.parse(row.until)
    stand = _stand(one, row.value, until=until.number, grows=_sums(one.iku))
    own = one.book.ikus[one.code].get(one.year)
    target = wanted_of(own, until) if own is not None and until.number < DECEMBER else one.target
    found = AnnualFigure(one.year, target, stand, Origin.BALANCE, until, balance=row)
    return replace(found, judged=_judged(one, Fraction(row.value), target))


def _of_plan(one: _Year) -> AnnualFigure | None:
    sheet = one.book.sheet(one.code)
    value = dict(sheet.actuals).get(one.year) if sheet else None
    if value is None or one.year >= one.today:
        return None
    found = AnnualFigure(one.year, one.target, _stand(one, value), Origin.PLAN, plan=one.book.newest)
    return replace(found, judged=_judged(one, Fraction(value)))


def _judged(one: _Year, actual: Fraction, target: Target | None = None) -> Judged:
    """By the rule of the year's plan; what is context or has no target is not judged. Without `target`: the year's."""
    iku = one.iku
    if iku.direction == Direction.NEUTRAL:
        return Judged(FigureStatus.CONTEXT)
    rule = rule_of(Method(iku.achievement_formula), iku.achievement_rule)
    return judge(rule, one.target if target is None else target, actual, one.scale, "")


def _sums(iku: Iku) -> bool:
    """Of an IKU that no run has calculated. A percentage is a share, whatever it is made from."""
    if "documents" in iku.source or "formula" in iku.source:
        kind = "documents" if "documents" in iku.source else "formula"
        return grows_over_year(kind, str(iku.source.get("formula", "/")), iku.quarterly)
    is_share = "instrument" in iku.source or iku.unit_label.casefold() in PERCENT
    return iku.quarterly == Quarterly.CUMULATIVE and not is_share


def _stand(
    one: _Year,
    value: Decimal | None,
    *,
    iku: Iku | None = None,
    definition: str = "",
    until: int = DECEMBER,
    grows: bool = False,
    is_due: bool = True,
) -> Stand:
    """With what must be the same in two years before they are compared: name, unit, and the way of measuring."""
    iku = iku or one.iku
    instrument = str(iku.source.get("instrument", ""))
    name = definition.partition("@")[0] if instrument else ""
    if not name and instrument in FOLLOWING:
        name = _in_force(FOLLOWING[instrument], one.year)
    measured = ""
    if name or not instrument:
        told = ("formula", "indicator", "documents", "instrument", "measure")
        way = " ".join(f"{key}={' '.join(str(iku.source[key]).split())}" for key in told if key in iku.source)
        parts = (name, way, iku.quarterly, iku.unit_label.casefold(), " ".join(iku.name.casefold().split()))
        measured = " | ".join(parts).replace("@", " ")
    return Stand(one.year, measured, value, until, grows=grows, is_due=is_due, instrument=name)


@lru_cache(maxsize=64)
def _in_force(names: tuple[str, ...], year: int) -> str:
    """Which of them measured at the end of the year, by the dates their definitions give."""
    day = date(year, 12, 31)
    held = (shipped(name) for name in names)
    return next((one.name for one in held if one.valid_from <= day and (not one.valid_to or day <= one.valid_to)), "")


def _exact(value: Decimal | str | None) -> Fraction | None:
    return None if value is None else Fraction(str(value))


def kecamatan_book(kecamatan: Unit, code: str = "") -> YearsBook:
    return YearsBook(kecamatan, frozenset({code} if code else ()))
