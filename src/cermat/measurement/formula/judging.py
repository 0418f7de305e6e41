"""What a row of a run says in the end: reached or not, without data, not due."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cermat.measurement.formula.achievement import Method, Reason, Rule, Target, achievement, is_reached
from cermat.measurement.formula.predicates import Scale, predicate


class FigureStatus(StrEnum):
    REACHED = "tercapai"
    NOT_REACHED = "tidak_tercapai"
    NO_DATA = "tanpa_data"  # shown as "Tidak tercapai – data tidak tersedia"; the reason says why
    NOT_DUE = "belum_jatuh_tempo"
    NOT_APPLICABLE = "tidak_berlaku"  # nothing to measure this month (no event, no denominator)
    CONTEXT = "konteks"  # never scored


STATUS_TEXTS = {
    FigureStatus.REACHED: "Tercapai",
    FigureStatus.NOT_REACHED: "Tidak tercapai",
    FigureStatus.NO_DATA: "Tidak tercapai – data tidak tersedia",
    FigureStatus.NOT_DUE: "Belum jatuh tempo",
    FigureStatus.NOT_APPLICABLE: "Tidak berlaku",
    FigureStatus.CONTEXT: "Konteks, tidak dinilai",
}
SCORED = frozenset({FigureStatus.REACHED, FigureStatus.NOT_REACHED, FigureStatus.NO_DATA})
METHOD_OF_DIRECTION = {"naik": Method.POSITIVE, "turun": Method.NEGATIVE_V1}


@dataclass(frozen=True)
class Judged:
    status: FigureStatus
    value: Decimal | None = None
    exact: Fraction | None = None
    predicate: str = ""
    reason: str = ""


def judge(rule: Rule, target: Target, actual: Fraction | None, scale: Scale, why_missing: str) -> Judged:
    """A row that is due. Without an actual it has no data, with the reason; without a target it is not due."""
    if target == Target():
        return Judged(FigureStatus.NOT_DUE, reason=why_missing or "Belum ada target yang jatuh tempo.")
    if actual is None:
        return Judged(FigureStatus.NO_DATA, reason=why_missing or "Data belum ada.")
    found = achievement(rule, target, actual)
    reached = is_reached(rule.method, target, actual)
    status = FigureStatus.REACHED if reached else FigureStatus.NOT_REACHED
    reason = found.sentence if found.reason is not Reason.NONE else why_missing
    return Judged(status, found.value, found.exact, predicate(scale, found.value), reason)
