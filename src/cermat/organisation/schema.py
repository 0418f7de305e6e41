"""The choices an office has: what each means, and which values make sense. Keys are those of models.SettingKey."""

import re
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Any

CLOCK = re.compile(r"^([01]\d|2[0-3])\.[0-5]\d( WI[BT]| WITA)?$")
LETTERHEAD_LINES = {
    "pemerintah": "Pemerintah daerah (baris pertama)",
    "kantor": "Nama kantor (baris kedua)",
    "alamat": "Alamat",
    "kontak": "Telepon, surel, dan laman",
}


class Shape(StrEnum):
    YES_NO = auto()
    ONE_OF = auto()
    WHOLE = auto()
    TEXT = auto()
    CLOCK = auto()
    LINES = auto()


@dataclass(frozen=True)
class Choice:
    """One choice: its name and plain explanation, the shape of its value, and its limits."""

    name: str
    explanation: str
    shape: Shape
    options: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 0
    unit: str = ""

    def problem(self, value: Any) -> str:
        """An Indonesian sentence where `value` makes no sense, else empty."""
        if self.shape is Shape.YES_NO:
            return "" if isinstance(value, bool) else "Pilih ya atau tidak."
        if self.shape is Shape.ONE_OF:
            return "" if value in {key for key, _name in self.options} else "Pilih salah satu dari daftar."
        if self.shape is Shape.WHOLE:
            fits = isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most
            return "" if fits else f"Isi bilangan bulat {self.least} sampai {self.most}."
        if self.shape is Shape.CLOCK:
            fits = isinstance(value, str) and bool(CLOCK.match(value))
            return "" if fits else "Tulis jam seperti 09.00 WIB."
        if self.shape is Shape.LINES:
            fits = isinstance(value, dict) and all(
                name in LETTERHEAD_LINES and isinstance(line, str) and len(line) <= 200 for name, line in value.items()
            )
            return "" if fits else "Isi baris kop surat dengan teks paling panjang 200 huruf."
        return "" if isinstance(value, str) and 0 < len(value.strip()) <= 120 else "Isi teks 1 sampai 120 huruf."

    def said(self, value: Any) -> str:
        """The value as the office says it."""
        if self.shape is Shape.YES_NO:
            return "Ya" if value else "Tidak"
        if self.shape is Shape.ONE_OF:
            return dict(self.options).get(value, str(value))
        if self.shape is Shape.LINES:
            return " · ".join(line for line in value.values() if line) or "Belum diisi"
        return f"{value} {self.unit}".strip()


CHOICES: dict[str, Choice] = {
    "satu_orang_mengisi_dan_menyetujui": Choice(
        "Satu orang mengisi dan menyetujui",
        "Bila ya, operator boleh mengirim isiannya sendiri tanpa persetujuan lurah atau kepala desa. Bila tidak, lurah "
        "atau kepala desa menyetujui dan mengirim, juga yang diisinya sendiri. Seksi tetap memeriksa.",
        Shape.YES_NO,
    ),
    "aturan_jumat_pertama": Choice(
        "Hari rapat koordinasi rutin",
        "SOP menyebut Jumat minggu pertama. Pilih bagaimana kantor Anda membacanya.",
        Shape.ONE_OF,
        (
            ("jumat_pertama", "Jumat pertama pada bulan itu"),
            ("jumat_minggu_penuh", "Jumat pada minggu kerja penuh pertama"),
        ),
    ),
    "rapat_bila_libur": Choice(
        "Bila hari rapat libur",
        "Rapat dipindah ke hari kerja sesudah atau sebelumnya; halaman periode menyebutkan perpindahan itu.",
        Shape.ONE_OF,
        (("berikutnya", "Hari kerja berikutnya"), ("sebelumnya", "Hari kerja sebelumnya")),
    ),
    "hari_kerja_sebelum_rapat": Choice(
        "Batas akhir pengumpulan",
        "Berapa hari kerja sebelum rapat pengumpulan data ditutup.",
        Shape.WHOLE,
        least=0,
        most=15,
        unit="hari kerja",
    ),
    "batas_kirim": Choice(
        "Batas waktu isian desa dan kelurahan",
        "Sampai kapan desa dan kelurahan mengirim isian bulan berjalan.",
        Shape.ONE_OF,
        (
            ("hari_kerja_terakhir", "Hari kerja terakhir bulan itu"),
            *((str(day), f"Tanggal {day}") for day in range(20, 29)),
        ),
    ),
    "pengingat_sebelum_batas": Choice(
        "Pengingat sebelum batas kirim",
        "Berapa hari kerja sebelum batas kirim yang belum mengirim diingatkan dengan sendirinya. 0 berarti tidak "
        "diingatkan lebih awal.",
        Shape.WHOLE,
        least=0,
        most=10,
        unit="hari kerja",
    ),
    "pengingat_pada_batas": Choice(
        "Pengingat pada hari batas kirim",
        "Bila ya, yang belum mengirim diingatkan sekali lagi pada pagi hari batas kirimnya.",
        Shape.YES_NO,
    ),
    "ambang_dokumen_persen": Choice(
        "Ambang kelengkapan dokumen kelurahan",
        "Kelurahan dihitung telah mencukupi dokumen bila sekian persen dokumen wajib yang jatuh tempo tervalidasi. "
        "Ambang dicetak pada laporan.",
        Shape.WHOLE,
        least=1,
        most=100,
        unit="persen",
    ),
    "skala_predikat": Choice(
        "Skala predikat capaian",
        "Aturan yang memberi nama pada capaian, misalnya Sangat Tinggi.",
        Shape.ONE_OF,
        (
            ("permendagri_86_2017", "Permendagri 86/2017"),
            ("sampang_2019", "LKjIP Inspektorat Kabupaten Sampang 2019"),
            ("ponorogo_2015", "Kabupaten Ponorogo 2015"),
            ("maluku_tengah_2021", "Kabupaten Maluku Tengah 2021"),
            ("puhpelem_2016", "Kecamatan Puhpelem 2016"),
            ("cepu_2020", "Kecamatan Cepu 2020"),
        ),
    ),
    "urutan_unsur": Choice(
        "Urutan cetak unsur ke-8 dan ke-9 IKM",
        "Naskah PermenPANRB 14/2017 menyebut pengaduan lebih dulu, kuesionernya sarana lebih dulu. Hanya urutan dan "
        "nomor cetak yang berubah, bukan nilainya.",
        Shape.ONE_OF,
        (
            ("naskah", "Naskah peraturan: U8 pengaduan, U9 sarana"),
            ("kuesioner", "Kuesioner: U8 sarana, U9 pengaduan"),
        ),
    ),
    "kata_notula": Choice(
        "Sebutan catatan rapat",
        "Kata yang dicetak pada catatan rapat.",
        Shape.ONE_OF,
        (("Notula", "Notula"), ("Notulen", "Notulen")),
    ),
    "tempat_rapat": Choice("Tempat rapat", "Dicetak pada surat undangan dan notula.", Shape.TEXT),
    "jam_rapat": Choice("Jam rapat", "Dicetak pada surat undangan.", Shape.CLOCK),
    "kop_surat": Choice("Kop surat", "Baris-baris di kepala setiap surat dan laporan.", Shape.LINES),
}
