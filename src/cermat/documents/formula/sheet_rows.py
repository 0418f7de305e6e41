"""The cells of a workbook in one quick pass: what openpyxl's reader says, in a tenth of its time for long sheets.

Only for files whose XML has been found without definitions of its own (`sheets.check_workbook` looks for them first).
Names, states and paths of the sheets, shared strings and the styles that mean a date are openpyxl's to find.
"""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601

PIECE = 1 << 14  # bytes; few rows of the widest sheet are in memory at a time
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROW, CELL, VALUE, FORMULA, TEXT, SOUND = (f"{SPACE} {name}" for name in ("row", "c", "v", "f", "t", "rPh"))
Row = tuple[int, list[Any]]  # its number in the sheet; its values from column A on, None where a cell is empty


def sheets_of(content: bytes, *, only_first: bool = False) -> Iterator[Iterator[Row]]:
    """The worksheets, `only_first`: the first that is not hidden. A formula is "=" and its text, never its value.

    Raises what openpyxl raises for files it cannot read; ValueError for broken XML.
    """
    reader = ExcelReader(BytesIO(content), read_only=True, keep_links=False)
    with closing(reader.archive):
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        for sheet, place in reader.parser.find_sheets():
            if place.target not in reader.valid_files or "chartsheet" in place.Type:
                continue
            if only_first and sheet.state != "visible":
                continue
            with reader.archive.open(place.target) as source:
                yield _Sheet(reader.wb, reader.shared_strings).rows(source)
            if only_first:
                return


class _Sheet:
    """What the parser has come to: the row at hand, the cell at hand, and the rows that are whole."""

    def __init__(self, book: Any, strings: list[str]) -> None:
        self.epoch, self.strings = book.epoch, strings
        self.dates, self.spans = book._date_formats, book._timedelta_formats
        self.columns: dict[str, int] = {}
        self.whole: list[Row] = []
        self.number = 0
        self.row: list[Any] = []
        self.cell: dict[str, str] = {}
        self.is_saying = self.is_formula = False
        self.said = ""

    def rows(self, source: IO[bytes]) -> Iterator[Row]:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begins, self._ends
        parser.CharacterDataHandler = self._says
        try:
            while piece := source.read(PIECE):
                parser.Parse(piece, False)
                yield from self.whole
                self.whole = []
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from error
        yield from self.whole

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        if name == CELL:
            self.cell, self.said, self.is_formula = attributes, "", False
        elif name in (VALUE, TEXT):
            self.is_saying = not self.is_formula
        elif name == FORMULA:
            self.is_saying = self.is_formula = True
            self.said = "="
        elif name == ROW:
            self.number, self.row = int(attributes.get("r", self.number + 1)), []
        elif name == SOUND:  # how a word is read aloud, within it
            self.cell = {**self.cell, "sound": self.said}

    def _says(self, text: str) -> None:
        if self.is_saying:
            self.said += text

    def _ends(self, name: str) -> None:
        if name in (VALUE, TEXT, FORMULA):
            self.is_saying = False
        elif name == CELL:
            at = self._column()
            self.row.extend([None] * (at - len(self.row) - 1))
            if at > len(self.row):
                self.row.append(self._value())
        elif name == ROW:
            self.whole.append((self.number, self.row))
        elif name == SOUND:
            self.said = self.cell.get("sound", "")

    def _column(self) -> int:
        letters = self.cell.get("r", "").rstrip("0123456789")
        if not letters:
            return len(self.row) + 1
        found = self.columns.get(letters)
        if found is None:
            found = self.columns[letters] = column_index_from_string(letters)
        return found

    def _value(self) -> Any:
        said, kind = self.said, self.cell.get("t", "n")
        if not said or self.is_formula:
            return said or None
        if kind == "s":
            return self.strings[int(said)]
        if kind == "n":
            return self._number(said)
        if kind == "b":
            return bool(int(said))
        return from_ISO8601(said) if kind == "d" else said  # type: ignore[no-untyped-call]

    def _number(self, said: str) -> Any:
        number = int(said) if said.isdecimal() else float(said)
        style = int(self.cell.get("s", 0))
        if style not in self.dates:
            return number
        try:
            return from_excel(number, self.epoch, timedelta=style in self.spans)
        except (OverflowError, ValueError):
            return "#VALUE!"
