"""Several drawings in one: for a report, where they stand beside each other."""

from collections.abc import Sequence
from textwrap import shorten, wrap

from cermat.printing.charts.drawing import Drawing
from cermat.printing.charts.palette import INK, config

LETTERS, LINES = 40, 2  # of a name above a drawing


def together(title: str, drawings: Sequence[Drawing], columns: int = 3) -> Drawing:
    """Each under its own title; the tables follow each other, each row after the title of its drawing."""
    specs = [
        {key: value for key, value in drawing.spec.items() if key != "config"}
        | {"title": {"text": _lines(drawing.title), "color": INK, "offset": 14}}
        for drawing in drawings
    ]
    text = " ".join(f"{drawing.title}: {drawing.text}" for drawing in drawings)
    rows = tuple((drawing.title, *row) for drawing in drawings for row in drawing.rows)
    head = ("Gambar", *drawings[0].head) if drawings else ()
    spec = {"config": config(), "columns": columns, "spacing": {"row": 28, "column": 24}, "concat": specs}
    return Drawing(title, text, head, rows, spec)


def _lines(title: str) -> list[str]:
    return wrap(shorten(title, LETTERS * LINES, placeholder=" …"), LETTERS)
