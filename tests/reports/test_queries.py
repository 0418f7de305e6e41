"""What the prints say."""

from datetime import timedelta

import pytest

from cermat.collection.actions import open_sheets
from cermat.collection.models import Entry, Form
from cermat.lib.errors import DomainError
from cermat.organisation.models import Assignment
from cermat.printing.blocks import Picture, SopIdentity, Table, WritingLines
from cermat.reports.queries import KINDS, CycleUnit, kind_of, outputs_of
from cermat.reports.queries.frame import named
from cermat.requirements.models import SectionReport
from cermat.sop.models import Cycle
from cermat.sop.workflow import Work
from tests.collection.factories import answers as given
from tests.collection.factories import entry_of, save
from tests.factories import NOW, Office
from tests.reports.factories import (
    LATER,
    a_finding,
    a_meeting,
    a_recommendation,
    a_run,
    rows_of,
    said,
    signers_of,
    table_of,
    words,
)
from tests.requirements.factories import validated

pytestmark = pytest.mark.django_db


def test_the_sop_keeps_the_number_labels_of_the_paper(cycle: Cycle) -> None:
    print_ = KINDS["sop"].build(cycle.sop, NOW)
    assert [row[0] for row in rows_of(table_of(print_, "Pelaksanaan Prosedur"))] == [
        "1.", "2.", "3", "3.", "4.", "5", "6",
    ]  # fmt: skip


def test_the_identity_sheet_has_the_boxes_of_the_ministry_in_its_order(cycle: Cycle) -> None:
    identity = next(block for block in KINDS["sop"].build(cycle.sop, NOW).blocks if isinstance(block, SopIdentity))
    assert [box.title for box in identity.boxes] == [
        "Dasar Hukum",
        "Kualifikasi Pelaksana",
        "Keterkaitan",
        "Peralatan/Perlengkapan",
        "Peringatan",
        "Pencatatan dan Pendataan",
    ]
    assert dict(identity.pairs)["Tanggal Efektif"] == "Februari 2021"
    assert "Lembaran Negara Republik Indonesia Tahun 2004 Nomor 164, Tambahan" in identity.boxes[0].items[0]


def test_the_actors_of_a_step_are_ticked_in_their_columns(cycle: Cycle) -> None:
    collecting = rows_of(table_of(KINDS["sop"].build(cycle.sop, NOW), "Pelaksanaan Prosedur"))[2]
    assert collecting[2:7] == ["", "", "√", "", "√"]


def test_the_flowchart_tells_the_same_steps(cycle: Cycle) -> None:
    assert "Monitoring dan evaluasi (Camat, Sekcam)" in said("bagan-alir", cycle.sop)


def test_a_requirement_that_is_not_due_is_not_called_unfilled(cycle: Cycle) -> None:
    rows = rows_of(table_of(KINDS["register"].build(cycle, NOW), "Register Persyaratan"))
    survey = next(row for row in rows if "survei" in row[1])
    assert survey[4:7] == ["Desember 2026", "Belum jatuh tempo", "–"]
    assert [row[6] for row in rows if row[5] == "Belum terisi"] == ["0 dari 1", "0 dari 1"]


def test_the_receipt_says_who_received_it_once_they_have(office: Office, cycle: Cycle) -> None:
    about = CycleUnit(cycle, office.sections["pmd"])
    assert "Diterima melalui Cermat" not in said("tanda-terima", about)
    validated(office, cycle)
    assert f"Diterima melalui Cermat oleh {office.kasi['pmd'].full_name}" in said("tanda-terima", about)


def test_the_validation_sheet_counts_the_validated_sets(office: Office, cycle: Cycle) -> None:
    assert "Divalidasi 0 dari 6" in said("validasi", cycle)
    validated(office, cycle)
    assert "Divalidasi 6 dari 6" in said("validasi", cycle)


def test_format_kinerja_prints_blank_and_filled(office: Office, cycle: Cycle) -> None:
    village = office.kelurahan[0]
    open_sheets(cycle=cycle, now=NOW)
    entry = entry_of(cycle, village, office.sections["pemerintahan"])
    save(entry, office.operator[village.code], given(PDK_01__awal=1234567), NOW)
    about = CycleUnit(cycle, village)
    assert "1.234.567" not in said("format-kinerja", about)
    assert "1.234.567" in said("data-kinerja", about)


def test_there_is_no_format_kinerja_before_the_sheets_are_open(office: Office, cycle: Cycle) -> None:
    with pytest.raises(DomainError, match="Isian dibuka pada tahapan pengumpulan"):
        said("format-kinerja", CycleUnit(cycle, office.kelurahan[0]))


def test_the_recapitulation_counts_n_of_m(cycle: Cycle) -> None:
    open_sheets(cycle=cycle, now=NOW)
    owed = Entry.objects.filter(cycle=cycle).count()
    print_ = KINDS["rekapitulasi"].build(cycle, NOW)
    assert rows_of(table_of(print_, "Rekapitulasi Kelengkapan"))[-1] == ["Jumlah", f"0 dari {owed}"]
    kind = KINDS["rekapitulasi"]
    assert kind.sheets is not None
    assert "Belum dimulai" in str(rows_of(kind.sheets(cycle, NOW)["Rekapitulasi Kelengkapan"]))


def test_a_section_report_never_shows_a_gap_as_zero(office: Office, cycle: Cycle) -> None:
    open_sheets(cycle=cycle, now=NOW)
    print_ = KINDS["laporan-seksi"].build(CycleUnit(cycle, office.sections["kesra"]), NOW)
    tables = [block for block in print_.blocks if isinstance(block, Table)]
    assert rows_of(tables[0])[0][5:] == ["–", "0 dari 2", "belum ada data"]


def test_the_merged_report_names_the_sections_that_have_not_reported(cycle: Cycle) -> None:
    text = said("laporan-kinerja", cycle)
    assert "0 dari 6 seksi" in text
    assert "Seksi Kesejahteraan Sosial" in text


def test_the_bring_list_names_what_is_missing_and_who_brings_it(office: Office, cycle: Cycle) -> None:
    text = said("bawaan-rapat", cycle)
    assert "Belum terisi\n0 dari 1" in text
    assert office.kasi["pemerintahan"].full_name in text


def test_figures_before_the_calculation_are_marked_as_provisional(office: Office, cycle: Cycle) -> None:
    a_run(office, cycle, provisional=True)
    a_finding(office, cycle)
    text = said("evaluasi", cycle)
    assert "Angka sementara" in text
    assert "penagihan baru dimulai minggu III" in text


def test_nihil_is_what_the_meeting_decided_and_not_what_is_still_open(office: Office, cycle: Cycle) -> None:
    meeting = a_meeting(office, cycle)
    assert "Rekomendasi belum ditetapkan" in said("tindak-lanjut", cycle)
    meeting.recommended_by, meeting.recommended_at = office.sekcam, NOW
    meeting.save()
    assert "NIHIL" in said("tindak-lanjut", cycle)


def test_the_form_carries_cause_action_owner_and_date(office: Office, cycle: Cycle) -> None:
    a_meeting(office, cycle, held=True)
    a_recommendation(office, cycle, a_finding(office, cycle))
    for kind in ("tindak-lanjut", "notula"):
        text = said(kind, cycle)
        assert "Menambah satu petugas dan menyusun jadwal." in text
        assert "18 Desember 2026" in text


def test_a_letter_asks_the_desa_and_lists_who_is_invited(office: Office, cycle: Cycle) -> None:
    a_meeting(office, cycle)
    text = said("undangan", cycle)
    assert "kepada Kepala Desa kami mohon kehadirannya" in text
    assert "Kepala Seksi Pelayanan Umum" in text
    assert "Tanda tangan" in said("daftar-hadir", cycle)


def test_without_a_planned_meeting_there_is_no_letter(cycle: Cycle) -> None:
    with pytest.raises(DomainError, match="Rencanakan rapat"):
        said("undangan", cycle)


def test_measurement_draws_every_iku_over_the_quarters(office: Office, cycle: Cycle) -> None:
    a_run(office, cycle)
    pictures = [block for block in KINDS["pengukuran"].build(cycle, NOW).blocks if isinstance(block, Picture)]
    assert len(pictures) == 1
    assert "IKU-1" in pictures[0].alt
    assert pictures[0].svg.count(">TW IV</text>") == pictures[0].alt.count("IKU-")


def test_measurement_prints_n_of_m_reasons_and_the_name_of_its_scale(office: Office, cycle: Cycle) -> None:
    a_run(office, cycle)
    print_ = KINDS["pengukuran"].build(cycle, NOW)
    rows = {row[1]: row for row in rows_of(table_of(print_, "Indikator Kinerja Utama"))}
    assert rows["IKU-4"][6] == "1 dari 2"
    assert rows["IKU-3"][5:] == ["–", "–", "–", "–", "Tidak tercapai – data tidak tersedia: persyaratan tidak terisi"]
    assert rows["IKU-2"][-1] == "Belum jatuh tempo"
    assert "Permendagri 86/2017" in words(print_)
    assert print_.landscape


def test_a_change_of_officials_lists_what_passes_on(office: Office, cycle: Cycle) -> None:
    open_sheets(cycle=cycle, now=NOW)
    started = Assignment.objects.get(user=office.kasi["pmd"])
    text = said("serah-terima", started)
    assert f"Mengisi: {Form.SINERGITAS}" in text
    assert "November 2026" in text


def test_the_recording_book_says_when_the_meeting_has_not_remarked(office: Office, cycle: Cycle) -> None:
    assert "Belum dievaluasi" in said("pencatatan", CycleUnit(cycle, office.sections["pmd"]))


def test_each_work_that_yields_a_document_has_its_print() -> None:
    with_output = set(Work) - {Work.CONFIRMATION, Work.DECISION}
    assert all(outputs_of(work) for work in with_output)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(DomainError, match="tidak membuat dokumen jenis ini"):
        kind_of("rahasia")


def test_names_of_one_kind_share_their_word() -> None:
    assert named(["Kelurahan Ploso", "Kelurahan Bogo", "Desa Kedungdowo"]) == "Kelurahan Ploso, Bogo; Desa Kedungdowo"


def test_what_belongs_to_a_closed_period_is_signed_in_it(office: Office, cycle: Cycle) -> None:
    """Printed two months later, a letter is still dated before its meeting, and nobody signs after the close."""
    a_run(office, cycle)
    a_meeting(office, cycle, held=True)
    Cycle.objects.filter(pk=cycle.pk).update(state="ditutup", closed_by=office.camat, closed_at=LATER)
    cycle.refresh_from_db()
    later = LATER + timedelta(days=60)
    for kind in ("undangan", "daftar-hadir", "bawaan-rapat", "notula", "register", "evaluasi", "pengukuran"):
        assert "2 Februari 2027" not in words(KINDS[kind].build(cycle, later)), kind
    assert "Nganjuk, 23 November 2026" in words(KINDS["undangan"].build(cycle, later))


def test_a_completed_report_says_nihil_and_an_open_one_leaves_lines(office: Office, cycle: Cycle) -> None:
    section = office.sections["kesra"]
    report = SectionReport.objects.create(cycle=cycle, section=section, narrative="Posyandu berjalan.")
    print_ = KINDS["laporan-seksi"].build(CycleUnit(cycle, section), NOW)
    assert any(isinstance(block, WritingLines) for block in print_.blocks)
    report.completed_by, report.completed_at = office.kasi["kesra"], NOW
    report.save()
    print_ = KINDS["laporan-seksi"].build(CycleUnit(cycle, section), NOW)
    assert not any(isinstance(block, WritingLines) for block in print_.blocks)
    assert "Nihil." in words(print_)


def test_the_book_of_the_sekretariat_is_seen_by_the_camat(office: Office, cycle: Cycle) -> None:
    signers = signers_of(KINDS["pencatatan"].build(CycleUnit(cycle, office.secretariat), NOW))
    assert [signer.name for signer in signers] == [office.camat.full_name, office.sekcam.full_name]


def test_the_form_of_recommendations_tells_what_was_noted(office: Office, cycle: Cycle) -> None:
    a_recommendation(office, cycle, a_finding(office, cycle))
    row = rows_of(table_of(KINDS["tindak-lanjut"].build(cycle, NOW), "Rekomendasi dan tindak lanjut"))[0]
    assert row[1].startswith("PBB-01")
    assert row[1].endswith("penagihan baru dimulai minggu III.")


def test_achievements_stand_under_each_other(office: Office, cycle: Cycle) -> None:
    a_run(office, cycle)
    rows = rows_of(table_of(KINDS["pengukuran"].build(cycle, NOW), "Indikator Kinerja Utama"))
    assert [row[7] for row in rows] == ["101,46", "–", "50,00", "–"]
