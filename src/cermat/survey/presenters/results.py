"""The results of a survey in words, figures and charts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cermat.instruments.formula import Definition, Line, Outcome
from cermat.instruments.presenters.words import figure
from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.printing.charts import Bar, Drawing, Point, Trend, UnsurBars
from cermat.survey.formula import Interval, lowest, minimum_note, ranks, scale_of, unsur_of
from cermat.survey.models import Improvement
from cermat.survey.queries import Period, SurveyResult


@dataclass(frozen=True)
class UnsurRow:
    no: int
    code: str
    name: str
    value: str  # NRR, "3,213"
    grade: str
    rank: str
    is_low: bool


@dataclass(frozen=True)
class Summary:
    """The heading figures. "–" where there is none, and `reason` says why."""

    index: str
    name: str
    grade: str
    grade_name: str
    interval: str  # "84,21 ± 1,3"
    margin: str
    range: str  # "82,95–85,47"
    n: str
    target: str  # " · target 291"
    excluded: str
    reason: str
    notes: tuple[str, ...]
    weights: str
    low_count: int  # unsur that are named as lowest


def summary(result: SurveyResult) -> Summary:
    outcome = result.outcome
    shown = index_text(result.definition, outcome)
    notes = [] if outcome.value is None else [minimum_note(outcome.n or 0)]
    notes.append(sample_note(result))
    variant = next((one for one in result.definition.variants if one.name == outcome.variant), None)
    return Summary(
        index=shown,
        name=result.definition.index.name,
        grade=outcome.grade.code if outcome.grade else "–",
        grade_name=outcome.grade.name if outcome.grade else "",
        interval=f"{shown} ± {number(result.interval.margin, 1)}" if result.interval else "",
        margin=f"± {number(result.interval.margin, 1)}" if result.interval else "",
        range=range_text(result.interval),
        n=number(result.tallied.n),
        target="" if result.target is None else f" · target {number(result.target)}",
        excluded=number(result.excluded),
        reason=outcome.reason,
        notes=tuple(note for note in notes if note),
        weights=variant.label if variant else "",
        low_count=len(lowest(unsur_of(outcome))),
    )


def sample_note(result: SurveyResult) -> str:
    """What the count beside the target does not tell: a service that lacks answers or a target; "" for neither."""
    if result.target is None:
        return ""
    told = ""
    if result.towards < result.target <= result.tallied.n:
        told = f"Target sampel belum tercapai pada setiap layanan: kurang {number(result.target - result.towards)}. "
    if result.without_target:
        told += f"Belum ada jumlah yang dilayani, jadi di luar target sampel: {', '.join(result.without_target)}."
    return told.strip()


def index_text(definition: Definition, outcome: Outcome) -> str:
    return "–" if outcome.index is None else number(outcome.index, definition.index.decimals)


def range_text(interval: Interval | None) -> str:
    return "" if interval is None else f"{number(interval.low, 2)}–{number(interval.high, 2)}"


def grade_text(outcome: Outcome) -> str:
    return f"{outcome.grade.code} ({outcome.grade.name})" if outcome.grade else "–"


def unsur_rows(definition: Definition, outcome: Outcome) -> list[UnsurRow]:
    """Every unsur in the office's order, with its place; those that tie share it."""
    lines = unsur_of(outcome)
    places, low = ranks(lines), {line.code for line in lowest(lines)}
    return [
        UnsurRow(
            no=no,
            code=line.code,
            name=line.name,
            value=_nrr(definition, line),
            grade=_grade(definition, line),
            rank=str(places.get(line.code, "–")),
            is_low=line.code in low,
        )
        for no, line in enumerate(lines, 1)
    ]


def lowest_rows(definition: Definition, outcome: Outcome) -> list[UnsurRow]:
    """The three lowest, lowest first, with those that tie; none where all are equal."""
    rows = {row.code: row for row in unsur_rows(definition, outcome)}
    return [rows[line.code] for line in lowest(unsur_of(outcome))]


@dataclass(frozen=True)
class PlanRow:
    """A lowest unsur, or one that was planned for, with its plan. `recommended`: it is a recommendation already."""

    row: UnsurRow
    plan: Improvement | None
    when: str = ""  # "Triwulan II 2027"
    recommended: object = None


def plan_rows(definition: Definition, outcome: Outcome, plans: Iterable[Improvement]) -> list[PlanRow]:
    """The lowest first; then those that are lowest no longer but have a plan."""
    kept = {plan.unsur: plan for plan in plans}
    low = lowest_rows(definition, outcome)
    others = [row for row in unsur_rows(definition, outcome) if row.code in kept and not row.is_low]
    return [_plan_row(row, kept.get(row.code)) for row in [*low, *others]]


def _plan_row(row: UnsurRow, plan: Improvement | None) -> PlanRow:
    if plan is None:
        return PlanRow(row, None)
    return PlanRow(row, plan, quarter_name(plan.year, plan.quarter), getattr(plan, "recommendation", None))


def quarter_name(year: int, quarter: int) -> str:
    return f"Triwulan {('I', 'II', 'III', 'IV')[quarter - 1]} {year}"


def _nrr(definition: Definition, line: Line) -> str:
    value = line.value
    return figure(value if isinstance(value, Fraction) else None, definition.index.group_decimals)


def _grade(definition: Definition, line: Line) -> str:
    if not isinstance(line.value, Fraction):
        return "–"
    grade = definition.grade_of(rounded(line.value * definition.index.factor, definition.index.decimals))
    return grade.code if grade else "–"


# ---- Charts


def unsur_chart(definition: Definition, outcome: Outcome) -> Drawing:
    """Bars on the axis from the lowest to the highest answer: with names where there is room, on a phone numbered as
    the rows of the table below."""
    lines = unsur_of(outcome)
    bars = [
        Bar(str(row.no), row.name, rounded(line.value, 6) if isinstance(line.value, Fraction) else None, row.is_low)
        for line, row in zip(lines, unsur_rows(definition, outcome), strict=True)
    ]
    decimals = definition.index.group_decimals
    return UnsurBars("Nilai rata-rata per unsur", tuple(bars), *scale_of(outcome), decimals).drawn()


def trend_chart(definition: Definition, periods: list[Period]) -> Drawing | None:
    """The index of each period on the whole scale, with the lower bounds of the classes; None for fewer than two."""
    points = [
        Point(_short(one), one.survey.month.name, one.outcome.index) for one in periods if one.outcome.index is not None
    ]
    if len(points) < 2:
        return None
    bounds = tuple(grade.start for grade in definition.grades if grade.start > 0)
    axis = (Decimal(25), *bounds, Decimal(100))
    title = f"{definition.index.name} antarperiode"
    return Trend(title, tuple(points), decimals=definition.index.decimals, axis=axis).drawn()


def _short(period: Period) -> str:
    return f"{period.survey.month.number:02d}/{period.survey.month.year % 100:02d}"
