"""Audit rows in the words of the office."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from cermat.audit.models import AuditEvent
from cermat.lib.months import date_time
from cermat.operations.formula import is_loopback
from cermat.operations.queries import SetupStep, people_named, setup_steps

KINDS = {
    "unit": "Unit",
    "user": "Orang",
    "assignment": "Jabatan",
    "setting": "Pengaturan",
    "sop": "SOP",
    "cycle": "Periode",
    "step": "Tahapan",
    "handover": "Penyerahan persyaratan",
    "entry": "Isian",
    "evidence": "Bukti dukung",
    "file": "Berkas",
    "document": "Dokumen",
    "result": "Hasil instrumen",
    "indicator_set": "Daftar indikator",
    "plan": "Perencanaan",
    "activity": "Kegiatan",
    "run": "Penghitungan",
    "finding": "Catatan hasil monev",
    "recommendation": "Rekomendasi",
    "meeting": "Rapat koordinasi",
    "activity_report": "Realisasi kegiatan",
    "section_report": "Laporan Kinerja seksi",
    "recording_remark": "Catatan buku pencatatan",
    "requirement_plan": "Daftar persyaratan",
    "opening_balance": "Saldo awal",
    "iku": "IKU",
    "holiday": "Hari libur",
    "holidays": "Hari libur",
    "instrument_version": "Definisi instrumen",
    "instrument_draft": "Berkas instrumen",
    "publication": "Angka terbitan",
    "assessment": "Penilaian LKE",
    "survey": "Survei",
    "suggestion": "Saran",
    "workbook": "Buku isian",
    "plan_draft": "Draf rencana",
    "agreement_signature": "Perjanjian Kinerja",
    "delivery": "Penyerahan dokumen",
    "year_lock": "Tahun",
    "year_opening": "Tahun",
}
SAYINGS = {  # where kind and verb say too little together
    "entry.extended": "Batas waktu isian diperpanjang",
    "entry.evidence_attached": "Bukti dukung dilampirkan pada isian",
    "entry.evidence_removed": "Bukti dukung dihapus dari isian",
    "entry.evidence_place_removed": "Tempat dan waktu foto bukti dukung dihapus",
    "entry.filled_from_survey": "Isian diisi dari hasil survei",
    "entry.candidates": "Peserta pada isian diubah",
    "entry.marked": "Tanda hapus pada isian diubah",
    "collection.closed": "Pengumpulan ditutup",
    "collection.reminded": "Pengingat dikirim",
    "evaluation.finished_by": "Bagian monev selesai",
    "handover.handed_again": "Persyaratan diserahkan lagi",
    "indicators.sorted": "Indikator dipilah",
    "iku.actual_recorded": "Realisasi IKU dicatat",
    "iku.targets_recorded": "Target IKU dicatat",
    "meeting.attendance": "Daftar hadir rapat dicatat",
    "measurement.finished": "Penghitungan selesai",
    "password.changed": "Kata sandi diganti",
    "password.reset": "Kata sandi diatur ulang",
    "qualification.recorded": "Kualifikasi orang dicatat",
    "recommendation.isi_formulir": "Formulir rekomendasi diisi",
    "recommendation.serahkan_bukti": "Bukti tindak lanjut diserahkan",
    "recommendation.verifikasi": "Bukti tindak lanjut diverifikasi",
    "recommendation.kembalikan": "Bukti tindak lanjut dikembalikan",
    "recommendations.completed": "Penetapan rekomendasi selesai",
    "register.made": "Register persyaratan dibuat",
    "reports.merged": "Laporan Kinerja digabung",
    "sections.loaded": "Seksi dimuat",
    "sheets.opened": "Isian dibuka",
    "workbook.applied": "Buku isian disimpan ke isian",
    "workbook.received": "Buku isian diterima",
    "survey.excluded": "Jawaban survei dikesampingkan",
    "survey.improvement_dropped": "Rencana tindak lanjut survei dihapus",
    "survey.improvement_planned": "Rencana tindak lanjut survei ditulis",
    "survey.join_parts": "Rincian hasil survei digabung",
    "survey.receipts_made": "Kode tanda terima dibuat",
    "survey.restore": "Jawaban survei yang dikesampingkan dihitung lagi",
    "survey.suggestion_marked": "Saran ditandai",
    "survey.suggestion_moderated": "Saran ditinjau",
    "agreement.signed": "Perjanjian Kinerja ditandatangani",
    "plan_draft.carried_over": "Draf rencana disiapkan dari tahun sebelumnya",
    "plan_draft.proposals_kept": "Usulan pada draf rencana dipakai",
    "plan_draft.ready": "Draf rencana dinyatakan siap diperiksa",
    "delivery.marked": "Dokumen dicatat telah diserahkan",
    "delivery.withdrawn": "Catatan penyerahan dokumen ditarik",
    "year.locked": "Tahun dikunci",
    "year.locked_again": "Tahun dikunci kembali",
    "year.opened_for_correction": "Tahun dibuka untuk koreksi",
    "survey.undo": "Jawaban survei yang dikesampingkan dihitung lagi",
}
VERBS = {
    "added": "ditambahkan", "changed": "diubah", "removed": "dihapus", "loaded": "dimuat", "opened": "dibuka",
    "closed": "ditutup", "started": "dimulai", "finished": "selesai", "ended": "diakhiri", "succeeded": "dialihkan",
    "saved": "disimpan", "sent": "dikirim", "submitted": "dikirim", "approved": "disetujui", "validated": "divalidasi",
    "sent_back": "dikembalikan", "returned": "dikembalikan", "reopened": "dibuka kembali", "recorded": "dicatat",
    "requested": "diminta", "filed": "dimasukkan", "stored": "disimpan", "chosen": "ditetapkan", "made": "dibuat",
    "sorted": "dipilah", "merged": "digabung", "completed": "dilengkapi", "replaced": "diganti",
    "signed": "ditandatangani", "calculated": "dihitung", "withdrawn": "ditarik",
    "planned": "dijadwalkan", "held": "dilaksanakan",
    "acknowledged": "diterima", "confirmed": "dikonfirmasi", "decided": "diputuskan", "reset": "diatur ulang",
    "deactivated": "dinonaktifkan", "reactivated": "diaktifkan kembali", "reminded": "diingatkan",
    "attached": "dilampirkan", "verified": "diverifikasi", "filled": "diisi", "reported": "dilaporkan",
    "taken_over": "diambil alih", "remarked": "ditulis", "retired": "tidak dipakai lagi", "restored": "dipakai lagi",
    "discarded": "dibatalkan", "handed_in": "dimasukkan", "handed_back": "dikembalikan",
    "refused": "dikembalikan", "forgotten": "dihapus", "adopted": "diberlakukan",
}  # fmt: skip


def setup(request: HttpRequest) -> dict[str, Any]:
    """Context of the page of sign-in: what the installer has still to type. Only this very machine is told."""

    def steps() -> list[SetupStep]:
        is_here = is_loopback(request.META.get("REMOTE_ADDR", "")) and "X-Forwarded-For" not in request.headers
        return [step for step in setup_steps() if not step.is_done] if is_here else []

    return {} if request.user.is_authenticated else {"setup": steps}


@dataclass(frozen=True)
class TrailRow:
    number: int
    when: str
    who: str
    on_behalf_of: str
    what: str
    target: str
    verb: str
    changes: list[tuple[str, str, str]]  # field, before, after
    digest: str


def trail_rows(events: list[AuditEvent]) -> list[TrailRow]:
    people = people_named({pk for event in events for pk in (event.actor, event.on_behalf_of) if pk})
    return [trail_row(event, people) for event in events]


def trail_row(event: AuditEvent, people: dict[int, str]) -> TrailRow:
    return TrailRow(
        number=event.number,
        when=date_time(event.at),
        who=named(event.actor, people, "Sistem"),
        on_behalf_of=named(event.on_behalf_of, people, ""),
        what=what(event.verb, event.target_type),
        target=event.target_id,
        verb=event.verb,
        changes=changes(event.before, event.after),
        digest=event.digest[:12],
    )


def what(verb: str, target_type: str) -> str:
    """Isian dikirim"""
    act = verb.rpartition(".")[2]
    return SAYINGS.get(verb) or f"{KINDS.get(target_type, target_type)} {VERBS.get(act, act)}"


def named(pk: int | None, people: dict[int, str], nobody: str) -> str:
    return people.get(pk, f"Orang nomor {pk}") if pk else nobody


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each field that is told, as it was and as it became; a dash where there is nothing."""
    names = [*before, *(name for name in after if name not in before)]
    return [(name, shown(before.get(name)), shown(after.get(name))) for name in names]


def shown(value: object) -> str:
    """A digest of a personal field is called what it is."""
    if value in (None, "", [], {}):
        return "–"
    text = str(value)
    return "data pribadi (hanya sidik)" if text.startswith("hmac:") else text[:200]
