"""The CSV that `./cermat score` reads: subject, period, then a column per item; a row is one sheet.

Whatever is wrong with the file as a whole is one DomainError. A bad cell spoils only its subject in its period: the
fault names the line, the column and what is allowed, and the others are read all the same.
"""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache, partial
from typing import TextIO

from cermat.instruments.formula import (
    AnsweredBy,
    Definition,
    Group,
    Item,
    Points,
    Sheet,
    number_of,
    points_of,
    value_bounds,
    written_number,
)
from cermat.lib.errors import DomainError

KEYS = ("subject", "period")
ASSESSOR = "assessor"
LONGEST_KEY = 60
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
NO_TEXT = "Berkas bukan teks UTF-8. Simpan ulang sebagai “CSV UTF-8”."
Read = Callable[[str], Points]


@dataclass
class Subject:
    """Everything the file says about one subject in one period."""

    code: str
    period: str
    line: int
    direct: bool = False  # group values instead of sheets
    sheets: list[Sheet] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # of the assessors
    groups: dict[str, Fraction] = field(default_factory=dict)  # values given directly
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Columns:
    """How the columns of a file are read: items, or groups whose values are given."""

    keys: tuple[str, ...]
    readers: dict[str, Read]
    direct: bool

    @property
    def names(self) -> list[str]:
        return [*self.keys, *self.readers]


def item_columns(definition: Definition) -> Columns:
    keys = (*KEYS, ASSESSOR) if definition.answered_by is AnsweredBy.ASSESSORS else KEYS
    return Columns(keys, {item.code: _cached(partial(points_of, item)) for item in definition.items}, direct=False)


def group_columns(definition: Definition) -> Columns | None:
    """The top groups, where every one of them may be given directly."""
    groups = [group for group in definition.top if isinstance(group, Group)]
    if len(groups) != len(definition.top) or not all(group.may_be_given for group in groups):
        return None
    return Columns(KEYS, {group.code: _cached(_group_reader(definition, group)) for group in groups}, direct=True)


def _cached(read: Read) -> Read:
    """The same few answers stand in thousands of cells."""
    return lru_cache(maxsize=4096)(read)


def _group_reader(definition: Definition, group: Group) -> Read:
    lowest, highest = value_bounds(definition, group)
    whole = definition.answered_by is AnsweredBy.ONE and all(
        not item.decimals for item in definition.below(group.code) if isinstance(item, Item)
    )

    def read(typed: str) -> Points:
        text = typed.strip()
        number = number_of(text, 0 if whole else None)
        if text and (number is None or not lowest <= number <= highest):
            kind = "angka bulat" if whole else "angka"
            allowed = f"{kind} {written_number(lowest)} sampai {written_number(highest)}"
            raise ValueError(f"“{text[:40]}” tidak dapat dipakai; isi dengan {allowed}.")
        return number

    return read


def read_answers(definition: Definition, file: TextIO, *, means: bool = False) -> list[Subject]:
    """The subjects of the file in order of first appearance. Raises DomainError where the file cannot be read."""
    rows = _rows(file)
    header = next(rows, None)
    if header is None:
        raise DomainError("Berkas kosong: baris pertama harus memuat nama kolom.", code="empty")
    if UNWRITABLE.search("".join(header[1])):
        raise DomainError(NO_TEXT, code="encoding")
    columns = _columns(definition, [name.strip() for name in header[1]], means=means)
    places = [name.strip() for name in header[1]]
    found: dict[tuple[str, str], Subject] = {}
    for line, cells in rows:
        texts = dict(zip(places, cells, strict=False))
        key = (texts.get("subject", "").strip(), texts.get("period", "").strip())
        subject = found.setdefault(key, Subject(*key, line, columns.direct))
        if len(cells) != len(places):
            subject.faults.append(f"Baris {line}: ada {len(cells)} kolom, seharusnya {len(places)}.")
        elif not all(key) or max(map(len, key)) > LONGEST_KEY:
            empty = "subject" if not key[0] or len(key[0]) > LONGEST_KEY else "period"
            subject.faults.append(f"Baris {line}, kolom {empty}: harus diisi, paling banyak {LONGEST_KEY} karakter.")
        elif UNWRITABLE.search("".join(cells)):
            column = next(name for name, cell in texts.items() if UNWRITABLE.search(cell))
            subject.faults.append(f"Baris {line}, kolom {column}: memuat karakter yang tidak dapat ditulis; hapus.")
        else:
            _add(definition, columns, subject, texts, line)
    if not found:
        raise DomainError("Berkas hanya memuat nama kolom, tanpa satu baris jawaban pun.", code="empty")
    return list(found.values())


def _rows(file: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with the line where each begins."""
    reader = csv.reader(file, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise DomainError(f"Baris {line}: penulisan CSV keliru; periksa tanda kutipnya.", code="broken") from error
    except UnicodeDecodeError as error:
        raise DomainError(NO_TEXT, code="encoding") from error


def _columns(definition: Definition, header: Sequence[str], *, means: bool) -> Columns:
    """Which columns this header has. Raises DomainError: wrong separator, double, missing or unknown columns."""
    if len(header) == 1 and (other := next((sign for sign in ";\t|" if sign in header[0]), "")):
        name = {";": "titik koma (;)", "\t": "tab", "|": "garis tegak (|)"}[other]
        raise DomainError(f"Kolom berkas ini dipisah {name}. Simpan ulang sebagai CSV dengan koma.", code="separator")
    if double := next((name for index, name in enumerate(header) if name in header[:index]), None):
        raise DomainError(f"Kolom “{double[:40]}” ada dua kali.", code="double_column")
    columns, direct = item_columns(definition), group_columns(definition)
    if means and (direct is None or definition.answered_by is AnsweredBy.ONE):
        raise DomainError(f"--means tidak berlaku untuk {definition.name}.", code="no_means")
    if direct is not None and (means or (definition.answered_by is AnsweredBy.ONE and not _items_in(columns, header))):
        columns = direct
    known = f"Kolom {definition.name}: {','.join(columns.names)}"
    if missing := [name for name in columns.names if name not in header]:
        raise DomainError(f"Kolom “{missing[0]}” tidak ada{_and_more(missing)}. {known}", code="missing_column")
    if unknown := [name for name in header if name not in columns.names]:
        raise DomainError(
            f"Kolom “{unknown[0][:40]}” tidak dikenal{_and_more(unknown)}. {known}", code="unknown_column"
        )
    return columns


def _items_in(columns: Columns, header: Sequence[str]) -> bool:
    return any(name in header for name in columns.readers)


def _and_more(names: Sequence[str]) -> str:
    return f" (dan {len(names) - 1} kolom lain)" if len(names) > 1 else ""


def _add(definition: Definition, columns: Columns, subject: Subject, texts: dict[str, str], line: int) -> None:
    sheet: dict[str, Points] = {}
    for name, read in columns.readers.items():
        try:
            sheet[name] = read(texts[name])
        except ValueError as error:
            subject.faults.append(f"Baris {line}, kolom {name}: {error}")
    if columns.direct:
        subject.groups |= {name: points for name, points in sheet.items() if isinstance(points, Fraction)}
    alone = columns.direct or definition.answered_by is AnsweredBy.ONE
    if alone and subject.sheets:
        subject.faults.append(
            f"Baris {line}: {subject.code} pada {subject.period} sudah ada di baris {subject.line}; satu baris saja."
        )
    if ASSESSOR in columns.keys:
        name = texts[ASSESSOR].strip()
        if not name or name in subject.names:
            reason = "sudah ada untuk subjek ini" if name else "harus diisi"
            subject.faults.append(f"Baris {line}, kolom {ASSESSOR}: {reason}.")
        subject.names.append(name)
    subject.sheets.append(sheet)
