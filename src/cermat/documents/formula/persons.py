"""Whether a file names persons: numbers built like a NIK, or a table of names beside what belongs to one person alone.

NIK (UU 23/2006 Article 13; Permendagri 74/2015): 16 digits, 6 of the region, the day of birth DDMMYY (day + 40 for
women), 4 running. The number of a family card (KK) is built alike. A NIP has 18 digits, an NPWP of an office begins
with 0: neither is taken for one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG = re.compile(
    r"(?<!\d)(?<!\d[.,])(?:\d{16}|\d{6}([ .-])\d{6}\1\d{4}|\d{4}([ .-])\d{4}\2\d{4}\2\d{4})(?![.,]?\d)", re.ASCII
)
NAME = re.compile(
    r"nama( (lengkap|orang|warga|penduduk|kepala keluarga|kk|anggota( keluarga)?|penerima( \w+)*|siswa|murid|balita|"
    r"anak|ibu( hamil)?|peserta( didik)?|lansia|pemohon|wajib pajak|wp|orang tua|pasien|pemilik))?"
)
OWN = re.compile(
    r"nik|(no|nomor) ?(nik|kk|ktp|induk kependudukan|kartu keluarga|hp|telepon|telp|wa|rekening)|"
    r"(tempat |tpt )?(dan )?(tanggal|tgl) ?lahir|ttl|alamat( lengkap| rumah| tinggal)?|umur|usia|jenis kelamin|"
    r"l p|nama (gadis )?ibu( kandung)?"
)
HEADING = re.compile(
    r"\bnama\b(?! (desa|kelurahan|kecamatan|kegiatan|instansi|dusun|lembaga|barang|jalan))"
    r".{0,80}?\b(nik|no\.? ?kk|no\.? ?ktp|(tanggal|tgl)\.? lahir)\b|\bnik\b.{0,40}?\bnama\b",
    re.IGNORECASE | re.DOTALL,
)
FILLED = 2  # names under a heading, from which it is a list


def is_nik(digits: str) -> bool:
    """Whether 16 digits are built like a NIK: a province, a regency, a kecamatan, a day that exists in some month."""
    province, regency, district = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    day, month = int(digits[6:8]), int(digits[8:10])
    return 11 <= province <= 97 and 1 <= regency <= 79 and district > 0 and 1 <= day % 40 <= 31 and 1 <= month <= 12


@dataclass
class Persons:
    """What was seen so far of a file that is read piece by piece."""

    niks: int = 0
    listed: bool = False  # a table or text that lists persons by name
    column: int = -1  # of the names, below a heading
    names: int = 0  # below that heading

    @property
    def said(self) -> str:
        """12 nomor NIK atau KK · daftar nama orang · empty where there is none."""
        found = [f"{self.niks} nomor NIK atau KK"] * bool(self.niks) + ["daftar nama orang"] * self.listed
        return " dan ".join(found)

    def text(self, text: str) -> None:
        self._count(text)
        self.listed = self.listed or HEADING.search(text) is not None

    def row(self, cells: Iterable[object]) -> None:
        """A row of a table: numbers in its cells, and whether a column of names goes on."""
        words: list[str] = []
        for cell in cells:
            if isinstance(cell, str):
                words.append(cell)
                if len(cell) >= 16:
                    self._count(cell)
                continue
            words.append("")
            if isinstance(cell, (int, float)) and 1e15 <= cell < 1e16 and is_nik(str(int(cell))):
                self.niks += 1
        self._follow(words)

    def _count(self, text: str) -> None:
        for found in LONG.finditer(text):
            digits = re.sub(r"\D", "", found[0])
            self.niks += is_nik(digits)

    def _follow(self, words: list[str]) -> None:
        if self.listed or not any(words):
            return
        if 0 <= self.column < len(words) and any(char.isalpha() for char in words[self.column]):
            self.names += 1
            self.listed = self.names >= FILLED
        if not any("nama" in word.lower() for word in words):
            return
        plain = [_plain(word) for word in words if len(word) <= 60]
        if any(NAME.fullmatch(word) for word in plain) and any(OWN.fullmatch(word) for word in plain):
            self.column = next(at for at, word in enumerate(words) if NAME.fullmatch(_plain(word)))
            self.names = 0


def _plain(word: str) -> str:
    """Letters and single blanks: "No. KK" → no kk; "L/P" → l p."""
    return " ".join(re.sub(r"[^a-z]+", " ", word.lower()).split())
