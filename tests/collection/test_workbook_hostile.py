"""Files that are no workbook of ours, or want to be more than that; and the constraints of what is kept."""

import io
import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from cermat.collection.imports import workbook as reading
from cermat.collection.imports.workbook import read_workbook
from cermat.collection.models import Fate, Workbook, WorkbookLine, WorkbookState
from cermat.collection.views import workbook_pages
from cermat.jobs import handlers
from cermat.jobs.worker import run_due_jobs
from cermat.lib.errors import DomainError
from cermat.notifications.models import Message
from cermat.sop.models import Cycle
from tests.collection.factories import entry_of
from tests.collection.ledgers import ledger_with, written
from tests.collection.workbooks import downloaded, filled, opened, saved, sent_in, tabs, taken_in
from tests.documents import corpus
from tests.factories import NOW, Office

pytestmark = pytest.mark.django_db


@pytest.mark.alike
def test_hostile_files_are_refused_with_a_sentence_and_nothing_is_kept(operator: Client, cycle: Cycle) -> None:
    files = {name: content for name, (content, _why) in corpus.hostile_workbooks().items()}
    files |= {"isian.xlsx": corpus.workbook(), "nol.xlsx": b"", "isian.pdf": corpus.pdf(), "pdf.xlsx": corpus.pdf()}
    for name, content in files.items():
        answer = sent_in(operator, cycle, content, name)
        assert answer.status_code == 422, name
        assert 'class="error"' in answer.content.decode() or "errorlist" in answer.content.decode(), name
    assert not Workbook.objects.exists()


def test_a_workbook_with_more_cells_than_anybody_fills_in_is_refused(
    operator: Client, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_CELLS", 100)
    with pytest.raises(DomainError, match="Bagi menurut unit"):
        read_workbook(downloaded(operator, cycle))


@pytest.mark.parametrize("told", ["[" * 30_000, "{}", "[1]", '["a", 1, 2, 3, 4, 5, 6, 7]', "nul", "9" * 20_000])
def test_a_hidden_worksheet_that_somebody_has_edited_breaks_nothing(told: str) -> None:
    book = opened(written(ledger_with([])))
    book["Cermat"].append(["baris", told])
    with pytest.raises(DomainError, match="tidak dapat dibaca"):
        read_workbook(saved(book))


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"])
def test_signs_that_no_database_keeps_break_neither_reading_nor_preview(
    operator: Client, cycle: Cycle, sign: str
) -> None:
    book = opened(filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 5, "penjelasan": "b"}}))
    for key, told in book["Cermat"].iter_rows(max_col=2):
        if key.value == "baris":
            name, *base = json.loads(told.value)
            told.value = json.dumps([name, *(f"{text}@" for text in base)]).replace("@", sign)
    workbook = taken_in(operator, cycle, saved(book))
    assert operator.get(f"/isian/periode/{cycle.pk}/buku/{workbook.pk}/?bagian=pilih").status_code == 200
    assert operator.get(f"/isian/periode/{cycle.pk}/buku/{workbook.pk}/perbaikan/").status_code == 200


def test_a_reason_in_which_nothing_can_be_read_is_none(operator: Client, cycle: Cycle) -> None:
    typed = {"PDK-01|lahir": {"isian": "Belum ada data", "alasan": "\u200b\u2063"}}
    line = taken_in(operator, cycle, filled(downloaded(operator, cycle), typed)).lines.get()
    assert (line.fate, line.sentence) == (Fate.FAULT, "Tulis pada kolom Alasan mengapa datanya belum ada.")


def test_hundreds_of_merged_areas_are_refused(operator: Client, cycle: Cycle) -> None:
    book = opened(downloaded(operator, cycle))
    for row in range(600):
        tabs(book)[0].merge_cells(start_row=200 + row, start_column=1, end_row=200 + row, end_column=2)
    with pytest.raises(DomainError, match="sel gabungan"):
        read_workbook(saved(book))


def test_areas_that_lie_upon_each_other_are_looked_through_once_and_not_for_each_row() -> None:
    areas = [(7, 5, 7, 9), (6, 7, 8, 20), (7, 22, 7, 22), (1, 1, 2, 1 << 20)]
    tab = reading._Tab("Payaman", {"kunci": 0, "isian": 6, "alasan": 7}, areas)
    merged = {at: [row for row in range(1, 40) if tab.is_merged(row, at)] for at in (6, 7)}
    assert merged == {6: [*range(5, 21), 22], 7: [*range(7, 21)]}
    assert len(tab.merged[6]) == 2


def test_a_small_file_of_very_many_lines_is_left_to_the_queue(
    operator: Client, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few kilobytes may hold a hundred thousand lines: nobody waits for these, and no other request does."""
    monkeypatch.setattr(reading, "PORTION", 1)
    monkeypatch.setattr(workbook_pages, "SOON_LINES", 3)
    workbook = taken_in(operator, cycle, filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 5}}))
    assert (workbook.state, workbook.lines.count()) == (WorkbookState.READING, 0)
    run_due_jobs(timezone.now())
    workbook.refresh_from_db()
    assert (workbook.state, workbook.lines.get().new) == (WorkbookState.WAITING, "5")


def test_a_workbook_that_breaks_its_reader_ends_with_a_sentence(
    operator: Client, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PORTION", 1)
    monkeypatch.setattr(workbook_pages, "SOON_LINES", 3)
    workbook = taken_in(operator, cycle, downloaded(operator, cycle))
    monkeypatch.setattr(handlers, "read_workbook", lambda *_given: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        run_due_jobs(timezone.now())
    workbook.refresh_from_db()
    assert workbook.state == WorkbookState.REFUSED
    assert "gagal dibaca" in workbook.reason
    assert "gagal dibaca" in Message.objects.latest("pk").text


def test_a_merged_area_is_found_wherever_a_piece_of_the_file_ends(
    operator: Client, cycle: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(downloaded(operator, cycle))
    tabs(book)[0].merge_cells("G7:G9")
    content = saved(book)
    for piece in (7, 8, 11, 64, 1001):
        monkeypatch.setattr(reading, "PIECE", piece)
        sheet = next(one for one in load_workbook(io.BytesIO(content), read_only=True) if one.title == "Payaman")
        assert reading._merged(sheet) == [(7, 7, 7, 9)]


def test_markup_and_formulas_in_texts_stay_text(operator: Client, cycle: Cycle, office: Office) -> None:
    evil = '=HYPERLINK("http://x")<script>alert(1)</script>'
    book = opened(downloaded(operator, cycle))
    content = filled(saved(book), {"PDK-01|lahir": {"isian": 1, "penjelasan": "<script>alert(1)</script>"}})
    workbook = taken_in(operator, cycle, content)
    page = operator.get(f"/isian/periode/{cycle.pk}/buku/{workbook.pk}/").content.decode()
    assert "<script>alert" not in page
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    entry.values.create(code="PDK-01", field="penjelasan", answer="teks", text=evil[:300], by=office.sekcam, at=NOW)
    sheet = tabs(opened(downloaded(operator, cycle)))[0]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == evil)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def refused(act: object, name: str) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()  # type: ignore[operator]
    assert name in str(caught.value) or "UNIQUE" in str(caught.value)


def test_each_constraint_of_a_workbook_and_its_lines(operator: Client, cycle: Cycle) -> None:
    workbook = taken_in(operator, cycle, filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 3}}))
    one, line = Workbook.objects.filter(pk=workbook.pk), workbook.lines.get()
    refused(lambda: one.update(state=WorkbookState.DONE), "workbook_ended_has_time")
    refused(lambda: one.update(settled_at=NOW), "workbook_ended_has_time")
    refused(lambda: one.update(state=WorkbookState.REFUSED, settled_at=NOW), "workbook_refused_says_why")
    lines = WorkbookLine.objects.filter(pk=line.pk)
    refused(lambda: lines.update(fate=Fate.FAULT), "workbook_line_fault_says_why")
    refused(lambda: lines.update(entry=None), "workbook_line_change_is_whole")
    refused(lambda: lines.update(fate=Fate.SAME, is_stored=True), "workbook_line_stored_is_a_change")
    line.pk = None
    refused(line.save, "workbook_line_once")
