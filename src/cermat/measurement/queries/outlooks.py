"""Where each figure of a run is going by December: the months before it, and its outlook."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import F

from cermat.indicators.formula import target_over_units
from cermat.indicators.models import Direction
from cermat.indicators.queries import spec_of
from cermat.lib.months import Month
from cermat.lib.rounding import rounded
from cermat.measurement.formula import METHOD_OF_DIRECTION, Method, Target, grows_over_year, is_reached
from cermat.measurement.formula.outlook import LAST_MONTH, VERSION, Outlook, Point, Shape, outlook
from cermat.measurement.formula.seasonal import seasonal
from cermat.measurement.models import Figure, FigureKind
from cermat.measurement.queries.runs import of_newest_runs
from cermat.sop.models import Cycle

LOOKS_BACK = 60  # months
PLACES = 6
Key = tuple[str, str]  # kind and code


def earlier_points(cycle: Cycle) -> dict[Key, list[Point]]:
    """(kind, code) → what earlier months said, oldest first; of each month its newest run, a definite one if any.

    Only actuals that are of their month: a value that merely still stands is no new point.
    """
    since = cycle.month.plus(-LOOKS_BACK)
    rows = (
        of_newest_runs(Figure.objects.filter(run__cycle__kecamatan=cycle.kecamatan_id, actual__isnull=False))
        .filter(run__cycle__year__gte=since.year)
        .exclude(run__cycle=cycle)
        .annotate(year=F("run__cycle__year"), number=F("run__cycle__month_number"))
        .order_by("year", "number")
    )
    found: dict[Key, list[Point]] = defaultdict(list)
    for kind, code, year, number, as_of, actual in rows.values_list(
        "kind", "code", "year", "number", "as_of", "actual"
    ):
        month = Month(year, number)
        if month < cycle.month and as_of == str(month) and actual is not None:
            found[(kind, code)].append(Point(month, Fraction(actual)))
    return found


def outlook_of(figure: Figure, earlier: list[Point], month: Month) -> dict[str, Any] | None:
    """As the figure keeps it; None where the year has no end that could be told."""
    shape = _shape(figure)
    if shape is None:
        return None
    history = list(earlier)
    if figure.actual is not None and figure.as_of == str(month):
        history.append(Point(month, Fraction(figure.actual)))
    this_year = [point for point in history if point.month.year == month.year]
    if not this_year:
        return None
    found = outlook(shape, this_year, _method(figure), _year_target(figure, month), seasonal(shape, history))
    return _kept(found) | {"next": _next_month(figure, found.known, month)}


def _shape(figure: Figure) -> Shape | None:
    if figure.kind == FigureKind.ACTIVITY:
        return Shape.CUMULATIVE if figure.activity else None
    if figure.kind == FigureKind.IKU:
        return _shape_of_iku(figure)
    if figure.indicator is None or figure.indicator.direction == Direction.NEUTRAL:
        return None
    if figure.indicator.nature == "kumulatif":
        return Shape.CUMULATIVE
    adds_up = figure.indicator.nature == "jumlah" and figure.indicator.aggregation == "jumlah"
    return Shape.FLOW if adds_up else None


def _shape_of_iku(figure: Figure) -> Shape | None:
    """A count of documents and sums over the months grow towards December; shares, indices and states stand."""
    if not figure.iku or figure.iku.direction == Direction.NEUTRAL:
        return None
    inputs = figure.inputs
    grows = grows_over_year(inputs.get("kind", ""), str(inputs.get("formula", "/")), figure.iku.quarterly)
    return Shape.CUMULATIVE if grows else Shape.LEVEL


def _method(figure: Figure) -> Method:
    if figure.iku and figure.kind == FigureKind.IKU:
        return Method(figure.iku.achievement_formula)
    direction = figure.indicator.direction if figure.indicator else ""
    return METHOD_OF_DIRECTION.get(direction, Method.POSITIVE)


def _year_target(figure: Figure, month: Month) -> Target:
    """What December asks for; of monthly amounts what the twelve months ask for together."""
    if figure.kind == FigureKind.ACTIVITY:
        return Target(_exact(figure.activity.output_targets.get("4") if figure.activity else None))
    if figure.kind == FigureKind.IKU:
        return _iku_target(figure)
    assert figure.indicator is not None
    spec, units = spec_of(figure.indicator), figure.of or 0
    december = Month(month.year, LAST_MONTH)
    if figure.indicator.nature == "kumulatif":
        return Target(target_over_units(spec, units, units, december))
    if spec.is_quarterly:
        return Target()
    asked = [target_over_units(spec, units, units, Month(month.year, number)) for number in range(1, LAST_MONTH + 1)]
    known = [target for target in asked if target is not None]
    return Target(sum(known, Fraction(0))) if known else Target()


def _iku_target(figure: Figure) -> Target:
    assert figure.iku is not None
    bounds = figure.iku.range_targets.get(str(figure.iku.year), {})
    if bounds:
        return Target(None, _exact(bounds.get("bawah")), _exact(bounds.get("atas")))
    last = (figure.iku.target_by(LAST_MONTH), figure.iku.quarter_targets.get("4"), figure.iku.year_target)
    return Target(_exact(next((asked for asked in last if asked is not None), None)))


def _next_month(figure: Figure, known: Fraction, month: Month) -> dict[str, Any] | None:
    """What the plan asks by the end of the next month, where months have targets of their own."""
    following = month.plus(1)
    planned = figure.iku.month_targets if figure.iku and figure.kind == FigureKind.IKU else {}
    asked = planned.get(str(following.number))
    if asked is None or following.year != month.year:
        return None
    is_met = bool(is_reached(_method(figure), Target(Fraction(asked)), known))
    return {"month": str(following), "target": asked, "left": _text(abs(Fraction(asked) - known)), "is_met": is_met}


def _kept(found: Outlook) -> dict[str, Any]:
    estimate = found.estimate
    return {
        "version": VERSION,
        "shape": found.shape.value,
        "known": _text(found.known),
        "left": found.left,
        "expected": _text(estimate.expected) if estimate else None,
        "low": _text(estimate.low) if estimate else None,
        "high": _text(estimate.high) if estimate else None,
        "method": estimate.method if estimate else "",
        "points": estimate.points if estimate else 0,
        "needed": None if found.needed is None else _text(found.needed),
        "verdict": found.verdict.value if found.verdict else None,
    }


def _text(value: Fraction | float) -> str:
    return str(rounded(Fraction(value), PLACES))


def _exact(text: Decimal | str | None) -> Fraction | None:
    return None if text is None else Fraction(str(text))
