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


def test_a_column_is_as_wide_as_its_words_and_long_ones_wrap() -> None:
    found = sheet(body("1", "Persentase kelurahan yang mencukupi", "kata " * 60))
    widths = [found.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] < 9
    assert 35 < widths[1] < 42
    assert widths[2] == 46
    assert found["C5"].alignment.wrap_text


def test_figures_are_written_with_thousands_and_two_decimals_and_a_year_stays_one() -> None:
    found = sheet(*(body(Cell("", value=Decimal(value)), "", "") for value in ("4125000000", "84.434866", "2026")))
    assert [found.cell(line, 1).number_format for line in (5, 6, 7)] == ["#,##0", "#,##0.00", "0"]
    assert found["A6"].value == 84.434866


def test_on_paper_a_sheet_is_one_page_wide_with_its_head_on_every_page() -> None:
    found = sheet(body("1", "kata " * 60, "kata " * 60))
    assert (found.page_setup.orientation, found.page_setup.fitToWidth, found.page_setup.fitToHeight) == (
        *("landscape", 1, 0),
    )
    assert found.sheet_properties.pageSetUpPr is not None
    assert found.sheet_properties.pageSetUpPr.fitToPage
    assert found.print_title_rows == "$3:$4"


def test_a_table_can_be_filtered_unless_its_rows_span() -> None:
    assert sheet(body("1", "2", "3"), body("4", "5", "6")).auto_filter.ref == "A4:C6"
    assert sheet(group("Kelompok", 3), body("1", "2", "3")).auto_filter.ref is None
