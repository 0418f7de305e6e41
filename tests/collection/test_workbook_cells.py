"""Each cell that cannot be taken says why, and each that can be understood is."""

from collections.abc import Mapping
from datetime import date, time

from cermat.collection.models import Fate
from tests.collection.ledgers import compared, ledger_with, written
from tests.collection.workbooks import filled, opened, place, saved, tabs

Cells = Mapping[str, object]
REFUSED: list[tuple[str, Cells, str]] = [
    ("n", {"isian": "dua belas"}, "“dua belas” bukan angka. Tulis misalnya 1.250 atau 84,21, atau pilih Nihil"),
    ("n", {"isian": "=1+1"}, "Sel ini berisi rumus."),
    ("n", {"isian": date(2026, 9, 1)}, "terbaca sebagai tanggal"),
    ("n", {"isian": time(9, 30)}, "terbaca sebagai tanggal atau jam"),
    ("n", {"isian": "#REF!"}, "kesalahan rumus (#REF!)"),
    ("n", {"isian": 0.1234567}, "Paling banyak 6 angka"),
    ("n", {"isian": "-5"}, "tidak boleh kurang dari 0"),
    ("n", {"isian": "9" * 16}, "Angka terlalu besar"),
    ("n", {"isian": "1.23.4"}, "bukan angka"),
    ("n", {"isian": "Belum ada data"}, "Tulis pada kolom Alasan"),
    ("n", {"alasan": "menunggu"}, "Alasannya tertulis, isiannya kosong"),
    ("n", {"isian": "5", "alasan": "x" * 301}, "Paling panjang 300 huruf"),
    ("n", {"isian": "5", "alasan": "=A1"}, "Sel ini berisi rumus."),
    ("ya", {"isian": "mungkin"}, "Pilih Ya, Tidak, Belum ada data, atau Tidak berlaku."),
    ("pilih", {"isian": "Istimewa"}, "bukan salah satu pilihan"),
    ("pilih", {"isian": "7"}, "Pilih salah satu jawaban"),
    ("teks", {"isian": "x" * 301}, "Paling panjang 300 huruf"),
]
UNDERSTOOD: list[tuple[str, Cells, str]] = [
    ("n", {"isian": "1.234,5"}, "1.234,5"),
    ("n", {"isian": " Rp 1.250 "}, "1.250"),
    ("n", {"isian": 0.1 + 0.2}, "0,3"),
    ("n", {"isian": 1234567}, "1.234.567"),
    ("n", {"isian": "84.21"}, "84,21"),
    ("n", {"isian": 0}, "0"),
    ("n", {"isian": "NIHIL"}, "Nihil"),
    ("n", {"isian": "tidak  berlaku"}, "Tidak berlaku"),
    ("n", {"isian": "Belum ada data", "penjelasan": "Bidan cuti"}, "Belum ada data (Bidan cuti)"),
    ("ya", {"isian": True}, "Ya"),
    ("ya", {"isian": "tidak"}, "Tidak"),
    ("pilih", {"isian": "baik"}, "Baik"),
    ("pilih", {"isian": 2.5}, "Nihil"),
    ("teks", {"isian": 2026}, "2026"),
]


def back(field: str, cells: Cells) -> tuple[str, str, str]:
    """Fate, new value and sentence of the line of the first kelurahan."""
    ledger = ledger_with([])
    content = filled(written(ledger), {f"00.00.00.1001|contoh|bulanan|CTH-0000|{field}": cells})
    lines, _comparison = compared(content, ledger)
    line = next(line for line in lines if line.field == field)
    return line.fate, line.new, line.sentence


def test_a_cell_that_cannot_be_taken_says_why() -> None:
    for field, cells, sentence in REFUSED:
        fate, _new, said = back(field, cells)
        assert fate == Fate.FAULT, cells
        assert sentence in said, (cells, said)


def test_a_cell_is_understood_as_people_write() -> None:
    found = [(field, cells, *back(field, cells)) for field, cells, _new in UNDERSTOOD]
    assert found == [(field, cells, Fate.CHANGE, new, "") for field, cells, new in UNDERSTOOD]


def test_a_percentage_is_taken_as_the_spreadsheet_shows_it() -> None:
    ledger = ledger_with([])
    made = opened(written(ledger))
    cell = tabs(made)[0].cell(*place(tabs(made)[0], "CTH-0000|n", "isian"))
    cell.value, cell.number_format = 0.85, "0%"
    lines, _comparison = compared(saved(made), ledger)
    assert [line.new for line in lines] == ["85"]
