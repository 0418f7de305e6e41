"""The planning file of a year: sections, Renstra, IKU, PK, Rencana Aksi with activities and budgets, IKI."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from cermat.indicators.schema.indicators import Figure, Key, Sentence, Short, Strict
from cermat.lib.definitions import Lines, problem_at, read_definition, read_marked
from cermat.lib.errors import DefinitionError

Quarter = Annotated[int, Field(ge=1, le=4)]
Year = Annotated[int, Field(ge=2000, le=2100)]
PlanCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]+-[0-9]+$", max_length=20)]


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
    key: str
    uraian: Sentence
    iku: tuple[str, ...] = ()


class Goal(Strict):
    key: str
    uraian: Sentence
    sasaran: tuple[Objective, ...]


class Renstra(Strict):
    judul: Sentence
    tujuan: tuple[Goal, ...]


class Source(Strict):
    """Where the figure comes from: one of an instrument's result, a monthly indicator, or entered by hand."""

    instrumen: str = ""
    ukuran: Literal["", "nilai", "bagian_lengkap", "bagian_status"] = ""
    indikator: str = ""
    manual: bool = False


class IkuRow(Strict):
    kode: PlanCode
    nama: Sentence
    definisi: str = ""
    rumus: Annotated[str, StringConstraints(max_length=300)] = ""
    satuan: Annotated[str, StringConstraints(max_length=40)]
    arah: Literal["naik", "turun", "netral"]
    rumus_capaian: Annotated[str, StringConstraints(max_length=24)]
    agregasi_triwulan: Literal["kumulatif", "nilai_akhir"]
    sumber: Annotated[str, StringConstraints(max_length=300)] = ""
    sumber_data: Source
    seksi: Key
    penanggung_jawab: str = ""
    bukti: tuple[str, ...] = ()
    target: dict[Year, Figure | None]
    target_dari: dict[Year, str] = {}
    realisasi_contoh: dict[Year, Figure] = {}
    catatan: Annotated[str, StringConstraints(max_length=300)] = ""


class ActivityRow(Strict):
    kode: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=30)]
    nama: Sentence
    keluaran: Annotated[str, StringConstraints(max_length=300)]
    satuan: Annotated[str, StringConstraints(max_length=40)]
    target_keluaran: dict[Quarter, Figure | None] = {}
    pagu: Annotated[Figure, Field(ge=0)]
    target_anggaran: dict[Quarter, Figure | None] = {}


class ActionPlan(Strict):
    indikator: PlanCode
    seksi: Key
    target_triwulan: dict[Quarter, Figure | None]
    target_triwulan_catatan: Annotated[str, StringConstraints(max_length=300)] = ""
    kegiatan: tuple[ActivityRow, ...] = ()
    aksi: tuple[str, ...] = ()


class Programme(Strict):
    kode: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=30)]
    program: Sentence
    pagu: Annotated[Figure, Field(ge=0)]


class Agreement(Strict):
    """A Perjanjian Kinerja; its rows differ between the Camat's and a kasi's, so they stay as written."""

    tingkat: Literal["camat", "kasi"]
    tahun: Year
    pihak_pertama: Short
    pihak_kedua: Short
    seksi: Key | None = None
    versi: dict[str, Any] = {}
    sasaran: tuple[dict[str, str], ...]
    anggaran: tuple[Programme, ...] = ()


class Iki(Strict):
    jabatan: Short
    seksi: Key
    tugas: Sentence
    indikator: tuple[dict[str, str], ...]


class Delivery(Strict):
    bulan: Annotated[int, Field(ge=1, le=12)]
    dokumen: Sentence
    penerima: Sentence
    tanda: str = ""
    berulang: tuple[int, ...] = ()


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


def read_plan(text: str) -> PlanFile:
    """The file, checked as a whole. Raises DefinitionError: "Baris 31: …"."""
    file = read_definition(text, PlanFile)
    _, lines = read_marked(text)
    problems = [
        *_unknown_sections(file, lines),
        *_unknown_ikus(file, lines),
        *_sources(file, lines),
        *_twice(file, lines),
    ]
    if problems:
        raise DefinitionError(problems[:20])
    return file


def _unknown_sections(file: PlanFile, lines: Lines) -> Iterator[str]:
    known = {section.key for section in file.seksi}
    for part in ("iku", "pk", "rencana_aksi", "iki"):
        for index, row in enumerate(getattr(file, part)):
            if row.seksi is not None and row.seksi not in known:
                yield problem_at(lines, (part, index, "seksi"), f'Seksi "{row.seksi}" tidak ada dalam daftar seksi.')


def _unknown_ikus(file: PlanFile, lines: Lines) -> Iterator[str]:
    known = {row.kode for row in file.iku}
    for index, plan in enumerate(file.rencana_aksi):
        if plan.indikator not in known:
            yield problem_at(lines, ("rencana_aksi", index, "indikator"), f'IKU "{plan.indikator}" tidak ada.')
    for index, row in enumerate(file.iku):
        if not file.objective_of(row.kode):
            yield problem_at(lines, ("iku", index, "kode"), f'"{row.kode}" belum dipasang pada satu sasaran Renstra.')


def _sources(file: PlanFile, lines: Lines) -> Iterator[str]:
    for index, row in enumerate(file.iku):
        source = row.sumber_data
        if [bool(source.instrumen), bool(source.indikator), source.manual].count(True) != 1:
            yield problem_at(
                lines, ("iku", index, "sumber_data"), "Sumber data harus satu: instrumen, indikator, atau manual."
            )


def _twice(file: PlanFile, lines: Lines) -> Iterator[str]:
    seen: set[str] = set()
    for index, row in enumerate(file.iku):
        if row.kode in seen:
            yield problem_at(lines, ("iku", index, "kode"), f'Kode "{row.kode}" dipakai dua kali.')
        seen.add(row.kode)
    for index, plan in enumerate(file.rencana_aksi):
        for number, activity in enumerate(plan.kegiatan):
            if activity.kode in seen:
                path = ("rencana_aksi", index, "kegiatan", number, "kode")
                yield problem_at(lines, path, f'Kode "{activity.kode}" dipakai dua kali.')
            seen.add(activity.kode)
