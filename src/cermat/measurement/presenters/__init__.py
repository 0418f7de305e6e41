"""What the pages of this room say."""

from cermat.measurement.presenters.changes import change_rows, why_changed
from cermat.measurement.presenters.origin import Leaf, Stair, stairs, told_lines
from cermat.measurement.presenters.outlook import OutlookView, outlook_view
from cermat.measurement.presenters.pictures import (
    figure_pictures,
    heat_of,
    map_of,
    quarters_of,
    sections_picture,
    spark_of,
)
from cermat.measurement.presenters.rows import (
    FigureRow,
    activity_line,
    activity_table,
    counts_of,
    figure_row,
    is_taken_over,
    run_title,
    tables,
    target_text,
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
    "figure_pictures",
    "figure_row",
    "heat_of",
    "is_taken_over",
    "map_of",
    "outlook_view",
    "quarters_of",
    "run_title",
    "sections_picture",
    "spark_of",
    "stairs",
    "tables",
    "target_text",
    "told_lines",
    "why_changed",
]
