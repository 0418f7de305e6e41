"""One cell of a filled workbook as a person would have typed it, or the sentence why it cannot be read."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from cermat.indicators.schema.plan_cells import as_seen, text_of
from cermat.indicators.schema.plan_table import Cell, Column
from cermat.lib.errors import DomainError
from cermat.lib.texts import shows_nothing

WITHOUT_RESULT = "rumus tanpa hasil. Buka dan simpan di Excel, atau tempel sebagai nilai."
WRONG_FORMULA = "berisi kesalahan rumus ({}). Ketik nilainya."
AS_DATE = "terbaca sebagai tanggal atau jam. Ubah format sel menjadi Teks, lalu ketik lagi."
AS_FIGURE = (
    "terbaca sebagai angka, sehingga nol di depan atau di belakangnya hilang. "
    "Ubah format sel menjadi Teks, lalu ketik lagi."
)
AS_LOGIC = "berisi TRUE atau FALSE. Ketik nilainya."
EMPTY_TEXT = {"s", "str"}  # what the result of =IF(A2="","",…) is said to be
FIGURES, NAMES = {Cell.NUMBER, Cell.WHOLE}, {Cell.TEXT, Cell.CODES}
LITERAL = re.compile(r'"[^"]*"|\\.|_.')  # of a number format: what is only shown beside the figure
PADDED = re.compile(r"00|\.0")
LINE_END = "_x000D_"  # how some programs write the end of a line in a cell


def is_filled(cell: Any) -> bool:
    """Whether a reader sees something in it."""
    value = cell.value
    return value is not None and not (isinstance(value, str) and shows_nothing(value))


def typed_into(column: Column, cell: Any, result: Any) -> str:
    """`result` is the same cell as it was last calculated. Raises DomainError."""
    value = cell.value
    if cell.data_type == "f":
        value = result.value
        if value is None and result.data_type not in EMPTY_TEXT:
            raise DomainError(WITHOUT_RESULT)
    if "e" in {cell.data_type, result.data_type}:
        raise DomainError(WRONG_FORMULA.format(str(value)[:20]))
    return _words(column, value, LITERAL.sub("", str(cell.number_format)))


def _words(column: Column, value: Any, shown_as: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            if column.cell is not Cell.YES_NO:
                raise DomainError(AS_LOGIC)
            return "ya" if value else "tidak"
        case datetime() | date() | time() | timedelta():
            if column.cell is not Cell.DATE or not isinstance(value, date):
                raise DomainError(AS_DATE)
            return f"{value:%Y-%m-%d}"
        case int() | float():
            return _figure(column, value, shown_as)
        case _:
            return as_seen(column, str(value).replace(LINE_END, ""))


def _figure(column: Column, value: float, shown_as: str) -> str:
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    is_whole = exact == exact.to_integral_value()
    if column.cell in FIGURES and "%" in shown_as:
        exact *= 100
    if column.cell is Cell.NUMBER:
        return text_of(column, round(exact, 6) if int(exact.as_tuple().exponent) < -6 else exact)
    if column.cell in NAMES and (not is_whole or PADDED.search(shown_as)):
        raise DomainError(AS_FIGURE)
    if exact == exact.to_integral_value():
        return f"{exact.to_integral_value():f}"
    return f"{exact.normalize():f}".replace(".", ",")
