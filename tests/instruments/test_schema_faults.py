"""Each fault of an instrument file: one sentence, in Indonesian, with its line."""

import pytest

from cermat.instruments.schema import read_instrument
from tests.instruments.test_schema import VALID, faults_of

# What is written instead of what, and the sentence.
CASES = [
    (
        "nama: kampung-1",
        "nama: Kampung 1",
        'Baris 2: Nama "Kampung 1" hanya boleh memuat huruf kecil, angka, dan "-" (paling banyak 40).',
    ),
    ("cermat: instrumen/1", "cermat: instrumen/9", 'Baris 1: "cermat" harus salah satu dari \'instrumen/1\'.'),
    ("singkatan: IK", "singkatn: IK", 'Baris 1: "singkatan" belum diisi.'),
    (
        "jenis: penuh",
        "jenis: bintang",
        ('Baris 42: "jenis" harus salah satu dari \'pilihan\', \'angka\', \'dokumen\', \'bukti\', \'langkah\', '
        "'penuh', 'huruf' atau 'nilai'."),
    ),
    (
        "kode: a7",
        "kode: a 7",
        'Baris 43: Kode "a 7" hanya boleh memuat huruf, angka, titik, "-", dan "_" (paling banyak 40).',
    ),
    ("bobot: 8/9", "bobot: 8/0", 'Baris 18: "8/0" membagi dengan nol.'),
    ("bobot: 8/9", 'bobot: "0,889"', 'Baris 18: "0,889" bukan angka. Tulis misalnya 5, 0.111, atau 1/9.'),
    ("sampai: 2026-12-31", "sampai: 2025-12-31", "Baris 6: Berlaku sampai 2025-12-31 lebih awal dari 2026-01-01."),
    ("subjek: [desa, kelurahan]", "subjek: []", 'Baris 7: "subjek" harus memuat sedikitnya satu.'),
    ("tidak_didata: [kelurahan]", "tidak_didata: [rt]", 'Baris 10: "rt" pada tidak_didata tidak termasuk subjek.'),
    (
        "penjawab: satu_lembar",
        "penjawab: satu_lembar\npenilai: [Polsek]",
        'Baris 9: "penilai" hanya diisi bila penjawab: penilai.',
    ),
    (
        "penjawab: satu_lembar",
        "penjawab: penilai\npenilai: [Polsek, Polsek]",
        'Baris 9: Penilai "Polsek" disebut dua kali.',
    ),
    ("kode: a2", "kode: a1", 'Baris 33: Kode butir "a1" dipakai dua kali.'),
    ("kode: a2", "kode: period", 'Baris 33: Kode butir "period" adalah nama kolom berkas; pakai kode lain.'),
    (
        "kode: a2",
        "kode: A",
        ('Baris 33: Kode butir "A" sama dengan kode kelompok; itu hanya boleh bagi satu-satunya butir di '
        "kelompok itu."),
    ),
    ("kode: B", "kode: A", 'Baris 15: Kode kelompok "A" dipakai dua kali.'),
    ("nama: Aspek A,", "nama: Aspek A, induk: C,", 'Baris 14: Kelompok A: induk "C" tidak ada.'),
    ("nama: Aspek A,", "nama: Aspek A, induk: A,", "Baris 14: Kelompok A: induknya berputar (A → A)."),
    ("nama: Angka\n    kelompok: A", "nama: Angka\n    kelompok: Z", 'Baris 35: Butir a2: kelompok "Z" tidak ada.'),
    ("nama: Angka\n    kelompok: A", "nama: Angka", "Baris 33: Butir a2: belum masuk kelompok mana pun."),
    ("nama: Huruf, kelompok: B", "nama: Huruf, kelompok: A", "Baris 15: Kelompok B: cara gradasi memerlukan butir."),
    (
        "varian:",
        "  - {kode: C, nama: Kosong, cara: jumlah}\nvarian:",
        "Baris 23: Kelompok C: tidak memuat butir atau kelompok lain.",
    ),
    (
        "nama: Aspek A,",
        "nama: Aspek A, induk: B,",
        "Baris 15: Kelompok B: cara gradasi hanya untuk butir, bukan kelompok lain.",
    ),
    (
        ("    gradasi:\n      - {nilai: AA, skor: 100}\n      - {nilai: B, skor: 70, di_atas: 50}\n      - "
        "{nilai: E, skor: 0, di_atas: -1}\n"),
        "",
        'Baris 15: Kelompok B: "gradasi" belum diisi, di sini atau untuk seluruh berkas.',
    ),
    ("cara: gradasi", "cara: jumlah", 'Baris 19: Kelompok B: "gradasi" hanya untuk cara gradasi.'),
    (
        "nilai: E, skor: 0",
        "nilai: E, skor: 80",
        "Baris 22: Kelompok B: gradasi ditulis dari yang terbaik; E tidak lebih rendah dari B.",
    ),
    (
        "skor: 0, di_atas: -1",
        "skor: 0, di_atas: 50",
        'Baris 22: Kelompok B: "di_atas" pada gradasi E harus lebih kecil dari yang di atasnya.',
    ),
    (
        "skor: 0, di_atas: -1",
        "skor: 0, di_atas: 0",
        "Baris 22: Kelompok B: gradasi terendah harus menampung nilai 0: tulis di_atas: -1 pada yang terakhir.",
    ),
    ("nilai: E, skor: 0", "nilai: B, skor: 0", 'Baris 22: Kelompok B: gradasi "B" disebut dua kali.'),
    (
        "skala: ada, boleh",
        "tingkat: [{jawaban: A, skor: 3}, {jawaban: B, skor: 0}], boleh",
        "Baris 50: Butir b1: dalam kelompok gradasi nilainya harus 0 sampai 1.",
    ),
    (
        "bobot: 8/9",
        "bobot: 7/9",
        ("Baris 11: Jumlah bobot di bawah indeks adalah 8/9, bukan 1 seperti tertulis; betulkan bobotnya, "
        "atau nyatakan bobot itu sebagai varian."),
    ),
    (
        "jumlah_bobot: 7",
        "jumlah_bobot: 8",
        ("Baris 14: Jumlah bobot di bawah kelompok A adalah 7, bukan 8 seperti tertulis; betulkan "
        "bobotnya, atau nyatakan bobot itu sebagai varian."),
    ),
    ("bobot: 8/9", "bobot: -1", "Baris 18: Kelompok B: bobot harus lebih dari 0."),
    (
        "cara: jumlah_berbobot",
        "cara: jumlah",
        'Baris 23: "varian" hanya bermakna bila cara indeks berbobot (jumlah_berbobot atau rata_rata_berbobot).',
    ),
    ("bobot: 0.111}", "bobot: -1}", "Baris 23: Varian 0.111: bobot harus lebih dari 0."),
    (
        "bobot: 0.111}]",
        "bobot: 0.111}, {nama: 0.111, label: sama, bobot: 0.11}]",
        'Baris 23: Varian "0.111" disebut dua kali.',
    ),
    ("kali: 25", "kali: 0", 'Baris 11: "kali" harus lebih dari 0.'),
    ("dari: 60.5", "dari: 0", "Baris 26: Kelas ditulis dari yang terendah: batas T (0) harus lebih dari R (0)."),
    ("dari: 60.5", "dari: 60.505", "Baris 26: Batas kelas T (60.505) lebih teliti dari indeksnya (2 desimal)."),
    ("kode: T,", "kode: R,", 'Baris 26: Kelas "R" disebut dua kali.'),
    ("jenis: angka", "jenis: dokumen", 'Baris 37: Butir a2: "ukuran" tidak dipakai untuk jenis dokumen.'),
    ("jenis: dokumen,", "jenis: bukti,", 'Baris 39: Butir a3: jenis bukti memerlukan "bukti".'),
    (
        "    tingkat: [{jawaban: 1, skor: 1}, {nilai: 4, arti: Baik, saran: Jaga}]\n",
        "",
        'Baris 28: Butir a1: jenis pilihan memerlukan pilihan: isi "tingkat" atau "skala".',
    ),
    ("skala: ada,", "", 'Baris 50: Butir b1: jenis huruf memerlukan pilihan: isi "tingkat" atau "skala".'),
    ("skala: ada,", "skala: lain,", 'Baris 50: Butir b1: skala "lain" tidak ada.'),
    (
        "skala: ada,",
        "skala: ada, tingkat: [{jawaban: y, skor: 1}, {jawaban: t, skor: 0}],",
        'Baris 50: Butir b1: pilih salah satu: "skala" atau "tingkat".',
    ),
    ("{jawaban: 1, skor: 1}", "{jawaban: 1}", 'Baris 32: Butir a1: setiap pilihan memerlukan "skor" (atau "nilai").'),
    ("{jawaban: 1, skor: 1}", "{skor: 1}", 'Baris 32: Butir a1: setiap pilihan memerlukan "jawaban".'),
    (
        "{jawaban: 1, skor: 1}",
        "{nilai: 1, skor: 1}",
        'Baris 32: Butir a1: tulis "nilai" saja, atau "jawaban" dan "skor".',
    ),
    ("{jawaban: 1, skor: 1}", "{jawaban: 4, skor: 1}", 'Baris 32: Butir a1: jawaban "4" disebut dua kali.'),
    (
        "{nilai: 1, arti: Buruk}",
        "{jawaban: satu, skor: 1}",
        'Baris 49: Butir a7: tingkat ditulis dengan "nilai", tanpa "jawaban".',
    ),
    ("{nilai: 1, arti: Buruk}", "{nilai: 6, arti: Buruk}", "Baris 49: Butir a7: nilai 6 di luar batas 1 sampai 5."),
    (
        ", {skor: 1}]",
        "]",
        ('Baris 38: Butir a2: pita tidak berakhir: yang terakhir ditulis tanpa "sampai" atau "di_bawah", '
        "untuk semua sisanya."),
    ),
    (
        "{sampai: 30, skor: 5}",
        "{skor: 5}",
        "Baris 38: Butir a2: pita tanpa batas harus yang terakhir; sesudahnya tidak pernah terpakai.",
    ),
    ("{sampai: 30, skor: 5}", "{sampai: 60, skor: 5}", "Baris 38: Butir a2: batas pita harus makin besar."),
    (
        "{sampai: 30, skor: 5}",
        "{sampai: 30, di_bawah: 31, skor: 5}",
        'Baris 38: Butir a2: satu pita memakai "sampai" atau "di_bawah", bukan keduanya.',
    ),
    (
        "    ukuran: menit\n",
        "    ukuran: menit\n    paling_besar: 4\n",
        "Baris 39: Butir a2: skor 5 di luar batas 1 sampai 4.",
    ),
    (
        "langkah: [0.5, 2]",
        "langkah: [0.5, 2], paling_besar: 1.5",
        "Baris 41: Butir a5: langkah 2 melebihi nilai terbesar 1,5.",
    ),
    (
        "langkah: [0.5, 2]",
        "langkah: [0.5, 2], paling_besar: 3",
        "Baris 41: Butir a5: tidak ada langkah yang mencapai nilai terbesar 3.",
    ),
    ("langkah: [0.5, 2]", "langkah: [2, 2]", "Baris 41: Butir a5: langkah 2 negatif atau disebut dua kali."),
    (
        "langkah: [0.5, 2]",
        "langkah: [0.5, 2], tingkat: [{nilai: 1, arti: Separuh}]",
        "Baris 41: Butir a5: nilai 1 tidak ada pada langkah.",
    ),
    ("langkah: [0.5, 2]", "langkah: []", 'Baris 41: Butir a5: jenis langkah memerlukan "langkah".'),
    (
        "bukti: {a: 1, b: 0.5}",
        "bukti: {a: 1, b: 0.5}, paling_besar: 2",
        "Baris 40: Butir a4: semua bukti bersama (1,5) tidak mencapai 2.",
    ),
    ("bukti: {a: 1, b: 0.5}", "bukti: {a: 1, b: -0.5}", "Baris 40: Butir a4: poin bukti b tidak boleh negatif."),
    (
        "bukti: {a: 1, b: 0.5}",
        "bukti: {A: 1}",
        'Baris 40: Bukti "A" harus bernama satu huruf kecil, boleh diikuti satu angka: a atau a1.',
    ),
    (
        "bukti: {a: 1, b: 0.5}",
        "bukti: {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1}",
        "Baris 40: Butir a4: paling banyak 12 bukti dalam satu butir.",
    ),
    (", paling_besar: 2.5", "", 'Baris 42: Butir a6: jenis penuh memerlukan "paling_besar".'),
    (
        "paling_kecil: 1",
        "paling_kecil: 5",
        "Baris 48: Butir a7: nilai terbesar (5) harus lebih dari yang terkecil (5).",
    ),
    ("berlaku: [desa]}", "berlaku: [rw]}", 'Baris 39: Butir a3: "rw" tidak termasuk subjek instrumen.'),
    (
        "kode: a6,",
        "kode: a6, bobot: 0, ",
        ("Baris 14: Jumlah bobot di bawah kelompok A adalah 6, bukan 7 seperti tertulis; betulkan "
        "bobotnya, atau nyatakan bobot itu sebagai varian."),
    ),
    ("butir:", "butir: []\nx:", 'Baris 28: "x" tidak dikenal.'),
]  # fmt: skip


@pytest.mark.parametrize(("written", "instead", "sentence"), CASES)
def test_a_fault_gets_its_sentence(written: str, instead: str, sentence: str) -> None:
    assert VALID.count(written) == 1 or written in {"jenis: dokumen,", "cara: gradasi", "kode: A"}
    assert sentence in faults_of(VALID.replace(written, instead, 1))


def test_what_only_follows_from_a_fault_is_not_told_as_well() -> None:
    circle = VALID.replace("nama: Aspek A,", "nama: Aspek A, induk: A,")
    assert faults_of(circle) == ["Baris 14: Kelompok A: induknya berputar (A → A)."]


def test_a_longer_circle_is_told_with_its_way() -> None:
    more = "  - {kode: C, nama: C, cara: jumlah, induk: D}\n  - {kode: D, nama: D, cara: jumlah, induk: C}\n"
    assert faults_of(VALID.replace("varian:", more + "varian:")) == [
        "Baris 23: Kelompok C: induknya berputar (C → D → C).",
        "Baris 24: Kelompok D: induknya berputar (D → C → D).",
    ]


def test_weights_may_differ_from_the_total_where_they_are_a_declared_variant() -> None:
    plain = VALID.replace("bobot: 1/9,", "bobot: 0.111,").replace("bobot: 8/9", "bobot: 0.111")
    assert read_instrument(plain).index.weights_total == 1
    assert faults_of(plain.replace("bobot: 0.111}]", "bobot: 0.11}]"))[0].startswith("Baris 11: Jumlah bobot")


def test_a_file_that_is_no_yaml_or_empty_is_told_so() -> None:
    assert faults_of("") == ["Baris 1: berkas kosong."]
    assert faults_of("nama: [")[0].startswith("Baris 2: penulisan YAML keliru")
    assert faults_of(VALID + "versi: 3\n") == ['Baris 51: kunci "versi" ditulis dua kali.']


def test_only_the_first_twenty_faults_are_told() -> None:
    many = "".join(f"  - {{kode: x{at}, nama: X, kelompok: Z, jenis: penuh, paling_besar: 1}}\n" for at in range(30))
    assert len(faults_of(VALID + many)) == 20


def test_a_fault_of_a_scale_is_told_once_where_it_stands() -> None:
    second = "  - {kode: b2, nama: Huruf, kelompok: B, jenis: huruf, skala: ada}\n"
    twice = (VALID + second).replace("{jawaban: t, skor: 0}", "{jawaban: Y, skor: 0}")
    assert faults_of(twice) == ['Baris 12: Skala ada: jawaban "Y" disebut dua kali.']
    empty = (VALID + second).replace("ada: [{jawaban: y, skor: 1, arti: Ada}, {jawaban: t, skor: 0}]", "ada: []")
    assert faults_of(empty) == ["Baris 12: Skala ada: belum memuat pilihan."]


def test_a_group_written_twice_is_not_also_missing() -> None:
    text = VALID.replace("kode: B\n", "kode: A\n")
    assert faults_of(text) == ['Baris 15: Kode kelompok "A" dipakai dua kali.']
