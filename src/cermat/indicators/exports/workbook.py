"""A plan as a workbook to fill in and send back: one sheet for each part, empty or with what a plan says."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from cermat.indicators.schema.plan_cells import value_of
from cermat.indicators.schema.plan_offers import offered
from cermat.indicators.schema.plan_parts import PARTS
from cermat.indicators.schema.plan_table import Cell, Column, Part, Row, Rows
from cermat.indicators.schema.plan_words import label_of
from cermat.indicators.schema.plan_writer import years_of
from cermat.lib.errors import DomainError
from cermat.printing.worksheets import Choice, Value, Worksheet, as_worksheets

DIGITS = 15  # of a figure, as many as a spreadsheet holds
BLANK, WIDTHS = 40, {Cell.PROSE: 44, Cell.LINES: 44, Cell.NUMBER: 16, Cell.WHOLE: 10}
GUIDE = (
    "Isi lembar demi lembar, lalu unggah pada halaman Rencana tahunan. Setiap perubahan tampil sebelum disimpan.",
    "Tidak ada yang berlaku sebelum Anda menekan “Berlakukan”.",
    "Nama lembar dan judul kolom terkunci. Baris kosong dilewati; baris boleh ditambah dan dihapus.",
    "Angka: 84,21 atau 1.250 atau Rp 412.500.000. Sel kosong berarti belum ditetapkan, bukan nol.",
    "Sel berisi beberapa baris (bukti, aksi, fungsi): pindah baris dengan Alt+Enter.",
    "Rumus: yang dibaca hasilnya. Sel gabungan ke bawah dibaca sebagai isi setiap barisnya; angka ditulis per baris.",
)


def plan_workbook(rows: Rows, *, title: str, at: datetime) -> bytes:
    """`imports.workbook.read_plan_workbook` makes the same plan of it."""
    years = years_of(rows)
    sheets = [_guide(years), *(_head(part, rows) if part.is_one else _sheet(part, rows, years) for part in PARTS)]
    return as_worksheets(sheets, title=title, at=at)


def _guide(years: Sequence[int]) -> Worksheet:
    told: list[tuple[Value, ...]] = [(text, "", "", "", "") for text in GUIDE]
    for part in PARTS:
        told.append((part.about, part.title, "", "", ""))
        told += [
            ("", part.title, column.title, "wajib" if column.needed else "", _meaning(column))
            for column in part.columns_for(years)
        ]
    return Worksheet("Petunjuk", ("Petunjuk", "Lembar", "Kolom", "Wajib", "Isi"), (60, 16, 24, 8, 60), tuple(told))


def _meaning(column: Column) -> str:
    said = [f"{word} = {label_of(column, word)}" for word in column.words]
    words = f"Salah satu dari: {'; '.join(said)}." if said else ""
    return " ".join(part for part in (column.help, words) if part)


def _head(part: Part, rows: Rows) -> Worksheet:
    row: Row = next(iter(rows.get(part.key, ())), {})
    told = tuple((column.title, _value(column, row.get(column.key, "")), _meaning(column)) for column in part.columns)
    return Worksheet(part.title, ("Kunci", "Isi", "Keterangan"), (22, 60, 60), told, is_locked=True)


def _sheet(part: Part, rows: Rows, years: Sequence[int]) -> Worksheet:
    columns = part.columns_for(years)
    return Worksheet(
        part.title,
        tuple(column.title for column in columns),
        tuple(WIDTHS.get(column.cell, 18) for column in columns),
        tuple(
            tuple(_value(column, row.get(column.key, "")) for column in columns) for row in rows.get(part.key, ())
        ),
        tuple(_choices(columns, rows)),
        blank=BLANK,
        is_locked=True,
    )  # fmt: skip


def _choices(columns: Sequence[Column], rows: Rows) -> Iterator[Choice]:
    for at, column in enumerate(columns, 1):
        words = column.words or ((*(value for value, _label in offered(column.among, rows)),) if column.among else ())
        if column.cell is Cell.YES_NO:
            words = ("ya", "tidak")
        if words and not any("," in word for word in words):
            yield Choice(at, words)


def _value(column: Column, text: str) -> Value:
    """Figures as figures where a spreadsheet holds them exactly; everything else as text."""
    if not text or column.cell not in {Cell.NUMBER, Cell.WHOLE}:
        return text
    try:
        exact = Decimal(str(value_of(column, text)))
    except DomainError:
        return text
    if len(exact.normalize().as_tuple().digits) > DIGITS or abs(exact) >= 10**DIGITS:
        return text
    return int(exact) if exact == exact.to_integral_value() else float(exact)
