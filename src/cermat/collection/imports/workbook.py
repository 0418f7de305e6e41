"""A filled workbook into its lines: what stands in each cell, or the sentence why it cannot be read.

Read as a stream; columns are found by their names, lines by their own. Nothing here knows the sheets of the period.
"""

import io
import json
import re
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from cermat.collection.formula import COLUMNS, FILLED, FORMAT, LAYOUT, MACHINE, Base, Book, Line, Written, read_key
from cermat.lib.errors import DomainError
from cermat.lib.texts import shows_nothing, storable

MOST_CELLS = 300_000  # filled ones, of the whole workbook
MOST_COLUMNS = 40
LOOKED_AT = 30  # rows of a worksheet among which the names of the columns are looked for
LONGEST = 2_000
LAST_ROW = 1 << 20
PORTION, EXPLAINING = 500, "|penjelasan"
PIECE, MOST_MERGES = 1 << 20, 500  # bytes that are looked through at once; merged areas of one worksheet
MERGES = re.compile(rb'<(?:[\w.-]+:)?mergeCell\b[^>]*\bref="([A-Z0-9:$]{1,30})"[^>]*>')
FORMULA = "Sel ini berisi rumus. Salin, lalu tempel sebagai nilai."
AS_DATE = "Isinya terbaca sebagai tanggal atau jam. Ubah format selnya menjadi Teks, lalu ketik lagi angkanya."
MERGED = "Sel ini bagian dari sel gabungan. Pisahkan selnya, lalu isi masing-masing."
BROKEN_FORMULA = "Sel ini berisi kesalahan rumus ({}). Ketik nilainya."
TOO_MERGED = "Terlalu banyak sel gabungan. Pisahkan semua sel gabungan, lalu unggah lagi."
TOO_LARGE = (
    f"Buku kerja ini lebih dari {MOST_CELLS // 1000}.000 sel terisi. Bagi menurut unit, lalu unggah satu per satu."
)
NOT_OURS = (
    "Tidak ada lembar isian Cermat di dalam berkas ini. Unduh buku kerja dari halaman ini, isi, lalu unggah kembali."
)
NEWER = "Buku kerja ini dibuat oleh Cermat yang lebih baru. Unduh buku kerja dari halaman ini, lalu salin isinya."
UNREADABLE = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, ParseError, SyntaxError, OverflowError,
    RecursionError,
    zipfile.BadZipFile, zlib.error, EOFError,
)  # fmt: skip  # what openpyxl lets through for files it cannot read
TITLES = {column.title for column in COLUMNS}
Cells = Sequence[Any]
Area = tuple[int, int, int, int]  # first column, first row, last column, last row


def read_workbook(content: bytes, told: Callable[[int, int], None] | None = None) -> Book:
    """What an inspected XLSX file says. Raises DomainError at the field `upload`.

    `told` is called now and then with the lines that were read, and with how many there seem to be.
    """
    try:
        return _read(content, told)
    except UNREADABLE as error:
        raise _refused("Berkas ini tidak dapat dibaca sebagai buku kerja. Simpan ulang, lalu unggah lagi.") from error


def _refused(sentence: str) -> DomainError:
    return DomainError(sentence, code="bad_workbook", field="upload")


def _read(content: bytes, told: Callable[[int, int], None] | None) -> Book:
    source = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    book, counter = Book(), _Counter(told)
    try:
        sheets = list(source.worksheets)
        for sheet in sheets:
            if _is_machine(sheet):
                _read_machine(book, sheet, counter)
        for sheet in sheets:
            if not _is_machine(sheet):
                _read_tab(book, sheet, counter)
    finally:
        source.close()
    if not book.lines:
        raise _refused(NOT_OURS)
    if not book.knows_itself:
        book.notes.append(
            f"Lembar tersembunyi “{MACHINE}” tidak ada lagi, sehingga keadaan ketika diunduh tidak diketahui: setiap "
            "nilai yang berbeda dari yang tersimpan ditanyakan."
        )
    return book


class _Counter:
    """Counts filled cells; a workbook with too many is refused as a whole."""

    def __init__(self, told: Callable[[int, int], None] | None) -> None:
        self.cells, self.told, self.last = 0, told, 0

    def tell(self, book: Book) -> None:
        if self.told is not None and len(book.lines) >= self.last + PORTION:
            self.last = len(book.lines)
            self.told(self.last, sum(not name.endswith(EXPLAINING) for name in book.base))

    def add(self, cells: Cells) -> None:
        self.cells += sum(cell.value is not None for cell in cells)
        if self.cells > MOST_CELLS:
            raise _refused(TOO_LARGE)


def _is_machine(sheet: Any) -> bool:
    return any(cell.value == FORMAT for cells in sheet.iter_rows(max_row=1, max_col=1) for cell in cells)


def _read_machine(book: Book, sheet: Any, counter: _Counter) -> None:
    for cells in sheet.iter_rows(max_col=2):
        if cells[0].value is None:
            continue
        counter.add(cells)
        word, told = (str(cell.value) for cell in [*cells, *cells][:2])
        if word == "baris":
            key, *base = (storable(str(part))[:LONGEST] for part in json.loads(told))
            book.base[key] = Base(*base)
        elif word in {"kecamatan", "periode", "dibuat", "isi"}:
            book.header[word] = told[:60]
        elif word == FORMAT:
            if not told.isdecimal() or int(told[:9]) > LAYOUT:
                raise _refused(NEWER)
            book.header["layout"] = told


def _read_tab(book: Book, sheet: Any, counter: _Counter) -> None:
    tab: _Tab | None = None
    before: Cells | None = None
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        if cells is before:  # the reader walks through a gap of a million rows with one and the same nothing
            continue
        before = cells
        counter.add(cells)
        if tab is None:
            columns = _columns(cells)
            if columns:
                tab = _Tab(str(sheet.title).strip(), columns, _merged(sheet))
            elif number > LOOKED_AT:
                return  # somebody's own notes
        elif any(cell.value is not None for cell in cells):
            _read_row(book, tab, number, cells)
            counter.tell(book)


class _Tab:
    """A worksheet with lines: where its columns stand, and which cells are merged."""

    def __init__(self, name: str, columns: dict[str, int], merged: list[Area]) -> None:
        self.name, self.columns = name, columns
        self.merged = {at: _spans(at + 1, merged) for key, at in columns.items() if key in FILLED}
        self.letters = {key: get_column_letter(columns[key] + 1) for key in FILLED if key in columns}
        if "isian" not in self.letters:
            self.letters["isian"] = self.letters["angka"]

    def is_merged(self, row: int, at: int) -> bool:
        spans = self.merged[at]
        before = bisect_right(spans, (row, LAST_ROW)) - 1
        return before >= 0 and row <= spans[before][1]


def _spans(column: int, areas: list[Area]) -> list[tuple[int, int]]:
    """The rows (first, last) at which a column belongs to merged areas, in order and apart from each other."""
    found: list[tuple[int, int]] = []
    for top, down in sorted((top, down) for left, top, right, down in areas if left <= column <= right):
        if found and top <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], down))
        else:
            found.append((top, down))
    return found


def _columns(cells: Cells) -> dict[str, int]:
    """Name of the column → its place, where this is the row that names them."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = str(cell.value).strip().casefold() if cell.value is not None else ""
        if name:
            found.setdefault(name, at)
    is_ours = "kunci" in found and ("isian" in found or {"jawaban", "angka"} <= found.keys())
    return found if is_ours else {}


def _merged(sheet: Any) -> list[Area]:
    """The merged areas as first column, first row, last column, last row; read-only sheets do not tell them."""
    found: list[bytes] = []
    kept = b""
    with sheet._get_source() as source:
        while piece := source.read(PIECE):
            found += MERGES.findall(kept + piece)
            if len(found) > MOST_MERGES:
                raise _refused(TOO_MERGED)
            kept = b"<" + (kept + piece).rpartition(b"<")[2]  # a tag that goes on in the next piece
            kept = b"" if len(kept) > 1000 or b">" in kept else kept
    areas = (range_boundaries(ref.decode().replace("$", "")) for ref in found)
    return [(left or 1, top or 1, right or MOST_COLUMNS, down or LAST_ROW) for left, top, right, down in areas]


def _read_row(book: Book, tab: _Tab, number: int, cells: Cells) -> None:
    at = tab.columns["kunci"]
    key = read_key(str(cells[at].value)) if at < len(cells) and cells[at].value is not None else None
    written = {
        name: _written(cells[at], is_merged=key is not None and tab.is_merged(number, at))
        for name in FILLED
        if (at := tab.columns.get(name, MOST_COLUMNS)) < len(cells)
    }
    if key is not None:
        book.lines.append(Line(tab.name, number, key, _one_cell(written), tab.letters))
        return
    typed = [cell.text or cell.fault for cell in written.values() if cell.text or cell.fault]
    if typed and not TITLES.issuperset(typed):  # the headings have no name either
        book.strays.append((tab.name, number, " ".join(typed)[:100]))


def _one_cell(written: dict[str, Written]) -> dict[str, Written]:
    """Layout 1 told the word and the figure in two cells; as the one cell of today."""
    if "isian" in written or "jawaban" not in written:
        return written
    word, figure = written["jawaban"], written.get("angka", Written())
    is_number = word.text.casefold() in {"", "angka"} and not word.fault
    return written | {"isian": figure if is_number else word}


def _written(cell: Any, *, is_merged: bool) -> Written:
    value = cell.value
    if why := MERGED if is_merged else _unreadable(cell):
        return Written(fault=why)
    if isinstance(value, bool):
        return Written("Ya" if value else "Tidak")
    if isinstance(value, int | float):
        return Written(_figure(value, is_percent="%" in str(cell.number_format)))
    text = "" if value is None else str(value).strip()[:LONGEST]
    return Written("" if shows_nothing(text) else storable(text))


def _unreadable(cell: Any) -> str:
    if cell.data_type == "f" and cell.value is not None:
        return FORMULA
    if cell.data_type == "e":
        return BROKEN_FORMULA.format(str(cell.value)[:20])
    return AS_DATE if isinstance(cell.value, datetime | date | time | timedelta) else ""


def _figure(value: float, *, is_percent: bool) -> str:
    """A figure as it would be typed, with a comma; as a spreadsheet shows it, without the noise of its arithmetic."""
    exact = Decimal(f"{value:.15g}") * (100 if is_percent else 1)
    return f"{exact:f}".replace(".", ",").removesuffix(",0")
