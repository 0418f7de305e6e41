"""A workbook that comes back: what it would change, what is wrong by cell, whose value stands, what is stored."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cermat.collection.actions import send_sheet
from cermat.collection.models import Entry, Fate, WorkbookState
from cermat.collection.workflow import WORKBOOK_TABLE
from cermat.jobs.worker import run_due_jobs
from cermat.lib.months import Month
from cermat.lib.workflow import as_mermaid
from cermat.sop.models import Cycle
from tests.collection.factories import OPENED, answers, collecting, save
from tests.collection.factories import filled as answered
from tests.collection.workbooks import (
    applied,
    downloaded,
    filled,
    opened,
    place,
    saved,
    saves,
    send,
    sent_in,
    tabs,
    taken_in,
    told,
    values,
)
from tests.factories import NOW, Office, sign_in

pytestmark = pytest.mark.django_db


# ---- Out and back


def test_what_is_written_into_a_workbook_is_shown_and_then_stored_as_a_draft(
    operator: Client, cycle: Cycle, entry: Entry, office: Office
) -> None:
    content = filled(
        downloaded(operator, cycle),
        {
            "PDK-01|awal": {"isian": "1.234"},
            "PDK-01|lahir": {"isian": "nihil", "penjelasan": "Bidan desa belum melapor"},
            "PDK-01|mati": {"isian": "Belum ada data", "alasan": "menunggu Puskesmas"},
            "PBB-01|baku": {"isian": 500.0},
        },
    )
    workbook = taken_in(operator, cycle, content)
    assert not entry.values.exists()
    assert told(workbook) == {
        "PDK-01.awal": (Fate.CHANGE, "", "1.234", ""),
        "PDK-01.lahir": (Fate.CHANGE, "", "Nihil", ""),
        "PDK-01.mati": (Fate.CHANGE, "", "Belum ada data (menunggu Puskesmas)", ""),
        "PDK-01.penjelasan": (Fate.CHANGE, "", "Bidan desa belum melapor", ""),
        "PBB-01.baku": (Fate.CHANGE, "", "500", ""),
    }
    page = operator.get(reverse("collection:workbook", args=[cycle.pk, workbook.pk])).content.decode()
    assert "Terapkan 5 perubahan" in page
    assert applied(operator, workbook).state == WorkbookState.DONE
    assert values(entry) == {
        "PDK-01.awal": "1234.000000", "PDK-01.lahir": "nihil", "PDK-01.mati": "belum_ada_data",
        "PDK-01.penjelasan": "teks", "PBB-01.baku": "500.000000",
    }  # fmt: skip
    entry.refresh_from_db()
    event = entry.events.get(verb="saved")
    assert (entry.version, event.by) == (1, office.operator[entry.unit.code])
    assert event.note == "Lewat buku kerja “isian.xlsx”"


def test_what_was_typed_by_hand_is_not_told_as_a_workbooks(
    operator: Client, cycle: Cycle, entry: Entry, office: Office
) -> None:
    by = office.operator[entry.unit.code]
    save(entry, by, answers(PDK_01__mati=2), now=timezone.now())
    applied(operator, taken_in(operator, cycle, filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 3}})))
    notes = entry.events.filter(verb="saved").values_list("note", flat=True)
    assert list(notes) == ["", "Lewat buku kerja “isian.xlsx”"]


def test_a_workbook_shows_last_month_and_locks_all_but_the_answers(
    operator: Client, office: Office, cycle: Cycle, entry: Entry
) -> None:
    book = opened(downloaded(operator, cycle))
    sheet = tabs(book)[0]
    free = {cell.column_letter for row in sheet.iter_rows(min_row=5) for cell in row if not cell.protection.locked}
    assert (sheet.title, sheet.protection.sheet, free) == ("Payaman", True, {"G", "H", "I"})
    assert [book[name].sheet_state for name in ("Pilihan", "Cermat")] == ["hidden", "hidden"]
    offered = {str(one.formula1) for one in sheet.data_validations.dataValidation}
    assert len(offered) >= 2
    assert {sheet.cell(*place(sheet, "PBB-01|baku", name)).value for name in ("kode", "satuan")} == {"PBB-01", "rupiah"}


def test_an_emptied_cell_takes_the_answer_away(operator: Client, cycle: Cycle, entry: Entry, office: Office) -> None:
    saves(entry, office, PDK_01__awal=1000)
    workbook = taken_in(operator, cycle, filled(downloaded(operator, cycle), {"PDK-01|awal": {"isian": None}}))
    assert told(workbook) == {"PDK-01.awal": (Fate.CHANGE, "1.000", "", "")}
    applied(operator, workbook)
    assert values(entry) == {}


# ---- What is wrong, cell by cell


def test_the_refused_cells_come_back_as_a_workbook_with_their_sentences_and_can_be_mended(
    operator: Client, cycle: Cycle, entry: Entry, office: Office
) -> None:
    saves(entry, office, PDK_01__lahir=7)
    content = filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": "tujuh"}, "PDK-01|mati": {"isian": 2}})
    workbook = applied(operator, taken_in(operator, cycle, content))
    answer = operator.get(reverse("collection:workbook_faults", args=[cycle.pk, workbook.pk]))
    sheet = tabs(opened(answer.content))[0]
    keys = [cell.value for cell in sheet["A"] if cell.row > 4 and cell.value]
    assert len(keys) == 1
    assert sheet.cell(*place(sheet, "PDK-01|lahir", "isian")).value == "tujuh"
    assert "bukan angka" in sheet.cell(*place(sheet, "PDK-01|lahir", "perbaiki")).value
    again = taken_in(operator, cycle, filled(answer.content, {"PDK-01|lahir": {"isian": 8}}))
    assert told(again) == {"PDK-01.lahir": (Fate.CHANGE, "7", "8", "")}


def test_merged_doubled_and_foreign_lines_are_told_and_empty_ones_passed_over(
    operator: Client, cycle: Cycle, entry: Entry
) -> None:
    book = opened(downloaded(operator, cycle))
    sheet = tabs(book)[0]
    row, column = place(sheet, "PBB-01|baku", "isian")
    sheet.cell(row, column).value = 5
    sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)
    first = place(sheet, "PDK-01|awal", "isian")[0]
    end = sheet.max_row + 5  # after empty lines
    sheet.cell(end, 1).value, sheet.cell(end, column).value = sheet.cell(first, 1).value, "9"
    sheet.cell(end + 1, column).value = "catatan saya"
    workbook = taken_in(operator, cycle, saved(book))
    sentences = sorted(line.sentence for line in workbook.lines.all())
    assert [text[:30] for text in sentences] == [
        "Baris ini ada dua kali dengan ",
        "Baris ini tidak berasal dari b",
        "Sel ini bagian dari sel gabung",
        "Sel ini bagian dari sel gabung",
    ]


def test_what_the_rules_will_ask_stands_beside_the_change(operator: Client, cycle: Cycle, entry: Entry) -> None:
    content = filled(downloaded(operator, cycle), {"PBB-01|baku": {"isian": 5}, "PBB-01|realisasi": {"isian": 6}})
    workbook = taken_in(operator, cycle, content)
    notes = " ".join(line.note for line in workbook.lines.all())
    assert "Sebelum dikirim: Realisasi tidak boleh melebihi baku." in notes


# ---- Somebody else was there


def test_a_value_that_another_saved_meanwhile_is_never_overwritten_unseen(
    operator: Client, cycle: Cycle, entry: Entry, office: Office
) -> None:
    content = filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 3}, "PDK-01|mati": {"isian": 4}})
    saves(entry, office, PDK_01__lahir=5, PDK_01__mati=6, PDK_01__awal=1000)
    workbook = taken_in(operator, cycle, content)
    assert told(workbook) == {
        "PDK-01.lahir": (Fate.CLASH, "5", "3", ""),
        "PDK-01.mati": (Fate.CLASH, "6", "4", ""),
    }
    page = operator.get(reverse("collection:workbook", args=[cycle.pk, workbook.pk])).content.decode()
    assert str(office.lurah[entry.unit.code]) in page
    picked = workbook.lines.get(field="mati")
    applied(operator, workbook, **{f"pilih:{picked.pk}": "buku"})
    assert values(entry) == {"PDK-01.awal": "1000.000000", "PDK-01.lahir": "5.000000", "PDK-01.mati": "4.000000"}


def test_what_changes_between_the_preview_and_its_use_is_shown_once_more(
    operator: Client, cycle: Cycle, entry: Entry, office: Office
) -> None:
    content = filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 3}, "PDK-01|mati": {"isian": 4}})
    workbook = taken_in(operator, cycle, content)
    saves(entry, office, PDK_01__lahir=5)
    applied(operator, workbook)
    assert (workbook.state, workbook.stored_count) == (WorkbookState.WAITING, 1)
    assert "berubah lagi" in workbook.reason
    assert told(workbook)["PDK-01.lahir"] == (Fate.CLASH, "5", "3", "")
    assert values(entry) == {"PDK-01.lahir": "5.000000", "PDK-01.mati": "4.000000"}
    seen_before = send(operator, "applying", workbook, revision=workbook.revision - 1)
    assert seen_before.status_code == 409


def test_a_sheet_that_was_sent_takes_no_line(operator: Client, cycle: Cycle, entry: Entry, office: Office) -> None:
    content = filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 3}})
    code = entry.unit.code
    entry = answered(entry, office.operator[code])
    send_sheet(entry=entry, version=entry.version, by=office.lurah[code], now=OPENED)
    workbook = taken_in(operator, cycle, content)
    assert "sudah dikirim" in workbook.lines.get().sentence


# ---- Large ones, by the queue


@pytest.fixture
def by_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every workbook counts as large."""
    monkeypatch.setattr("cermat.collection.views.workbook_pages.SOON", 0)
    monkeypatch.setattr("cermat.collection.actions.workbook_applying.SOON", 0)


@pytest.mark.usefixtures("by_queue")
def test_a_large_workbook_is_read_and_stored_by_the_queue_with_news(
    operator: Client, cycle: Cycle, entry: Entry, office: Office
) -> None:
    workbook = taken_in(operator, cycle, filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 3}}))
    page = operator.get(reverse("collection:workbook", args=[cycle.pk, workbook.pk]))
    assert (workbook.state, page.headers["Refresh"]) == (WorkbookState.READING, "3")
    assert "Menunggu giliran" in page.content.decode()
    run_due_jobs(NOW.replace(year=2030))
    workbook.refresh_from_db()
    assert (workbook.state, workbook.done, workbook.of > 0) == (WorkbookState.WAITING, workbook.of, True)
    assert applied(operator, workbook).state == WorkbookState.APPLYING
    run_due_jobs(NOW.replace(year=2030))
    workbook.refresh_from_db()
    assert (workbook.state, values(entry)) == (WorkbookState.DONE, {"PDK-01.lahir": "3.000000"})
    assert office.operator[entry.unit.code].messages.count() >= 2


@pytest.mark.usefixtures("by_queue")
def test_a_workbook_called_off_while_it_is_read_or_stored_stores_nothing_more(
    operator: Client, cycle: Cycle, entry: Entry
) -> None:
    content = filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 3}})
    dropped = taken_in(operator, cycle, content)
    send(operator, "dropping", dropped)
    waiting = taken_in(operator, cycle, content)
    run_due_jobs(NOW.replace(year=2030))
    dropped.refresh_from_db()
    waiting.refresh_from_db()
    assert (dropped.state, dropped.lines.count(), waiting.state) == (WorkbookState.DROPPED, 0, WorkbookState.WAITING)
    applied(operator, waiting)
    send(operator, "dropping", waiting)
    run_due_jobs(NOW.replace(year=2030))
    waiting.refresh_from_db()
    assert (waiting.state, values(entry)) == (WorkbookState.WAITING, {})
    assert "dihentikan" in waiting.reason


def test_a_closed_period_takes_no_workbook(operator: Client, cycle: Cycle, office: Office) -> None:
    content = downloaded(operator, cycle)
    cycle.state, cycle.closed_by, cycle.closed_at = "ditutup", office.sekcam, NOW
    cycle.save()
    assert sent_in(operator, cycle, content).status_code in {409, 422}


def test_every_form_goes_out_and_comes_back_untouched(office: Office) -> None:
    everything = ("sinergitas", "dokumen_kelurahan", "ikm", "idm", "rtrw_cantik")
    cycle = collecting(office, Month(2026, 10), due=everything, now=datetime(2026, 10, 1, 1, 0, tzinfo=UTC))
    for entry in cycle.entries.exclude(form="bulanan"):
        heads = office.lurah | {office.secretariat.code: office.sekcam}
        answered(entry, heads.get(entry.unit.code) or office.kasi[entry.unit.key])
    for person in (office.sekcam, office.kasi["pmd"], office.kasi["pelayanan"], office.lurah[office.desa[0].code]):
        client = sign_in(person)
        workbook = taken_in(client, cycle, saved(opened(downloaded(client, cycle))))
        assert told(workbook) == {}, person
        assert workbook.untouched > 0


def test_the_drawing_in_the_docs_is_the_table() -> None:
    drawing = settings.ROOT / "docs" / "generated" / "workbook.mmd"
    assert drawing.read_text() == as_mermaid(WORKBOOK_TABLE, WorkbookState.READING)
    assert {move.to for move in WORKBOOK_TABLE.values()} | {WorkbookState.READING} == set(WorkbookState)
