"""Workbooks: a ZIP directory within limits, no macros, XML without entities, and readable to the last row."""

import re
import zipfile
import zlib
from io import BytesIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from cermat.documents.formula.persons import Persons
from cermat.documents.formula.refusal import RefusedError

MOST_MEMBERS = 400
MOST_UNPACKED = 50 * 1024 * 1024
RATIO_COUNTS_FROM = 5 * 1024 * 1024
MOST_RATIO = 100
MOST_CELLS = 1_000_000
HIDDEN = re.compile(r"(vbaProject|activeX|embeddings/|oleObject|macrosheets|dialogsheets)", re.IGNORECASE)
DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
DDE = re.compile(rb"<([\w.-]+:)?ddeLink")  # under whatever prefix
DECLARED = re.compile(rb"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
PLAIN = {b"utf-8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}  # the same letters in the same bytes
XML = (".xml", ".rels", ".vml")
UNREADABLE = (
    InvalidFileException, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, SyntaxError,
)  # fmt: skip  # what openpyxl lets through for files it cannot read
BROKEN = "Berkas XLSX ini rusak dan tidak dapat dibaca. Simpan ulang dari aplikasi lembar kerja, lalu kirim lagi."
TOO_MANY = (
    f"XLSX ini terlalu besar: lebih dari {MOST_CELLS:,}".replace(",", ".")
    + " sel. Hapus baris dan kolom kosong yang berformat di luar tabel, lalu kirim lagi."
)
BOMB = "Isi XLSX ini membengkak terlalu besar ketika dibuka. Hapus lembar yang tidak perlu, lalu kirim lagi."


def check_workbook(content: bytes, persons: Persons | None = None) -> list[str]:
    """The names of its sheets; `persons` sees every row.

    RefusedError for a bomb, a macro, an entity trick or a file that no reader opens (ASVS 1.5.1, 5.2.3).
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_directory(archive)
            _check_members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedError(BROKEN) from error
    return _read(content, persons or Persons())


def _check_directory(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise RefusedError("Isi berkas ini arsip ZIP atau dokumen lain, bukan XLSX. Pilih berkas yang benar.")
    if len(members) > MOST_MEMBERS or len(names) != len(members):
        raise RefusedError(BOMB)
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked / packed > MOST_RATIO):
        raise RefusedError(BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError("XLSX ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu kirim lagi.")
    for name in names:
        if HIDDEN.search(name):
            raise RefusedError("XLSX ini memuat makro atau objek tertanam. Simpan ulang tanpa itu, lalu kirim lagi.")
        if name.startswith("/") or ".." in name.split("/"):
            raise RefusedError(BROKEN)


def _check_members(archive: zipfile.ZipFile) -> None:
    """Count what really comes out: the directory may lie."""
    left = MOST_UNPACKED
    for member in archive.infolist():
        with archive.open(member) as file:
            seen = file.read(left + 1)
        left -= len(seen)
        if left < 0:
            raise RefusedError(BOMB)
        if DOCTYPE.search(seen) or (member.filename.lower().endswith(XML) and _hides_letters(seen)):
            raise RefusedError("XLSX ini memuat definisi XML yang berbahaya. Simpan ulang, lalu kirim lagi.")
        if DDE.search(seen):
            raise RefusedError("XLSX ini memuat tautan DDE. Hapus tautan itu, lalu kirim lagi.")


def _hides_letters(xml: bytes) -> bool:
    """Whether its letters are other bytes than we look for: UTF-16, EBCDIC. No spreadsheet program writes so."""
    declared = DECLARED.search(xml)
    return b"\0" in xml or (declared is not None and declared[1].strip().lower() not in PLAIN)


def _read(content: bytes, persons: Persons) -> list[str]:
    try:
        cells, names = _cells(content, persons)
    except UNREADABLE as error:
        raise RefusedError(BROKEN) from error
    if cells > MOST_CELLS:
        raise RefusedError(TOO_MANY)
    return names


def _cells(content: bytes, persons: Persons) -> tuple[int, list[str]]:
    """How many cells a reader walks through (stops counting above the limit), and the names of the sheets."""
    cells = 0
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            cells += len(row) or 1  # a gap of a billion empty rows is walked through too
            if cells > MOST_CELLS:
                return cells, []
            persons.row(row)
    names = list(book.sheetnames)
    book.close()
    return cells, names
