"""Tables in an office document: heads that repeat on every page, merged cells, borders."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as Grid
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from cermat.printing.blocks import Align, Cell, Column, RowKind, Table
from cermat.printing.docx.words import add_text, clean, element, paragraph_in, put, shade_cell

TABLE_ORDER = ("w:tblStyle", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook")
HEAD, GROUP, TOTAL = "ECECEC", "F4F4F4", "F0F0F0"
SIZE, SMALL = 9.0, 7.5


def bare_grid(document: Document, rows: int, widths: Sequence[float], *, bordered: bool = False) -> Grid:
    """A table of fixed column widths in millimetres, without anything in it."""
    grid: Grid = document.add_table(rows, len(widths))
    grid.alignment = WD_TABLE_ALIGNMENT.LEFT
    grid.autofit = False
    if bordered:
        grid.style = "Table Grid"
        room = element("w:tblCellMar")
        for side, twips in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
            room.append(element(f"w:{side}", w=twips, type="dxa"))
        put(grid._tbl.tblPr, room, TABLE_ORDER)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    for row in cells_of(grid):
        for cell, width in zip(row, widths, strict=True):
            cell.width = Mm(width)
    return grid


def cells_of(grid: Grid) -> list[list[_Cell]]:
    """The cells of a table in which none is merged yet, read once: python-docx reads all of them for each it is asked.

    A merged cell keeps its first place in the list.
    """
    return [[_Cell(tc, grid) for tc in tr.tc_lst] for tr in grid._tbl.tr_lst]


def add_table(document: Document, table: Table, width: float) -> None:
    """`width` is the length of a line in millimetres."""
    if table.show_caption:
        named = paragraph_in(document, after=4)
        named.paragraph_format.keep_with_next = True
        add_text(named, table.caption, bold=True)
    two = any(column.group for column in table.columns)
    heads = 1 + two + table.numbered_columns
    grid = bare_grid(document, heads + max(1, len(table.rows)), widths_of(table.columns, width), bordered=True)
    describe(grid, table.caption)
    points = SMALL if table.small else SIZE
    cells = cells_of(grid)
    _write_heads(cells, table, points, two=two)
    for row in list(grid.rows)[:heads]:
        row._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for row in grid.rows:
        row._tr.get_or_add_trPr().insert(0, element("w:cantSplit"))
    if table.rows:
        _write_rows(cells, table, points, heads)
        for row, each in zip(list(grid.rows)[heads:], table.rows, strict=True):
            _shape(row, each.height_mm)
    else:
        whole = cells[heads][0].merge(cells[heads][-1])
        add_text(paragraph_in(whole, after=0, align=Align.CENTER), table.empty, italic=True, points=points)
    paragraph_in(document, after=0).paragraph_format.line_spacing = 0.6


def stay_with_next(document: Document) -> None:
    """The last two rows of the table just written go to the page of what follows: signatures never stand alone."""
    for row in document.tables[-1]._tbl.tr_lst[-2:]:
        for each in row.iter(qn("w:p")):
            Paragraph(each, document).paragraph_format.keep_with_next = True
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def widths_of(columns: Sequence[Column], width: float) -> list[float]:
    """Fixed widths first; the rest is shared. Where the fixed ones leave nothing, all shrink together."""
    fixed = sum(column.mm or 0 for column in columns)
    shares = sum(column.width for column in columns if column.mm is None)
    rest = max(width - fixed, 8.0 * sum(column.mm is None for column in columns))
    wanted = [column.mm if column.mm is not None else rest * column.width / shares for column in columns]
    return [each * width / sum(wanted) for each in wanted]


def describe(grid: Grid, caption: str) -> None:
    """The name that somebody hears who cannot see the table."""
    grid._tbl.tblPr.append(element("w:tblCaption", val=clean(caption)))


def _write_heads(cells: list[list[_Cell]], table: Table, points: float, *, two: bool) -> None:
    at, columns = 0, table.columns
    while at < len(columns):
        group, end = columns[at].group, at + 1
        while group and end < len(columns) and columns[end].group == group:
            end += 1
        if group:
            _head(cells[0][at].merge(cells[0][end - 1]), group, points)
            for each in range(at, end):
                _head(cells[1][each], columns[each].title, points)
        else:
            _head(cells[0][at].merge(cells[int(two)][at]), columns[at].title, points)
        at = end
    if table.numbered_columns:
        for each in range(len(columns)):
            _head(cells[1 + two][each], str(each + 1), points * 0.85, bold=False)


def _head(cell: _Cell, text: str, points: float, *, bold: bool = True) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    shade_cell(cell, HEAD)
    add_text(paragraph_in(cell, after=0, align=Align.CENTER), text, bold=bold, points=points)


def _write_rows(cells: list[list[_Cell]], table: Table, points: float, heads: int) -> None:
    covered = [0] * len(table.columns)
    for line, row in enumerate(table.rows, heads):
        following = [max(0, each - 1) for each in covered]
        at = 0
        for cell in row.cells:
            while at < len(covered) - 1 and covered[at]:
                at += 1
            last = min(at + cell.span, len(covered)) - 1
            bottom = min(line + cell.rows, len(cells)) - 1
            target = cells[line][at]
            if (last, bottom) != (at, line):
                target = target.merge(cells[bottom][last])
            _write(target, cell, row.kind, table.columns[at].align, points)
            following[at : last + 1] = [cell.rows - 1] * (last + 1 - at)
            at = last + 1
        covered = following


def _shape(row: _Row, height_mm: float | None) -> None:
    if height_mm is not None:
        row.height, row.height_rule = Mm(height_mm), WD_ROW_HEIGHT_RULE.AT_LEAST


def _write(target: _Cell, cell: Cell, kind: RowKind, align: Align, points: float) -> None:
    written = paragraph_in(target, after=0, align=cell.align or align)
    add_text(written, cell.words, bold=cell.bold or kind is RowKind.TOTAL, italic=cell.italic, points=points)
    if kind is RowKind.GROUP:
        written.paragraph_format.keep_with_next = True
    if cell.shade or kind is RowKind.TOTAL:
        shade_cell(target, TOTAL if kind is RowKind.TOTAL else GROUP)
