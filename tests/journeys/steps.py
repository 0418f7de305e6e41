"""The seven steps of the SOP as people do them in the browser. Given / when / then stand in the journeys."""

from datetime import date

from cermat.collection.models import Entry, EntryState, Form
from cermat.lib.months import Month
from cermat.organisation.models import Kind, Unit, User
from cermat.sop.models import Cycle
from tests.factories import Office
from tests.journeys.stage import Desk, entries_of, work

MONTHLY = {
    "PDK-01:awal": "4.812",
    "PDK-01:lahir": "6",
    "PDK-01:mati": "2",
    "PBB-01:baku": "412.500.000",
    "PBB-01:realisasi": "214.240.000",
    "PDK-04:lapor": "2",
    "PDK-04:mati": "2",
    "YAN-04:n": "12",
}
ANSWERS = {
    Form.MONTHLY.value: MONTHLY,
    Form.SINERGITAS.value: {"A-01:poin": "2 poin", "A-02:bukti_a": "Ya", "A-02:bukti_b": "Ya"},
    Form.IKM.value: {"IKM-01:nilai": "84,21", "IKM-01:mutu": "B (Baik)", "IKM-01:responden": "312"},
    Form.IDM.value: {"IDM-01:skor": "72,35", "IDM-01:status": "Maju", "IDM-01:tahun": "2026"},
}


def open_and_sort(desk: Desk, office: Office, month: Month) -> Cycle:
    """Step 1: the Sekcam opens the period and sorts the indicators."""
    desk.sit(office.sekcam).open(f"/periode/baru/?month={month}").sees(f"Buka periode {month.name}")
    desk.press(f"Buka periode {month.name}")
    cycle = Cycle.objects.select_related("kecamatan").get(year=month.year, month_number=month.number)
    desk.open(f"/persyaratan/{cycle.pk}/pemilahan/").press("Isi sesuai usulan")
    desk.press("Selesaikan pemilahan dan serahkan").sees("Pemilahan selesai")
    return cycle


def hand_over(desk: Desk, office: Office, cycle: Cycle) -> None:
    """Step 2: every head acknowledges, the Camat validates."""
    for key in ("sekretariat", "pemerintahan", "trantib", "pmd", "kesra", "pelayanan"):
        desk.sit(head(office, key)).open(f"/persyaratan/{cycle.pk}/penyerahan/").press("Terima persyaratan")
        desk.sees("Tanda terima")
    desk.sit(office.camat)
    for _section in range(6):
        desk.open(f"/persyaratan/{cycle.pk}/penyerahan/").press("Validasi")
    desk.does_not_see("Menunggu Camat")
    work(desk.clock)


def head(office: Office, key: str) -> User:
    return office.sekcam if key == "sekretariat" else office.kasi[key]


def collect(desk: Desk, office: Office, cycle: Cycle, *, except_for: set[int] | None = None) -> None:
    """Step 3 without trouble: operators fill in, lurah and kepala desa send, heads and the Sekcam check."""
    left_out = except_for or set()
    entries = [entry for entry in entries_of(cycle) if entry.pk not in left_out]
    for village in office.villages.values():
        fill_for(desk, office.operator[village.code], [e for e in entries if e.unit_id == village.pk], send=False)
        desk.sit(office.lurah[village.code]).open(f"/isian/periode/{cycle.pk}/persetujuan/")
        desk.press("Setujui dan kirim yang dipilih")
    fill_sections(desk, office, entries)
    check(desk, office, entries)


def fill_sections(desk: Desk, office: Office, entries: list[Entry]) -> None:
    """Each section's head fills in and sends the section's own sheets."""
    for key, section in office.sections.items():
        fill_for(desk, head(office, key), [entry for entry in entries if entry.unit_id == section.pk], send=True)


def fill_for(desk: Desk, person: User, entries: list[Entry], *, send: bool) -> None:
    if entries:
        desk.sit(person)
    for entry in entries:
        desk.open(f"/isian/{entry.pk}/")
        fill_in(desk, entry)
        word = "Lurah" if entry.unit.kind == Kind.KELURAHAN else "Kepala Desa"
        desk.press("Setujui dan kirim" if send else f"Kirim ke {word}")
        entry.refresh_from_db()
        assert entry.state == EntryState.SENT if send else entry.submitted_at, desk.page.locator("main").inner_text()


def fill_in(desk: Desk, entry: Entry, changes: dict[str, str] | None = None) -> None:
    shown = {
        name.removeprefix("v:").removeprefix("a:")
        for name in desk.page.locator('input[name^="v:"], select[name^="a:"]').evaluate_all(
            "all => all.map(x => x.name)"
        )
    }
    figures = ANSWERS.get(entry.form, {}) | (changes or {})
    if entry.form == Form.DOCUMENTS:
        figures = {key: "Ya" for key in shown if not key.endswith(":penjelasan")}
    desk.answer({key: text for key, text in figures.items() if key in shown})
    for code in ("PBB-01", "A-01"):
        if desk.page.locator(f'input[type=file][name$=":{code}"]').count():
            desk.attach(code)


def check(desk: Desk, office: Office, entries: list[Entry]) -> None:
    for checker, theirs in by_checker(office, entries).items():
        desk.sit(checker)
        for entry in theirs:
            desk.open(f"/isian/{entry.pk}/").press("Validasi")
            entry.refresh_from_db()
            assert entry.state == EntryState.VALIDATED, desk.page.locator("main").inner_text()


def by_checker(office: Office, entries: list[Entry]) -> dict[User, list[Entry]]:
    found: dict[User, list[Entry]] = {}
    for entry in entries:
        found.setdefault(checker_of(office, entry.unit, entry.section), []).append(entry)
    return found


def checker_of(office: Office, unit: Unit, section: Unit) -> User:
    if unit.is_village:
        return head(office, section.key)
    return office.camat if unit.kind == Kind.SECRETARIAT else office.sekcam


def complete_reports(desk: Desk, office: Office, cycle: Cycle) -> None:
    """Step 3.: each section completes its report, the Sekcam merges them."""
    for key, section in office.sections.items():
        desk.sit(head(office, key)).open(f"/persyaratan/{cycle.pk}/laporan-kinerja/{section.pk}/")
        desk.fill("Uraian kinerja bulan ini", f"Data {section} telah diperiksa bersama bukti dukungnya.")
        desk.press("Lengkapi Laporan Kinerja").sees("lengkap")
    desk.sit(office.sekcam).open(f"/persyaratan/{cycle.pk}/laporan-kinerja/")
    desk.press("Gabungkan laporan").sees("Laporan Kinerja digabung")
    work(desk.clock)


def evaluate(desk: Desk, office: Office, cycle: Cycle, note: str) -> None:
    """Step 4: Sekcam and Camat write notes and finish their part."""
    desk.sit(office.sekcam).open(f"/evaluasi/{cycle.pk}/").fill("Catatan hasil monev", note)
    desk.page.locator("select[name=unit]").select_option(index=1)
    desk.press("Simpan catatan")
    desk.open(f"/evaluasi/{cycle.pk}/").press("Selesaikan bagian saya")
    desk.sit(office.camat).open(f"/evaluasi/{cycle.pk}/").sees(note)
    desk.press("Selesaikan bagian saya")
    work(desk.clock)


def plan_meeting(desk: Desk, office: Office, cycle: Cycle) -> None:
    desk.sit(office.sekcam).open(f"/evaluasi/{cycle.pk}/rapat/").fill("Nomor surat", "005/CONTOH/2026")
    desk.press("Simpan dan undang")


def meet(desk: Desk, office: Office, cycle: Cycle) -> None:
    """Step 5, the first Friday: attendance and minutes."""
    desk.sit(office.sekcam).open(f"/evaluasi/{cycle.pk}/rapat/")
    desk.page.locator('input[type=checkbox][name="present"]').first.check()
    desk.press("Simpan daftar hadir")
    desk.open(f"/evaluasi/{cycle.pk}/rapat/").fill("Isi", "Rapat membahas kelengkapan persyaratan. (Data contoh.)")
    desk.press("Simpan notula")


def recommend(desk: Desk, office: Office, cycle: Cycle, owner: Unit, due: date) -> None:
    desk.sit(office.sekcam).open(f"/evaluasi/{cycle.pk}/rekomendasi/")
    desk.fill("Rekomendasi", "Tetapkan operator cadangan.")
    desk.page.locator("select[name=owner]").select_option(label=str(owner))
    desk.fill("Batas waktu", str(due)).press("Tetapkan rekomendasi")
    desk.open(f"/evaluasi/{cycle.pk}/rekomendasi/").press("Selesaikan daftar")


def answer_recommendation(desk: Desk, person: User, cycle: Cycle) -> None:
    recommendation = cycle.recommendations.get()
    desk.sit(person).open(f"/evaluasi/rekomendasi/{recommendation.pk}/")
    desk.fill("Penyebab", "Operator cuti.").fill("Rencana tindak lanjut", "Menunjuk pengganti.")
    desk.press("Isi dan tanda tangani")
    work(desk.clock)


def calculate(desk: Desk, office: Office, cycle: Cycle) -> None:
    """Step 6: activities, calculation, signatures, end of the period."""
    activity = cycle.kecamatan.activities.get(code="7.01.04.2.01")
    desk.sit(office.kasi["trantib"]).open(f"/pengukuran/{cycle.pk}/kegiatan/{activity.pk}/")
    desk.fill("Realisasi keluaran", "6").fill("% fisik", "50").fill("Realisasi anggaran", "70.000.000").press("Simpan")
    desk.sit(office.sekcam).open(f"/pengukuran/{cycle.pk}/").press("Hitung")
    for key in office.sections:
        desk.sit(head(office, key)).open(f"/pengukuran/{cycle.pk}/")
        if desk.offers("Tanda tangani"):  # a section without figures has nothing to sign
            desk.press("Tanda tangani")
    desk.sit(office.sekcam).open(f"/pengukuran/{cycle.pk}/").press("Selesaikan penghitungan")
    work(desk.clock)
    cycle.refresh_from_db()
