"""The CSV that `./cermat achievement` reads: one published row per line, decimals with a point, empty = not given.

What is wrong with the file as a whole is one DomainError. A bad cell spoils only its row: the fault names the line,
the column and what is allowed, and the others are read all the same.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TextIO

from cermat.lib.csv_rows import UNWRITABLE, require_columns, rows_under_header
from cermat.lib.errors import DomainError
from cermat.lib.rounding import Rounding
from cermat.measurement.formula import Case, Direction, Method, Rule, Target, fits, method_of

KEYS = ("id", "formula", "target", "actual")
OPTIONAL = ("direction", "target_low", "target_high", "cap", "decimals", "rounding")
COLUMNS = "id,formula,direction,target,target_low,target_high,actual,cap,decimals,rounding"
WITHOUT_PERCENTAGE = frozenset({"none", "status_only"})
NUMBER = re.compile(r"[-+]?[0-9]{1,30}(\.[0-9]{1,30})?")
DECIMALS, MOST_DECIMALS = 2, 10
LONGEST_ID = 100


@dataclass
class CaseRow:
    """A line of the file: its case, or why there is none."""

    line: int
    case: Case | None = None
    faults: list[str] = field(default_factory=list)


def read_cases(file: TextIO) -> Iterator[CaseRow]:
    """The rows in the order of the file, one at a time. Raises DomainError where the file cannot be read."""
    header, rows = rows_under_header(file)
    require_columns(header, KEYS, f"Kolom yang dikenal: {COLUMNS}", OPTIONAL)
    seen: dict[str, int] = {}
    for line, cells in rows:
        row = CaseRow(line)
        if len(cells) != len(header):
            row.faults.append(f"Baris {line}: ada {len(cells)} kolom, seharusnya {len(header)}.")
        else:
            _read(row, _Cells(row, dict(zip(header, (cell.strip() for cell in cells), strict=True))), seen)
        yield row
    if not seen:
        raise DomainError("Tidak ada satu baris pun yang ber-id di bawah nama kolom.", code="empty")


class _Cells:
    """The cells of one row; each question leaves its fault on the row."""

    def __init__(self, row: CaseRow, texts: Mapping[str, str]) -> None:
        self.row = row
        self.texts = texts

    def text(self, column: str) -> str:
        return self.texts.get(column, "")

    def fault(self, column: str, sentence: str) -> None:
        self.row.faults.append(f"Baris {self.row.line}, kolom {column}: {sentence}")

    def number(self, column: str) -> Fraction | None:
        text = self.text(column)
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            self.fault(column, f"“{text[:40]}” bukan angka. Tulis dengan titik desimal, misalnya 84.21.")
            return None
        return Fraction(Decimal(text))

    def one_of(self, column: str, allowed: tuple[str, ...], default: str) -> str:
        text = self.text(column) or default
        if text not in allowed:
            self.fault(column, f"“{text[:40]}” tidak dikenal. Yang ada: {', '.join(allowed)}.")
            return default
        return text


def _read(row: CaseRow, cells: _Cells, seen: dict[str, int]) -> None:
    key = cells.text("id")
    if not key or len(key) > LONGEST_ID or UNWRITABLE.search(key):
        cells.fault("id", f"harus diisi, paling banyak {LONGEST_ID} karakter yang dapat ditulis.")
    elif key in seen:
        cells.fault("id", f"“{key}” sudah ada di baris {seen[key]}.")
    seen.setdefault(key, row.line)
    target = Target(cells.number("target"), cells.number("target_low"), cells.number("target_high"))
    if target.low is not None and target.high is not None and target.low > target.high:
        cells.fault("target_low", "batas bawah melebihi batas atas.")
    actual = cells.number("actual")
    direction, method = _way(cells, target)
    rule = _rule(cells, method)
    if not row.faults:
        row.case = Case(key, direction, target, actual, rule)


def _way(cells: _Cells, target: Target) -> tuple[Direction, Method | None]:
    """Direction and formula; an empty formula follows the direction, an empty direction the formula."""
    directions = tuple(direction.value for direction in Direction)
    formulas = (*(method.value for method in Method), *sorted(WITHOUT_PERCENTAGE))
    said, formula = cells.text("direction"), cells.text("formula")
    direction = Direction(cells.one_of("direction", directions, Direction.POSITIVE))
    if not formula:
        if not said:
            cells.fault("formula", "isi rumus atau arah.")
        return direction, method_of(direction, target)
    found = cells.one_of("formula", formulas, Method.POSITIVE)
    if found in WITHOUT_PERCENTAGE:
        if not said:
            cells.fault("direction", f"harus diisi bila rumusnya {found}.")
        return direction, None
    method = Method(found)
    if not said:
        return (Direction.POSITIVE if fits(method, Direction.POSITIVE) else Direction.NEGATIVE), method
    if not fits(method, direction):
        cells.fault("direction", f"“{said}” bertentangan dengan rumus {method}.")
    return direction, method


def _rule(cells: _Cells, method: Method | None) -> Rule | None:
    cap, decimals = cells.number("cap"), cells.number("decimals")
    if cap is not None and cap <= 0:
        cells.fault("cap", "harus lebih dari nol, misalnya 100 atau 120; kosong bila tanpa batas.")
    if decimals is not None and (decimals.denominator != 1 or not 0 <= decimals <= MOST_DECIMALS):
        cells.fault("decimals", f"isi bilangan bulat 0 sampai {MOST_DECIMALS}.")
        decimals = None
    rounding = Rounding(cells.one_of("rounding", tuple(way.value for way in Rounding), Rounding.HALF_UP))
    if method is None:
        return None
    places = DECIMALS if decimals is None else int(decimals)
    return Rule(method, None if cap is None else Decimal(cells.text("cap")), places, rounding)
