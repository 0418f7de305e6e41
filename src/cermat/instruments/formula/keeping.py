"""An outcome as plain data beside its result, and back: the sheet of calculation of years ago, line by line. Pure."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cermat.instruments.formula.definition import Definition, Group, Item
from cermat.instruments.formula.outcome import NOT_APPLICABLE, Line, Outcome, Override, Points

KEPT = "lembar-1"


def details_of(outcome: Outcome) -> dict[str, Any]:
    """For `record_result(details=…)`: every line exactly, fractions as text; what stands in the definition is left out.

    {"kept": "lembar-1", "value": "4.…", "index": "0.6921", "n": 1, "items": {"IKS-01": {"value": "5"}}, "groups": …}
    """
    return {
        "kept": KEPT,
        "value": _text(outcome.value),
        "index": _text(outcome.index),
        "grade": outcome.grade.code if outcome.grade else None,
        "n": outcome.n,
        "missing": list(outcome.missing),
        "reason": outcome.reason,
        "interim": _text(outcome.interim),
        "variant": outcome.variant,
        "items": {line.code: _line(line) for line in outcome.items},
        "groups": {line.code: _line(line) | _range(line) for line in outcome.groups},
    }


def outcome_from(definition: Definition, details: Mapping[str, Any]) -> Outcome | None:
    """The outcome behind a stored result; None where its details were kept in another way."""
    if details.get("kept") != KEPT:
        return None
    return Outcome(
        definition=definition.reference,
        value=_fraction(details["value"]),
        index=None if details["index"] is None else Decimal(details["index"]),
        grade=next((grade for grade in definition.grades if grade.code == details["grade"]), None),
        n=details["n"],
        groups=_lines(definition.group, details["groups"]),
        items=_lines(definition.item, details["items"]),
        missing=tuple(details["missing"]),
        reason=details["reason"],
        interim=_fraction(details["interim"]),
        variant=details["variant"],
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _range(line: Line) -> dict[str, str]:
    return {"lowest": str(line.lowest), "highest": str(line.highest)}


def _line(line: Line) -> dict[str, Any]:
    row: dict[str, Any] = {"value": line.value.value if line.value is NOT_APPLICABLE else _text(line.value)}
    if (line.counted, line.of) != (1, 1):
        row |= {"counted": line.counted, "of": line.of}
    if line.missing:
        row["missing"] = list(line.missing)
    if line.gaps:
        row["gaps"] = list(line.gaps)
    if line.share is not None:
        row["share"] = str(line.share)
    if line.step is not None:
        row["step"] = line.step.code
    if line.override is not None:
        row["override"] = {name: text for name, text in asdict(line.override).items() if text}
    return row


def _lines(known: Mapping[str, Item] | Mapping[str, Group], rows: Mapping[str, Any]) -> tuple[Line, ...]:
    return tuple(_line_from(known[code], row) for code, row in rows.items() if code in known)


def _line_from(source: Item | Group, row: Mapping[str, Any]) -> Line:
    steps = source.steps if isinstance(source, Group) else ()
    return Line(
        source.code,
        source.name,
        _points(row["value"]),
        source.lowest if isinstance(source, Item) else Fraction(row["lowest"]),
        source.highest if isinstance(source, Item) else Fraction(row["highest"]),
        source.weight,
        counted=row.get("counted", 1),
        of=row.get("of", 1),
        missing=tuple(row.get("missing", ())),
        gaps=tuple(row.get("gaps", ())),
        share=_fraction(row.get("share")),
        step=next((step for step in steps if step.code == row.get("step")), None),
        override=Override(**row["override"]) if "override" in row else None,
    )


def _points(text: str | None) -> Points:
    return NOT_APPLICABLE if text == NOT_APPLICABLE.value else _fraction(text)
