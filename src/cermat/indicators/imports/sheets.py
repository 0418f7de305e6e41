"""One sheet of a filled workbook into the rows of its part: headings, merged areas, what stands outside the table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from cermat.indicators.imports.cells import is_filled, typed_into
from cermat.indicators.schema.plan_table import MOST_ROWS, Cell, Column, Part
from cermat.lib.errors import DomainError

HEADINGS_WITHIN = 30  # an office may write its letterhead above the headings
TARGET = re.compile(r"target ([0-9]{4})")
KEY_WORDS = {"kunci", "isi"}  # the headings of the sheet of keys
JOINED = {Cell.CODES: "; ", Cell.LINES: "\n"}
NO_HEADINGS = f"judul kolom tidak ditemukan pada {HEADINGS_WITHIN} baris pertama. Pulihkan baris judul templat."
HOMELESS = "ada isi di kolom tanpa judul. Hapus, atau pindahkan ke kolom yang berjudul."
WIDE = "sel gabungan melintasi beberapa kolom. Pisahkan selnya, lalu isi lagi."
SHARED = "satu angka pada sel gabungan beberapa baris. Pisahkan selnya, lalu isi angka setiap barisnya."
SECOND = "baris ini tergabung dengan baris {}, yang sudah berisi lain di kolom ini. Pisahkan sel gabungannya."
Spot = tuple[int, int]


@dataclass
class Read:
    """What the workbook says; `faults` are sentences with their place."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    places: dict[tuple[str, int], int] = field(default_factory=dict)  # part and row to the row of the sheet
    letters: dict[tuple[str, str], str] = field(default_factory=dict)  # part and column to its letter
    is_whole: bool = True  # every sheet and every needed column is there

    def fault(self, part: Part, spot: Spot, title: str, sentence: str) -> None:
        row, at = spot
        named = f" ({title[:40]})" if title else ""
        self.faults.append(f"Lembar {part.title}, baris {row}, sel {get_column_letter(at)}{row}{named}: {sentence}")

    def misses(self, part: Part, sentence: str) -> None:
        self.faults.append(f"Lembar {part.title}{sentence}")
        self.is_whole = False


class Sheet:
    """What is filled in, and where the value of each merged cell stands."""

    def __init__(self, typed: Any, results: Any) -> None:
        cells = typed._cells.values()  # the walk that openpyxl offers makes every empty cell anew
        self.filled = {(cell.row, cell.column): cell for cell in cells if is_filled(cell)}
        self.results = results
        self.areas = [(one.min_row, one.min_col, one.max_row, one.max_col) for one in typed.merged_cells.ranges]
        self.carried: dict[Spot, Spot] = {}
        self.wide = {(top, left) for top, left, _down, right in self.areas if right > left}

    def carry_below(self, heading: int) -> None:
        """A value goes down the one column that its area stands in; none comes down from the headings."""
        for top, left, down, right in self.areas:
            if left == right and top > heading:
                self.carried |= {(row, left): (top, left) for row in range(top + 1, down + 1)}

    def text(self, spot: Spot, column: Column) -> str:
        """Raises DomainError."""
        cell = self.filled.get(self.carried.get(spot, spot))
        if cell is None:
            return ""
        if (cell.row, cell.column) in self.wide:
            raise DomainError(WIDE)
        if spot in self.carried and column.cell is Cell.NUMBER:
            raise DomainError(SHARED)
        return typed_into(column, cell, self.results.cell(cell.row, cell.column))

    def heading(self, spot: Spot) -> str:
        cell = self.filled.get(spot)
        return "" if cell is None else " ".join(str(cell.value).split())


class TableReader:
    """A sheet with a row of headings; columns are found by their names."""

    def __init__(self, read: Read, part: Part, sheet: Sheet) -> None:
        self.out, self.part, self.sheet = read, part, sheet
        self.known = {column.title.casefold(): column for column in part.columns}
        self.columns: dict[int, Column] = {}
        self.found: list[dict[str, str]] = read.rows.setdefault(part.key, [])

    def read(self) -> None:
        heading = self._heading_row()
        if not heading:
            self.out.misses(self.part, f": {NO_HEADINGS}")
            return
        self._name_columns(heading)
        self._refuse_homeless(heading)
        self.sheet.carry_below(heading)
        for number in sorted({row for row, at in self.sheet.filled if row > heading and at in self.columns}):
            self._row(number)
        if len(self.found) > MOST_ROWS:
            told = f"{len(self.found)} baris terisi, paling banyak {MOST_ROWS}. Hapus selebihnya."
            self.out.faults.append(f"Lembar {self.part.title}: {told}")

    def _heading_row(self) -> int:
        """The first of those rows in which most columns are named; 0 where none is."""
        named: dict[int, int] = {}
        for row, at in self.sheet.filled:
            if row <= HEADINGS_WITHIN and self._column(self.sheet.heading((row, at))):
                named[row] = named.get(row, 0) + 1
        return max(named, key=lambda row: (named[row], -row), default=0)

    def _column(self, title: str) -> Column | None:
        year = TARGET.fullmatch(title.casefold()) if self.part.yearly else None
        return self.part.columns_for([int(year[1])])[-1] if year else self.known.get(title.casefold())

    def _name_columns(self, heading: int) -> None:
        for at in sorted(at for row, at in self.sheet.filled if row == heading):
            title = self.sheet.heading((heading, at))
            column = self._column(title)
            if column is None:
                self._fault((heading, at), title, "judul kolom ini tidak dikenal. Pulihkan judul templat.")
            elif column in self.columns.values():
                self._fault((heading, at), title, "judul kolom ini ada dua kali.")
            else:
                self.columns[at] = column
                self.out.letters[self.part.key, column.key] = get_column_letter(at)
        for top, left, down, right in self.sheet.areas:
            if top <= heading <= down and right > left:
                self._fault((top, left), self.sheet.heading((top, left)), WIDE)
        for column in self.part.columns:
            if column.needed and column not in self.columns.values():
                self.out.misses(self.part, f", baris {heading}: kolom “{column.title}” tidak ada.")

    def _refuse_homeless(self, heading: int) -> None:
        """Once for each column: what has no heading would be lost in silence."""
        first: dict[int, int] = {}
        for row, at in self.sheet.filled:
            if row > heading and (heading, at) not in self.sheet.filled:
                first[at] = min(row, first.get(at, row))
        for at, row in sorted(first.items()):
            self._fault((row, at), "", HOMELESS)

    def _row(self, number: int) -> None:
        before = len(self.out.faults)
        is_more = self._goes_on(number)
        row = {}
        for at, column in self.columns.items():
            if is_more and (number, at) in self.sheet.carried:
                continue
            if text := self._text((number, at), column):
                row[column.key] = text
        if is_more:
            self._join(number, row)
        elif row or len(self.out.faults) > before:  # not where formulas all say nothing
            self.out.places[self.part.key, len(self.found)] = number
            self.found.append(row)

    def _goes_on(self, number: int) -> bool:
        """Whether what names the row is merged with the row above: one row, written over several."""
        names = [at for at, column in self.columns.items() if column.key in self.part.names]
        last = next((at for at in names if self.columns[at].key == self.part.names[-1]), None)
        if not self.found or last is None or (number, last) not in self.sheet.carried:
            return False
        own = [at for at in names if (number, at) in self.sheet.filled]
        return all(self._text((number, at), self.columns[at]) == self.found[-1].get(self.columns[at].key) for at in own)

    def _join(self, number: int, row: dict[str, str]) -> None:
        above = self.found[-1]
        for at, column in self.columns.items():
            text, there = row.get(column.key, ""), above.get(column.key, "")
            if not text or text == there:
                continue
            if there and column.cell not in JOINED:
                first = self.out.places[self.part.key, len(self.found) - 1]
                self._fault((number, at), column.title, SECOND.format(first))
            else:
                above[column.key] = JOINED[column.cell].join((there, text)) if there else text

    def _text(self, spot: Spot, column: Column) -> str:
        try:
            return self.sheet.text(spot, column)
        except DomainError as error:
            self._fault(spot, column.title, error.message)
            return ""

    def _fault(self, spot: Spot, title: str, sentence: str) -> None:
        self.out.fault(self.part, spot, title, sentence)


class KeyReader:
    """The sheet Umum: a key on each row, its value beside it."""

    def __init__(self, read: Read, part: Part, sheet: Sheet) -> None:
        self.out, self.part, self.sheet = read, part, sheet
        self.known = {column.title.casefold(): (at, column) for at, column in enumerate(part.columns)}
        self.row: dict[str, str] = {}
        read.rows[part.key] = [self.row]

    def read(self) -> None:
        at = self._key_column()
        self.sheet.carry_below(0)
        seen: set[str] = set()
        for number in sorted({row for row, column in self.sheet.filled if column in (at, at + 1)}):
            title = self.sheet.heading(self.sheet.carried.get((number, at), (number, at)))
            if title.casefold() in self.known:
                self._value(number, at, title, is_again=title.casefold() in seen)
                seen.add(title.casefold())
            elif (number, at + 1) in self.sheet.filled and title.casefold() not in KEY_WORDS:
                self.out.fault(self.part, (number, at), title, "kunci ini tidak dikenal. Pulihkan kunci templat.")

    def _key_column(self) -> int:
        named: dict[int, int] = {}
        for row, at in self.sheet.filled:
            if self.sheet.heading((row, at)).casefold() in self.known:
                named[at] = named.get(at, 0) + 1
        return max(named, key=lambda at: (named[at], -at), default=1)

    def _value(self, number: int, at: int, title: str, *, is_again: bool) -> None:
        index, column = self.known[title.casefold()]
        is_carried = (number, at) in self.sheet.carried
        if is_again and not is_carried:
            self.out.fault(self.part, (number, at), title, "kunci ini ada dua kali.")
            return
        spot = (number, at + 1)
        self.out.places.setdefault((self.part.key, -1 - index), number)
        self.out.letters[self.part.key, column.key] = get_column_letter(at + 1)
        for text in self._texts(spot, column):
            there = self.row.get(column.key, "")
            if there and column.cell not in JOINED:
                self.out.fault(self.part, spot, title, SECOND.format(number - 1))
            else:
                self.row[column.key] = JOINED[column.cell].join((there, text)) if there else text

    def _texts(self, spot: Spot, column: Column) -> Iterator[str]:
        """Its text, where there is one; merged with the help beside it, it is still the value."""
        self.sheet.wide.discard(spot)
        if spot in self.sheet.carried:
            return
        try:
            text = self.sheet.text(spot, column)
        except DomainError as error:
            self.out.fault(self.part, spot, column.title, error.message)
            return
        if text:
            yield text
