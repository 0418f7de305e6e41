"""Step 6: a run of the calculation with everything it was made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.indicators.models import Iku
from cermat.indicators.queries import ikus_of
from cermat.lib.errors import DomainError
from cermat.lib.months import day_of
from cermat.lib.rounding import rounded
from cermat.measurement.formula import (
    METHOD_OF_DIRECTION,
    VERSION,
    FigureStatus,
    Judged,
    Method,
    Rule,
    Scale,
    judge,
    rule_of,
    written_rule,
)
from cermat.measurement.models import Figure, FigureKind, Run
from cermat.measurement.queries import latest_run, scale_in_force, sections_to_sign
from cermat.measurement.queries.activities import DrawnActivity, draw_activities, rows_of_year
from cermat.measurement.queries.books import Books
from cermat.measurement.queries.drawn import Drawn, Standing
from cermat.measurement.queries.gathering import draw_indicator, monthly_indicators
from cermat.measurement.queries.ikus import draw_iku
from cermat.measurement.queries.outlooks import earlier_points, outlook_of
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import head_of, require
from cermat.requirements.models import SortedIndicator
from cermat.sop.actions import locked_cycle, start_step
from cermat.sop.models import Cycle
from cermat.sop.queries import open_step

WORK = "penghitungan"
STANDING_STATUS = {
    Standing.NOT_DUE: FigureStatus.NOT_DUE,
    Standing.NOT_APPLICABLE: FigureStatus.NOT_APPLICABLE,
    Standing.CONTEXT: FigureStatus.CONTEXT,
}


@dataclass(frozen=True)
class Desk:
    """What every row of a run shares."""

    run: Run
    books: Books
    scale: Scale


@transaction.atomic
def calculate(*, cycle: Cycle, by: User, now: datetime, provisional: bool = False, reason: str = "") -> Run:
    """A new run with its rows and inputs; earlier runs stay.

    A provisional one (*sementara*) serves the evaluation and may be made while the cycle runs. A definite one belongs
    to step 6; where there is one already, `reason` says why it is made anew, and everybody signs again.
    """
    require(by, Permission.CALCULATE, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    if not provisional:
        _begin_step(cycle, by, now, reason)
    last = latest_run(cycle)
    scale = scale_in_force(cycle.kecamatan, day_of(now))
    run = Run.objects.create(
        cycle=cycle,
        number=last.number + 1 if last else 1,
        by=by,
        at=now,
        is_provisional=provisional,
        formula_version=VERSION,
        scale=scale.key,
        reason=reason.strip(),
    )
    Figure.objects.bulk_create(_with_outlook(_figures(Desk(run, Books(cycle), scale)), cycle))
    record(
        by=by,
        verb="run.calculated",
        target=Target("run", run.pk, cycle.kecamatan.code),
        at=now,
        after={"number": run.number, "provisional": provisional, "formula": VERSION, "scale": scale.key},
    )
    if not provisional:
        _tell_sections(run, now)
    return run


def _begin_step(cycle: Cycle, by: User, now: datetime, reason: str) -> None:
    step = open_step(cycle, WORK)
    if latest_run(cycle, provisional=False) is not None and not reason.strip():
        raise DomainError("Tulis alasan menghitung ulang; penghitungan lama tetap tersimpan.", field="reason")
    for part in step.actors.filter(actor="sekcam").select_related("unit"):
        start_step(cycle=cycle, work=WORK, actor="sekcam", unit=part.unit, by=by, now=now)


def _figures(desk: Desk) -> Iterator[Figure]:
    cycle = desk.run.cycle
    ikus = ikus_of(cycle.kecamatan, cycle.year)
    for position, iku in enumerate(ikus, 1):
        yield _iku(desk, iku, position)
    for position, row in enumerate(monthly_indicators(cycle), 1):
        yield _indicator(desk, row, position)
    for position, activity in enumerate(draw_activities(desk.books, rows_of_year(cycle.kecamatan, cycle.year)), 1):
        yield _activity(desk, activity, position)


def _with_outlook(figures: Iterator[Figure], cycle: Cycle) -> Iterator[Figure]:
    earlier = earlier_points(cycle)
    for figure in figures:
        figure.outlook = outlook_of(figure, earlier.get((figure.kind, figure.code), []), cycle.month)
        yield figure


def _iku(desk: Desk, iku: Iku, position: int) -> Figure:
    drawn = draw_iku(desk.books, iku)
    figure = _figure(desk, drawn, rule_of(Method(iku.achievement_formula), iku.achievement_rule))
    figure.kind, figure.code, figure.position, figure.name = FigureKind.IKU, iku.code, position, iku.name
    figure.section, figure.iku, figure.unit_label = iku.section, iku, iku.unit_label
    return figure


def _indicator(desk: Desk, row: SortedIndicator, position: int) -> Figure:
    indicator = row.indicator
    drawn = draw_indicator(desk.books, indicator)
    figure = _figure(desk, drawn, Rule(METHOD_OF_DIRECTION.get(indicator.direction, Method.POSITIVE)))
    figure.kind, figure.code, figure.position = FigureKind.INDICATOR, indicator.code, position
    figure.name, figure.section, figure.indicator = indicator.name, row.section, indicator
    figure.unit_label = indicator.unit_label
    return figure


def _activity(desk: Desk, drawn: DrawnActivity, position: int) -> Figure:
    activity = drawn.activity
    figure = _figure(desk, drawn.drawn, Rule(Method.POSITIVE))
    figure.kind, figure.code, figure.position = FigureKind.ACTIVITY, activity.code, position
    figure.name, figure.section = activity.name, activity.section
    figure.activity = activity if activity.pk else None  # a programme is a row of the agreement, not of the plan
    figure.unit_label, figure.level, figure.iku = activity.unit_label, activity.level, activity.iku
    figure.budget, figure.spent = activity.budget, _stored(drawn.spent, 2)
    figure.physical, figure.financial = _stored(drawn.physical, 4), _stored(drawn.financial, 2)
    return figure


def _figure(desk: Desk, drawn: Drawn, rule: Rule) -> Figure:
    judged = _judged(desk, drawn, rule)
    return Figure(
        run=desk.run,
        target=_stored(drawn.target),
        target_low=_stored(drawn.low),
        target_high=_stored(drawn.high),
        month_target=_stored(drawn.month_target),
        actual=_stored(drawn.actual),
        as_of=(drawn.as_of or str(desk.run.cycle.month)) if drawn.actual is not None else "",
        achievement=judged.value,
        predicate=judged.predicate,
        status=judged.status,
        reason=judged.reason[:500],
        method="" if judged.value is None else rule.method,
        counted=drawn.counted,
        of=drawn.of,
        part=_stored(drawn.part),
        whole=_stored(drawn.whole),
        inputs=_inputs(drawn, judged, rule),
    )


def _judged(desk: Desk, drawn: Drawn, rule: Rule) -> Judged:
    if drawn.standing in STANDING_STATUS:
        return Judged(STANDING_STATUS[drawn.standing], reason=drawn.reason)
    return judge(rule, drawn.wanted, drawn.actual, desk.scale, drawn.reason)


def _inputs(drawn: Drawn, judged: Judged, rule: Rule) -> dict[str, Any]:
    """The leaves, the rule, and the percentage before it was rounded."""
    percentage = None if judged.exact is None else str(judged.exact)
    return drawn.inputs | {"rule": written_rule(rule), "achievement": percentage}


def _stored(value: Fraction | None, decimals: int = 6) -> Decimal | None:
    return None if value is None else rounded(value, decimals)


def _tell_sections(run: Run, now: datetime) -> None:
    settle_news(key=f"sign:{run.cycle_id}:", now=now)  # an earlier run is signed no more
    url = reverse("measurement:run", args=[run.pk])
    for section in sections_to_sign(run):
        head = head_of(section, day_of(now))
        if head is not None:
            text = f"Angka {section} {run.cycle.month.name} siap diperiksa dan ditandatangani."
            key = f"sign:{run.cycle_id}:{section.pk}:{run.pk}"
            notify(users=[head.user], text=text, url=url, key=key, now=now)
