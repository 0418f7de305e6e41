"""A newcomer enters an office's year from an empty database by what the pages say: from “Mulai dari sini” to the lock.

Kecamatan Kepulauan Pongok has two desa. People, figures and papers are invented. The office begins in July.
"""

import re
import shlex
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from cermat.jobs.worker import run_due_jobs
from cermat.lib.months import WIB
from cermat.measurement.models import Figure
from cermat.organisation.models import Unit, User
from cermat.periods.models import YearLock
from tests.operations.hand import Hand

pytestmark = [pytest.mark.django_db, pytest.mark.alike]  # pages alone
CODE = "19.03.08"
OWN_FILES = Path(__file__).resolve().parents[1] / "collection" / "files"
SECTIONS = (
    ("sekretariat", "sekretariat", "Sekretariat", "Sekretaris Camat"),
    ("seksi", "pemerintahan", "Seksi Tata Pemerintahan", "Kepala Seksi Tata Pemerintahan"),
    ("seksi", "pmd", "Seksi Pemberdayaan", "Kepala Seksi Pemberdayaan"),
    ("seksi", "pelayanan", "Seksi Pelayanan Umum", "Kepala Seksi Pelayanan Umum"),
)
PLAN = (
    ("Umum", {"asal": "DATA CONTOH", "renstra.judul": "Renstra 2025-2029", "renstra.mulai": "2025",
              "renstra.sampai": "2029"}),
    ("Renstra", {"tujuan": "T1", "tujuan_uraian": "Maju", "key": "S1", "uraian": "Tertib pajak", "iku": "IKU-1"}),
    ("IKU", {"kode": "IKU-1", "nama": "Realisasi PBB-P2", "satuan": "persen", "arah": "naik",
             "rumus_capaian": "positive", "agregasi_triwulan": "nilai_akhir", "sumber_data.indikator": "PBB-01",
             "seksi": "pemerintahan", "penanggung_jawab": "Kepala Seksi Tata Pemerintahan"}),
    ("Target Renstra", {"iku": "IKU-1", "target.2026": "95", "target.2027": "96"}),
    ("PK", {"pemegang": "pemerintahan", "nomor": "1", "versi.jenis": "murni", "versi.tanggal": "2026-07-01",
            "pihak_pertama": "Kepala Seksi Tata Pemerintahan", "pihak_kedua": "Camat"}),
    ("Sasaran PK", {"pemegang": "pemerintahan", "nomor": "1", "uraian": "Tertib pajak", "indikator": "Realisasi PBB-P2",
                    "satuan": "persen", "target": "95", "mendukung": "IKU-1"}),
    ("Rencana Aksi", {"indikator": "IKU-1", "seksi": "pemerintahan", "target_triwulan.3": "60",
                      "target_triwulan.4": "95"}),
    ("Kegiatan", {"indikator": "IKU-1", "kode": "7.01.02.2.01", "nama": "Koordinasi", "keluaran": "Laporan",
                  "satuan": "buah", "pagu": "15.000.000", "target_keluaran.3": "9", "target_anggaran.3": "9000000"}),
    ("Kalender", {"bulan": "2", "dokumen": "LKjIP tahun lalu", "penerima": "Bagian Organisasi"}),
)  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    monkeypatch.chdir(settings.ROOT)
    made = Clock()
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made


class Clock:
    now = datetime(2026, 7, 1, 8, 0, tzinfo=WIB)

    def set(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 9, 0, tzinfo=WIB)


def typed(command: str) -> str:
    said = StringIO()
    call_command(*shlex.split(command)[1:], stdout=said)
    return said.getvalue()


def settled(people: dict[str, Hand]) -> dict[str, Hand]:
    """The administrator follows the list: sections, people, procedure, instruments, indicators, requirements."""
    admin = people["admin"]
    admin.home().sees("Mulai dari sini").follow("Seksi dan Sekretariat")
    form = admin.path
    for kind, key, name, head in SECTIONS:
        admin.open(form).press("Tambahkan", kind=kind, key=key, name=name, head_title=head).sees("ditambahkan")
    admin.home()
    while admin.has_link("Tambah "):
        admin.follow("Tambah ")
        role, unit = (admin.page.xpath(f"//select[@name='{name}']")[0].value for name in ("role", "unit"))
        hired(people, role, Unit.objects.get(pk=unit))
        admin.home()
    for village in Unit.objects.filter(kecamatan__code=CODE).villages():
        admin.open(f"/akun/orang/baru/?peran=operator&unit={village.pk}")
        hired(people, "operator", village)
    admin.home().follow("SOP kantor").press("Muat contoh ini").sees("berlaku")
    admin.home().follow("Instrumen bawaan").press("Muat instrumen bawaan").sees("termuat")
    admin.home().follow("Daftar indikator")
    for kind in ("bulanan", "sinergitas", "dokumen", "lembar"):
        text = (OWN_FILES / f"{kind}.yaml").read_bytes()
        admin.press("Periksa dan muat", kind=kind, file=SimpleUploadedFile("kantor.yaml", text)).sees("termuat")
    admin.home().follow("Jadwal persyaratan").press("Muat contoh ini").sees("termuat")
    return people


def hired(people: dict[str, Hand], role: str, unit: Unit) -> None:
    name = role if unit.code == CODE else f"{role}.{unit.key if unit.is_section else unit.name.lower()}"
    admin = people["admin"].press("Buat akun", full_name=f"DATA CONTOH {name}", username=name)
    password = re.findall(r"(?:\w{4}-){2}\w{4}", admin.text)[0]
    people[name] = Hand(name, password)


def planned(people: dict[str, Hand]) -> None:
    """The Sekcam writes the plan part by part, the Camat puts it in force, a kasi and the Camat sign."""
    sekcam, camat = people["sekcam.sekretariat"], people["camat"]
    kasi = people["kasi.pemerintahan"]
    sekcam.home().follow("Rencana 2026").follow("Susun rencana").press("Buat draf", year="2026", origin="kosong")
    for part, cells in PLAN:
        sekcam.follow(part).press("Simpan", **{f"0:{key}": text for key, text in cells.items()}).sees("disimpan")
    sekcam.press("Nyatakan siap diperiksa")
    camat.home().follow("Rencana 2026 diberlakukan").press("Berlakukan").sees("berlaku")
    kasi.home().follow("Perjanjian Kinerja 2026").press("Tandatangani").sees("ditandatangani")
    camat.home().follow("Perjanjian Kinerja 2026").press("Tandatangani").sees("ditandatangani")
    sekcam.home().follow("Saldo awal 2026").follow("Ambil alih angka").press(
        "Simpan saldo awal", subject="kegiatan", code="7.01.02.2.01", measure="anggaran", month="6", year="2026",
        value="6.000.000", source="Laporan Triwulan II", source_date="2026-06-30",
    ).sees("6.000.000")  # fmt: skip


def test_a_newcomer_enters_a_year_from_nothing_to_its_lock(clock: Clock) -> None:
    typed(f"./cermat units load {CODE}")
    said = typed(f'./cermat admin admin --kecamatan {CODE} --name "DATA CONTOH admin"')
    people = settled({"admin": Hand("admin", re.findall(r"sekali pakai (\S+)", said)[0])})
    planned(people)
    people["sekcam.sekretariat"].home().follow("Periode pertama dibuka").press("Buka periode Juli 2026").sees("dibuka")
    assert "Mulai dari sini" not in people["admin"].home().text
    a_month(people, clock)
    people["sekcam.sekretariat"].home()
    assert User.objects.count() == len(people)
    [figure] = Figure.objects.filter(run__is_provisional=False, code="IKU-1")
    assert figure.achievement == 100
    people["camat"].open(f"/pengukuran/angka/{figure.pk}/").sees("Diturunkan ulang dari rincian di atas: cocok")
    clock.set(date(2027, 2, 22))
    people["sekcam.sekretariat"].home().follow("Tahun 2026 dikunci").follow("Tandai").press(
        "Tandai", delivered_on="2027-02-22", note="000.8.6/17/2027"
    )
    people["sekcam.sekretariat"].follow("Kunci tahun").follow("2026").press(
        "Kunci tahun 2026", report="LKjIP 2026", handed_in_on="2027-02-22"
    ).sees("Dikunci")
    assert YearLock.objects.filter(kecamatan__code=CODE, year=2026).exists()
    people["sekcam.sekretariat"].follow("2027").press("Buat draf 2027").sees("Draf perencanaan 2027")


def a_month(people: dict[str, Hand], clock: Clock) -> None:
    """July, each by what stands among their tasks."""
    heads = [hand for name, hand in people.items() if name.startswith(("sekcam.", "kasi."))]
    handed_over(people, heads)
    clock.set(date(2026, 7, 30))
    collected(people, heads)
    clock.set(date(2026, 8, 7))
    evaluated(people, heads)
    calculated(people, heads)


def handed_over(people: dict[str, Hand], heads: list[Hand]) -> None:
    camat = people["camat"]
    people["sekcam.sekretariat"].home().follow("Pilah indikator").press("Isi sesuai usulan").press(
        "Selesaikan pemilahan"
    )
    for head in heads:
        head.home().follow("Terima persyaratan").press("Terima persyaratan")
    for one in camat.home().links("Validasi persyaratan"):
        camat.open(one).press("Validasi")
    run_due_jobs(timezone.now())


def collected(people: dict[str, Hand], heads: list[Hand]) -> None:
    for operator in roles(people, "operator."):
        fills(operator, "Kirim ke")
    for leader in roles(people, "lurah.", "kades."):
        while leader.home().has_link("Setujui dan kirim"):
            leader.follow("Setujui dan kirim").press("Setujui dan kirim", last=True)
    for head in heads:
        fills(head, "Setujui dan kirim")
    for checker in [*heads, people["camat"]]:
        while checker.home().has_link("Periksa "):
            checker.follow("Periksa ").press("Validasi")
    run_due_jobs(timezone.now())


def roles(people: dict[str, Hand], *names: str) -> list[Hand]:
    return [hand for name, hand in people.items() if name.startswith(names)]


def evaluated(people: dict[str, Hand], heads: list[Hand]) -> None:
    sekcam = people["sekcam.sekretariat"]
    for head in heads:
        head.home().follow("Lengkapi Laporan Kinerja").press("Lengkapi Laporan Kinerja", narrative="Sesuai rencana.")
    sekcam.home().follow("Gabungkan Laporan Kinerja").press("Gabungkan laporan")
    for hand in (people["camat"], sekcam):
        hand.home().follow("Catat hasil monitoring").press("Selesaikan bagian saya")
    sekcam.home().follow("Siapkan Rapat").press("Simpan dan undang").press("Simpan notula", minutes="Dibahas.")
    sekcam.home().follow("Lengkapi daftar rekomendasi").press("Nyatakan nihil")


def calculated(people: dict[str, Hand], heads: list[Hand]) -> None:
    sekcam = people["sekcam.sekretariat"]
    people["kasi.pemerintahan"].home().follow("Isi realisasi kegiatan").follow("7.01.02.2.01").press(
        "Simpan", output="7", physical="60", spent="8.000.000"
    )
    sekcam.home().follow("Hitung capaian").press("Hitung")
    for head in heads:
        if head.home().has_link("Tanda tangani capaian"):  # a section without any figure signs nothing
            head.follow("Tanda tangani capaian").press("Tanda tangani")
    sekcam.home().follow("Selesaikan penghitungan").press("Selesaikan penghitungan").sees("selesai")


FIGURES = {"PDK-01:awal": "2.000", "PDK-01:lahir": "3", "PDK-01:mati": "1", "PBB-01:baku": "100.000.000",
           "PBB-01:realisasi": "60.000.000"}  # fmt: skip


def fills(hand: Hand, button: str) -> None:
    """Every sheet among the tasks: the figures known, everything else “belum ada data” with its reason."""
    for sheet in hand.home().links("Lengkapi isian"):
        hand.open(sheet)
        answers: dict[str, object] = {}
        for field in hand.page.xpath("//main//select[starts-with(@name, 'a:')]"):
            name = field.get("name")[2:]
            if name in FIGURES:
                answers |= {f"a:{name}": "angka", f"v:{name}": FIGURES[name]}
                continue
            answers |= {f"a:{name}": "belum_ada_data", f"r:{name}": "Dicatat mulai bulan depan"}
        evidence = {
            field.get("name"): SimpleUploadedFile("bukti.png", PNG, "image/png")
            for field in hand.page.xpath("//main//input[@type='file'][starts-with(@name, 'bukti:')]")
            if any(key.startswith(field.get("name")[6:] + ":") for key in FIGURES)
        }
        hand.press(button, last=True, **answers, **evidence)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
