"""The workbook of a period: one worksheet for each unit, its answers in cells that alone can be written into.

What it knows of itself stands in a hidden worksheet: ADR 0022.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation

from cermat.collection.exports.stream import Cell, Streamed, plain, plainly
from cermat.collection.formula import COLUMNS, FORMAT, GUIDE, LAYOUT, LISTS, MACHINE, SOURCE, WHOLE, Base, Column
from cermat.collection.queries import EXPLANATION, BookLine, BookUnit, choices_of
from cermat.lib.months import full_date
from cermat.sop.models import Cycle

LINE = Side(style="thin", color="BBBBBB")
EDGE = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
PAPER, HEAD, SHADE = (PatternFill("solid", fgColor=colour) for colour in ("FFF8E1", "E3F0EC", "F1F1F1"))
AS_TEXT = "@"  # a figure stays as it was typed: 1.250 never becomes 1,25, and 1/9 no date
HEADINGS = 4  # the row they stand in
WRONG = "perbaiki"  # column that only a workbook with refused lines has
GUIDANCE = (
    "Isi hanya sel berwarna kuning; yang lain terkunci. Bulan lalu ada di sebelah kirinya.",
    "Angka: 1.250 atau 84,21. Sel kosong berarti belum dijawab.",
    "Tanpa angka: pilih dari daftar selnya Nihil (dihitung, dan nol), Belum ada data (dengan alasan), Tidak berlaku.",
    "Rumus, tanggal, dan sel gabungan tidak dapat dibaca. Tempel angka dari tempat lain sebagai nilai.",
    "Sel yang tidak Anda ubah tidak mengubah apa pun di Cermat, juga bila orang lain sudah mengisinya sesudah unduhan.",
    "Baris boleh disaring menurut judul kolomnya; yang tidak terlihat tetap ikut.",
    "Unggah di halaman Buku kerja periode ini. Perubahan dan kekeliruannya tampil dahulu, sebelum apa pun disimpan.",
    "Bukti dukung dilampirkan pada isiannya di Cermat, dan isian tetap dikirim dari sana.",
)


@dataclass(frozen=True)
class Mended:
    """A line that was refused, as it came, with what is wrong and what is known of its beginning."""

    text: str
    reason: str
    explanation: str
    sentence: str
    base: Mapping[str, Base]  # by key, of this line and of its explanation


@dataclass(frozen=True)
class Wanted:
    """What is written: titles by sheet (pk); where only refused lines are wanted, those by key."""

    cycle: Cycle
    titles: Mapping[int, str]
    at: datetime
    only: Mapping[str, Mended] | None = None
    beside: tuple[tuple[str, int, str, str], ...] = ()  # worksheet, row, text, sentence of what fits nowhere


def workbook_of(units: Iterable[BookUnit], wanted: Wanted) -> bytes:
    """The workbook as XLSX."""
    writer = _Writer(wanted)
    writer.guide()
    for unit in units:
        writer.unit(unit)
    writer.finish()
    return writer.made.content()


def _looks() -> dict[str, dict[str, Any]]:
    font: dict[str, Any] = {"name": "Arial", "size": 10}
    top: dict[str, Any] = {"vertical": "top", "wrap_text": True}
    kinds: dict[str, dict[str, Any]] = {
        "judul": {"font": Font(name="Arial", size=13, bold=True)},
        "bantu": {"font": Font(**font, color="555555")},
        "kepala": {"font": Font(**font, bold=True), "fill": HEAD, "border": EDGE, "alignment": Alignment(**top)},
        "kelompok": {"font": Font(**font, bold=True), "fill": SHADE},
        "tetap": {"font": Font(**font), "border": EDGE, "alignment": Alignment(**top)},
        "lalu": {"font": Font(**font), "border": EDGE, "alignment": Alignment(horizontal="right", **top)},
        "mati": {"font": Font(**font, color="555555"), "fill": SHADE, "border": EDGE, "alignment": Alignment(**top)},
        "salah": {"font": Font(**font, color="9C1C1C"), "border": EDGE, "alignment": Alignment(**top)},
    }
    for name, side in (("isi", "right"), ("tulis", "left")):
        kinds[name] = {
            "font": Font(**font), "fill": PAPER, "border": EDGE, "number_format": AS_TEXT,
            "protection": Protection(locked=False), "alignment": Alignment(horizontal=side, **top),
        }  # fmt: skip
    return kinds


class _Writer:
    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.made = Streamed(_looks())
        self.base: list[tuple[str, Base]] = []
        self.lists: dict[tuple[str, ...], str] = {}  # words → where they stand
        self.versions: list[tuple[str, int]] = []
        extra = [Column(WRONG, "Yang perlu diperbaiki", 60)] if wanted.only is not None else []
        self.columns = [*COLUMNS, *extra]
        self.letters = {column.key: get_column_letter(at) for at, column in enumerate(self.columns, 1)}
        book = self.made.book
        book.properties.title, book.properties.creator = self._title(), "Cermat"
        book.properties.created = book.properties.modified = wanted.at.replace(tzinfo=None)

    def _title(self) -> str:
        return f"Buku kerja {self.wanted.cycle.month.name} {self.wanted.cycle.kecamatan}"

    def _sheet(self, name: str, *, is_hidden: bool = False) -> Any:
        sheet = self.made.sheet(name)
        sheet.protection.sheet = True
        if is_hidden:
            sheet.sheet_state = "hidden"
        return sheet

    def guide(self) -> None:
        sheet = self._sheet(GUIDE)
        sheet.column_dimensions["A"].width = 110
        self.made.add(sheet, [(self._title(), "judul")])
        for sentence in GUIDANCE:
            self.made.add(sheet, [(sentence, "tetap")])
        for tab, row, text, sentence in self.wanted.beside:
            self.made.add(sheet, [(f"Lembar {tab}, baris {row}: “{text}”. {sentence}", "salah")])

    def unit(self, unit: BookUnit) -> None:
        rows = list(self._rows(unit))
        if not rows:
            return
        sheet = self._opened(unit)
        spots: dict[tuple[str, ...], list[int]] = {}
        for line, cells in rows:
            number = self.made.add(sheet, cells)
            if line is not None and not line.is_auto and (words := choices_of(line.field)):
                spots.setdefault((line.field.kind, *words), []).append(number)
        sheet.auto_filter.ref = f"A{HEADINGS}:{self.letters[self.columns[-1].key]}{HEADINGS + len(rows)}"
        for (kind, *offered), numbers in spots.items():
            self._offer(sheet, offered, numbers, strict=kind != "angka")

    def _opened(self, unit: BookUnit) -> Any:
        sheet = self._sheet(self._tab_name(unit))
        sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.sort = False
        sheet.protection.autoFilter = sheet.protection.deleteRows = False
        for column in self.columns:
            sheet.column_dimensions[self.letters[column.key]].width = column.width
        sheet.column_dimensions["A"].hidden = True
        sheet.freeze_panes = f"A{HEADINGS + 1}"
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.made.add(sheet, [("", ""), (f"{unit.unit} · {self.wanted.cycle.month.name}", "judul")])
        self.made.add(sheet, [("", ""), ("Isi sel yang kuning. Cara mengisi: lembar Petunjuk.", "bantu")])
        self.made.add(sheet, plainly(column.key for column in self.columns), is_hidden=True)
        self.made.add(sheet, [("", ""), *((column.title, "kepala") for column in self.columns[1:])])
        return sheet

    def _tab_name(self, unit: BookUnit) -> str:
        plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in unit.unit.name)[:27].strip()
        taken = {name.casefold() for name in self.made.book.sheetnames}
        names = (plain, *(f"{plain} {number}" for number in range(2, 1000)))
        return next(name for name in names if name and name.casefold() not in taken | {LISTS.casefold(), "cermat"})

    def _rows(self, unit: BookUnit) -> Iterator[tuple[BookLine | None, list[Cell]]]:
        if unit.source is not None and (row := self._row(unit.source)):
            yield unit.source, row
        for sheet in unit.sheets:
            found = [(line, row) for line in sheet.lines if (row := self._row(line))]
            if found:
                title = f"{self.wanted.titles[sheet.entry.pk]} · paling lambat {full_date(sheet.entry.due_on)}"
                rest = [("", "kelompok")] * (len(self.columns) - 2)
                yield None, [("", ""), (title, "kelompok"), *rest]
                self.versions.append((str(found[0][0].key).rpartition("|")[0].rpartition("|")[0], sheet.entry.version))
                yield from found

    def _row(self, line: BookLine) -> list[Cell] | None:
        key = str(line.key)
        mended = None if self.wanted.only is None else self.wanted.only.get(key)
        if self.wanted.only is None:
            self._remember(line)
            return self._cells(line, (line.text, line.reason, line.explanation or ""))
        if mended is None:
            return None
        self.base += mended.base.items()
        cells = self._cells(line, (mended.text, mended.reason, mended.explanation))
        return [*cells, (mended.sentence, "salah")]

    def _remember(self, line: BookLine) -> None:
        key, field = str(line.key), line.field
        self.base.append((key, Base(field.label, field.unit, field.kind, line.text, line.reason)))
        if line.explanation:
            name = str(replace(line.key, field=EXPLANATION))
            self.base.append((name, Base("Penjelasan", "", "teks", line.explanation, "", field.key)))

    def _cells(self, line: BookLine, told: tuple[str, str, str]) -> list[Cell]:
        field, (text, reason, explanation) = line.field, told
        code = line.key.code if line.name and field.kind != SOURCE else ""
        free = "mati" if line.is_auto else ("tulis" if field.kind in {"teks", SOURCE} else "isi")
        return [
            (str(line.key), "tetap"),
            (code, "tetap"),
            (line.name, "tetap"),
            (field.label if field.label != line.name else "", "tetap"),
            (field.unit, "tetap"),
            (line.last, "lalu"),
            (text, free),
            (reason, "mati" if line.is_auto or field.kind == "teks" else "tulis"),
            (explanation, "mati" if line.explanation is None else "tulis"),
            (line.hint, "tetap"),
        ]

    def _offer(self, sheet: Any, words: Sequence[str], numbers: list[int], *, strict: bool) -> None:
        """A list at the cells; figures may be typed beside it, other answers must be chosen."""
        letter = self.lists.setdefault(tuple(words), get_column_letter(len(self.lists) + 1))
        place = f"{LISTS}!${letter}$1:${letter}${len(words)}"
        offer = DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=strict)
        offer.error = "Pilih dari daftar."
        offer.sqref = MultiCellRange(" ".join(_ranges(numbers, self.letters["isian"])))
        sheet.add_data_validation(offer)

    def finish(self) -> None:
        """The hidden worksheets: the lists to choose from, and what this workbook knows of itself."""
        lists = self._sheet(LISTS, is_hidden=True)
        for row in range(max(map(len, self.lists), default=0)):
            self.made.add(lists, plainly(words[row] if row < len(words) else "" for words in self.lists))
        about, cycle = self._sheet(MACHINE, is_hidden=True), self.wanted.cycle
        for words in (
            (FORMAT, str(LAYOUT)),
            ("kecamatan", cycle.kecamatan.code),
            ("periode", str(cycle.month)),
            ("dibuat", self.wanted.at.isoformat()),
            ("isi", WHOLE if self.wanted.only is None else "sebagian"),
            *(("versi", f"{version} {key}") for key, version in self.versions),
            *(("baris", json.dumps([key, *map(plain, astuple(base))], ensure_ascii=False)) for key, base in self.base),
        ):
            self.made.add(about, plainly(words))


def _ranges(numbers: list[int], letter: str) -> Iterator[str]:
    """G5:G9 G12:G12 of 5, 6, 7, 8, 9, 12."""
    first = last = numbers[0]
    for number in [*numbers[1:], -1]:
        if number != last + 1:
            yield f"{letter}{first}:{letter}{last}"
            first = number
        last = number
