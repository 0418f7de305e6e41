"""Rekapitulasi Kelengkapan: shapes with their words."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cermat.collection.queries import Matrix, MatrixCell, MatrixColumn


@dataclass(frozen=True)
class Cell:
    text: str
    tone: str
    title: str
    url: str


@dataclass(frozen=True)
class Line:
    name: str
    group: str  # a heading above this line, where a new group begins
    cells: list[Cell]
    done: str


@dataclass(frozen=True)
class MatrixView:
    columns: tuple[MatrixColumn, ...]
    lines: list[Line]
    width: int


def matrix_view(matrix: Matrix, open_sheets: Collection[int]) -> MatrixView:
    """`open_sheets`: ids of the sheets this person may look at; the others are shapes without a link."""
    groups = {"kelurahan": _("Kelurahan"), "desa": _("Desa"), "seksi": _("Sekretariat dan seksi")}
    lines: list[Line] = []
    last = ""
    for row in matrix.rows:
        heading = groups.get(row.group, row.group) if row.group != last else ""
        last = row.group
        cells = [
            _cell(cell, column, str(row.unit), open_sheets)
            for cell, column in zip(row.cells, matrix.columns, strict=True)
        ]
        lines.append(Line(row.unit.name, heading, cells, f"{row.validated}/{row.of}"))
    return MatrixView(matrix.columns, lines, len(matrix.columns) + 2)


def _cell(cell: MatrixCell, column: MatrixColumn, unit: str, open_sheets: Collection[int]) -> Cell:
    text, tone, word = {
        "v": ("✓", "v", _("tervalidasi")),
        "s": ("◐", "s", _("terkirim")),
        "r": ("!", "r", _("dikembalikan")),
        "draft": ("…", "", _("draf")),
        "none": ("○", "", _("belum dimulai")),
    }.get(cell.kind, ("·", "n", _("tidak diminta")))
    url = reverse("collection:sheet", args=[cell.entry.pk]) if cell.entry and cell.entry.pk in open_sheets else ""
    late = f", {_('terlambat')}" if cell.is_late else ""
    return Cell(text, tone, f"{unit}, {column.name}: {word}{late}", url)
