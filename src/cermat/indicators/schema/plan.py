"""The planning file of a year: sections, Renstra, IKU, PK, Rencana Aksi with activities and budgets, IKI."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from cermat.indicators.schema.indicators import Figure, Key, MonthNumber, Sentence, Short, Strict

Quarter = Annotated[int, Field(ge=1, le=4)]
Year = Annotated[int, Field(ge=2000, le=2100)]
PlanCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]+-[0-9]+$", max_length=20)]
ActivityCode = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=30)]
GoalKey = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Unit = Annotated[str, StringConstraints(max_length=40)]
Line = Annotated[str, StringConstraints(max_length=300)]
Achievement = Literal["positive", "negative_v1", "negative_v2", "range_positive", "range_negative_v1"]
CAMAT, CAPS = "camat", (100, 120)


def _known_cap(value: int) -> int:
    if value not in CAPS:
        raise ValueError("Batas capaian: 100, 120, atau kosong (tanpa batas).")
    return value


class Subsection(Strict):
    key: Key
    nama: Short
    pimpinan: Short


class Section(Strict):
    key: Key
    nama: Short
    pimpinan: Short
    singkat: Short
    jenis: Literal["sekretariat", "seksi"]
    padanan: tuple[str, ...] = ()  # names of the same section in other offices
    subbagian: tuple[Subsection, ...] = ()


class Objective(Strict):
    key: GoalKey
    uraian: Sentence
    iku: tuple[str, ...] = ()


class Goal(Strict):
    key: GoalKey
    uraian: Sentence
    sasaran: tuple[Objective, ...]


class Renstra(Strict):
    judul: Sentence
    mulai: Year | None = None  # the first of its years; without it the years are those that have targets
    sampai: Year | None = None
    tujuan: tuple[Goal, ...]


class Source(Strict):
    """Where the figure comes from: one of an instrument's result, a monthly indicator, an expression over fields of
    monthly indicators, a count of documents in the register, or entered by hand."""

    instrumen: str = ""
    ukuran: Literal["", "nilai", "bagian_lengkap", "bagian_status"] = ""
    indikator: str = ""
    rumus: Annotated[str, StringConstraints(max_length=200)] = ""  # TRB-02.selesai / TRB-02.n * 100
    dokumen: str = ""  # a kind of the register: laporan_ikm
    manual: bool = False

    @property
    def ways(self) -> int:
        """How many of the ways are filled in; one is right."""
        return [*map(bool, (self.instrumen, self.indikator, self.rumus, self.dokumen)), self.manual].count(True)


class AchievementRule(Strict):
    """How the achievement of one IKU is counted; what is not written follows the office's rule."""

    batas: Annotated[int, AfterValidator(_known_cap)] | None = None
    desimal: Annotated[int, Field(ge=0, le=4)] = 2
    pembulatan: Literal["half_up", "down"] = "half_up"
    saat_realisasi_nol: Literal["tidak_dihitung", "seratus", "seratus_bila_target_nol"] = "tidak_dihitung"


class Range(Strict):
    """A target as a range; one side may be open."""

    bawah: Figure | None = None
    atas: Figure | None = None


class IkuRow(Strict):
    kode: PlanCode
    nama: Sentence
    definisi: str = ""
    rumus: Line = ""
    satuan: Unit
    arah: Literal["naik", "turun", "netral"]
    rumus_capaian: Achievement
    capaian: AchievementRule = AchievementRule()
    agregasi_triwulan: Literal["kumulatif", "nilai_akhir"]
    sumber: Line = ""
    sumber_data: Source
    seksi: Key
    penanggung_jawab: str = ""
    bukti: tuple[str, ...] = ()
    target: dict[Year, Figure | None]
    berlaku_sampai: Year | None = None  # the last year it is measured in
    target_rentang: dict[Year, Range] = {}
    target_dari: dict[Year, str] = {}
    realisasi_contoh: dict[Year, Figure] = {}
    catatan: Line = ""


class ActivityRow(Strict):
    kode: ActivityCode
    nama: Sentence
    keluaran: Line
    satuan: Unit
    target_keluaran: dict[Quarter, Figure | None] = {}
    pagu: Annotated[Figure, Field(ge=0)]
    target_anggaran: dict[Quarter, Figure | None] = {}

    @property
    def level(self) -> str:
        return "kegiatan" if self.kode.count(".") < 5 else "subkegiatan"


class ActionPlan(Strict):
    indikator: PlanCode
    seksi: Key
    target_triwulan: dict[Quarter, Figure | None]
    target_bulanan: dict[MonthNumber, Figure | None] = {}
    target_triwulan_catatan: Line = ""
    dinilai: Literal["triwulan", "bulan"] = "triwulan"  # whose target a month's achievement is held against
    kegiatan: tuple[ActivityRow, ...] = ()
    aksi: tuple[str, ...] = ()


class Programme(Strict):
    kode: ActivityCode
    program: Sentence
    pagu: Annotated[Figure, Field(ge=0)]


class AgreementVersion(Strict):
    """The signed paper has a number; what comes after the first says why and by which decree."""

    nomor: Annotated[int, Field(ge=1, le=99)] = 1
    jenis: Literal["murni", "perubahan"] = "murni"
    tanggal: date | None = None
    keputusan: Line = ""
    alasan_perubahan: Line | None = None


class AgreementRow(Strict):
    """The Camat's rows name a sasaran and an IKU of the Renstra; a kasi's are written out and say what they support."""

    sasaran: str = ""
    uraian: Line = ""
    indikator: Sentence
    rumus: Line = ""
    satuan: Unit = ""
    target: Figure | None
    mendukung: str = ""


class Agreement(Strict):
    """A Perjanjian Kinerja: the Camat's, or a kasi's, in one of its versions."""

    tingkat: Literal["camat", "kasi"]
    tahun: Year
    pihak_pertama: Short
    pihak_kedua: Short
    seksi: Key | None = None
    versi: AgreementVersion = AgreementVersion()
    sasaran: tuple[AgreementRow, ...]
    anggaran: tuple[Programme, ...] = ()

    @property
    def holder(self) -> str:
        """Whose it is: "camat", or the key of the section."""
        return self.seksi or CAMAT


class IkiRow(Strict):
    sasaran: Line = ""
    nama: Sentence
    rumus: Line = ""
    satuan: Unit = ""
    arah: Literal["", "naik", "turun", "netral"] = ""
    rumus_capaian: Achievement | None = None
    target: Figure | None
    sumber: Line = ""
    mendukung: str = ""


class Iki(Strict):
    """What one official answers for; the rating of a person is no part of it (PermenPANRB 6/2022)."""

    jabatan: Short
    seksi: Key
    tugas: Sentence
    fungsi: tuple[Sentence, ...] = ()
    indikator: tuple[IkiRow, ...]


class Delivery(Strict):
    bulan: MonthNumber
    dokumen: Sentence
    penerima: Sentence
    tanda: str = ""
    berulang: tuple[MonthNumber, ...] = ()


class PlanFile(Strict):
    nama: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    versi: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=40)]
    asal: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    sumber: str = ""
    tahun: Year
    catatan: tuple[str, ...] = ()
    seksi: Annotated[tuple[Section, ...], Field(min_length=1)]
    renstra: Renstra
    iku: Annotated[tuple[IkuRow, ...], Field(min_length=1)]
    pk: tuple[Agreement, ...] = ()
    rencana_aksi: tuple[ActionPlan, ...] = ()
    iki: tuple[Iki, ...] = ()
    kalender_penyerahan: tuple[Delivery, ...] = ()

    def objective_of(self, code: str) -> str:
        """The sasaran that an IKU measures."""
        for goal in self.renstra.tujuan:
            for objective in goal.sasaran:
                if code in objective.iku:
                    return objective.uraian
        return ""

    def action_plan_of(self, code: str) -> ActionPlan | None:
        return next((plan for plan in self.rencana_aksi if plan.indikator == code), None)

    @property
    def objectives(self) -> dict[str, Objective]:
        return {one.key: one for goal in self.renstra.tujuan for one in goal.sasaran}

    @property
    def agreements_in_force(self) -> tuple[Agreement, ...]:
        """Of each holder and year the version with the highest number, in the order of the file."""
        newest: dict[tuple[str, int], Agreement] = {}
        for one in self.pk:
            known = newest.get((one.holder, one.tahun))
            if known is None or one.versi.nomor > known.versi.nomor:
                newest[one.holder, one.tahun] = one
        return tuple(newest.values())

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the Renstra, and any other that has a target."""
        first, last = self.renstra.mulai, self.renstra.sampai
        planned = range(first, last + 1) if first and last and first <= last else ()
        return tuple(sorted({*planned, *(year for row in self.iku for year in row.target)}))
