"""A filled workbook into the rows of a plan, every fault with its sheet, row and cell.

Understood: merged cells going down one column, Indonesian figures, results of formulas, empty rows, dates.
"""

import io
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from cermat.indicators.imports.oversized import refuse_oversized
from cermat.indicators.imports.sheets import KeyReader, Read, Sheet, TableReader
from cermat.indicators.schema.plan_parts import PARTS
from cermat.indicators.schema.plan_table import Part
from cermat.indicators.schema.plan_text import checked
from cermat.indicators.schema.plan_writer import PlanFault
from cermat.lib.errors import DefinitionError, DomainError

BROKEN = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, ArithmeticError, OSError, EOFError,
    RuntimeError, struct.error, zipfile.BadZipFile, zlib.error, InvalidFileException,
)  # fmt: skip  # what openpyxl lets through for files it cannot read
UNREADABLE = "Buku kerja ini tidak dapat dibaca. Buka dan simpan ulang di Excel sebagai .xlsx biasa, lalu muat lagi."
NOT_OURS = "Tidak ada lembar templat Cermat di dalam berkas ini. Unduh templatnya, lalu salin isinya ke sana."


def read_plan_workbook(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows in an inspected XLSX file. Raises DefinitionError with every fault."""
    refuse_oversized(content)
    typed, results = _opened(content, data_only=False), _opened(content, data_only=True)
    if not typed.worksheets:
        raise DomainError(UNREADABLE)
    read = Read()
    names = [_plain(sheet.title) for sheet in typed.worksheets]
    if not {_plain(part.title) for part in PARTS} & set(names):
        raise DomainError(NOT_OURS)
    for part in PARTS:
        there = Counter(names)[_plain(part.title)]
        if there != 1:
            how = "tidak ada" if there == 0 else f"ada {there}"
            read.misses(part, f": {how}. Pulihkan nama lembarnya, atau unduh templat lagi.")
            continue
        at = names.index(_plain(part.title))
        sheet = Sheet(typed.worksheets[at], results.worksheets[at])
        (KeyReader if part.is_one else TableReader)(read, part, sheet).read()
    if read.is_whole:
        read.faults += _further(read)
    if read.faults:
        raise DefinitionError(read.faults)
    return read.rows


def _plain(title: object) -> str:
    return " ".join(str(title).split()).casefold()


def _opened(content: bytes, *, data_only: bool) -> Any:
    try:
        return openpyxl.load_workbook(io.BytesIO(content), data_only=data_only, keep_links=False)
    except BROKEN as error:
        raise DomainError(UNREADABLE) from error


def _further(read: Read) -> list[str]:
    """What the rows themselves do wrong, but not once more of a cell that was refused already."""
    refused = {fault.partition(" (")[0].partition(":")[0] for fault in read.faults}
    placed = [_placed(read, fault) for fault in checked(read.rows).faults]
    return [fault for fault in placed if fault.partition(":")[0] not in refused]


def _placed(read: Read, fault: PlanFault) -> str:
    part = next(one for one in PARTS if one.key == fault.place.part)
    place = f"Lembar {part.title}"
    row = read.places.get((part.key, -1 - _at(part, fault.place.column) if part.is_one else fault.place.row), 0)
    letter = read.letters.get((part.key, fault.place.column), "")
    cell = f", sel {letter}{row}" if row and letter else ""
    return f"{place}{f', baris {row}' if row else ''}{cell}: {fault.sentence}"


def _at(part: Part, key: str) -> int:
    return next((at for at, column in enumerate(part.columns) if column.key == key), 0)


def first_faults(faults: Iterable[str], most: int = 200) -> Sequence[str]:
    found = list(faults)
    return found if len(found) <= most else [*found[:most], f"… dan {len(found) - most} kesalahan lain."]
