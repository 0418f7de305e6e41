"""Pengumpulan: lines of sheets, and the matrix."""

from datetime import date
from typing import Any

from cermat.collection.models import Entry
from cermat.collection.presenters.extending import due_line
from cermat.collection.presenters.words import entry_state, form_name, sheet_title
from cermat.collection.queries import Matrix, MatrixCell, MatrixRow, overdue
from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.organisation.models import Unit

CELLS = {
    "v": ("v", "✓", "tervalidasi"),
    "s": ("s", "◐", "terkirim, menunggu pemeriksaan"),
    "r": ("r", "!", "dikembalikan"),
    "draft": ("", "…", "draf"),
    "none": ("", "○", "belum dimulai"),
    "na": ("n", "·", "tidak diminta"),
}
GROUPS = {"kelurahan": "Kelurahan", "desa": "Desa", "seksi": "Seksi dan Sekretariat"}


def entry_line(entry: Entry, day: date) -> dict[str, Any]:
    """A sheet in a list: its name, state, due date."""
    return {
        "entry": entry,
        "title": sheet_title(entry),
        "form": form_name(entry),
        "state": entry_state(entry),
        "is_late": overdue(entry, day),
        **due_line(entry),
    }


def cell_view(cell: MatrixCell, unit: Unit, column: str) -> dict[str, Any]:
    tone, sign, word = CELLS[cell.kind]
    late = ", terlambat" if cell.is_late else ""
    return {
        "tone": "r" if cell.is_late and cell.kind in {"draft", "none"} else tone,
        "sign": f"{sign}!" if cell.is_late and cell.kind != "r" else sign,
        "words": f"{unit}, {column}: {word}{late}",
        "entry": cell.entry,
    }


def matrix_view(matrix: Matrix) -> dict[str, Any]:
    """The matrix as the page shows it: groups of rows, each cell with its words for those who cannot see it."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in matrix.rows:
        groups.setdefault(GROUPS[row.group], []).append(_row(row, matrix))
    percent = matrix.percent
    return {
        "columns": matrix.columns,
        "groups": list(groups.items()),
        "width": len(matrix.columns) + 2,
        "percent": "–" if percent is None else f"{number(rounded(percent, 0))} %",
        "validated": matrix.validated,
        "sent": matrix.sent,
        "of": matrix.of,
        "waiting": matrix.of - matrix.validated,
        "waiting_names": ", ".join(
            f"{row.unit} ({row.of - row.validated})" for row in matrix.rows if row.validated < row.of
        ),
    }


def _row(row: MatrixRow, matrix: Matrix) -> dict[str, Any]:
    cells = [cell_view(cell, row.unit, column.name) for cell, column in zip(row.cells, matrix.columns, strict=True)]
    name = row.unit.name if row.group != "seksi" else str(row.unit)
    return {"unit": row.unit, "name": name, "cells": cells, "validated": row.validated, "of": row.of}
