"""An instrument file as sheets of a workbook: which sheet and column stands for which key. Pure.

The keys are those of `shape` (definitions/README.md), written with blanks: "paling_besar" is the column "Paling besar".
Whatever is a table of its own in the file has a sheet of its own; what hangs below a row names that row in its
first column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from cermat.instruments.formula import AnsweredBy, ItemKind, Method, Missing


class Cell(Enum):
    """How one cell holds the value of its key."""

    TEXT = auto()
    NUMBER = auto()  # 5 · 0,111 · 1/9
    YES_NO = auto()
    WORDS = auto()  # desa; kelurahan
    NUMBERS = auto()  # 0; 2,5; 5
    PAIRS = auto()  # a=2; b=0,5
    LINES = auto()  # several rows of the head, one text each


@dataclass(frozen=True)
class Column:
    key: str  # in the head with a point: "berlaku.dari"
    cell: Cell = Cell.TEXT
    hint: str = ""
    allowed: tuple[str, ...] = ()
    width: int = 14

    @property
    def title(self) -> str:
        return title_of(self.key)


@dataclass(frozen=True)
class SheetShape:
    """One sheet: the rows of the table `key`; with `below` the rows stand in a table of another sheet's rows."""

    name: str
    key: str
    columns: tuple[Column, ...]
    below: str = ""  # "butir": the first column holds the kode of its row there
    free: tuple[str, ...] = ()  # keys that take columns of the office's own: "Rincian: dasar hukum"

    @property
    def column(self) -> dict[str, Column]:
        return {column.title.casefold(): column for column in self.columns}


def title_of(key: str) -> str:
    return key.replace("_", " ").replace(".", " ").capitalize()


def words(of: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(word) for word in of)


HEAD_NAME = "Instrumen"
SUBJECT_HINT = "kecamatan; seksi; desa; kelurahan; rt; rw; layanan (pisahkan dengan titik koma)"
MONTH_HINT = "nomor bulan, misalnya 6; 12"
HEAD = (
    Column("nama", hint="nama tetap: huruf kecil, angka, tanda hubung; tidak berubah antarversi"),
    Column("versi", hint="bilangan bulat; isi lain memerlukan angka yang lebih tinggi"),
    Column("judul"),
    Column("singkatan"),
    Column("asal", hint="tercetak di mana pun dipakai: Contoh …, Templat daerah lain: …; boleh kosong"),
    Column("berlaku.dari", hint="tanggal seperti 2026-01-31"),
    Column("berlaku.sampai", hint="boleh kosong"),
    Column("subjek", Cell.WORDS, SUBJECT_HINT),
    Column("penjawab", allowed=words([one.value for one in AnsweredBy])),
    Column("penilai", Cell.LINES, "satu baris tiap penilai; hanya bila penjawab: penilai"),
    Column(
        "periode.frekuensi",
        hint="boleh kosong",
        allowed=words(["bulanan", "triwulanan", "semesteran", "tahunan"]),
    ),
    Column("periode.jatuh_tempo", Cell.WORDS, MONTH_HINT),
    Column("sumber", Cell.LINES, "dasar hukum; satu baris tiap sumber"),
    Column("catatan", Cell.LINES, "satu baris tiap catatan"),
    Column("kosong", hint="arti butir yang kosong", allowed=words([one.value for one in Missing])),
    Column("tidak_didata", Cell.WORDS, "jenis yang seluruh nilainya nol berarti tidak didata; boleh kosong"),
    Column("indeks.nama"),
    Column("indeks.cara", allowed=words([one.value for one in Method if one is not Method.GRADED])),
    Column("indeks.kali", Cell.NUMBER, "1 bila tidak dikalikan"),
    Column("indeks.desimal", hint="0 sampai 6"),
    Column("indeks.desimal_kelompok", hint="0 sampai 6"),
    Column("indeks.jumlah_bobot", Cell.NUMBER, "jumlah bobot tingkat teratas; boleh kosong"),
)
METHODS = words([one.value for one in Method])
OPTION = (
    Column("jawaban"),
    Column("nilai", Cell.NUMBER),
    Column("skor", Cell.NUMBER),
    Column("arti", width=50),
    Column("saran", width=50),
)
STEP = (
    Column("nilai", hint="nama gradasi: AA, BB, …"),
    Column("skor", Cell.NUMBER),
    Column("di_atas", Cell.NUMBER, "persen; kosong: hanya ditetapkan penilai"),
    Column("label", width=50),
)
SHEETS = (
    SheetShape(
        "Kelompok",
        "kelompok",
        (
            Column("kode"),
            Column("nama", width=50),
            Column("cara", allowed=METHODS, width=22),
            Column("induk", hint="kode kelompok di atasnya; kosong: langsung di bawah indeks"),
            Column("bobot", Cell.NUMBER, "5, 0,111, atau 1/9"),
            Column("jumlah_bobot", Cell.NUMBER, "jumlah bobot isinya; boleh kosong"),
            Column("nilai_langsung", Cell.YES_NO),
            Column("sumber", width=40),
        ),
        free=("rincian",),
    ),
    SheetShape(
        "Butir",
        "butir",
        (
            Column("kode"),
            Column("nama", width=50),
            Column("pertanyaan", width=50),
            Column("kelompok"),
            Column("bagian", hint="hanya judul"),
            Column("jenis", allowed=words([one.value for one in ItemKind])),
            Column("paling_kecil", Cell.NUMBER),
            Column("paling_besar", Cell.NUMBER),
            Column("desimal", hint="0 sampai 6"),
            Column("bobot", Cell.NUMBER, "5, 0,111, atau 1/9"),
            Column("skala", hint="nama pada lembar Skala"),
            Column("ukuran", width=30),
            Column("langkah", Cell.NUMBERS, "0; 2,5; 5"),
            Column("bukti", Cell.PAIRS, "a=2; b=0,5"),
            Column("boleh_tidak_berlaku", Cell.YES_NO),
            Column("berlaku", Cell.WORDS, SUBJECT_HINT),
            Column("frekuensi"),
            Column("jatuh_tempo", Cell.WORDS, MONTH_HINT),
            Column("seksi"),
            Column("sumber", width=40),
        ),
        free=("pelaksana", "rincian"),
    ),
    SheetShape("Tingkat", "tingkat", OPTION, below="butir"),
    SheetShape(
        "Pita",
        "pita",
        (
            Column("sampai", Cell.NUMBER, "sampai dengan"),
            Column("di_bawah", Cell.NUMBER, "kurang dari"),
            Column("skor", Cell.NUMBER),
        ),
        below="butir",
    ),
    SheetShape("Skala", "skala", OPTION, below="skala"),
    SheetShape("Gradasi", "gradasi", STEP, below="kelompok"),
    SheetShape("Varian", "varian", (Column("nama"), Column("label", width=50), Column("bobot", Cell.NUMBER))),
    SheetShape(
        "Kelas",
        "kelas",
        (
            Column("kode"),
            Column("nama", width=30),
            Column("dari", Cell.NUMBER, "batas bawah setelah pembulatan"),
            Column("label", width=40),
        ),
    ),
)
SHEET = {sheet.name.casefold(): sheet for sheet in SHEETS}
BELOW_TITLE = {"butir": "Butir", "kelompok": "Kelompok", "skala": "Skala"}
YES, NO = "ya", "tidak"
