"""A definition as a workbook to be filled in and sent back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from cermat.instruments.schema.shape import InstrumentFile
from cermat.instruments.schema.workbook import (
    BELOW_TITLE,
    HEAD,
    HEAD_NAME,
    NO,
    SHEETS,
    YES,
    Cell,
    Column,
    SheetShape,
    title_of,
)
from cermat.lib.definitions import read_definition
from cermat.printing.worksheets import Choice, Value, Worksheet, as_worksheets

GUIDE = (
    "Ubah isi lembar-lembar ini, naikkan Versi pada lembar Instrumen, lalu muat pada halaman Instrumen.",
    "Sebelum berlaku, setiap perbedaan dengan versi yang berlaku ditampilkan; hasil lama tidak berubah.",
    "Jangan mengubah nama lembar dan judul kolom. Baris kosong dilewati. Rumus tidak diterima: tempel sebagai nilai.",
    "Angka: 5, 0,111 (koma atau titik desimal, tanpa pemisah ribuan), atau pecahan seperti 1/9.",
    "Kolom tambahan boleh: Rincian: … dan, pada lembar Butir, Pelaksana: ….",
)


def workbook_of(text: str, at: datetime) -> bytes:
    """The stored text of a definition as XLSX; `imports.read_workbook` makes the same definition of it."""
    file = read_definition(text, InstrumentFile)
    sheets = [_guide(), _head(file), *(_table(shape, file) for shape in SHEETS)]
    return as_worksheets(sheets, title=f"{file.judul} versi {file.versi}", at=at)


def _guide() -> Worksheet:
    rows: list[tuple[Value, ...]] = [(text, "", "", "") for text in GUIDE]
    rows += [("", HEAD_NAME, column.title, _allowed(column)) for column in HEAD]
    rows += [("", shape.name, column.title, _allowed(column)) for shape in SHEETS for column in shape.columns]
    return Worksheet("Petunjuk", ("Petunjuk", "Lembar", "Kolom atau baris", "Isi"), (60, 14, 24, 60), tuple(rows))


def _allowed(column: Column) -> str:
    return column.hint or (f"salah satu dari: {', '.join(column.allowed)}" if column.allowed else "")


def _head(file: InstrumentFile) -> Worksheet:
    rows: list[tuple[Value, ...]] = []
    choices = []
    for column in HEAD:
        value = _inside(file, column.key)
        lines: Sequence[Any] = value if column.cell is Cell.LINES and value else [value]
        if column.allowed:
            choices.append(Choice(2, column.allowed, len(rows) + 2, len(rows) + 2))
        rows += [(column.title, _cell(column, line), _allowed(column)) for line in lines]
    return Worksheet(HEAD_NAME, ("Kunci", "Isi", "Keterangan"), (26, 60, 60), tuple(rows), tuple(choices))


def _inside(file: InstrumentFile, key: str) -> Any:
    value: Any = file
    for part in key.split("."):
        value = _written(value, part)
    return value


def _written(row: BaseModel | None, key: str) -> Any:
    """What the file says; None where it is silent, so that silence stays silence."""
    return getattr(row, key) if row is not None and key in row.model_fields_set else None


def _table(shape: SheetShape, file: InstrumentFile) -> Worksheet:
    rows = list(_rows(shape, file))
    extra = [(key, name) for key in shape.free for name in _names(key, rows)]
    first = (BELOW_TITLE[shape.below],) if shape.below else ()
    headings = (
        *first,
        *(column.title for column in shape.columns),
        *(f"{title_of(key)}: {name}" for key, name in extra),
    )
    widths = (*(18 for _one in first), *(column.width for column in shape.columns), *(24 for _one in extra))
    choices = tuple(
        Choice(at, column.allowed, last=None)
        for at, column in enumerate(shape.columns, 1 + len(first))
        if column.allowed
    )
    filled = (
        (
            *((below,) if first else ()),
            *(_cell(column, _written(row, column.key)) for column in shape.columns),
            *(getattr(row, key).get(name, "") for key, name in extra),
        )
        for below, row in rows
    )
    return Worksheet(shape.name, headings, widths, tuple(filled), choices)


def _rows(shape: SheetShape, file: InstrumentFile) -> Iterable[tuple[str, BaseModel]]:
    """Each row with the code of what it hangs below; "" for what belongs to the whole file."""
    match shape.below:
        case "":
            yield from (("", row) for row in getattr(file, shape.key))
        case "skala":
            yield from ((name, option) for name, options in file.skala.items() for option in options)
        case below:
            if shape.key in type(file).model_fields:
                yield from (("", row) for row in getattr(file, shape.key))
            yield from ((one.kode, row) for one in getattr(file, below) for row in getattr(one, shape.key))


def _names(key: str, rows: Sequence[tuple[str, BaseModel]]) -> list[str]:
    """The office's own columns, in the order of their first use."""
    return list(dict.fromkeys(name for _below, row in rows for name in getattr(row, key)))


def _cell(column: Column, value: Any) -> Value:
    if value is None or value == ():
        return ""
    if column.cell is Cell.NUMBER:
        return _number(value)
    if column.cell is Cell.YES_NO:
        return YES if value else NO
    return _text(column.cell, value)


def _text(cell: Cell, value: Any) -> str:
    match cell:
        case Cell.WORDS:
            return "; ".join(str(one) for one in value)
        case Cell.NUMBERS:
            return "; ".join(_typed(one) for one in value)
        case Cell.PAIRS:
            return "; ".join(f"{key}={_typed(one)}" for key, one in value.items())
        case _:
            return str(value)


def _typed(value: Fraction) -> str:
    return str(_number(value)).replace(".", ",")


def _number(value: Fraction | Decimal) -> Value:
    """As a figure where a spreadsheet holds it exactly, else as text: 1/9."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return int(exact)
    near = float(exact)
    return near if Fraction(repr(near)) == exact else str(exact)
