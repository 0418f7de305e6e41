"""A file with answers as a plain table: CSV of any separator or the first sheet of a workbook.

What may not be kept is left out here, before anything is stored: names and numbers of persons, and the moment of each
answer. The table is text (CSV, UTF-8), headings first; the first cell of each row is its number in the file.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import openpyxl

from cermat.lib.errors import DomainError
from cermat.survey.formula.columns import (
    IGNORED,
    SUGGESTION,
    Question,
    guess,
    is_headings,
    is_moment,
    is_moment_value,
    is_personal,
    is_personal_value,
)
from cermat.survey.formula.plain_table import Table

MOST_ROWS, MOST_COLUMNS = 100_000, 60
MOST_SHEET_ROWS = 10_000  # a workbook is read many times slower than CSV, and somebody waits for the page
LOOKED_AT = 20  # rows among which the headings are looked for
LONGEST_HEADING, LONGEST_CELL = 200, 2_000
SEPARATORS = ";,\t|"
TOO_WIDE = f"Berkas ini memuat lebih dari {MOST_COLUMNS} kolom. Hapus kolom yang tidak diperlukan, lalu unggah lagi."
BAD_QUOTES = "penulisan CSV keliru; periksa tanda kutipnya, lalu unggah lagi."
CELL_TOO_LONG = (  # for csv.field_size_limit()
    "satu sel lebih dari 131.072 huruf. Periksa tanda kutip yang tidak ditutup, atau persingkat isi sel itu, lalu "
    "unggah lagi."
)
TAKEN_OUT = "[dihapus]"
Rows = Iterator[tuple[int, list[str]]]


def read_table(content: bytes, kind: str, questions: Sequence[Question], numbered: Sequence[str]) -> Table:
    """The table in an inspected file (`kind`: csv or xlsx). Raises DomainError at the field `upload`."""
    rows = _workbook_rows(content) if kind == "xlsx" else _csv_rows(content)
    before: list[tuple[int, list[str]]] = []
    at = 0
    for number, cells in rows:
        if len(cells) > MOST_COLUMNS:  # before each is compared with every question
            raise _refused(TOO_WIDE)
        before.append((number, cells))
        if is_headings(_cut(cells), questions, numbered):
            at = len(before) - 1
            break
        if len(before) == LOOKED_AT:
            break
    if not before:
        raise _refused("Berkas ini tidak memuat satu baris pun. Pilih berkas yang berisi jawaban.")
    headings = [text or f"Kolom {number}" for number, text in enumerate(_cut(before[at][1]), 1)]
    reader = _Reader(headings, guess(headings, questions, numbered))
    for number, cells in before[at + 1 :]:
        reader.add(number, cells)
    for number, cells in rows:
        reader.add(number, cells)
    return reader.table()


def _cut(cells: Sequence[str]) -> list[str]:
    """As headings: nothing longer is compared with the questions."""
    return [text[:LONGEST_HEADING] for text in cells]


def _refused(sentence: str) -> DomainError:
    return DomainError(sentence, code="bad_table", field="upload")


class _Reader:
    """Keeps every row once, and remembers which columns must go."""

    def __init__(self, headings: list[str], purposes: list[str]) -> None:
        self.headings, self.purposes = headings, purposes
        free = [at for at, purpose in enumerate(purposes) if purpose == IGNORED]
        self.why = {at: "identitas" for at in free if is_personal(headings[at])}
        self.why |= {at: "saat mengisi" for at in free if at not in self.why and is_moment(headings[at])}
        self.taken_out: dict[int, int] = {}
        self.rows: list[tuple[int, list[str]]] = []

    def add(self, number: int, cells: list[str]) -> None:
        if not any(cells):
            return
        if len(self.rows) == MOST_ROWS:
            raise _refused(
                f"Berkas ini lebih dari {MOST_ROWS:,} baris; bagi menjadi beberapa berkas.".replace(",", ".")
            )
        width = len(self.headings)
        kept = [*cells[:width], *("" for _missing in range(width - len(cells)))]
        for at, text in enumerate(kept):
            if len(text) > 7 and at not in self.why:  # a date or a number of a person is longer
                kept[at] = self._looked_at(at, text)
        self.rows.append((number, kept))

    def _looked_at(self, at: int, text: str) -> str:
        personal, moment = is_personal_value(text), is_moment_value(text)
        if not personal and not moment:
            return text[:LONGEST_CELL]
        if self.purposes[at] != IGNORED:  # an answer is expected here: only this cell goes
            self.taken_out[at] = self.taken_out.get(at, 0) + 1
            return TAKEN_OUT if self.purposes[at] != SUGGESTION else ""
        self.why[at] = "identitas" if personal else "saat mengisi"
        return text

    def table(self) -> Table:
        if not self.rows:
            raise _refused(
                "Berkas hanya memuat judul kolom, tanpa satu baris jawaban pun. Isi barisnya, lalu unggah lagi."
            )
        kept = [at for at in range(len(self.headings)) if at not in self.why]
        text, digest = io.StringIO(newline=""), hashlib.sha256()
        writer = csv.writer(text)
        writer.writerow(["baris", *(self.headings[at] for at in kept)])
        for number, cells in self.rows:
            row = [cells[at] for at in kept]
            writer.writerow([number, *row])
            digest.update("\x1f".join(row).encode() + b"\x1e")
        headings = tuple(self.headings[at] for at in kept)
        return Table(text.getvalue(), headings, len(self.rows), tuple(self._sentences()), digest.hexdigest())

    def _sentences(self) -> Iterator[str]:
        for at, why in sorted(self.why.items()):
            words = "memuat nama atau nomor orang" if why == "identitas" else "memuat saat mengisi jawaban"
            yield f"Kolom “{self.headings[at]}” {words}; tidak dibaca dan tidak disimpan."
        for at, count in sorted(self.taken_out.items()):
            yield f"{count} sel pada kolom “{self.headings[at]}” berisi nomor orang atau tanggal; dihapus dari berkas."


# ---- CSV


def _csv_rows(content: bytes) -> Rows:
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        why = CELL_TOO_LONG if str(error).startswith("field larger") else BAD_QUOTES
        raise _refused(f"Baris {line}: {why}") from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    """The sign that stands most often in the first lines."""
    beginning = "\n".join(text.splitlines()[:LOOKED_AT])
    return max(SEPARATORS, key=beginning.count) if any(sign in beginning for sign in SEPARATORS) else ","


# ---- XLSX


def _workbook_rows(content: bytes) -> Rows:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
                for number, row in enumerate(rows, 1):
                    if number > MOST_SHEET_ROWS + 1:
                        raise _refused(
                            f"Lembar ini lebih dari {MOST_SHEET_ROWS:,} baris. Simpan sebagai CSV, lalu unggah berkas "
                            "CSV itu.".replace(",", ".", 1)
                        )
                    yield number, _trimmed([_text(value) for value in row])
                return
    finally:
        book.close()


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end: a sheet is often declared wider than it is."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return str(value).strip()
