"""SOP files: the two that ship are read; every faulty one names the line and what is wrong."""

import pytest

from cermat.lib.errors import DefinitionError
from cermat.sop.schema import SopFile, parse_sop
from cermat.sop.workflow import Work
from tests.sop.factories import nganjuk_text, other_text


def test_the_sop_of_nganjuk_keeps_what_the_paper_says() -> None:
    sop = parse_sop(nganjuk_text())
    assert sop.number == "01 TAHUN 2021"
    assert [step.label for step in sop.steps] == ["1.", "2.", "3", "3.", "4.", "5", "6"]
    assert [step.time for step in sop.steps] == [
        "1 hari", "5-10 menit", "1 bulan", "1 hari", "1 hari", "Jumat minggu I", "3 hari kerja",
    ]  # fmt: skip
    assert sop.steps[0].output is None
    assert sop.steps[2].actors == ["kasi", "desa_kelurahan"]
    assert [len(part) for part in (sop.requirements, sop.equipment, sop.legal_bases, sop.qualifications)] == [
        5,
        9,
        5,
        4,
    ]
    assert sop.actors == ["camat", "sekcam", "kasi", "staf", "desa_kelurahan"]


def test_another_office_has_its_own_steps() -> None:
    sop = parse_sop(other_text())
    assert [step.work for step in sop.steps] == [
        Work.CONFIRMATION, Work.COLLECTION, Work.DECISION, Work.CALCULATION, Work.EVALUATION, Work.CONFIRMATION,
    ]  # fmt: skip


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


BAD = [
    ("pekerjaan: penghitungan", "pekerjaan: menghitung", "pekerjaan: menghitung", "salah satu dari"),
    ("pelaksana: [desa_kelurahan]", "pelaksana: [lurah]", "pelaksana: [lurah]", "salah satu dari"),
    ("pelaksana: [desa_kelurahan]", "pelaksana: [kasi]", "pelaksana: [kasi]", "tidak ada dalam daftar pelaksana"),
    ("ya: laporan", "ya: lapor", "ya: lapor", "“lapor” yang dituju ya tidak ada"),
    ("tidak: kunjungan", "tidak: surat", "tidak: surat", "hanya boleh menuju tahapan sesudahnya"),
    ("tidak: kunjungan", "tidak: laporan", "tidak: laporan", "bukan keputusan"),
    ("lanjut: arsip", "lanjut: gudang", "lanjut: gudang", "“gudang” yang dituju lanjut tidak ada"),
    ("waktu: 2 minggu", "waktu: kapan saja", "waktu: kapan saja", "tidak terbaca"),
    ("key: arsip", "key: laporan", "key: laporan, pekerjaan: konfirmasi", "dipakai dua kali"),
    ("konfirmasi_oleh: camat, ", "", "key: arsip", "konfirmasi_oleh"),
    ("konfirmasi_oleh: camat", "konfirmasi_oleh: staf", "konfirmasi_oleh: staf", "bukan pelaksana"),
    ("output: Tanda terima arsip", "output: null", "key: arsip", "output"),
    ("pekerjaan: monev", "pekerjaan: pengumpulan", "no: 4b", "hanya boleh ada pada satu tahapan"),
    ("uraian: Pengarsipan, ", "", "key: arsip", "belum diisi"),
    ("waktu: 10 menit", "durasi: 10 menit", "durasi", "tidak dikenal"),
    ("disahkan_oleh", "disyahkan_oleh", "disyahkan_oleh", "tidak dikenal"),
    ("pelaksana: [camat],", "pelaksana: [staf],", "key: lengkap", "satu orang"),
    ("pelaksana: [sekcam],", "pelaksana: [staf],", "key: laporan, pekerjaan", "memerlukan pelaksana sekcam"),
    ("pelaksana: [desa_kelurahan]", "pelaksana: [camat]", "pelaksana: [camat]", "desa_kelurahan atau kasi"),
    ("[camat, sekcam]", "[camat, staf]", "key: kunjungan", "pelaksana staf tidak mempunyai bagian"),
    ("konfirmasi_oleh: sekcam", "konfirmasi_oleh: sekcam, ya: arsip", "key: surat", "hanya untuk pekerjaan keputusan"),
    ("nama: Prosedur Pelaporan Kinerja Bulanan", "nama: [Prosedur", "tanggal:", "YAML"),
    ("unit: Kecamatan Contoh", "unit: Kecamatan Contoh\nunit: Lain", "unit: Lain", "dua kali"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "why"), BAD)
def test_a_faulty_file_names_its_line(old: str, new: str, at: str, why: str) -> None:
    text = other_text()
    assert text.count(old) >= 1
    faulty = text.replace(old, new, 1)
    with pytest.raises(DefinitionError) as caught:
        parse_sop(faulty)
    told = caught.value.problems
    assert any(why in problem for problem in told), told
    expected = line_of(faulty, at)
    assert any(f"Baris {number}:" in problem for problem in told for number in (expected - 1, expected)), told


def test_several_faults_are_told_at_once() -> None:
    faulty = other_text().replace("waktu: 2 minggu", "waktu: lama").replace("pekerjaan: monev", "pekerjaan: jalan")
    with pytest.raises(DefinitionError) as caught:
        parse_sop(faulty)
    assert len(caught.value.problems) == 2


def test_an_sop_without_steps_is_refused() -> None:
    text = other_text()
    with pytest.raises(DefinitionError, match="prosedur"):
        parse_sop(text[: text.index("prosedur:")] + "prosedur: []\n")


def test_a_decision_may_end_the_procedure() -> None:
    sop: SopFile = parse_sop(other_text().replace("tidak: kunjungan", "tidak: selesai"))
    assert sop.step("lengkap").on_no == "selesai"
