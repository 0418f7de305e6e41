"""A definition file is read strictly and every fault is named by its line."""

from decimal import Decimal

import pytest
from pydantic import BaseModel, ConfigDict

from cermat.lib.definitions import MOST_NODES, read_definition, read_marked
from cermat.lib.errors import DefinitionError


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kode: str
    target: Decimal | None = None
    wajib: bool = False


class File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    versi: str
    baris: list[Row]
    bulan: dict[int, Decimal] = {}


def problems(text: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        read_definition(text, File)
    return caught.value.problems


def test_figures_are_exact_and_words_stay_words() -> None:
    file = read_definition(
        "versi: 2026-01\nbaris:\n  - {kode: no, target: 0.1, wajib: true}\nbulan: {3: 10, 12: 0.5}\n", File
    )
    assert file.versi == "2026-01"
    assert file.baris[0] == Row(kode="no", target=Decimal("0.1"), wajib=True)
    assert file.bulan == {3: Decimal(10), 12: Decimal("0.5")}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("versi: a\nbaris:\n  - kode: A\n    target: banyak\n", 'Baris 4: "target" harus berupa angka.'),
        ("versi: a\nbaris:\n  - target: 1\n", 'Baris 3: "kode" belum diisi.'),
        ("versi: a\nbaris: []\nwarna: biru\n", 'Baris 3: "warna" tidak dikenal.'),
        ("versi: a\nbaris: []\nversi: b\n", 'Baris 3: kunci "versi" ditulis dua kali.'),
        ("versi: &x a\nbaris: []\n", "Baris 1: jangkar (&) dan rujukan (*) YAML tidak boleh dipakai."),
        ("", "Baris 1: berkas kosong."),
        ("versi: a\nbaris: " + "[" * 40 + "]" * 40, "Baris 2: susunan terlalu dalam."),
        ("versi: \x07\n", "Baris 1: berkas memuat karakter yang tidak dapat dibaca."),
        ("- a\n- b\n", "Baris 1: Isi berkas harus berupa susunan kunci dan isi."),
    ],
)
def test_each_fault_is_named_by_its_line(text: str, sentence: str) -> None:
    assert problems(text) == [sentence]


def test_broken_yaml_names_the_line() -> None:
    assert problems("versi: a\nbaris: [1, 2\nlain: 3\n")[0].startswith("Baris 3: penulisan YAML keliru")


def test_too_much_is_refused_before_it_is_built() -> None:
    assert "terlalu panjang" in problems("[" + "a," * (MOST_NODES + 1) + "]")[0]
    assert "terlalu besar" in problems("a" * 1_000_001)[0]


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\x9f", r"\uffff"])
def test_what_no_database_keeps_and_no_workbook_shows_is_refused(escape: str) -> None:
    assert problems(f'versi: a\nbaris:\n  - {{kode: "x{escape}"}}\n') == [
        "Baris 3: teks memuat tanda yang tidak dapat ditulis. Hapus tanda itu."
    ]
    assert "tidak dapat ditulis" in problems(f'versi: a\n"b{escape}": []\n')[0]
    kept = 'versi: "a\\tb\\u2011c\\U0001F600"\nbaris: []\n'
    assert read_definition(kept, File).versi == "a\tb‑c😀"


def test_a_number_of_thousands_of_digits_is_refused_like_any_other_wrong_value() -> None:
    digits = "9" * 5000
    assert problems(f"versi: a\nbaris: {digits}\n")[0].startswith("Baris 2:")
    assert problems(f"versi: a\nbaris: []\nbulan:\n  ? {digits}\n  : 1\n")[0].startswith("Baris 4:")


def test_a_long_list_of_faults_is_cut() -> None:
    rows = "".join("  - {target: 1}\n" for _ in range(30))
    found = problems("versi: a\nbaris:\n" + rows)
    assert len(found) == 21
    assert found[-1] == "… dan 10 kesalahan lain."


def test_what_a_reader_does_to_the_data_does_not_reach_the_next() -> None:
    text = "nama: SOP\nlangkah: [satu, dua]\n"
    first, _lines = read_marked(text)
    assert isinstance(first, dict)
    first["langkah"].clear()
    again, _lines = read_marked(text)
    assert again == {"nama": "SOP", "langkah": ["satu", "dua"]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "versi: a\nbaris:\n\t- {kode: a}\n",
            "Baris 3: penulisan YAML keliru (tab tidak dipakai di sini; pakai spasi).",
        ),
        (
            "versi: a\nbaris\n",
            "Baris 3: penulisan YAML keliru (titik dua sesudah kunci tidak ada, atau kunci itu tidak",
        ),
        ("versi: a: b\n", "Baris 1: penulisan YAML keliru (titik dua tidak pada tempatnya; beri tanda kutip"),
        ("versi: a\n---\nversi: b\n", "Baris 2: penulisan YAML keliru (satu berkas satu definisi"),
        ('versi: "\\ud800"\n', "Baris 1: penulisan YAML keliru (tanda sesudah"),
        ('versi: "\\q"\n', "Baris 1: penulisan YAML keliru (tanda sesudah"),
        ("versi: @a\n", "Baris 1: penulisan YAML keliru (isi tidak dapat diawali tanda ini"),
        ("versi: |0\n  a\n", "Baris 1: penulisan YAML keliru (susunannya tidak terbaca"),
        ("versi: a\nbaris: [{kode: a, target: 0,5}]\n", 'Baris 2: "5" bukan kunci. Desimal ditulis dengan titik: 0.25'),
    ],
)
def test_what_yaml_cannot_read_is_told_so_that_an_official_can_mend_it(text: str, sentence: str) -> None:
    assert problems(text)[0].startswith(sentence)
