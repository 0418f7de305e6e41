"""Prints as pages: the same blocks, as words and classes for the templates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cermat.printing.blocks import Align, Block, Cell, Column, Picture, Print, Row, RowKind, Table
from cermat.reports.queries import Offer, Scope

WHOLE = re.compile(r"\S{1,12}|\d+ dari \d+")  # a code, a count: one line, however narrow its column
ALIGNMENTS = {Align.LEFT: "", Align.CENTER: "center", Align.RIGHT: "num"}


@dataclass(frozen=True)
class HeadCell:
    text: str
    span: int = 1
    rows: int = 1
    scope: str = "col"


@dataclass(frozen=True)
class PageCell:
    text: str
    span: int
    rows: int
    classes: str


@dataclass(frozen=True)
class PageTable:
    caption: str
    shown: bool
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[tuple[str, tuple[PageCell, ...]], ...]
    width: int
    empty: str


def page_blocks(print_: Print) -> list[dict[str, Any]]:
    """Each block with the template that draws it."""
    return [{"template": f"reports/blocks/{block.type}.html", "block": _drawn(block)} for block in print_.blocks]


def _drawn(block: Block) -> Any:
    if isinstance(block, Table):
        return page_table(block)
    if isinstance(block, Picture):
        return {"svg": _svg(block.svg), "alt": block.alt, "caption": block.caption}
    return block


def _svg(svg: str) -> SafeString:
    """Our own drawing: printing.flowchart escapes every text that stands in it."""
    return mark_safe(svg)


def page_table(table: Table) -> PageTable:
    rows = tuple(
        (row.kind.value, tuple(_cell(cell, row, column) for cell, column in _placed(row, table))) for row in table.rows
    )
    return PageTable(table.caption, table.show_caption, _head(table.columns), rows, len(table.columns), table.empty)


def _placed(row: Row, table: Table) -> Iterator[tuple[Cell, Column]]:
    """Each cell with its column; a row that begins under a cell of the row above counts from the right."""
    covered = len(table.columns) - sum(cell.span for cell in row.cells)
    at = max(0, covered)
    for cell in row.cells:
        yield cell, table.columns[min(at, len(table.columns) - 1)]
        at += cell.span


def _cell(cell: Cell, row: Row, column: Column) -> PageCell:
    named = {
        "bold": cell.bold or row.kind is RowKind.TOTAL,
        "shade": cell.shade,
        "soft": cell.italic,
        "whole": WHOLE.fullmatch(cell.words) is not None,
        ALIGNMENTS[cell.align or column.align]: True,
    }
    return PageCell(cell.words, cell.span, cell.rows, " ".join(name for name, on in named.items() if on and name))


def _head(columns: tuple[Column, ...]) -> tuple[tuple[HeadCell, ...], ...]:
    if not any(column.group for column in columns):
        return (tuple(HeadCell(column.title) for column in columns),)
    upper: list[HeadCell] = []
    lower: list[HeadCell] = []
    at = 0
    while at < len(columns):
        group, end = columns[at].group, at + 1
        while group and end < len(columns) and columns[end].group == group:
            end += 1
        upper.append(HeadCell(group, end - at, scope="colgroup") if group else HeadCell(columns[at].title, rows=2))
        lower += [HeadCell(column.title) for column in columns[at:end] if group]
        at = end
    return tuple(upper), tuple(lower)


def offer_lists(offers: list[Offer]) -> dict[str, list[Offer]]:
    """For the list page: prints of the whole kecamatan apart from those of one unit."""
    return {
        "whole": [offer for offer in offers if offer.kind.scope is Scope.CYCLE],
        "each": [offer for offer in offers if offer.kind.scope is not Scope.CYCLE and offer.units],
    }
