"""Each table of the planning chain as CSV, and all of them as one workbook."""

from datetime import datetime
from decimal import Decimal

from cermat.indicators.schema.plan_cells import value_of
from cermat.indicators.schema.plan_parts import PARTS
from cermat.indicators.schema.plan_table import Cell as Kind
from cermat.indicators.schema.plan_table import Column as PlanColumn
from cermat.indicators.schema.plan_table import Part, Rows
from cermat.indicators.schema.plan_writer import years_of
from cermat.printing import csv_table
from cermat.printing.blocks import Align, Cell, Column, Row, Table
from cermat.printing.xlsx import as_xlsx

NUMERIC = {Kind.NUMBER, Kind.WHOLE}


def as_csv(part: Part, rows: Rows) -> bytes:
    return csv_table.as_csv(_table(part, rows))


def as_workbook(rows: Rows, *, title: str, at: datetime, origin: str) -> bytes:
    sheets = {part.title: _table(part, rows) for part in PARTS}
    return as_xlsx(sheets, title=f"{title} · {origin}", at=at)


def _table(part: Part, rows: Rows) -> Table:
    columns = part.columns_for(years_of(rows))
    return Table(
        part.title,
        tuple(
            Column(column.title, align=Align.RIGHT if column.cell in NUMERIC else Align.LEFT) for column in columns
        ),
        tuple(
            Row(tuple(_cell(column, row.get(column.key, "")) for column in columns)) for row in rows.get(part.key, ())
        ),
    )  # fmt: skip


def _cell(column: PlanColumn, text: str) -> Cell:
    if not text or column.cell not in NUMERIC:
        return Cell(text)
    return Cell(text, value=Decimal(str(value_of(column, text))))
