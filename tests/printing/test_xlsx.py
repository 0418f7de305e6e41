"""Tables as workbooks."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cermat.lib.months import WIB
from cermat.printing.blocks import Align, Cell, Column, Mark, Row, Table, body, group
from cermat.printing.xlsx import as_xlsx

AT = datetime(2026, 12, 4, 9, 14, tzinfo=WIB)
COLUMNS = (Column("No."), Column("Nilai", align=Align.RIGHT, group="Isian"), Column("Ket.", group="Isian"))


def sheet(*rows: Row, example: bool = False) -> Worksheet:
    book = load_workbook(BytesIO(as_xlsx({"A/B": Table("T", COLUMNS, rows)}, title="Judul", at=AT, example=example)))
    return book.worksheets[0]


def test_the_same_tables_give_the_same_bytes_twice() -> None:
    tables = {"Satu": Table("T", COLUMNS, (body("1", "2", "3"),))}
    assert as_xlsx(tables, title="Judul", at=AT) == as_xlsx(tables, title="Judul", at=AT)


def test_a_text_never_becomes_a_formula() -> None:
    found = sheet(body("=1+1", "@SUM(A1)", "-2"))
    assert [cell.value for cell in found[5]] == ["'=1+1", "'@SUM(A1)", "'-2"]
    assert all(cell.data_type == "s" for cell in found[5])


def test_a_number_stays_a_number() -> None:
    assert sheet(body("1.", Cell("1.250,5", value=Decimal("1250.5")), "")).cell(5, 2).value == 1250.5


def test_a_mark_stands_before_its_word() -> None:
    found = sheet(body(Cell("Tervalidasi", mark=Mark.DONE), Cell(mark=Mark.WAIT), ""))
    assert [found.cell(5, at).value for at in (1, 2)] == ["√ Tervalidasi", "○"]


def test_the_header_has_two_levels() -> None:
    found = sheet(body("1", "2", "3"))
    assert found["A3"].value == "No."
    assert found["B3"].value == "Isian"
    assert [cell.value for cell in found[4]][1:] == ["Nilai", "Ket."]
    assert {str(each) for each in found.merged_cells.ranges} == {"A3:A4", "B3:C3"}


def test_cells_that_span_rows_push_the_next_row_aside() -> None:
    lead = Row((Cell("1.", rows=2), Cell("a"), Cell("b")))
    found = sheet(group("Kelompok", 3), lead, body("c", "d"))
    assert [found.cell(7, at).value for at in (2, 3)] == ["c", "d"]


def test_an_example_says_so_and_signs_that_excel_refuses_are_dropped() -> None:
    found = sheet(body("a\x00b", "", ""), example=True)
    assert found["A1"].value == "Judul · DATA CONTOH"
    assert found["A5"].value == "a b"
