"""How a cycle stands so far, in words: sinergitas section beside section, documents unit by unit."""

from typing import Any

from cermat.collection.presenters.words import entry_state
from cermat.collection.queries import (
    AspectPoints,
    Checklist,
    DocumentsStanding,
    SectionPoints,
    SinergitasStanding,
)
from cermat.instruments.formula import written_number
from cermat.lib.months import number
from cermat.lib.rounding import rounded

SHOWN = 12
NO_BREAK = "\N{NON-BREAKING HYPHEN}"


def sinergitas_view(standing: SinergitasStanding) -> dict[str, Any]:
    """A row for each section and one for all together, a column for each aspect."""
    rows = [*standing.sections, standing.together]
    return {
        "aspects": [{"code": code, "name": name} for code, name in standing.aspects.items()],
        "rows": [_section(row, standing) for row in rows],
    }


def _section(row: SectionPoints, standing: SinergitasStanding) -> dict[str, Any]:
    return {
        "name": row.name,
        "entry": row.entry,
        "state": entry_state(row.entry) if row.entry else None,
        "cells": [_aspect(name, row.aspects.get(code)) for code, name in standing.aspects.items()],
        "points": written_number(row.whole.points),
        "most": written_number(row.whole.most),
        "assessed": f"{row.whole.assessed} dari {row.whole.of} dinilai",
        "missing": shortlist(row.whole.missing),
    }


def _aspect(name: str, cell: AspectPoints | None) -> dict[str, str]:
    if cell is None:
        return {"name": name, "points": "–", "assessed": ""}
    return {
        "name": name,
        "points": f"{written_number(cell.points)} dari {written_number(cell.most)}",
        "assessed": "" if cell.assessed == cell.of else f"{cell.assessed} dari {cell.of} dinilai",
    }


def documents_view(standing: DocumentsStanding) -> dict[str, Any]:
    return {
        "count": standing.count,
        "of": standing.of,
        "expected": standing.expected,
        "threshold": number(rounded(standing.threshold, 2)),
        "groups": [
            {"name": name, "rows": [checklist_view(one) | _suffices(one, standing) for one in rows]}
            for name, rows in (("Kelurahan", standing.kelurahan), ("Desa (tidak dihitung)", standing.desa))
            if rows
        ],
    }


def _suffices(one: Checklist, standing: DocumentsStanding) -> dict[str, str]:
    enough = one.suffices(standing.threshold)
    return {"word": "Mencukupi" if enough else "Belum mencukupi", "tone": "done" if enough else ""}


def checklist_view(one: Checklist) -> dict[str, Any]:
    """One unit's documents: 9 dari 12 ada (75 %), and what is missing by name."""
    return {
        "entry": one.entry,
        "unit": one.entry.unit,
        "state": entry_state(one.entry),
        "there": one.there,
        "due": one.due,
        "share": "" if one.share is None else f"{number(rounded(one.share, 1))} %",
        "missing": one.missing,
    }


def shortlist(codes: tuple[str, ...]) -> str:
    """A-01, A-02, …; and how many more there are. No code breaks at its hyphen."""
    more = f" dan {len(codes) - SHOWN} lagi" if len(codes) > SHOWN else ""
    return f"{', '.join(codes[:SHOWN]).replace('-', NO_BREAK)}{more}"
