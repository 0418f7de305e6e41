"""What an indicator's figures mean: computing, checking, adding up over units, this month's target. Exact and pure.

A value is an exact Fraction, None (missing: never zero), or NOT_APPLICABLE ("tidak berlaku", out of every denominator).
"Nihil" is Fraction(0); "ya" is 1 and "tidak" is 0; a choice is its number.
"""

from cermat.indicators.formula.habit import middle
from cermat.indicators.formula.rules import (
    NEIGHBOURS,
    OWN_HABIT,
    Around,
    RuleProblem,
    broken_rules,
    known_around,
    prefill,
    rules_in_force,
)
from cermat.indicators.formula.spec import (
    NOT_APPLICABLE,
    Field,
    Given,
    NotApplicable,
    Outcome,
    Rule,
    Spec,
    Status,
    compute,
    parsed,
    target_of,
)
from cermat.indicators.formula.totals import Aggregate, UnitRow, aggregate, target_over_units

VERSION = "indikator-1"

__all__ = [
    "NEIGHBOURS",
    "NOT_APPLICABLE",
    "OWN_HABIT",
    "VERSION",
    "Aggregate",
    "Around",
    "Field",
    "Given",
    "NotApplicable",
    "Outcome",
    "Rule",
    "RuleProblem",
    "Spec",
    "Status",
    "UnitRow",
    "aggregate",
    "broken_rules",
    "compute",
    "known_around",
    "middle",
    "parsed",
    "prefill",
    "rules_in_force",
    "target_of",
    "target_over_units",
]
