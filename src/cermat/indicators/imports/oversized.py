"""What the reader of workbooks would unfold without end is refused before it: too much text, too many cells,
endless merged areas.
"""

import io
import re
import zipfile

from openpyxl.utils import column_index_from_string

from cermat.lib.errors import DomainError

MOST_CELLS = 150_000  # of all sheets; each is held twice, as typed and as calculated
MOST_UNPACKED, MOST_MERGES, MOST_MERGED = 12_000_000, 2000, 40_000  # bytes; areas, and cells in them
MOST_ROW_TAGS = 20_000  # each costs the reader as much as a cell, empty or not
CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b")
AREA = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?[\"']"
)


def refuse_oversized(content: bytes) -> None:
    """Raises DomainError. Of a workbook that the general inspection has let through."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise DomainError("Buku kerja terlalu besar. Hapus lembar dan format yang tidak perlu, lalu muat lagi.")
            sheets = [packed.read(name) for name in packed.namelist() if name.lower().endswith(".xml")]
    except zipfile.BadZipFile as error:
        raise DomainError("Berkas ini bukan buku kerja Excel. Simpan ulang sebagai .xlsx, lalu muat lagi.") from error
    if sum(1 for text in sheets for _ in CELL.finditer(text)) > MOST_CELLS:
        raise DomainError("Sel buku kerja terlalu banyak. Hapus baris dan kolom yang tidak dipakai, lalu muat lagi.")
    if sum(1 for text in sheets for _ in ROW.finditer(text)) > MOST_ROW_TAGS:
        raise DomainError("Baris buku kerja terlalu banyak. Hapus baris kosong di bawah tabel, lalu muat lagi.")
    areas = [found.groups() for text in sheets for found in AREA.finditer(text)]
    named = sum(len(MERGE.findall(text)) for text in sheets)
    is_hidden = named != len(areas) or any(b"\0" in text for text in sheets)  # another spelling than Excel's own
    if is_hidden or named > MOST_MERGES or sum(map(_cells, areas)) > MOST_MERGED:
        raise DomainError("Sel gabungan terlalu banyak atau terlalu luas. Pisahkan sel-selnya, lalu muat lagi.")


def _cells(area: tuple[bytes | None, ...]) -> int:
    left, top, right, bottom = area
    if left is None or top is None or right is None or bottom is None:
        return 1
    first, last = column_index_from_string(left.decode()), column_index_from_string(right.decode())
    return (abs(last - first) + 1) * (abs(int(bottom) - int(top)) + 1)
