"""A definition goes out as a workbook and comes back the same; every fault is told with sheet, row and column."""

import io
from datetime import date
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.instruments.exports.workbook import workbook_of
from cermat.instruments.imports.workbook import read_workbook
from cermat.instruments.schema import read_instrument, shipped_names
from cermat.instruments.schema.shape import (
    BandShape,
    GradeShape,
    GroupShape,
    IndexShape,
    InstrumentFile,
    ItemShape,
    OptionShape,
    Period,
    StepShape,
    Validity,
    VariantShape,
)
from cermat.instruments.schema.workbook import HEAD, SHEETS
from cermat.lib.errors import DefinitionError
from tests.factories import NOW
from tests.instruments.factories import CONTEST, contest

FOLDER = django_settings.DEFINITIONS / "instruments"


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_definition_comes_back_the_same(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert read_instrument(read_workbook(workbook_of(text, NOW))) == read_instrument(text)


def test_the_same_definition_gives_the_same_bytes() -> None:
    assert workbook_of(CONTEST, NOW) == workbook_of(CONTEST, NOW)


def test_every_key_of_a_file_has_its_column() -> None:
    """A key that is added to the shape and forgotten here would be lost on the way through the workbook."""
    inner = {"berlaku": Validity, "periode": Period, "indeks": IndexShape}
    head = {
        f"{key}.{part}" if key in inner else key
        for key in InstrumentFile.model_fields
        for part in (inner[key].model_fields if key in inner else [""])
    }
    tables = {sheet.key for sheet in SHEETS if sheet.key in InstrumentFile.model_fields}
    assert {column.key for column in HEAD} | tables | {"cermat"} == head
    rows = {
        "Kelompok": GroupShape, "Butir": ItemShape, "Tingkat": OptionShape, "Skala": OptionShape, "Pita": BandShape,
        "Gradasi": StepShape, "Varian": VariantShape, "Kelas": GradeShape,
    }  # fmt: skip
    for sheet in SHEETS:
        nested = {one.key for one in SHEETS if one.below == sheet.key}
        known = {column.key for column in sheet.columns} | set(sheet.free) | (nested - {sheet.key})
        assert known == set(rows[sheet.name].model_fields), sheet.name


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
numbers = st.fractions(min_value=-99, max_value=99, max_denominator=60)


@settings(deadline=None, max_examples=30)
@given(name=words, label=words, start=st.decimals(0, 99, places=3), weight=numbers.filter(bool), note=words)
def test_any_words_and_weights_survive(name: str, label: str, start: Any, weight: Fraction, note: str) -> None:
    fields = {"nama": name, "label": label, "catatan": note}
    quoted = {key: "'" + value.replace("'", "''") + "'" for key, value in fields.items()}
    text = CONTEST.replace("nama: Kebersihan", f"nama: {quoted['nama']}").replace("bobot: 0.75", f"bobot: {weight}")
    text = text.replace("bobot: 0.25", f"bobot: {1 - weight}").replace("dari: 60", f"dari: {start + 1}")
    text = text.replace('"≤ 59,99"', quoted["label"]) + f"catatan: [{quoted['catatan']}]\n"
    try:
        wanted = read_instrument(text)
    except DefinitionError:
        return
    assert read_instrument(read_workbook(workbook_of(text, NOW))) == wanted


# ---- What people do to a workbook


def changed(sheet: str, cell: str, value: Any, *, text: str = CONTEST) -> bytes:
    """The workbook of the contest with one cell typed anew."""
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(text, NOW)))
    book[sheet][cell] = value
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def refused(content: bytes) -> list[str]:
    with pytest.raises(DefinitionError) as refusal:
        read_workbook(content)
    return refusal.value.problems


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "sentence"),
    [
        ("Butir", "J2", "berat", "Lembar Butir, baris 2, kolom J (Bobot): "),
        ("Butir", "J2", "=1/9", "Lembar Butir, baris 2, kolom J (Bobot): berisi rumus"),
        ("Butir", "J3", date(2026, 9, 1), "Lembar Butir, baris 3, kolom J (Bobot): isinya terbaca sebagai tanggal"),
        ("Butir", "A3", None, 'Lembar Butir, baris 3, kolom A (Kode): "kode" belum diisi'),
        ("Butir", "F2", "tebakan", "Lembar Butir, baris 2, kolom F (Jenis): "),
        ("Butir", "O2", "mungkin", "Lembar Butir, baris 2, kolom O (Boleh tidak berlaku): “mungkin” bukan"),
        ("Butir", "N2", "a:2", "Lembar Butir, baris 2, kolom N (Bukti): “a:2” tidak terbaca"),
        ("Butir", "J1", "Berat", "Lembar Butir, baris 1, kolom J (Berat): judul kolom ini tidak dikenal"),
        ("Butir", "K1", "Bobot", "Lembar Butir, baris 1, kolom K (Bobot): judul kolom ini ada dua kali"),
        ("Butir", "A3", "bersih", "Lembar Butir, baris 3, kolom A (Kode): "),
        ("Tingkat", "A2", "hilang", "Lembar Tingkat, baris 2, kolom A (Butir): “hilang” tidak ada pada lembar Butir"),
        ("Kelas", "C3", -1, "Lembar Kelas, baris 3"),
        ("Instrumen", "B3", "dua", "Lembar Instrumen, baris 3, kolom B (Versi): "),
        ("Instrumen", "A3", "Edisi", "Lembar Instrumen, baris 3, kolom B (Edisi): kunci ini tidak dikenal"),
        ("Instrumen", "B4", None, 'Lembar Instrumen: "judul" belum diisi'),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_sheet_row_and_column(sheet: str, cell: str, value: Any, sentence: str) -> None:
    problems = refused(changed(sheet, cell, value))
    assert any(problem.startswith(sentence) for problem in problems), problems


def test_weights_that_do_not_add_up_are_told_at_their_place() -> None:
    problems = refused(changed("Butir", "J2", 0.7))
    assert len(problems) == 1
    assert problems[0].startswith("Lembar ")
    assert "0,95" in problems[0]


def test_numbers_may_be_typed_as_offices_write_them() -> None:
    for typed in ("0,75", "0.75", "3/4", 0.75):
        assert read_instrument(read_workbook(changed("Butir", "J2", typed))) == read_instrument(CONTEST)


def test_a_workbook_of_something_else_says_what_is_missing() -> None:
    book = openpyxl.Workbook()
    raw = io.BytesIO()
    book.save(raw)
    assert refused(raw.getvalue()) == [
        "Lembar Instrumen: tidak ada atau kosong. Unduh templat dari halaman instrumen, lalu isi."
    ]


def test_a_sheet_of_the_template_under_another_name_is_not_lost_unseen() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(contest(2), NOW)))
    book["Kelas"].title = "Klas"
    raw = io.BytesIO()
    book.save(raw)
    assert refused(raw.getvalue()) == [
        "Lembar Klas: nama lembar ini tidak dikenal, isinya seperti lembar Kelas. Pulihkan namanya."
    ]


def test_empty_rows_and_further_sheets_are_passed_over() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(contest(2), NOW)))
    book.create_sheet("Coretan")["A1"] = "=1+1"
    book["Butir"].insert_rows(3)
    raw = io.BytesIO()
    book.save(raw)
    assert read_instrument(read_workbook(raw.getvalue())) == read_instrument(contest(2))
