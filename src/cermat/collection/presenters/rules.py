"""The rules of a row as the phone repeats them, and as sentences. The server decides; this only tells sooner."""

from fractions import Fraction
from typing import Any

from cermat.collection.queries import SheetRow
from cermat.indicators.formula import Field, Rule, parsed
from cermat.indicators.presenters.rule_words import message_in_words
from cermat.lib.expression import as_data, canonical

Data = dict[str, Any]


def rule_sentences(row: SheetRow) -> list[str]:
    """What is checked, before there are figures to name: the names stand in words."""
    return [message_in_words(rule.message) for rule in row.rules]


def rules_of(row: SheetRow) -> Data:
    """Everything the phone needs: fields with bounds, formula and conditions as lists, the figures around the row."""
    spec = row.spec
    return {
        "name": canonical(spec.code),
        "unit": row.indicator.unit_label,
        "fields": {item.key: _field(item) for item in spec.figures},
        "formula": as_data(parsed(spec.result_formula)),
        "rules": [_rule(rule) for rule in row.rules],
        "known": {name: _float(value) for name, value in row.known.items()},
        "autos": {cell.field.key: _float(cell.value) for cell in row.fields if cell.is_auto},
    }


def _field(item: Field) -> Data:
    if item.kind != "angka":
        return {"label": item.label, "least": None, "most": None, "decimals": 6}
    return {
        "label": item.label,
        "least": float(item.least or 0),
        "most": _float(item.most),
        "decimals": item.decimals,
    }


def _rule(rule: Rule) -> Data:
    return {"kind": rule.kind, "when": as_data(parsed(rule.when)), "message": rule.message}


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, Fraction) else None
