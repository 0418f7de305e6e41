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
