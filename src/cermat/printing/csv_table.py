"""A table as CSV, for programs: figures with a decimal point and without grouping; opens in a spreadsheet as UTF-8."""

import csv
import io

from cermat.lib.cells import safe_cell
from cermat.printing.blocks import Cell, Table


def as_csv(table: Table) -> bytes:
    """One header line, one line for each row. Cells that span others are followed by empty ones."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([" ".join(part for part in (column.group, column.title) if part) for column in table.columns])
    for row in table.rows:
        writer.writerow([text for cell in row.cells for text in (_bare(cell), *[""] * (cell.span - 1))])
    return made.getvalue().encode("utf-8-sig")


def _bare(cell: Cell) -> str:
    return safe_cell(cell.words) if cell.value is None else f"{cell.value.normalize():f}"
