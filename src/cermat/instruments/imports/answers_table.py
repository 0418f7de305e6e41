"""The CSV that `./cermat score` reads: subject, period, then a column per item; a row is one sheet.

Whatever is wrong with the file as a whole is one DomainError. A bad cell spoils only its subject in its period: the
fault names the line, the column and what is allowed, and the others are read all the same.
"""

from collections.abc import Callable, Sequence
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
from cermat.lib.csv_rows import UNWRITABLE, require_columns, rows_under_header
from cermat.lib.errors import DomainError

KEYS = ("subject", "period")
ASSESSOR = "assessor"
LONGEST_KEY = 60
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
    places, rows = rows_under_header(file)
    columns = _columns(definition, places, means=means)
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


def _columns(definition: Definition, header: Sequence[str], *, means: bool) -> Columns:
    """Which columns this header has. Raises DomainError: missing or unknown columns."""
    columns, direct = item_columns(definition), group_columns(definition)
    if means and (direct is None or definition.answered_by is AnsweredBy.ONE):
        raise DomainError(f"--means tidak berlaku untuk {definition.name}.", code="no_means")
    if direct is not None and (means or (definition.answered_by is AnsweredBy.ONE and not _items_in(columns, header))):
        columns = direct
    require_columns(header, columns.names, f"Kolom {definition.name}: {','.join(columns.names)}")
    return columns


def _items_in(columns: Columns, header: Sequence[str]) -> bool:
    return any(name in header for name in columns.readers)


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
