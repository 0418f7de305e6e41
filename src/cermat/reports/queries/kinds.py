"""Every print there is: its title, which document of the SOP it is, and how it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from cermat.lib.errors import DomainError
from cermat.organisation.models import Assignment, Unit
from cermat.printing.blocks import Print, Table
from cermat.reports.queries import (
    books,
    cascade,
    contests,
    measuring,
    meeting,
    people,
    procedure,
    recommending,
    register,
    results,
    section_reports,
    sheets,
    surveys,
    villages,
)
from cermat.reports.queries.register import CycleUnit
from cermat.sop.models import Cycle, Sop
from cermat.sop.workflow import Work


class Scope(StrEnum):
    """What a print is about."""

    CYCLE = "periode"
    SECTION = "seksi"  # one for each section of a cycle
    UNIT = "unit"  # one for each desa, kelurahan and section of a cycle
    SOP = "sop"
    SUCCESSION = "pergantian"
    VILLAGE = "desa"
    SURVEY = "survei"
    YEAR = "tahun"


MEETING, CALCULATION = "rapat", "penghitungan"


@dataclass(frozen=True)
class Kind:
    """`document` is the output of the step, or the key of the SOP's peralatan; `made_after` the work that yields it."""

    key: str
    title: str
    scope: Scope
    build: Callable[[Any, datetime], Print]
    document: str = ""
    sheets: Callable[[Any, datetime], dict[str, Table]] | None = None
    made_after: Work | None = None
    equipment: str = ""  # key of the SOP's peralatan it stands for
    instrument: str = ""  # made by itself only in periods in which this requirement falls due
    needs: str = ""  # what must be there before it can be made: MEETING, CALCULATION

    @property
    def is_table(self) -> bool:
        """Whether it goes out as a workbook too; a template would call `sheets` itself."""
        return self.sheets is not None


KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("sop", "Standar Operasional Prosedur", Scope.SOP, procedure.sop_print),
        Kind("bagan-alir", "Bagan alir SOP", Scope.SOP, procedure.flowchart_print),
        Kind("register", "Register Persyaratan", Scope.CYCLE, register.register_print, "Register", None, Work.SORTING),
        Kind("tanda-terima", "Tanda terima penyerahan", Scope.SECTION, register.receipt_print),
        Kind(
            "validasi",
            "Lembar Validasi Persyaratan",
            Scope.CYCLE,
            register.validation_print,
            "Persyaratan yang telah divalidasi",
            None,
            Work.HANDOVER,
        ),
        Kind("format-kinerja", "Format Kinerja kosong", Scope.UNIT, sheets.blank_form_print, "Format Kinerja"),
        Kind(
            "data-kinerja",
            "Format Kinerja terisi",
            Scope.UNIT,
            sheets.filled_form_print,
            "Data Kinerja",
            sheets.form_sheets,
        ),
        Kind(
            "rekapitulasi",
            "Rekapitulasi Kelengkapan",
            Scope.CYCLE,
            sheets.matrix_print,
            "Dokumen Monitoring Pelaksanaan Kinerja",
            sheets.matrix_sheets,
            Work.COLLECTION,
            "monitoring",
        ),
        *(
            Kind(key, title, Scope.CYCLE, build, named, None, Work.COLLECTION, equipment, instrument)
            for key, title, build, named, equipment, instrument in (
                ("laporan-ikm", "Laporan IKM", results.ikm_print, "Laporan IKM", "laporan_ikm", "ikm"),
                (
                    "laporan-sinergitas",
                    "Laporan Sinergitas",
                    results.sinergitas_print,
                    "Dokumen laporan sinergitas Kecamatan",
                    "laporan_sinergitas",
                    "sinergitas",
                ),
                (
                    "status-idm",
                    "Status IDM Desa se-Kecamatan",
                    results.idm_print,
                    "Dokumen status IDM Desa se-Kecamatan",
                    "status_idm",
                    "idm",
                ),
                (
                    "dokumen-kelurahan",
                    "Dokumen rutin kelurahan",
                    results.documents_print,
                    "Dokumen rutin yang harus dicukupi Kelurahan",
                    "dokumen_rutin_kelurahan",
                    "dokumen_kelurahan",
                ),
            )
        ),
        Kind("pencatatan", "Buku Pencatatan dan Pendataan", Scope.SECTION, books.recording_print),
        Kind("laporan-seksi", "Laporan Kinerja per seksi", Scope.SECTION, section_reports.section_report_print),
        Kind(
            "laporan-kinerja",
            "Laporan Kinerja",
            Scope.CYCLE,
            section_reports.merged_report_print,
            "Laporan Kinerja",
            None,
            Work.COMPLETION,
        ),
        Kind(
            "evaluasi",
            "Dokumen Evaluasi",
            Scope.CYCLE,
            meeting.evaluation_print,
            "Dokumen Evaluasi Internal",
            None,
            Work.EVALUATION,
            "evaluasi_internal",
        ),
        Kind("bawaan-rapat", "Daftar bawaan rapat", Scope.CYCLE, books.bring_list_print),
        Kind("undangan", "Surat Undangan rapat", Scope.CYCLE, meeting.invitation_print, needs=MEETING),
        Kind("daftar-hadir", "Daftar Hadir rapat", Scope.CYCLE, meeting.attendance_print, needs=MEETING),
        Kind("notula", "Notula rapat", Scope.CYCLE, meeting.minutes_print, needs=MEETING),
        Kind(
            "tindak-lanjut",
            "Formulir Rekomendasi Tindak Lanjut",
            Scope.CYCLE,
            recommending.recommendations_print,
            "Pengisian form rekomendasi tindak lanjut",
            None,
            Work.FOLLOW_UP,
        ),
        Kind(
            "pengukuran",
            "Pengukuran Kinerja Kegiatan",
            Scope.CYCLE,
            measuring.measurement_print,
            "Pengukuran kinerja kegiatan",
            measuring.measurement_sheets,
            Work.CALCULATION,
            needs=CALCULATION,
        ),
        Kind("berita-acara-rtrw", "Berita Acara RT/RW Cantik", Scope.CYCLE, contests.contest_print),
        Kind("laporan-skm", "Laporan SKM", Scope.SURVEY, surveys.survey_print),
        Kind("indeks-desa", "Indeks desa", Scope.VILLAGE, villages.village_print),
        Kind("pohon-kinerja", "Pohon kinerja", Scope.YEAR, cascade.tree_print, "", cascade.tree_sheets),
        Kind("serah-terima", "Daftar serah terima tugas pejabat", Scope.SUCCESSION, people.succession_print),
    )
}


def kind_of(key: str) -> Kind:
    if key not in KINDS:
        raise DomainError("Cermat tidak membuat dokumen jenis ini.", code="unknown_kind")
    return KINDS[key]


def outputs_of(work: str) -> list[Kind]:
    """What a finished step yields."""
    return [kind for kind in KINDS.values() if kind.made_after == work]


def subject_of(kind: Kind, params: Mapping[str, Any]) -> Any:
    """The thing a print is about, from the params of its request: {"cycle": 3, "unit": 8}."""
    if kind.scope is Scope.SOP:
        return Sop.objects.select_related("kecamatan__parent").get(pk=params["sop"])
    if kind.scope is Scope.SUCCESSION:
        return Assignment.objects.select_related("user", "unit__kecamatan__parent").get(pk=params["assignment"])
    cycle = Cycle.objects.select_related("kecamatan__parent", "sop").get(pk=params["cycle"])
    if kind.scope is Scope.CYCLE:
        return cycle
    return CycleUnit(cycle, Unit.objects.select_related("kecamatan").get(pk=params["unit"]))
