"""The cells of a filled workbook: each as YAML on one line, each fault with its sheet, row and column."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl.utils import get_column_letter

from cermat.instruments.schema.workbook import NO, YES, Cell, Column

YES_WORDS, NO_WORDS = frozenset({YES, "y", "true", "1", "x", "√"}), frozenset({NO, "t", "false", "0", "-"})
DECIMAL_COMMA = re.compile(r"(-?\d+),(\d+)")
AS_DATE = "isinya terbaca sebagai tanggal. Ubah format kolom menjadi Teks, lalu ketik lagi, misalnya 1/9."


@dataclass(frozen=True)
class Place:
    sheet: str
    row: int = 0  # as the spreadsheet counts; 0: the sheet as a whole
    column: int = 0
    title: str = ""

    def __str__(self) -> str:
        parts = [f"Lembar {self.sheet}"]
        if self.row:
            parts.append(f"baris {self.row}")
        if self.column:
            parts.append(f"kolom {get_column_letter(self.column)} ({self.title})")
        elif self.title:
            parts.append(f"“{self.title}”")
        return ", ".join(parts)


@dataclass(frozen=True)
class Told:
    """A value as YAML, and where it stood."""

    yaml: str
    place: Place


@dataclass
class Row:
    place: Place
    below: str = ""
    keys: dict[str, Told] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)  # of every column of the sheet, also the empty ones


@dataclass
class Reader:
    """The workbook as it is read; problems are collected so that all of them can be told at once."""

    problems: list[str] = field(default_factory=list)
    cells: int = 0
    tables: dict[str, list[Row]] = field(default_factory=dict)
    head: dict[str, list[Told]] = field(default_factory=dict)

    def fault(self, place: Place, sentence: str) -> None:
        self.problems.append(f"{place}: {sentence}")


def value_of(reader: Reader, place: Place, column: Column, cell: Any) -> Told | None:
    """What the cell says, as YAML on one line; None where it is empty or at fault."""
    text = text_of(reader, place, cell, is_date=column.key.startswith("berlaku."))
    if not text:
        return None
    try:
        return Told(_yaml(column.cell, text), place)
    except ValueError as fault:
        reader.fault(place, str(fault))
        return None


def text_of(reader: Reader, place: Place, cell: Any, *, is_date: bool = False) -> str:
    value = None if cell is None else cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        reader.fault(place, "berisi rumus. Salin, lalu tempel sebagai nilai.")
    elif cell.data_type == "e":
        reader.fault(place, f"berisi kesalahan rumus ({value}). Ketik nilainya.")
    elif isinstance(value, datetime | date):
        if is_date:
            return f"{value:%Y-%m-%d}"
        reader.fault(place, AS_DATE)
    elif isinstance(value, bool):
        return YES if value else NO
    elif isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    else:
        return str(value).strip()
    return ""


def _yaml(kind: Cell, text: str) -> str:
    match kind:
        case Cell.NUMBER:
            return quoted(_number(text))
        case Cell.YES_NO:
            return _yes_or_no(text)
        case Cell.WORDS:
            return _list(part for part in re.split(r"[;,]", text))
        case Cell.NUMBERS:
            return _list(_number(part) for part in text.split(";"))
        case Cell.PAIRS:
            return json.dumps(dict(_pairs(text)), ensure_ascii=False)
        case _:
            return quoted(text)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(parts: Iterable[str]) -> str:
    return json.dumps([part.strip() for part in parts if part.strip()], ensure_ascii=False)


def _number(text: str) -> str:
    """0,111 as 0.111; anything else as it stands, the definition's own check tells what is allowed."""
    found = DECIMAL_COMMA.fullmatch(text.strip())
    return f"{found[1]}.{found[2]}" if found else text.strip()


def _yes_or_no(text: str) -> str:
    if text.casefold() in YES_WORDS:
        return "true"
    if text.casefold() in NO_WORDS:
        return "false"
    raise ValueError(f"“{text[:40]}” bukan ya atau tidak.")


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        letter, sign, points = part.partition("=")
        if not sign:
            raise ValueError(f"“{part.strip()[:40]}” tidak terbaca. Tulis misalnya a=2; b=0,5.")
        yield letter.strip(), _number(points)
