"""Scoring: what an instrument is, and what a subject's sheets yield by it. Exact and pure; missing is a value."""

from cermat.instruments.formula.answers import allowed_text, banded, number_of, points_of, totals_of, written_number
from cermat.instruments.formula.definition import (
    AnsweredBy,
    Band,
    Definition,
    Grade,
    Group,
    Index,
    Item,
    ItemKind,
    Method,
    Missing,
    Option,
    Step,
    Variant,
)
from cermat.instruments.formula.engine import VERSION, score, step_at
from cermat.instruments.formula.keeping import details_of, outcome_from
from cermat.instruments.formula.linear import highest_of, linear_weights, value_bounds
from cermat.instruments.formula.outcome import (
    NOT_APPLICABLE,
    Given,
    Line,
    NotApplicable,
    Outcome,
    Override,
    Points,
    Sheet,
    written,
)
from cermat.instruments.formula.printed import as_printed, has_habits
from cermat.instruments.formula.ranking import Place, places
from cermat.instruments.formula.tally import Tally, reaching
from cermat.instruments.formula.totals import score_totals

__all__ = [
    "NOT_APPLICABLE",
    "VERSION",
    "AnsweredBy",
    "Band",
    "Definition",
    "Given",
    "Grade",
    "Group",
    "Index",
    "Item",
    "ItemKind",
    "Line",
    "Method",
    "Missing",
    "NotApplicable",
    "Option",
    "Outcome",
    "Override",
    "Place",
    "Points",
    "Sheet",
    "Step",
    "Tally",
    "Variant",
    "allowed_text",
    "as_printed",
    "banded",
    "details_of",
    "has_habits",
    "highest_of",
    "linear_weights",
    "number_of",
    "outcome_from",
    "places",
    "points_of",
    "reaching",
    "score",
    "score_totals",
    "step_at",
    "totals_of",
    "value_bounds",
    "written",
    "written_number",
]
