"""The page of a correction: both figures with their people, and what was made with the old one."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.urls import reverse

from cermat.collection.queries import Correction, Use
from cermat.collection.queries.downstream import Part, Route

SHOWN_PARTS = 12


def correction_rows(corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    """Newest correction first, its changed fields below it."""
    rows = [
        {
            "what": one.label if one.label == one.name else f"{one.name}: {one.label}",
            "code": one.code,
            "before": one.before or "kosong",
            "after": one.after or "kosong",
            "is_computed": one.is_computed,
            "opened_at": one.opened_at,
            "opened_by": one.opened_by,
            "validated_at": one.validated_at,
            "validated_by": one.validated_by,
            "reason": one.reason,
        }
        for one in corrections
    ]
    found = []
    for _at, group in groupby(rows, key=lambda row: row["validated_at"]):
        together = list(group)
        found.append(together[0] | {"rows": together})
    return found[::-1]


def uses_view(uses: Iterable[Use]) -> list[dict[str, Any]]:
    return [
        {"name": name, "uses": [_use(use) for use in group]} for name, group in groupby(uses, key=lambda use: use.group)
    ]


def _use(use: Use) -> dict[str, Any]:
    return {
        "name": use.name,
        "at": use.at,
        "url": _address(use.route),
        "parts": [_part(part) for part in use.parts[:SHOWN_PARTS]],
        "more": max(len(use.parts) - SHOWN_PARTS, 0),
        "is_renewed": use.is_renewed,
    }


def _part(part: Part) -> dict[str, str]:
    return {"name": part.name, "said": part.said, "url": _address(part.route)}


def _address(route: Route | None) -> str:
    return reverse(route[0], args=route[1]) if route else ""
