"""Scoring answers that were added up already: the same outcome as over the single sheets. Pure."""

from collections.abc import Mapping
from fractions import Fraction

from cermat.instruments.formula.definition import AnsweredBy, Definition
from cermat.instruments.formula.engine import NOTHING_BESIDES, line_of, outcome_of, refusal_of
from cermat.instruments.formula.outcome import Given, Outcome
from cermat.instruments.formula.plan import plan_of


def score_totals(
    definition: Definition, totals: Mapping[str, tuple[int, Fraction]], people: int, given: Given = NOTHING_BESIDES
) -> Outcome:
    """The same as `score`, of many respondents whose answers were added up: item -> (how many answered, their points).

    `people`: who gave at least one answer. Raises ValueError where gaps mean something else than "left out".
    """
    if definition.answered_by is not AnsweredBy.RESPONDENTS or any(item.may_not_apply for item in definition.items):
        raise ValueError(f"{definition.name} cannot be scored from totals")
    if reason := refusal_of(definition, (), given):
        return Outcome(definition.reference, None, None, None, people, (), (), reason=reason)
    plan = plan_of(definition, given.kind, given.month, given.variant)
    lines = {}
    for item in plan.asked:
        counted, points = totals.get(item.code, (0, Fraction()))
        value = points / counted if counted else None
        lines[item.code] = line_of(definition, item, value, counted, people)
    return outcome_of(definition, lines, people, given)
