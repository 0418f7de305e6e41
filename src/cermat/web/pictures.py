"""A picture as a file: its drawing, or its table for a spreadsheet."""

import csv
import io
from collections.abc import Mapping
from typing import Protocol

from django.http import Http404, HttpResponse

from cermat.lib.cells import safe_cell


class Picture(Protocol):
    """What `printing.charts` makes; this room need not import it."""

    @property
    def svg(self) -> str: ...
    @property
    def head(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> tuple[tuple[str, ...], ...]: ...


def picture_file(pictures: Mapping[str, Picture], name: str, ending: str) -> HttpResponse:
    """`name` one of `pictures`, `ending` svg or csv; anything else does not exist."""
    if name not in pictures or ending not in {"svg", "csv"}:
        raise Http404
    found = pictures[name]
    if ending == "svg":
        answer = HttpResponse(found.svg, content_type="image/svg+xml; charset=utf-8")
    else:
        answer = HttpResponse(_table(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _table(picture: Picture) -> str:
    """Semicolons and a byte order mark: how a spreadsheet in Indonesian opens it without asking."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in (picture.head, *picture.rows))
    return "\ufeff" + stream.getvalue()
