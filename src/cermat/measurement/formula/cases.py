"""A published row judged alone: target, actual and rule as a table prints them, without a plan around it."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from cermat.measurement.formula.achievement import (
    LOWER_IS_BETTER,
    Achievement,
    Method,
    Reason,
    Rule,
    Target,
    achievement,
    is_reached,
)


class Direction(StrEnum):
    POSITIVE = "positive"
    NEGATIVE = "negative"


# Where only the status is asked, or no formula is named: which comparison the direction means.
COMPARED = {
    (Direction.POSITIVE, False): Method.POSITIVE,
    (Direction.NEGATIVE, False): Method.NEGATIVE_V1,
    (Direction.POSITIVE, True): Method.RANGE_POSITIVE,
    (Direction.NEGATIVE, True): Method.RANGE_NEGATIVE_V1,
}
NOT_ASKED = "Hanya tercapai atau tidak yang dinilai; persentase tidak dihitung."


class CaseStatus(StrEnum):
    REACHED = "tercapai"
    NOT_REACHED = "tidak tercapai"
    NO_DATA = "tanpa data"


@dataclass(frozen=True)
class Case:
    """`rule` None: only the status is asked (formulas `status_only` and `none` of published tables)."""

    id: str
    direction: Direction
    target: Target
    actual: Fraction | None
    rule: Rule | None


@dataclass(frozen=True)
class CaseOutcome:
    achievement: Achievement
    status: CaseStatus
    reason: str


def method_of(direction: Direction, target: Target) -> Method:
    """The comparison a direction means: R ≥ T or R ≤ T, with the bounds where the target is a range."""
    is_range = target.value is None and (target.low is not None or target.high is not None)
    return COMPARED[(direction, is_range)]


def judge_case(case: Case) -> CaseOutcome:
    """Achievement and status of one row. Without target or actual the status is "tanpa data", never a zero."""
    method = case.rule.method if case.rule else method_of(case.direction, case.target)
    found = achievement(case.rule or Rule(method), case.target, case.actual)
    reached = is_reached(method, case.target, case.actual)
    if reached is None:
        return CaseOutcome(Achievement(None, None, found.reason), CaseStatus.NO_DATA, found.sentence)
    status = CaseStatus.REACHED if reached else CaseStatus.NOT_REACHED
    if case.rule is None:
        return CaseOutcome(Achievement(None, None, Reason.NONE), status, NOT_ASKED)
    return CaseOutcome(found, status, found.sentence)


def fits(method: Method, direction: Direction) -> bool:
    """Whether a formula and a direction say the same; ranges name their direction in the formula."""
    return (direction is Direction.NEGATIVE) == (method in LOWER_IS_BETTER)
