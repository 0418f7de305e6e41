"""Instrument files: what is read, and that every fault gets one sentence with its line."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from textwrap import dedent

import pytest

from cermat.instruments.formula import AnsweredBy, Method, Missing, Option, linear_weights, value_bounds
from cermat.instruments.schema import read_instrument, shipped, shipped_names, valid_on
from cermat.lib.errors import DefinitionError

VALID = dedent(
    """\
    cermat: instrumen/1
    nama: kampung-1
    versi: 2
    judul: Indeks Kampung
    singkatan: IK
    berlaku: {dari: 2026-01-01, sampai: 2026-12-31}
    subjek: [desa, kelurahan]
    penjawab: satu_lembar
    kosong: lewati
    tidak_didata: [kelurahan]
    indeks: {nama: IK, cara: jumlah_berbobot, kali: 25, desimal: 2, desimal_kelompok: 3, jumlah_bobot: 1}
    skala: {ada: [{jawaban: y, skor: 1, arti: Ada}, {jawaban: t, skor: 0}]}
    kelompok:
      - {kode: A, nama: Aspek A, cara: rata_rata, bobot: 1/9, jumlah_bobot: 7}
      - kode: B
        nama: Aspek B
        cara: gradasi
        bobot: 8/9
        gradasi:
          - {nilai: AA, skor: 100}
          - {nilai: B, skor: 70, di_atas: 50}
          - {nilai: E, skor: 0, di_atas: -1}
    varian: [{nama: "0.111", label: "bobot 0,111", bobot: 0.111}]
    kelas:
      - {kode: R, nama: Rendah, dari: 0}
      - {kode: T, nama: Tinggi, dari: 60.5, label: "60,50 ke atas"}
    butir:
      - kode: a1
        nama: Pilihan
        kelompok: A
        jenis: pilihan
        tingkat: [{jawaban: 1, skor: 1}, {nilai: 4, arti: Baik, saran: Jaga}]
      - kode: a2
        nama: Angka
        kelompok: A
        jenis: angka
        ukuran: menit
        pita: [{sampai: 30, skor: 5}, {di_bawah: 60, skor: 3}, {skor: 1}]
      - {kode: a3, nama: Dokumen, kelompok: A, jenis: dokumen, frekuensi: tahunan, jatuh_tempo: [12], berlaku: [desa]}
      - {kode: a4, nama: Bukti, kelompok: A, jenis: bukti, bukti: {a: 1, b: 0.5}, seksi: pmd, pelaksana: {KAB: Dinkes}}
      - {kode: a5, nama: Langkah, kelompok: A, jenis: langkah, langkah: [0.5, 2]}
      - {kode: a6, nama: Penuh, kelompok: A, jenis: penuh, paling_besar: 2.5}
      - kode: a7
        nama: Nilai
        kelompok: A
        jenis: nilai
        paling_kecil: 1
        paling_besar: 5
        tingkat: [{nilai: 1, arti: Buruk}]
      - {kode: b1, nama: Huruf, kelompok: B, jenis: huruf, skala: ada, boleh_tidak_berlaku: true}
    """
)


def faults_of(text: str) -> list[str]:
    with pytest.raises(DefinitionError) as error:
        read_instrument(text)
    return error.value.problems


def test_a_file_becomes_a_definition() -> None:
    read = read_instrument(VALID)
    assert (read.reference, read.short, read.answered_by, read.missing) == (
        "kampung-1@2", "IK", AnsweredBy.ONE, Missing.SKIP,
    )  # fmt: skip
    assert (read.valid_from, read.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert (read.index.method, read.index.factor, read.index.weights_total) == (Method.WEIGHTED_SUM, 25, 1)
    assert [group.weight for group in read.groups] == [Fraction(1, 9), Fraction(8, 9)]
    assert [grade.start for grade in read.grades] == [Decimal(0), Decimal("60.5")]
    assert read.item["a1"].options == (
        Option("1", Fraction(1)), Option("4", Fraction(4), "Baik", "Jaga"),
    )  # fmt: skip
    assert read.item["b1"].options == (Option("Y", Fraction(1), "Ada"), Option("T", Fraction(0)))
    assert read.item["a4"].details == {"seksi": "pmd", "pelaksana.KAB": "Dinkes"}


def test_the_bounds_of_an_item_come_from_its_kind() -> None:
    read = read_instrument(VALID)
    bounds = {code: (str(item.lowest), str(item.highest)) for code, item in read.item.items()}
    assert bounds == {
        "a1": ("1", "4"), "a2": ("1", "5"), "a3": ("0", "1"), "a4": ("0", "3/2"), "a5": ("0", "2"), "a6": ("0", "5/2"),
        "a7": ("1", "5"), "b1": ("0", "1"),
    }  # fmt: skip


def test_a_definition_is_valid_from_its_first_to_its_last_day() -> None:
    read = read_instrument(VALID)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [valid_on(read, day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_instrument_can_be_read_and_is_named_as_its_file(name: str) -> None:
    definition = shipped(name)
    assert definition.name == name
    assert definition.sources, "an instrument names its legal source"
    for group in definition.groups:
        lowest, highest = value_bounds(definition, group)
        assert lowest < highest


def test_the_fifty_rows_of_idm_tell_their_levels_what_to_do_and_who_does_it() -> None:
    idm = shipped("idm-2016")
    assert [sum(item.group == code for item in idm.items) for code in ("IKS", "IKE", "IKL")] == [35, 12, 3]
    assert all(item.options and item.highest == 5 for item in idm.items)
    assert all(any(option.advice for option in item.options if option.score < 5) for item in idm.items)
    assert all(any(key.startswith("pelaksana.") for key in item.details) for item in idm.items)
    gains = linear_weights(idm)
    assert (gains["IKS-01"], gains["IKE-01"], gains["IKL-01"]) == (Fraction(1, 525), Fraction(1, 180), Fraction(1, 45))


def test_what_is_measured_suggests_the_points_that_have_a_meaning() -> None:
    for item in shipped("idm-2016").items:
        described = {option.score for option in item.options}
        assert {band.score for band in item.bands} <= described, item.code
