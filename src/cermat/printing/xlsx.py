"""Tables as a workbook. What a person typed never becomes a formula."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cermat.lib.cells import safe_cell
from cermat.printing.blocks import Align, Cell, Row, RowKind, Table

LINE = Side(style="thin", color="999999")
EDGE = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEAD = PatternFill("solid", fgColor="E3F0EC")
NARROWEST, WIDEST = 6.0, 46.0  # letters
UPRIGHT = 95.0  # letters on an upright page
LARGE = 10_000
SHADE = PatternFill("solid", fgColor="F2F2F2")


def as_xlsx(sheets: Mapping[str, Table], *, title: str, at: datetime, example: bool = False) -> bytes:
    """A workbook with one sheet for each table; the same tables and `at` give the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = title, "Cermat"
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    for name, table in sheets.items():
        _fill(book.create_sheet(_sheet_name(name)), table, title, example=example)
    raw = io.BytesIO()
    book.save(raw)
    return same_bytes(raw.getvalue(), at)


def _sheet_name(name: str) -> str:
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in name)[:31].strip() or "Lembar"


def _fill(sheet: Worksheet, table: Table, title: str, *, example: bool) -> None:
    _write(sheet, 1, 1, Cell(f"{title} · DATA CONTOH" if example else title, bold=True))
    top = 3
    for at, column in enumerate(table.columns, 1):
        _write(sheet, top, at, Cell(column.group, bold=True, align=Align.CENTER), edge=True, head=True)
        _write(sheet, top + 1, at, Cell(column.title, bold=True, align=Align.CENTER), edge=True, head=True)
    _merge_header(sheet, table, top)
    taken: set[tuple[int, int]] = set()
    for line, row in enumerate(table.rows, top + 2):
        _write_row(sheet, line, row, table, taken)
    sheet.freeze_panes = f"A{top + 2}"
    _set_for_paper(sheet, top, _set_widths(sheet, table, top))
    if not _spans(table):
        sheet.auto_filter.ref = f"A{top + 1}:{get_column_letter(len(table.columns))}{max(sheet.max_row, top + 2)}"


def _set_widths(sheet: Worksheet, table: Table, top: int) -> float:
    """Each column as wide as its words, within reason; longer ones wrap. All of them together."""
    whole = 0.0
    for at, column in enumerate(table.columns, 1):
        said = [_length(sheet.cell(line, at)) for line in range(top + 2, sheet.max_row + 1)]
        title = max(map(len, column.title.split()), default=0)
        width = min(max(NARROWEST, title + 4, *said, 0), WIDEST)
        sheet.column_dimensions[get_column_letter(at)].width = width
        whole += width
    return whole


def _length(cell: object) -> float:
    """How many letters wide a cell would like to be."""
    value = getattr(cell, "value", None)
    if value is None:
        return 0
    if isinstance(value, str):
        return max(map(len, value.split("\n")), default=0) * 1.05 + 2
    return len(f"{value:,.2f}" if isinstance(value, Decimal | float) else f"{value}") + 2


def _spans(table: Table) -> bool:
    """Whether rows span columns or lines: a filter would tear them."""
    return any(cell.span > 1 or cell.rows > 1 for row in table.rows for cell in row.cells)


def _set_for_paper(sheet: Worksheet, top: int, width: float) -> None:
    """One page wide, its head on every page, its pages counted."""
    sheet.page_setup.orientation = "landscape" if width > UPRIGHT else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{top}:{top + 1}"
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&P / &N"


def _merge_header(sheet: Worksheet, table: Table, top: int) -> None:
    start = 0
    while start < len(table.columns):
        group, end = table.columns[start].group, start
        while group and end + 1 < len(table.columns) and table.columns[end + 1].group == group:
            end += 1
        if group and end > start:
            sheet.merge_cells(start_row=top, start_column=start + 1, end_row=top, end_column=end + 1)
        elif not group:
            _write(
                sheet, top, start + 1, Cell(table.columns[start].title, bold=True), edge=True, head=True, align="center"
            )
            sheet.merge_cells(start_row=top, start_column=start + 1, end_row=top + 1, end_column=start + 1)
        start = end + 1


def _write_row(sheet: Worksheet, line: int, row: Row, table: Table, taken: set[tuple[int, int]]) -> None:
    at = 1
    for cell in row.cells:
        while (line, at) in taken:
            at += 1
        _write(
            sheet, line, at, cell, edge=True, bold=row.kind is not RowKind.BODY, align=table.columns[at - 1].align.value
        )
        taken.update((line + down, at + right) for down in range(cell.rows) for right in range(cell.span))
        if cell.span > 1 or cell.rows > 1:
            sheet.merge_cells(
                start_row=line, start_column=at, end_row=line + cell.rows - 1, end_column=at + cell.span - 1
            )
        at += cell.span


def _write(
    sheet: Worksheet,
    line: int,
    at: int,
    cell: Cell,
    *,
    edge: bool = False,
    head: bool = False,
    bold: bool = False,
    align: str = "left",
) -> None:
    target = sheet.cell(line, at)
    if isinstance(target, MergedCell):
        return
    target.value = safe_cell(ILLEGAL_CHARACTERS_RE.sub(" ", cell.words)) if cell.value is None else cell.value
    target.number_format = _format(cell.value)
    target.font = Font(name="Arial", size=10, bold=cell.bold or bold, italic=cell.italic)
    target.alignment = Alignment(
        wrap_text=edge, vertical="center" if head else "top", horizontal=(cell.align or Align(align)).value
    )
    if edge:
        target.border = EDGE
    if head or cell.shade:
        target.fill = HEAD if head else SHADE


def _format(value: object) -> str:
    """Thousands and decimals as the reader's own Excel writes them; a year stays a year."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return "General"
    if value == int(value):
        return "0" if -LARGE < value < LARGE else "#,##0"
    return "#,##0.00"


def same_bytes(raw: bytes, at: datetime) -> bytes:
    """The archive with fixed times inside; openpyxl writes the clock into it."""
    stamp = (at.year, at.month, at.day, at.hour, at.minute, at.second // 2 * 2)
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _with_time(content, at)
            new.writestr(zipfile.ZipInfo(name, stamp), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _with_time(core: bytes, at: datetime) -> bytes:
    """openpyxl writes the moment of saving as the time of the last change."""
    start, sep, rest = core.partition(b"<dcterms:modified")
    inside, close, tail = rest.partition(b"</dcterms:modified>")
    head, _, _ = inside.partition(b">")
    return start + sep + head + b">" + f"{at:%Y-%m-%dT%H:%M:%S}Z".encode() + close + tail if sep else core
