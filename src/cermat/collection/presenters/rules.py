"""The rules of a row as the phone repeats them, and as sentences. The server decides; this only tells sooner."""

from fractions import Fraction
from typing import Any

from cermat.collection.queries import SheetRow
from cermat.indicators.formula import Field, Rule, parsed
from cermat.indicators.formula.rules import PLACE
from cermat.lib.expression import as_data, canonical, written

Data = dict[str, Any]
WORDS = {
    "median_12": "median 12 bulan",
    "median_tetangga": "median desa/kelurahan lain bulan lalu",
    "rata_rata_12": "rata-rata 12 bulan",
    "sebaran_12": "sebaran 12 bulan",
    "sebaran_tetangga": "sebaran desa/kelurahan lain bulan lalu",
}


def rule_sentences(row: SheetRow) -> list[str]:
    """What is checked, before there are figures to name: the names stand in words."""
    return [PLACE.sub(lambda found: f"({_in_words(found[1])})", rule.message) for rule in row.rules]


def _in_words(name: str) -> str:
    return WORDS.get(name) or written(name)


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
