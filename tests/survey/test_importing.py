"""Answers collected elsewhere: files of every kind, read, checked, stored once."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings

from cermat.audit.models import AuditEvent
from cermat.documents.models import StoredFile
from cermat.documents.queries import files_visible_to
from cermat.jobs.worker import run_due_jobs
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.notifications.models import Message
from cermat.survey.actions import importing
from cermat.survey.actions.importing import apply_import, choose_columns, start_import
from cermat.survey.actions.piles import drop_pile
from cermat.survey.exports.faulty_rows import faulty_rows
from cermat.survey.formula.columns import questions_of
from cermat.survey.imports.table import read_table
from cermat.survey.models import Answer, Batch, BatchState, Suggestion, Survey, SurveyState
from cermat.survey.presenters.importing import preview
from cermat.survey.queries import stored_batches
from cermat.survey.queries.piles import definition_of_survey, numbered, table_text
from tests.factories import NOW, Office
from tests.survey.factories import a_survey

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
U = ",".join(f"U{at}" for at in range(1, 10))


def started(survey: Survey, office: Office, text: str | bytes, name: str = "jawaban.csv", now: datetime = NOW) -> Batch:
    content = text.encode() if isinstance(text, str) else text
    questions = questions_of(definition_of_survey(survey))
    table = read_table(content, name.rpartition(".")[2], questions, numbered(survey, "naskah"))
    return start_import(survey=survey, table=table, name=name, by=office.kasi["pelayanan"], now=now)


def applied(batch: Batch, office: Office) -> Batch:
    revision = batch.settings["revision"]
    return apply_import(batch=batch, revision=revision, by=office.kasi["pelayanan"], now=NOW)


def scores(survey: Survey) -> list[str]:
    return sorted(survey.answers.values_list("scores", flat=True))


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def test_good_rows_are_stored_and_the_others_come_back(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    batch = started(
        survey, office, f"no,{U}\n1,3,3,3,3,3,3,3,3,3\n2,7,3,3,3,3,3,3,3,x\n3,4,4,4,4,4,4,4,4,\n4,,,,,,,,,\n"
    )
    check = batch.settings["check"]
    assert (check["good"], check["bad"]) == (2, 2)
    assert check["faults"] == [
        [3, "U1", "“7” tidak dapat dipakai; isi 1–4, kosong, atau 0."],
        [3, "U9", "“x” tidak dapat dipakai; isi 1–4, kosong, atau 0."],
        [5, "", "Tidak satu pun pertanyaan terjawab; isi sedikitnya satu, atau hapus barisnya."],
    ]
    assert not Answer.objects.exists()
    batch = applied(batch, office)
    assert (batch.state, batch.stored_count) == (BatchState.STORED, 2)
    assert scores(survey) == ["333333333", "444444440"]
    assert set(survey.answers.values_list("channel", "service__name")) == {("impor", "Perekaman KTP-el")}
    event = AuditEvent.objects.order_by("-pk")[0]
    assert (event.verb, event.after["count"], event.after["channel"]) == ("survey.batch_stored", 2, "impor")
    back = openpyxl.load_workbook(BytesIO(faulty_rows(batch, NOW))).worksheets[0]
    rows = list(back.iter_rows(values_only=True))
    assert [row[10] for row in rows] == ["Baris di berkas", "3", "5"]
    fault = "“{}” tidak dapat dipakai; isi 1–4, kosong, atau 0."
    assert rows[1][11] == f"U1: {fault.format(7)} U9: {fault.format('x')}"


def test_an_online_form_s_file_is_read_by_its_questions_and_words(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    items = definition_of_survey(survey).items
    asked = [f"{at}. {item.details['pertanyaan']}" for at, item in enumerate(items, 1)]
    said = [item.options[2].label for item in items]
    heads = ["Stempel waktu", "Nama Lengkap", "Jenis Kelamin", "Usia", "Pendidikan Terakhir", *asked, "Saran"]
    row = ["2026-11-12 08:01", "Contoh", "Perempuan", 37, "SMA/SMK", *said, "Tambah kursi"]
    batch = started(survey, office, workbook(["Hasil survei"], [], heads, row), "formulir.xlsx")
    assert batch.settings["dropped"] == [
        "Kolom “Stempel waktu” memuat saat mengisi jawaban; tidak dibaca dan tidak disimpan.",
        "Kolom “Nama Lengkap” memuat nama atau nomor orang; tidak dibaca dan tidak disimpan.",
    ]
    assert "Contoh" not in table_text(batch)
    assert "08:01" not in table_text(batch)
    applied(batch, office)
    answer = survey.answers.get()
    assert (answer.scores, answer.sex, answer.age, answer.education) == ("333333333", "p", "45", "sma")
    assert Suggestion.objects.get().text == "Tambah kursi"


@pytest.mark.parametrize("value", ["3518130101900001", "0812-3456-7890", "+6281234567890", "orang@contoh.id"])
def test_numbers_of_persons_go_whatever_their_column_is_called(office: Office, value: str) -> None:
    batch = started(a_survey(office.kecamatan), office, f"kode,{U}\nA,1,2,3,4,1,2,3,4,1\n{value},1,2,3,4,1,2,3,4,2\n")
    assert value not in table_text(batch)
    assert batch.settings["dropped"] == ["Kolom “kode” memuat nama atau nomor orang; tidak dibaca dan tidak disimpan."]
    mixed = started(a_survey(office.kelurahan[0]), small(office), f"{U}\n{value},2,3,4,1,2,3,4,1\n1,1,1,1,1,1,1,1,1\n")
    assert value not in table_text(mixed)
    assert mixed.settings["check"]["faults"][0][:2] == [2, "U1"]


def small(office: Office) -> Office:
    """The same people, but the lurah's hand in the place of the kasi's."""
    unit = office.kelurahan[0]
    return Office(office.kabupaten, office.kecamatan, kasi={"pelayanan": office.lurah[unit.code]})


def test_u8_and_u9_follow_the_order_that_is_chosen(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    batch = started(survey, office, f"{U}\n1,1,1,1,1,1,1,3,4\n")
    by = office.kasi["pelayanan"]
    choose_columns(batch=batch, purposes=[], habit="kuesioner", service=batch.service, by=by, now=NOW)
    batch.refresh_from_db()
    with pytest.raises(ConflictError, match="pratinjau"):
        apply_import(batch=batch, revision=1, by=by, now=NOW)
    applied(batch, office)
    assert scores(survey) == ["111111143"]


def test_the_service_comes_from_a_column_or_is_one_for_all(office: Office) -> None:
    survey = a_survey(office.kecamatan, services=("Perekaman KTP-el", "Surat pengantar"))
    one = "1,1,1,1,1,1,1,1,1"
    batch = started(survey, office, f"{U};Layanan\n{one};perekaman ktp-el\n{one};Lain\n{one};\n".replace(",", ";"))
    assert [fault[2] for fault in batch.settings["check"]["faults"]] == [
        "Layanan “Lain” tidak ada pada survei ini; pakai nama layanan dari survei.",
        "Layanannya belum diketahui; pilih satu layanan untuk semua baris.",
    ]
    service = survey.offered.select_related("service")[1].service
    purposes = batch.settings["purposes"]
    by = office.kasi["pelayanan"]
    choose_columns(batch=batch, purposes=purposes, habit="naskah", service=service, by=by, now=NOW)
    batch.refresh_from_db()
    applied(batch, office)
    assert sorted(survey.answers.values_list("service__name", flat=True)) == ["Perekaman KTP-el", "Surat pengantar"]


def test_two_columns_cannot_say_the_same_thing(office: Office) -> None:
    batch = started(a_survey(office.kecamatan), office, f"{U}\n1,1,1,1,1,1,1,1,1\n")
    by = office.kasi["pelayanan"]
    for purposes in (["q:waktu"] * 9, [""] * 8, [""] * 9):
        with pytest.raises(DomainError):
            choose_columns(batch=batch, purposes=purposes, habit="naskah", service=None, by=by, now=NOW)


def test_the_same_content_is_imported_once_in_whatever_format(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    first = started(survey, office, f"{U}\n1,2,3,4,1,2,3,4,1\n")
    with pytest.raises(DomainError, match=r"sudah menunggu sebagai “jawaban\.csv”"):
        started(survey, office, f"{U}\n1,2,3,4,1,2,3,4,1\n".replace(",", ";"), "lain.csv")
    applied(first, office)
    again = workbook(U.split(","), [1, 2, 3, 4, 1, 2, 3, 4, 1])
    with pytest.raises(DomainError, match=r"sudah diimpor sebagai “jawaban\.csv” pada .* tidak disimpan dua kali"):
        started(survey, office, again, "lain.xlsx")
    assert Answer.objects.count() == 1


def test_a_dropped_import_may_come_again(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    batch = started(survey, office, f"{U}\n1,2,3,4,1,2,3,4,1\n")
    drop_pile(batch=batch, by=office.kasi["pelayanan"], now=NOW)
    applied(started(survey, office, f"{U}\n1,2,3,4,1,2,3,4,1\n"), office)
    assert Answer.objects.count() == 1


def test_many_rows_are_left_to_the_worker_and_told_when_done(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "SOON", 3)
    monkeypatch.setattr(importing, "PORTION", 2)
    survey = a_survey(office.kecamatan)
    batch = started(survey, office, f"{U}\n" + "".join(f"1,1,1,1,1,1,1,1,{1 + at % 4}\n" for at in range(7)))
    assert batch.settings["check"] is None
    assert not preview(batch).may_choose  # the page looks again by itself, and would take the choice along
    run_due_jobs(NOW)
    batch.refresh_from_db()
    batch = applied(batch, office)
    assert (batch.settings["is_applied"], Answer.objects.count()) == (True, 0)
    with pytest.raises(ConflictError):
        applied(batch, office)
    run_due_jobs(NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.stored_count, Answer.objects.count()) == (BatchState.STORED, 7, 7)
    assert (
        Message.objects.get(user=office.kasi["pelayanan"]).text == "Impor “jawaban.csv” selesai: 7 jawaban tersimpan."
    )


def test_a_portion_is_stored_once_also_where_the_worker_died(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "PORTION", 2)
    survey = a_survey(office.kecamatan)
    batch = started(survey, office, f"{U}\n" + "1,1,1,1,1,1,1,1,1\n" * 5)
    Batch.objects.filter(pk=batch.pk).update(stored_by=office.kasi["pelayanan"])
    rows = list(importing._good(batch))
    assert importing._store_portion(batch, rows[:2], 0)
    assert not importing._store_portion(batch, rows[:2], 0)
    importing.store_import(batch=batch.pk, now=NOW)
    importing.store_import(batch=batch.pk, now=NOW)
    batch.refresh_from_db()
    assert (batch.stored_count, Answer.objects.count(), batch.state) == (5, 5, BatchState.STORED)


def test_an_import_waits_where_the_survey_closes_meanwhile(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "SOON", 1)
    survey = a_survey(office.kecamatan)
    batch = started(survey, office, f"{U}\n1,1,1,1,1,1,1,1,1\n2,1,1,1,1,1,1,1,1\n")
    run_due_jobs(NOW)
    batch.refresh_from_db()
    applied(batch, office)
    by = office.kasi["pelayanan"]
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.CLOSED, closed_by=by, closed_at=NOW)
    run_due_jobs(NOW)
    batch.refresh_from_db()
    assert (batch.state, Answer.objects.count()) == (BatchState.DRAFT, 0)
    assert "tidak sedang berjalan" in batch.settings["stopped"]


def test_only_the_desk_imports_and_gets_the_file(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    batch = started(survey, office, f"{U}\n1,1,1,1,1,1,1,1,1\n")
    village = office.kelurahan[0].code
    for stranger in (office.camat, office.sekcam, office.staf, office.lurah[village], office.observer):
        with pytest.raises(NotAllowedError):
            apply_import(batch=batch, revision=1, by=stranger, now=NOW)
    for anybody in office.everyone():
        assert not files_visible_to(anybody, TODAY).filter(pk=batch.file_id).exists()


def test_only_the_table_that_was_read_is_kept(office: Office) -> None:
    """A workbook also tells in its properties who filled it in and when."""
    batch = started(a_survey(office.kecamatan), office, workbook(U.split(","), [1] * 9), "isian.xlsx")
    assert [(file.name, file.content_type) for file in StoredFile.objects.all()] == [("isian.csv", "text/csv")]
    assert Path(settings.MEDIA_ROOT, batch.file.path).read_bytes().startswith(b"baris,U1,")  # type: ignore[union-attr]


def test_a_file_of_which_rows_are_stored_keeps_its_columns(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    batch = started(survey, office, f"{U}\n" + "1,1,1,1,1,1,1,1,1\n" * 5)
    rows = list(importing._good(batch))
    assert importing._store_portion(batch, rows[:2], 0)
    batch.refresh_from_db()
    assert (batch.settings["done"], batch.settings["row"]) == (2, rows[1][0])
    with pytest.raises(ConflictError, match="tidak dapat diubah lagi"):
        choose_columns(
            batch=batch, purposes=[], habit="kuesioner", service=batch.service, by=office.kasi["pelayanan"], now=NOW
        )
    assert stored_batches(survey) == [batch]  # may be set aside


def test_a_service_whose_name_could_mean_two_is_asked_for_exactly(office: Office) -> None:
    survey = a_survey(office.kecamatan, services=("Surat-pindah", "Surat pindah"))
    one = "1;1;1;1;1;1;1;1;1"
    batch = started(survey, office, f"{U};Layanan\n{one};SURAT PINDAH\n{one};Surat-pindah\n".replace(",", ";"))
    check = batch.settings["check"]
    assert check["good"] == 1
    assert "dapat berarti" in check["faults"][0][2]


def test_a_suggestion_that_is_too_long_is_cut_and_said_so(office: Office) -> None:
    survey = a_survey(office.kecamatan)
    batch = started(survey, office, f"{U},Saran\n1,1,1,1,1,1,1,1,1,{'a' * 1001}\n")
    assert batch.settings["check"]["shortened"] == 1


def test_a_long_workbook_is_asked_for_as_csv(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cermat.survey.imports.table.MOST_SHEET_ROWS", 2)
    survey = a_survey(office.kecamatan)
    full = workbook(U.split(","), [1] * 9, [2] * 9)
    assert scores(applied(started(survey, office, full, "penuh.xlsx"), office).survey) == ["111111111", "222222222"]
    with pytest.raises(DomainError, match=r"Lembar ini lebih dari 2 baris\. Simpan sebagai CSV"):
        started(survey, office, workbook(U.split(","), [1] * 9, [2] * 9, [3] * 9), "panjang.xlsx")
