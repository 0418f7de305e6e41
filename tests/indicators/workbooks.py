"""The plan of the tests as a workbook, changed as offices and their programs change it, and read again."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import openpyxl
import pytest

from cermat.indicators.exports.workbook import plan_workbook
from cermat.indicators.imports.workbook import read_plan_workbook
from cermat.indicators.schema import read_plan, rows_of
from cermat.indicators.schema.plan_table import Rows
from cermat.lib.errors import DefinitionError
from tests.factories import NOW
from tests.indicators.factories import text_of


def plan_rows() -> Rows:
    return rows_of(read_plan(text_of("rencana")))


@cache
def template() -> bytes:
    return plan_workbook(plan_rows(), title="x", at=NOW)


def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(template()))


def saved(book: openpyxl.Workbook) -> bytes:
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def read(book: openpyxl.Workbook) -> dict[str, list[dict[str, str]]]:
    return read_plan_workbook(saved(book))


def refusals(book: openpyxl.Workbook) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        read(book)
    return caught.value.problems


def column(sheet: Any, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def put(sheet: str, title: str, value: Any, *, row: int = 2, shown_as: str = "") -> openpyxl.Workbook:
    """The workbook with one other cell."""
    book = workbook()
    cell = book[sheet].cell(row, column(book[sheet], title))
    cell.value = value
    if shown_as:
        cell.number_format = shown_as
    return book


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The same file with other bytes in its members, as another program writes them."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return made.getvalue()
