"""Small instruments as an office would write them."""

from datetime import datetime
from textwrap import dedent

from cermat.instruments.actions import load_instrument
from cermat.instruments.models import InstrumentVersion
from tests.factories import NOW, Office

CONTEST = dedent(
    """\
    cermat: instrumen/1
    nama: lomba-contoh
    versi: 1
    judul: Lomba Kampung Contoh
    singkatan: Lomba
    asal: Contoh, bukan daftar resmi
    berlaku: {dari: 2026-01-01}
    subjek: [rt, rw]
    penjawab: penilai
    penilai: [Polsek, Koramil]
    periode: {frekuensi: tahunan, jatuh_tempo: [8]}
    sumber: ["Keputusan contoh 1/2026"]
    indeks: {nama: Nilai, cara: jumlah_berbobot, desimal: 2, jumlah_bobot: 1}
    kelas:
      - {kode: KURANG, nama: Kurang, dari: 0, label: "≤ 59,99"}
      - {kode: BAIK, nama: Baik, dari: 60}
    butir:
      - {kode: bersih, nama: Kebersihan, jenis: nilai, paling_besar: 100, bobot: 0.75}
      - {kode: indah, nama: Keindahan, jenis: nilai, paling_besar: 100, bobot: 0.25}
    """
)


def contest(version: int = 1, *, name: str = "lomba-contoh", start: str = "2026-01-01", clean: str = "0.75") -> str:
    """The text of the contest; the weights agree only with 0.75."""
    text = CONTEST.replace("versi: 1", f"versi: {version}").replace("lomba-contoh", name)
    return text.replace("2026-01-01", start).replace("bobot: 0.75", f"bobot: {clean}")


def loaded(office: Office, text: str = CONTEST, *, now: datetime = NOW) -> InstrumentVersion:
    return load_instrument(kecamatan=office.kecamatan, text=text, by=office.admin, now=now)


GRADED = dedent(
    """\
    cermat: instrumen/1
    nama: lke-contoh
    versi: 1
    judul: Lembar Kerja Contoh
    singkatan: LKE contoh
    asal: Contoh, bukan daftar resmi
    berlaku: {dari: 2022-01-01}
    subjek: [kecamatan]
    penjawab: satu_lembar
    periode: {frekuensi: tahunan, jatuh_tempo: [3]}
    sumber: ["Keputusan contoh 2/2022"]
    kosong: tanpa_indeks
    indeks: {nama: Nilai, cara: jumlah, desimal: 2}
    gradasi:
      - {nilai: A, skor: 90, label: dengan perbaikan}
      - {nilai: B, skor: 70, di_atas: 75}
      - {nilai: C, skor: 50, di_atas: 25}
      - {nilai: E, skor: 0, di_atas: -1}
    kelompok:
      - {kode: REN, nama: Perencanaan, cara: gradasi, bobot: 40}
      - {kode: UKUR, nama: Pengukuran, cara: gradasi, bobot: 60}
    kelas:
      - {kode: C, nama: Kurang, dari: 0}
      - {kode: B, nama: Baik, dari: 60}
      - {kode: A, nama: Memuaskan, dari: 80}
    butir:
      - {kode: REN-1, nama: Renstra ada, kelompok: REN, jenis: dokumen}
      - {kode: REN-2, nama: Renstra diumumkan, kelompok: REN, jenis: dokumen}
      - {kode: UKUR-1, nama: Pengukuran ada, kelompok: UKUR, jenis: dokumen}
    """
)


def graded(office: Office) -> InstrumentVersion:
    """An instrument that the kecamatan answers itself, with grades."""
    return loaded(office, GRADED)
