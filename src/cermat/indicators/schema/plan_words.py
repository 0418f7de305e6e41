"""What the words of a plan's file mean to the one who chooses them: a short label, and when to choose it. Pure.

The file and the workbook keep the words; pages show the labels. Every percentage in an example is computed by
`measurement.formula` in a test.
"""

from dataclasses import dataclass

from cermat.indicators.schema.plan_table import Column


@dataclass(frozen=True)
class Word:
    label: str  # what stands in the list
    when: str = ""  # when to choose it, with an example


_DIRECTIONS = {
    "naik": Word("Makin tinggi makin baik", "Misalnya nilai IKM, persentase dokumen lengkap."),
    "turun": Word("Makin rendah makin baik", "Misalnya persentase balita stunting, banyaknya gangguan."),
    "netral": Word("Keterangan saja, tanpa capaian", "Misalnya jumlah penduduk: dicatat, tidak dinilai."),
}
_ACHIEVEMENTS = {
    "positive": Word(
        "Realisasi ÷ target × 100",
        "Untuk yang makin tinggi makin baik. Target 80, realisasi 84: capaian 105 %.",
    ),
    "negative_v1": Word(
        "(2 × target − realisasi) ÷ target × 100",
        "Untuk yang makin rendah makin baik; cara yang disarankan (PermenPANRB 8/2021). "
        "Target 10, realisasi 8: capaian 120 %; realisasi 12: 80 %; realisasi 20 atau lebih: 0 %.",
    ),
    "negative_v2": Word(
        "Target ÷ realisasi × 100",
        "Untuk yang makin rendah makin baik, hanya bila kabupaten Anda memakainya. "
        "Target 10, realisasi 8: capaian 125 %; realisasi 12: 83,33 %.",
    ),
    "range_positive": Word(
        "Target rentang; di luarnya realisasi ÷ batas terdekat × 100",
        "Di dalam rentang capaiannya 100 %. Rentang 80–90, realisasi 76: 95 %. Rentangnya diisi pada Rincian target.",
    ),
    "range_negative_v1": Word(
        "Target rentang yang makin rendah makin baik",
        "Di dalam rentang 100 %; di luarnya (2 − realisasi ÷ batas terdekat) × 100. Rentang 3–5, realisasi 6: 80 %. "
        "Rentangnya diisi pada Rincian target.",
    ),
}
MEANINGS: dict[str, dict[str, Word]] = {
    "arah": _DIRECTIONS,
    "rumus_capaian": _ACHIEVEMENTS,
    "agregasi_triwulan": {
        "kumulatif": Word(
            "Dijumlahkan sejak Januari",
            "Untuk banyaknya kegiatan, orang, rupiah. Triwulan I 3, triwulan II 4: sampai triwulan II 7.",
        ),
        "nilai_akhir": Word(
            "Angka terakhir",
            "Untuk nilai dan persentase. Triwulan I 82, triwulan II 84: sampai triwulan II 84.",
        ),
    },
    "sumber_data.ukuran": {
        "": Word("Nilai hasilnya"),
        "nilai": Word("Nilai hasilnya", "Misalnya nilai IKM 84,21. Cocok untuk IKM, sinergitas, LKE."),
        "bagian_lengkap": Word(
            "Persentase desa/kelurahan yang dokumennya mencukupi",
            "Untuk dokumen desa/kelurahan. 12 dari 13 kelurahan mencukupi: 92,31 %.",
        ),
        "bagian_status": Word(
            "Persentase desa berstatus paling rendah Maju",
            "Untuk Indeks Desa. 1 dari 2 desa Maju atau Mandiri: 50 %.",
        ),
    },
    "capaian.batas": {
        "": Word("Tanpa batas"),
        "100": Word("Paling tinggi 100 %", "Capaian 105 % dicatat 100 %."),
        "120": Word("Paling tinggi 120 %", "Capaian 135 % dicatat 120 %."),
    },
    "capaian.pembulatan": {
        "": Word("Dibulatkan seperti biasa"),
        "half_up": Word("Dibulatkan seperti biasa", "Dengan dua desimal, 84,345 menjadi 84,35."),
        "down": Word("Dipotong", "Dengan dua desimal, 84,349 menjadi 84,34."),
    },
    "capaian.saat_realisasi_nol": {
        "": Word("Persentase tidak dihitung"),
        "tidak_dihitung": Word(
            "Persentase tidak dihitung",
            "Disarankan: target ÷ 0 tidak ada hasilnya. Tercapai atau tidak tetap dinilai dari realisasinya.",
        ),
        "seratus": Word("Selalu 100 %", "Bila kabupaten Anda menetapkan nol sebagai capaian penuh."),
        "seratus_bila_target_nol": Word(
            "100 % bila targetnya juga nol, selain itu 0 %", "Target 0, realisasi 0: 100 %. Target 3, realisasi 0: 0 %."
        ),
    },
    "dinilai": {
        "": Word("Target triwulan"),
        "triwulan": Word("Target triwulan", "Capaian setiap bulan dibandingkan dengan target triwulannya."),
        "bulan": Word(
            "Target bulan", "Capaian setiap bulan dibandingkan dengan target bulan itu; isi target bulanannya."
        ),
    },
    "jenis": {
        "sekretariat": Word("Sekretariat"),
        "seksi": Word("Seksi"),
        "subbagian": Word("Subbagian, di bawah Sekretariat"),
    },
    "versi.jenis": {
        "murni": Word("PK murni, yang pertama tahun itu"),
        "perubahan": Word("PK perubahan, dengan keputusan dan alasan"),
    },
}


def choices_of(column: Column) -> list[tuple[str, str]]:
    """What a list shows for a column with words, and before them what leaving it empty means."""
    known = MEANINGS.get(column.key, {})
    empty = known.get("")
    return [
        ("", f"{empty.label} (bawaan)" if empty else "–"),
        *((word, known[word].label if word in known else word) for word in column.words),
    ]


def label_of(column: Column, text: str) -> str:
    """The label of a word, or the text where it is none."""
    known = MEANINGS.get(column.key, {})
    return known[text].label if text in known else text


def explained(column: Column) -> list[Word]:
    """Those of a column's words that say when to choose them."""
    known = MEANINGS.get(column.key, {})
    return [known[word] for word in column.words if word in known and known[word].when]
