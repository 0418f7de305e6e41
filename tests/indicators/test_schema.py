"""What a definition file may not say; each fault is named by its line."""

import pytest

from cermat.indicators.schema import kind_of, read_indicators, read_plan
from cermat.lib.errors import DefinitionError
from tests.indicators.factories import small_set, text_of

GOOD = small_set(2)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("SAT-02", "SAT-01", 'Baris 9: Kode "SAT-01" dipakai dua kali.'),
        ("bidang: satu,", "bidang: dua,", 'Baris 8: Bidang "dua" tidak ada dalam daftar bidang.'),
        ("agregasi: jumlah", "agregasi: rasio", "Baris 8: Agregasi rasio memerlukan rumus dengan pembagian."),
        ("jenis: jumlah", "jenis: persen", 'Baris 8: "SAT-01" berjenis persen dan memerlukan rumus.'),
        (
            "agregasi: jumlah",
            "agregasi: hitung_bila",
            'Baris 8: "syarat" diisi bila dan hanya bila agregasi hitung_bila atau bagian_bila.',
        ),
        (
            "agregasi: jumlah",
            "syarat: n > 1",
            'Baris 8: "syarat" diisi bila dan hanya bila agregasi hitung_bila atau bagian_bila.',
        ),
        ("agregasi: jumlah", "rumus: n / x", 'Baris 8: Nama "x" dalam "n / x" tidak dikenal.'),
        ("agregasi: jumlah", "rumus: n >", "Baris 8: Diharapkan angka atau nama, ditemukan akhir rumus (huruf ke-4)"),
        ("agregasi: jumlah", "rumus: n > 1", 'Baris 8: "n > 1" harus menghasilkan angka.'),
        (
            "agregasi: jumlah",
            "aturan: [{jenis: hard, jika: n + 1, pesan: Salah}]",
            'Baris 8: "n + 1" harus menghasilkan perbandingan (ya atau tidak).',
        ),
        (
            "agregasi: jumlah",
            "aturan: [{jenis: hard, jika: n > SAT-09, pesan: Salah}]",
            'Baris 8: Nama "SAT_09" dalam "n > SAT-09" tidak dikenal.',
        ),
        (
            "agregasi: jumlah",
            "aturan: [{jenis: tanya, jika: n > 1, pesan: 'Biasanya {median}.'}]",
            'Baris 8: Nama "median" dalam pesan tidak dikenal.',
        ),
        (
            "bidang:",
            "aturan_umum: [{jenis: tanya, untuk: [jumlah], jika: n > median_12, pesan: Benar?}]\nbidang:",
            'Nama "n" dalam "n > median_12" tidak dikenal.',
        ),
        ("label: Banyaknya", "label: Banyaknya, isi_awal: n", 'Baris 8: Nama "n" dalam "n" tidak dikenal.'),
        ("label: Banyaknya", "label: Banyaknya, jenis: pilihan", '"pilihan" diisi bila dan hanya bila'),
        ("seksi: pmd", "seksi: pmd, target: 1e15", "Baris 8: Angka terlalu besar atau terlalu panjang."),
        ("seksi: pmd", "seksi: pmd, target: 1.0e-99999999", "Baris 8: Angka terlalu besar atau terlalu panjang."),
        ("seksi: pmd", "seksi: pmd, poin: 100000", "Baris 8: Poin harus kurang dari 100.000."),
        ("seksi: pmd", "seksi: pmd, warna: biru", 'Baris 8: "warna" tidak dikenal.'),
        ("seksi: pmd", "seksi: pmd, bulan_berlaku: [13]", "Baris 8: "),
        ("berlaku: keduanya", "berlaku: semua", '"berlaku" harus salah satu dari'),
        ("versi: kecil-1", "versi: Kecil 1", 'Baris 3: "versi" tidak sesuai pola yang diminta.'),
    ],
)
def test_a_faulty_set_is_refused_with_its_line(old: str, new: str, sentence: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_indicators(GOOD.replace(old, new, 1))
    assert sentence in caught.value.message


def test_a_common_rule_holds_for_rows_of_its_nature_that_people_fill_in() -> None:
    common = "aturan_umum: [{jenis: tanya, untuk: [jumlah], jika: hasil > median_12, pesan: Benar?}]\nbidang:"
    file = read_indicators(GOOD.replace("bidang:", common, 1).replace("jenis: jumlah", "jenis: keadaan", 1))
    assert [[rule.pesan for rule in row.rules(file.aturan_umum)] for row in file.indikator] == [[], ["Benar?"]]
    counted = file.indikator[1].model_copy(
        update={"isian": (file.indikator[1].isian[0].model_copy(update={"otomatis": "dokumen_terisi"}),)}
    )
    assert list(counted.rules(file.aturan_umum)) == []


def test_rules_may_name_other_rows_last_month_and_the_habit() -> None:
    rule = "aturan: [{jenis: soft, jika: n > SAT-02 and n < lalu.SAT_02.n or n > 3 * rata_rata_12, pesan: Jelaskan}]"
    assert read_indicators(GOOD.replace("agregasi: jumlah", rule, 1)).indikator[0].aturan[0].jenis == "soft"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("sumber_data: {manual: true}", "sumber_data: {}", "Sumber data harus satu"),
        ("sumber_data: {manual: true}", "sumber_data: {manual: true, dokumen: renstra}", "Sumber data harus satu"),
        ("sumber_data: {manual: true}", "sumber_data: {rumus: TRB-02.n /}", "Diharapkan angka atau nama"),
        ("sumber_data: {manual: true}", "sumber_data: {rumus: TRB-02.n > 1}", "harus menghasilkan angka"),
        (
            "sumber_data: {manual: true}",
            "sumber_data: {rumus: TRB-02 * 2}",
            "Tulis KODE.isian, misalnya TRB-02.selesai.",
        ),
        ("  - kode: IKU-2\n", "  - kode: IKU-1\n", 'Kode "IKU-1" dipakai dua kali.'),
        (
            "    seksi: pelayanan\n    penang",
            "    seksi: dapur\n    penang",
            'Seksi "dapur" tidak ada dalam daftar seksi.',
        ),
        ("  - indikator: IKU-5", "  - indikator: IKU-9", 'IKU "IKU-9" tidak ada.'),
        ("{key: S2,", "{key: IKU-1,", 'Kode "IKU-1" dipakai dua kali.'),
        ("{key: S2,", "{key: '',", '"key"'),
        ("iku: [IKU-1]", "iku: []", '"IKU-1" belum dipasang pada satu sasaran Renstra.'),
        ("7.01.04.2.01", "7.01.02.2.04", 'Kode "7.01.02.2.04" dipakai dua kali.'),
        ("pagu: 85000000", "pagu: -1", '"pagu" paling kecil 0.'),
        ("sampai: 2028", "sampai: 2023", "Tahun akhir Renstra harus sesudah tahun awalnya"),
        ("iku: [IKU-1]", "iku: [IKU-1, IKU-9]", 'IKU "IKU-9" tidak ada.'),
        ("mendukung: IKU-2}", "mendukung: IKU-9}", '"IKU-9" bukan IKU atau sasaran.'),
        ("sasaran: S1, indikator", "sasaran: S9, indikator", 'Sasaran "S9" tidak ada dalam Renstra.'),
        ("nomor: 1, jenis: murni", "nomor: 2, jenis: perubahan", "PK perubahan memerlukan alasan perubahan."),
        ("nomor: 1, jenis: murni", "nomor: 2, jenis: perubahan", "PK perubahan memerlukan nomor keputusan (SK)."),
        ("nomor: 1, jenis: murni", "nomor: 2, jenis: murni", "PK sesudah nomor 1 adalah perubahan."),
        ("  - tingkat: kasi\n    seksi: pmd\n", "  - tingkat: kasi\n", "PK kasi menyebut seksinya"),
        ("- jabatan: Kepala Seksi Pelayanan Umum", "- jabatan: Sekretaris Camat", 'Jabatan "Sekretaris Camat" dipakai'),
        ("arah: naik\n", "arah: naik\n    capaian: {batas: 110}\n", "Batas capaian: 100, 120, atau kosong"),
        ("arah: naik\n", "arah: naik\n    target_rentang: {2026: {}}\n", "Isi batas bawah atau batas atas"),
        (
            "arah: naik\n",
            "arah: naik\n    target_rentang: {2026: {bawah: 3, atas: 2}}\n",
            "lebih tinggi dari batas atas",
        ),
        (
            "3: 94.00, 4: 94.00, 5:",
            "3: 93, 4: 94.00, 5:",
            "Target Maret (93) harus sama dengan target",
        ),
        ("{1: 94.00, 2: 94.00, 3: 94.00, 4: 94.00}", "{1: null, 2: 94, 3: 94, 4: 94}", "target triwulan I kosong."),
        (
            "aksi:\n  - indikator: IKU-1\n",
            "aksi:\n  - indikator: IKU-1\n    dinilai: bulan\n",
            "Isi target bulanan, atau",
        ),
    ],
)
def test_a_faulty_plan_is_refused(old: str, new: str, sentence: str) -> None:
    text = text_of("rencana")
    assert old in text
    with pytest.raises(DefinitionError) as caught:
        read_plan(text.replace(old, new, 1))
    assert sentence in caught.value.message
    assert caught.value.message.startswith("Baris ")


def test_a_file_says_its_kind() -> None:
    assert kind_of(GOOD) == "bulanan"
    assert kind_of("a: 1") is None
    assert kind_of("- 1") is None


def test_sinergitas_and_documents_come_from_their_instrument_only() -> None:
    assert kind_of(text_of("sinergitas")) == "sinergitas"
    assert kind_of(text_of("dokumen")) == "dokumen"
    with pytest.raises(DefinitionError, match="dimuat dari berkas instrumen"):
        read_indicators(GOOD.replace("set: bulanan", "set: dokumen"))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("    seksi: pemerintahan\n", "", "Butir A-01 belum menyebut seksi yang mengisinya"),
        ("paling_besar: 2\n", "paling_besar: 1/3\n", "Butir A-01: poin yang dipilih orang ditulis"),
        ("kode: A-01", "kode: monografi", "Butir monografi: kode terlalu panjang, terulang, atau tidak sesuai pola"),
        ("subjek: [kecamatan]", "subjek: [desa]", "tidak dapat dimuat sebagai indikator"),
    ],
)
def test_an_instrument_that_cannot_be_a_sheet_says_why(old: str, new: str, sentence: str) -> None:
    with pytest.raises(DefinitionError, match=sentence):
        read_indicators(text_of("sinergitas").replace(old, new, 1))
