"""A filled workbook into the rows of a plan, every fault with its sheet, row and cell.

Understood: merged cells going down one column, Indonesian figures, results of formulas, empty rows, dates.
"""

import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from cermat.indicators.imports.oversized import refuse_oversized
from cermat.indicators.schema.plan_cells import text_of, tidy
from cermat.indicators.schema.plan_parts import PARTS
from cermat.indicators.schema.plan_table import MOST_ROWS, Cell, Column, Part
from cermat.indicators.schema.plan_text import checked
from cermat.indicators.schema.plan_writer import PlanFault
from cermat.lib.errors import DefinitionError, DomainError

LONGEST_SHEET, MOST_COLUMNS = 2000, 60  # with its empty rows
BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, SyntaxError)
HEADINGS_WITHIN = 10  # an office may write a title above the headings
TARGET = re.compile(r"target (\d{4})", re.IGNORECASE)


@dataclass
class Read:
    """What the workbook says; `faults` are sentences with their place."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    places: dict[tuple[str, int], int] = field(default_factory=dict)  # part and row to the row of the sheet
    letters: dict[tuple[str, str], str] = field(default_factory=dict)  # part and column to its letter

    def fault(self, part: Part, row: int, at: int, title: str, sentence: str) -> None:
        self.faults.append(f"Lembar {part.title}, baris {row}, sel {get_column_letter(at)}{row} ({title}): {sentence}")


def read_plan_workbook(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows in an inspected XLSX file. Raises DefinitionError with every fault."""
    refuse_oversized(content)
    try:
        typed = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
        results = openpyxl.load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
    except BROKEN as error:
        raise DomainError(
            "Buku kerja ini tidak dapat dibaca. Buka dan simpan ulang di Excel, lalu muat lagi."
        ) from error
    read = Read()
    names = {str(sheet.title).strip().casefold(): sheet.title for sheet in typed.worksheets}
    for part in PARTS:
        name = names.get(part.title.casefold())
        if name is None:
            read.faults.append(f"Lembar {part.title}: tidak ada. Pulihkan nama lembarnya, atau unduh templat lagi.")
            continue
        _Sheet(read, part, typed[name], results[name]).read()
    if all(part.key in read.rows for part in PARTS):
        read.faults += _further(read)
    if read.faults:
        raise DefinitionError(read.faults)
    return read.rows


def _further(read: Read) -> list[str]:
    """What the rows themselves do wrong, but not once more of a cell that was refused already."""
    refused = {fault.partition(" (")[0] for fault in read.faults}
    placed = [_placed(read, fault) for fault in checked(read.rows).faults]
    return [fault for fault in placed if fault.partition(":")[0] not in refused]


def _placed(read: Read, fault: PlanFault) -> str:
    part = next(one for one in PARTS if one.key == fault.place.part)
    place = f"Lembar {part.title}"
    if part.is_one:
        row = read.places.get((part.key, -1 - _at(part, fault.place.column)), 0)
        return f"{place}, sel B{row}: {fault.sentence}" if row else f"{place}: {fault.sentence}"
    row = read.places.get((part.key, fault.place.row), 0)
    letter = read.letters.get((part.key, fault.place.column), "")
    cell = f", sel {letter}{row}" if row and letter else ""
    return f"{place}{f', baris {row}' if row else ''}{cell}: {fault.sentence}"


def _at(part: Part, key: str) -> int:
    return next((at for at, column in enumerate(part.columns) if column.key == key), 0)


class _Sheet:
    def __init__(self, read: Read, part: Part, typed: Any, results: Any) -> None:
        self.out, self.part, self.typed, self.results = read, part, typed, results
        self.carried: dict[tuple[int, int], tuple[int, int]] = {}
        self.wide: set[tuple[int, int]] = set()

    def read(self) -> None:
        if self.part.is_one:
            self._keys()
            return
        heading = self._heading_row()
        columns = self._columns(heading)
        self._merges(heading)
        found = self.out.rows.setdefault(self.part.key, [])
        if self.typed.max_row > LONGEST_SHEET:
            self.out.faults.append(f"Lembar {self.part.title}: terlalu panjang, paling banyak {LONGEST_SHEET} baris.")
            return
        for number in range(heading + 1, self.typed.max_row + 1):
            own = [at for at in columns if (number, at) not in self.carried]
            if all(self._raw(number, at) is None for at in own):
                continue
            row = {column.key: text for at, column in columns.items() if (text := self._text(number, at, column))}
            self.out.places[self.part.key, len(found)] = number
            found.append(row)
        if len(found) > MOST_ROWS:
            self.out.faults.append(
                f"Lembar {self.part.title}: {len(found)} baris terisi, paling banyak {MOST_ROWS}. Hapus selebihnya."
            )

    def _keys(self) -> None:
        """The sheet Umum: a key on each row, its value in the second column."""
        known = {column.title.casefold(): (at, column) for at, column in enumerate(self.part.columns)}
        row: dict[str, str] = {}
        for number in range(1, min(self.typed.max_row, LONGEST_SHEET) + 1):
            title = str(self.typed.cell(number, 1).value or "").strip().casefold()
            if title in known:
                at, column = known[title]
                self.out.places[self.part.key, -1 - at] = number
                if text := self._text(number, 2, column):
                    row[column.key] = text
        self.out.rows[self.part.key] = [row]

    def _heading_row(self) -> int:
        titles = {column.title.casefold() for column in self.part.columns}
        rows = range(1, min(self.typed.max_row, HEADINGS_WITHIN) + 1)
        return max(rows, key=lambda number: (sum(title in titles for title in self._titles(number)), -number))

    def _titles(self, number: int) -> list[str]:
        width = min(self.typed.max_column, MOST_COLUMNS)
        return [str(self.typed.cell(number, at).value or "").strip().casefold() for at in range(1, width + 1)]

    def _columns(self, heading: int) -> dict[int, Column]:
        known = {column.title.casefold(): column for column in self.part.columns}
        found: dict[int, Column] = {}
        for at, title in enumerate(self._titles(heading), 1):
            year = TARGET.fullmatch(title) if self.part.yearly else None
            column = self.part.columns_for([int(year[1])])[-1] if year else known.get(title)
            if column is None and title:
                self.out.fault(self.part, heading, at, title, "judul kolom ini tidak dikenal. Pulihkan judul templat.")
            elif column is not None and column in found.values():
                self.out.fault(self.part, heading, at, title, "judul kolom ini ada dua kali.")
            elif column is not None:
                found[at] = column
                self.out.letters[self.part.key, column.key] = get_column_letter(at)
        for column in self.part.columns:
            if column.needed and column not in found.values():
                self.out.faults.append(f"Lembar {self.part.title}, baris {heading}: kolom “{column.title}” tidak ada.")
        return found

    def _merges(self, heading: int) -> None:
        for area in self.typed.merged_cells.ranges:
            first = (area.min_row, area.min_col)
            if area.min_row <= heading or area.max_row - area.min_row > LONGEST_SHEET:
                continue
            if area.max_col > area.min_col:
                self.wide.add(first)
                continue
            self.carried |= {(row, area.min_col): first for row in range(area.min_row + 1, area.max_row + 1)}

    def _raw(self, row: int, at: int) -> Any:
        value = self.typed.cell(row, at).value
        return None if isinstance(value, str) and not value.strip() else value

    def _text(self, number: int, at: int, column: Column) -> str:
        row, _column = self.carried.get((number, at), (number, at))
        cell, value = self.typed.cell(row, at), self._raw(row, at)
        if value is not None and (row, at) in self.wide:
            self._fault(number, at, column, "sel gabungan melintasi beberapa kolom. Pisahkan selnya, lalu isi lagi.")
            return ""
        if cell.data_type == "f":
            value = self.results.cell(row, at).value
            if value is None:
                sentence = "rumus tanpa hasil. Buka dan simpan di Excel, atau tempel sebagai nilai."
                self._fault(number, at, column, sentence)
                return ""
        if cell.data_type == "e" or (isinstance(value, str) and value.startswith("#") and cell.data_type == "f"):
            self._fault(number, at, column, f"berisi kesalahan rumus ({value}). Ketik nilainya.")
            return ""
        return self._words(number, at, column, value)

    def _words(self, number: int, at: int, column: Column, value: Any) -> str:
        match value:
            case None:
                return ""
            case bool():
                return "ya" if value else "tidak"
            case datetime() | date():
                if column.cell is Cell.DATE:
                    return f"{value:%Y-%m-%d}"
                self._fault(
                    number, at, column, "terbaca sebagai tanggal. Ubah format sel menjadi Teks, lalu ketik lagi."
                )
                return ""
            case int() | float():
                return _figure(column, value)
            case _:
                return tidy(str(value))

    def _fault(self, number: int, at: int, column: Column, sentence: str) -> None:
        self.out.fault(self.part, number, at, column.title, sentence)


def _figure(column: Column, value: float) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if column.cell is Cell.NUMBER:
        return text_of(column, round(exact, 6) if int(exact.as_tuple().exponent) < -6 else exact)
    return f"{exact.to_integral_value():f}" if exact == exact.to_integral_value() else f"{exact:f}"


def first_faults(faults: Iterable[str], most: int = 200) -> Sequence[str]:
    found = list(faults)
    return found if len(found) <= most else [*found[:most], f"… dan {len(found) - most} kesalahan lain."]
