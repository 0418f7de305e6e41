"""What the pages of this room say."""

from cermat.measurement.presenters.origin import Leaf, Stair, stairs, told_lines
from cermat.measurement.presenters.outlook import OutlookView, outlook_view
from cermat.measurement.presenters.rows import (
    FigureRow,
    activity_line,
    activity_table,
    change_rows,
    counts_of,
    figure_row,
    is_taken_over,
    run_title,
    tables,
)

__all__ = [
    "FigureRow",
    "Leaf",
    "OutlookView",
    "Stair",
    "activity_line",
    "activity_table",
    "change_rows",
    "counts_of",
    "figure_row",
    "is_taken_over",
    "outlook_view",
    "run_title",
    "stairs",
    "tables",
    "told_lines",
]
