"""Rekapitulasi Kelengkapan: shapes with their words."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cermat.collection.queries import Matrix, MatrixCell, MatrixColumn
from cermat.sop.models import Cycle


@dataclass(frozen=True)
class Cell:
    text: str
    tone: str
    title: str
    url: str


@dataclass(frozen=True)
class Line:
    name: str
    url: str  # of the unit's page, where this person may open it
    group: str  # a heading above this line, where a new group begins
    cells: list[Cell]
    done: str


@dataclass(frozen=True)
class MatrixView:
    columns: tuple[MatrixColumn, ...]
    lines: list[Line]
    width: int


def matrix_view(matrix: Matrix, cycle: Cycle, open_sheets: Collection[int]) -> MatrixView:
    """`open_sheets`: ids of the sheets this person may look at; the others are shapes without a link."""
    groups = {"kelurahan": _("Kelurahan"), "desa": _("Desa"), "seksi": _("Sekretariat dan seksi")}
    lines: list[Line] = []
    last = ""
    for row in matrix.rows:
        heading = groups.get(row.group, row.group) if row.group != last else ""
        last = row.group
        page = reverse("collection:unit", args=[cycle.pk, row.unit.pk])
        cells = [
            _cell(cell, f"{row.unit}, {column.name}", page, open_sheets)
            for cell, column in zip(row.cells, matrix.columns, strict=True)
        ]
        url = page if any(cell.url for cell in cells) else ""
        lines.append(Line(row.unit.name, url, heading, cells, f"{row.validated}/{row.of}"))
    return MatrixView(matrix.columns, lines, len(matrix.columns) + 2)


def _cell(cell: MatrixCell, what: str, page: str, open_sheets: Collection[int]) -> Cell:
    """A sheet leads to its place on the unit's page, which names the rows that are missing."""
    text, tone, word = {
        "v": ("✓", "v", _("tervalidasi")),
        "s": ("◐", "s", _("terkirim")),
        "r": ("!", "r", _("dikembalikan")),
        "draft": ("…", "", _("draf")),
        "none": ("○", "", _("belum dimulai")),
    }.get(cell.kind, ("·", "n", _("tidak diminta")))
    entry = cell.entry.pk if cell.entry and cell.entry.pk in open_sheets else None
    url = f"{page}?isian={entry}#isian-{entry}" if entry else ""
    if not cell.is_late:
        return Cell(text, tone, f"{what}: {word}", url)
    title = f"{what}: {word}, {_('terlambat')}"
    return Cell(text if cell.kind == "r" else f"{text}!", "r" if cell.kind in {"draft", "none"} else tone, title, url)
