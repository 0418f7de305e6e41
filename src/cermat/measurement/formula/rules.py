"""The rule of one indicator as its plan writes it and as a figure keeps it: words in, `Rule` out, and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cermat.lib.rounding import Rounding
from cermat.measurement.formula.achievement import Method, Rule, ZeroActual


def rule_of(method: Method, written: Mapping[str, Any]) -> Rule:
    """The keys are those of the planning file: batas, desimal, pembulatan, saat_realisasi_nol."""
    cap = written.get("batas")
    return Rule(
        method,
        None if cap is None else Decimal(str(cap)),
        int(written.get("desimal", 2)),
        Rounding(written.get("pembulatan", Rounding.HALF_UP)),
        ZeroActual(written.get("saat_realisasi_nol", ZeroActual.NOT_COMPUTED)),
    )


def written_rule(rule: Rule) -> dict[str, Any]:
    """As `rule_of` reads it, with the method under "rumus"."""
    return {
        "rumus": rule.method.value,
        "batas": None if rule.cap is None else str(rule.cap),
        "desimal": rule.decimals,
        "pembulatan": rule.rounding.value,
        "saat_realisasi_nol": rule.zero_actual.value,
    }
