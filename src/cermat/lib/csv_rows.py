"""CSV files as people hand them in: rows with their line, and a sentence where the file cannot be read at all."""

import csv
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from cermat.lib.errors import DomainError

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
NO_TEXT = "Berkas bukan teks UTF-8. Simpan ulang sebagai “CSV UTF-8”."
SEPARATORS = {";": "titik koma (;)", "\t": "tab", "|": "garis tegak (|)"}
Row = tuple[int, list[str]]


def opened(file: str) -> TextIO:
    """Text of the file or of the standard input, a byte order mark left out. Faults in the bytes come up on reading."""
    if file == "-":
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
    try:
        return Path(file).open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise DomainError(f"Berkas {file} tidak dapat dibuka.") from error


def rows_under_header(file: TextIO) -> tuple[list[str], Iterator[Row]]:
    """The names of the columns, and the rows below them. Raises DomainError where there is no readable header."""
    rows = _rows(file)
    header = next(rows, None)
    if header is None:
        raise DomainError("Berkas kosong: baris pertama harus memuat nama kolom.", code="empty")
    names = [name.strip() for name in header[1]]
    if UNWRITABLE.search("".join(names)):
        raise DomainError(NO_TEXT, code="encoding")
    if len(names) == 1 and (other := next((sign for sign in SEPARATORS if sign in names[0]), "")):
        raise DomainError(
            f"Kolom berkas ini dipisah {SEPARATORS[other]}. Simpan ulang sebagai CSV dengan koma.", code="separator"
        )
    if double := next((name for index, name in enumerate(names) if name in names[:index]), None):
        raise DomainError(f"Kolom “{double[:40]}” ada dua kali.", code="double_column")
    return names, rows


def require_columns(header: Sequence[str], wanted: Sequence[str], known: str, optional: Sequence[str] = ()) -> None:
    """Refuse a header that lacks one of `wanted`, or has others than these and `optional`; `known` is said behind."""
    if missing := [name for name in wanted if name not in header]:
        raise DomainError(f"Kolom “{missing[0]}” tidak ada{_and_more(missing)}. {known}", code="missing_column")
    if unknown := [name for name in header if name not in (*wanted, *optional)]:
        raise DomainError(
            f"Kolom “{unknown[0][:40]}” tidak dikenal{_and_more(unknown)}. {known}", code="unknown_column"
        )


def _and_more(names: Sequence[str]) -> str:
    return f" (dan {len(names) - 1} kolom lain)" if len(names) > 1 else ""


def _rows(file: TextIO) -> Iterator[Row]:
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
