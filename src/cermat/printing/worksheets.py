"""Plain sheets that people fill in and send back: a heading row, rows, lists to choose from. Nothing is a formula."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from cermat.lib.cells import safe_cell
from cermat.printing.xlsx import same_bytes

AS_TEXT = "@"  # or 1/9 becomes the first of September when somebody types it again
MOST_WORDS = 250  # characters that a list of choices may have in a workbook
LINE = Side(style="thin", color="999999")
EDGE = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEAD = PatternFill("solid", fgColor="E3F0EC")
Value = str | int | float


@dataclass(frozen=True)
class Choice:
    """Cells of one column that offer a list of words; `last` None: to the end of the sheet and beyond."""

    column: int  # from 1
    words: tuple[str, ...]
    first: int = 2
    last: int | None = None


@dataclass(frozen=True)
class Worksheet:
    name: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]
    choices: tuple[Choice, ...] = ()
    blank: int = 0  # rows below that wait to be filled in
    is_locked: bool = False  # only the cells of rows may be written into; headings and order stay


def as_worksheets(sheets: Sequence[Worksheet], *, title: str, at: datetime) -> bytes:
    """A workbook with the sheets; the same sheets and `at` give the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = title, "Cermat"
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    if any(sheet.is_locked for sheet in sheets):
        book.security = WorkbookProtection(lockStructure=True)
    raw = io.BytesIO()
    book.save(raw)
    return same_bytes(raw.getvalue(), at)


def _fill(target: Sheet, sheet: Worksheet) -> None:
    for at, (heading, width) in enumerate(zip(sheet.headings, sheet.widths, strict=True), 1):
        cell = target.cell(1, at)
        _write(cell, heading)
        cell.font, cell.fill = Font(name="Arial", size=10, bold=True), HEAD
        target.column_dimensions[get_column_letter(at)].width = width
    for line, row in enumerate(sheet.rows, 2):
        for at, value in enumerate(row, 1):
            _write(target.cell(line, at), value)
    for line in range(len(sheet.rows) + 2, len(sheet.rows) + 2 + sheet.blank):
        for at in range(1, len(sheet.headings) + 1):
            _write(target.cell(line, at), "")
    if sheet.is_locked:
        _lock(target, sheet)
    for choice in sheet.choices:
        _offer(target, choice, len(sheet.rows))
    target.freeze_panes = "A2"


def _lock(target: Sheet, sheet: Worksheet) -> None:
    """Rows may be added and taken away; a sheet without `blank` rows has its keys in the first column."""
    for row in target.iter_rows(min_row=2, min_col=1 if sheet.blank else 2, max_col=len(sheet.headings)):
        for cell in row:
            cell.protection = Protection(locked=False)
    target.protection.sheet = True
    target.protection.insertRows = target.protection.deleteRows = target.protection.formatColumns = False


def _write(cell: Cell | MergedCell, value: Value) -> None:
    if isinstance(cell, MergedCell):
        return
    cell.font, cell.border = Font(name="Arial", size=10), EDGE
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.number_format = AS_TEXT
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub(" ", value)
        cell.value = text or None
        if text:
            cell.data_type = "s"  # also where it begins with "=": read back it must be the same text
            cell.quotePrefix = safe_cell(text) != text
    else:
        cell.value = value


def _offer(target: Sheet, choice: Choice, rows: int) -> None:
    words = ",".join(choice.words)
    if len(words) > MOST_WORDS:
        return
    validation = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(choice.column)
    validation.add(f"{letter}{choice.first}:{letter}{choice.last or rows + 200}")
    target.add_data_validation(validation)
