"""Worksheets of text cells, written quickly: openpyxl makes the frame and the styles, the rows are put in as XML.

openpyxl builds an element for each cell; a workbook of a kecamatan has forty thousand, and somebody waits for it.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from cermat.lib.cells import safe_cell
from cermat.lib.texts import storable

EMPTY = re.compile(rb"<sheetData\s*/>|<sheetData>\s*</sheetData>")
DIMENSION = re.compile(rb"<dimension\b[^>]*/>")
Cell = tuple[str, str]  # what stands there, and its look; "" as look: as plain as it comes


class Streamed:
    """A workbook whose rows are added one by one. `looks`: name → font, fill, border, … of its cells."""

    def __init__(self, looks: Mapping[str, Mapping[str, Any]]) -> None:
        self.book = Workbook()
        scratch: Any = self.book.worksheets[0]
        self._styles: dict[tuple[str, bool], str] = {("", False): "", ("", True): ""}
        for at, (name, parts) in enumerate(looks.items(), 1):
            for is_quoted in (False, True):
                cell = scratch.cell(at, 1 + is_quoted)
                for part, value in parts.items():
                    setattr(cell, part, value)
                if is_quoted:
                    cell.quotePrefix = True
                self._styles[name, is_quoted] = f' s="{cell.style_id}"'
        self.book.remove(scratch)
        self._rows: dict[str, list[str]] = {}
        self._widths: dict[str, int] = {}

    def sheet(self, name: str) -> Any:
        made = self.book.create_sheet(name)
        self._rows[made.title], self._widths[made.title] = [], 1
        return made

    def add(self, sheet: Any, cells: Sequence[Cell], *, is_hidden: bool = False) -> int:
        """One more row; its number. A cell of empty text and without a look is left out."""
        rows = self._rows[sheet.title]
        number = len(rows) + 1
        inside = "".join(
            self._cell(f"{_letter(at)}{number}", text, look) for at, (text, look) in enumerate(cells, 1) if text or look
        )
        hidden = ' hidden="1"' if is_hidden else ""
        rows.append(f'<row r="{number}"{hidden}>{inside}</row>')
        self._widths[sheet.title] = max(self._widths[sheet.title], len(cells))
        return number

    def _cell(self, place: str, text: str, look: str) -> str:
        """Always text, also where it begins with "=": read back it must be the same."""
        if not text:
            return f'<c r="{place}"{self._styles[look, False]}/>'
        style = self._styles[look, safe_cell(text) != text]
        words = escape(plain(text))
        return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'

    def content(self) -> bytes:
        """The whole as XLSX."""
        frame, raw = io.BytesIO(), io.BytesIO()
        self.book.save(frame)
        rows = {sheet.path.lstrip("/"): sheet.title for sheet in self.book.worksheets}
        with zipfile.ZipFile(frame) as old, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                inside = old.read(name)
                new.writestr(name, self._filled(inside, rows[name]) if name in rows else inside)
        return raw.getvalue()

    def _filled(self, xml: bytes, title: str) -> bytes:
        rows = self._rows[title]
        size = f'<dimension ref="A1:{_letter(self._widths[title])}{max(len(rows), 1)}"/>'.encode()
        data = "".join(("<sheetData>", *rows, "</sheetData>")).encode()
        return EMPTY.sub(lambda _found: data, DIMENSION.sub(size, xml, count=1), count=1)


LETTERS = [get_column_letter(at) for at in range(1, 200)]


def _letter(at: int) -> str:
    return LETTERS[at - 1]


def plain(text: str) -> str:
    """As a cell can hold it and gives it back."""
    return storable(text.replace("\r\n", "\n").replace("\r", "\n"))


def plainly(texts: Iterable[str]) -> list[Cell]:
    return [(text, "") for text in texts]
