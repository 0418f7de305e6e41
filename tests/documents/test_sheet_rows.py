"""The quick reader says what openpyxl says, and a long sheet is read in a breath."""

import time
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from cermat.documents.formula.sheet_rows import sheets_of
from cermat.documents.formula.sheets import check_workbook

MIXED: list[list[Any]] = [
    ["Umur", "Tanggal", "Jam", "Benar", "Rumus", "Saran"],
    [],
    [41, date(2026, 12, 4), clock(9, 15), True, "=A1+1", "Loket & kursi <kurang>\nlagi"],
    [2.5, datetime.combine(date(2026, 12, 4), clock(9, 15)), timedelta(hours=30), False, "", " é 漢 "],
    [None, None, -3, 1e20, "0", None, None, "jauh"],
]


def book(*sheets: list[list[Any]], hidden: int = 0, write_only: bool = False) -> bytes:
    made, out = openpyxl.Workbook(write_only=write_only), BytesIO()
    for at, rows in enumerate(sheets):
        sheet = made.create_sheet() if at or write_only else made.active
        for row in rows:
            sheet.append(row)
        if at < hidden:
            sheet.sheet_state = "hidden"
    made.save(out)
    return out.getvalue()


def said_by_openpyxl(content: bytes) -> list[tuple[Any, ...]]:
    rows = openpyxl.load_workbook(BytesIO(content), read_only=True).worksheets[-1].iter_rows(values_only=True)
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("write_only", [False, True])
def test_every_kind_of_cell_is_read_as_openpyxl_reads_it(*, write_only: bool) -> None:
    content = book(MIXED, write_only=write_only)
    [rows] = [list(rows) for rows in sheets_of(content)]
    expected = said_by_openpyxl(content)
    assert len(rows) >= len(MIXED) - 1
    for number, values in rows:
        wanted = expected[number - 1]
        assert (*values, *[None] * (len(wanted) - len(values))) == wanted


def test_the_first_sheet_that_is_shown_is_read() -> None:
    content = book([["tersembunyi"]], [["terlihat"]], hidden=1)
    assert [list(rows) for rows in sheets_of(content, only_first=True)] == [[(1, ["terlihat"])]]
    assert len([list(rows) for rows in sheets_of(content)]) == 2


def test_words_in_the_cell_itself_and_cells_without_an_address_are_read() -> None:
    """As online forms and other programs write them."""
    inside = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
        '<c t="inlineStr"><is><r><t>Lo</t></r><r><t>ket</t></r><rPh sb="0" eb="1"><t>bunyi</t></rPh></is></c>'
        '<c><v>7</v></c></row><row r="4"><c r="B4" t="str"><f>A1</f><v>x</v></c></row></sheetData></worksheet>'
    )
    assert [list(rows) for rows in sheets_of(with_sheet(inside))] == [[(1, ["Loket", 7]), (4, [None, "=A1"])]]


def test_broken_xml_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="mismatched tag"):
        [list(rows) for rows in sheets_of(with_sheet("<worksheet><sheetData><row></sheetData>"))]


def with_sheet(text: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book([["x"]]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, text if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return out.getvalue()


def test_fifty_thousand_cells_are_inspected_and_read_sooner_than_openpyxl_reads_them_once() -> None:
    content = book([[1, 2, 3, 4, 1, 2, 3, 4, 1, "Loket kurang kursi"]] * 5_000, write_only=True)
    begun = time.process_time()
    check_workbook(content)
    assert sum(1 for rows in sheets_of(content) for _row in rows) == 5_000
    ours, begun = time.process_time() - begun, time.process_time()
    said_by_openpyxl(content)
    assert ours < time.process_time() - begun
