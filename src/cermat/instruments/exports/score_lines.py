"""One outcome as one line of JSON: decimals as text, rounded as published; null where there is nothing."""

import json
from fractions import Fraction

from cermat.instruments.formula import Definition, Outcome
from cermat.lib.rounding import rounded


def score_line(definition: Definition, outcome: Outcome, subject: str, period: str) -> str:
    """{"subject", "period", "n", "index", "class", "groups", "missing", "reason", "definition"}."""
    told = {
        "subject": subject,
        "period": period,
        "n": outcome.n,
        "index": None if outcome.index is None else str(outcome.index),
        "class": None if outcome.grade is None else outcome.grade.code,
        "groups": _groups(definition, outcome),
        "missing": list(outcome.missing),
        "reason": outcome.reason or None,
        "definition": outcome.definition,
    }
    return json.dumps(told, ensure_ascii=False)


def _groups(definition: Definition, outcome: Outcome) -> dict[str, str | None]:
    """The top groups, in the order of the definition."""
    values = {line.code: line.value for line in outcome.groups}
    told: dict[str, str | None] = {}
    for group in definition.groups:
        if not group.parent:
            value = values.get(group.code)
            decimals = definition.index.group_decimals
            told[group.code] = str(rounded(value, decimals)) if isinstance(value, Fraction) else None
    return told
