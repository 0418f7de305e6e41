"""Workbooks of another day, of another unit, of somebody who fills in for others: understood, or refused by line."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from cermat.collection.models import Channel, Entry, Fate, Workbook
from cermat.collection.queries import fillable, filler
from cermat.documents.actions import store_bytes
from cermat.indicators.models import Indicator
from cermat.requirements.models import SortedIndicator
from cermat.sop.models import Cycle
from tests.collection.factories import OPENED, collecting, entry_of
from tests.collection.workbooks import (
    a_workbook,
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
from tests.factories import NOW, Office, build, sign_in

pytestmark = pytest.mark.django_db


# ---- Older workbooks


def test_an_indicator_that_went_moved_or_means_something_else_is_told(
    operator: Client, cycle: Cycle, entry: Entry, office: Office
) -> None:
    content = filled(
        downloaded(operator, cycle),
        {"PDK-01|lahir": {"isian": 3}, "PBB-01|baku": {"isian": 5}, "PDK-04|mati": {"isian": 1}},
    )
    sorted_rows = SortedIndicator.objects.filter(cycle=cycle)
    sorted_rows.filter(indicator__code="PDK-01").update(is_included=False)
    sorted_rows.filter(indicator__code="PDK-04").update(section=office.sections["pemerintahan"])
    pbb = Indicator.objects.get(code="PBB-01", set__kecamatan=office.kecamatan)
    pbb.fields[0] |= {"label": "Pokok ketetapan", "unit": "juta rupiah"}
    pbb.save()
    workbook = taken_in(operator, cycle, content)
    lines = {line.code: line for line in workbook.lines.all()}
    assert (lines["PDK-01"].fate, lines["PDK-01"].new) == (Fate.GONE, "3")
    assert (lines["PBB-01"].fate, lines["PBB-01"].note) == (
        Fate.CLASH, "Ketika diunduh: Baku (rupiah); sekarang: Pokok ketetapan (juta rupiah).",
    )  # fmt: skip
    assert lines["PDK-04"].note == f"Sekarang pada lembar {office.sections['pemerintahan'].name}."
    applied(operator, workbook)
    assert values(entry) == {"PDK-04.mati": "1.000000"}


def test_two_lines_that_lead_to_one_field_are_never_both_stored(operator: Client, cycle: Cycle, entry: Entry) -> None:
    book = opened(filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 5, "penjelasan": "satu"}}))
    sheet = tabs(book)[0]
    row, column = place(sheet, "PDK-01|lahir", "isian")
    sheet.cell(*place(sheet, "PDK-01|mati", "penjelasan")).value = "dua"
    last = sheet.max_row + 1  # from an older workbook, when another section asked for it
    sheet.cell(last, 1).value = str(sheet.cell(row, 1).value).replace("|pemerintahan|", "|pelayanan|")
    sheet.cell(last, column).value = 9
    workbook = taken_in(operator, cycle, saved(book))
    assert sorted((line.fate, line.new) for line in workbook.lines.all()) == [
        (Fate.FAULT, "9"), (Fate.FAULT, "dua"), (Fate.CHANGE, "5"), (Fate.CHANGE, "satu"),
    ]  # fmt: skip
    assert {line.sentence for line in workbook.lines.filter(fate=Fate.FAULT)} == {
        f"Baris ini ada dua kali dengan isi berbeda (lihat lembar Payaman, baris {row}). Hapus salah satunya."
    }
    assert applied(operator, workbook).stored_count == 2
    assert values(entry) == {"PDK-01.lahir": "5.000000", "PDK-01.penjelasan": "teks"}


def test_an_indicator_that_is_new_since_then_is_named(operator: Client, cycle: Cycle, entry: Entry) -> None:
    rows = SortedIndicator.objects.filter(cycle=cycle, indicator__code="PBB-01")
    rows.update(is_included=False)
    content = filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 3}})
    rows.update(is_included=True)
    workbook = taken_in(operator, cycle, content)
    assert workbook.notes == [
        "Isian baru yang belum ada pada buku kerja ini: Realisasi PBB-P2: Baku; Realisasi PBB-P2: Realisasi."
    ]


def test_the_first_layout_with_word_and_figure_in_two_columns_is_still_read(
    operator: Client, cycle: Cycle, entry: Entry
) -> None:
    book = opened(downloaded(operator, cycle))
    sheet = tabs(book)[0]
    book["Cermat"]["B1"] = 1
    letter = next(cell.column for cell in sheet[3] if cell.value == "isian")
    sheet.cell(3, letter).value = "angka"
    word = sheet.max_column + 1
    sheet.cell(3, word).value = "jawaban"
    for name, answer, figure in (
        ("PDK-01|lahir", "Nihil", None),
        ("PDK-01|mati", "Angka", 4),
        ("PDK-01|awal", None, 9),
    ):
        row = place(sheet, name, "kunci")[0]
        sheet.cell(row, word).value, sheet.cell(row, letter).value = answer, figure
    workbook = taken_in(operator, cycle, saved(book))
    assert {key: line[2] for key, line in told(workbook).items()} == {
        "PDK-01.awal": "9", "PDK-01.lahir": "Nihil", "PDK-01.mati": "4",
    }  # fmt: skip


def test_without_its_hidden_worksheet_every_other_value_is_asked_about(
    operator: Client, cycle: Cycle, entry: Entry, office: Office
) -> None:
    saves(entry, office, PDK_01__lahir=5)
    book = opened(filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 6}, "PDK-01|mati": {"isian": 4}}))
    del book["Cermat"]
    workbook = taken_in(operator, cycle, saved(book))
    assert {key: line[0] for key, line in told(workbook).items()} == {
        "PDK-01.lahir": Fate.CLASH, "PDK-01.mati": Fate.CHANGE,
    }  # fmt: skip
    assert "tidak ada lagi" in workbook.notes[0]


def test_a_workbook_of_elsewhere_or_of_the_future_is_refused(operator: Client, cycle: Cycle) -> None:
    content = filled(downloaded(operator, cycle), {"PDK-01|lahir": {"isian": 6}})
    for cell, value, sentence in (
        ("B1", 99, "Cermat yang lebih baru"),
        ("B3", "2026-10", "periode Oktober 2026"),
        ("B2", "99.99", "kantor lain"),
    ):
        book = opened(content)
        book["Cermat"][cell] = value
        answer = sent_in(operator, cycle, saved(book))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert not Workbook.objects.exists()


# ---- Who may


def test_lines_of_another_unit_are_refused_whether_or_not_they_exist(
    operator: Client, cycle: Cycle, office: Office, entry: Entry
) -> None:
    desa = sign_in(office.operator[office.desa[0].code])
    theirs = filled(downloaded(desa, cycle), {"PDK-01|lahir": {"isian": 3}})
    workbook = taken_in(operator, cycle, theirs)
    assert "tidak ada di antara isian yang boleh Anda isi" in workbook.lines.get().sentence
    assert operator.get(reverse("collection:workbook_faults", args=[cycle.pk, workbook.pk])).status_code == 200
    for name in ("workbook", "workbook_faults"):
        assert desa.get(reverse(f"collection:{name}", args=[cycle.pk, workbook.pk])).status_code == 404
    for action in ("applying", "choices", "dropping"):
        assert send(desa, action, workbook, revision=1).status_code == 404


def test_whoever_may_fill_in_a_sheet_finds_it_in_the_workbook_and_nobody_else(office: Office, cycle: Cycle) -> None:
    day = OPENED.date()
    for user in office.everyone():
        mine = {entry.pk for entry in fillable(user, cycle, day)}
        assert mine == {entry.pk for entry in cycle.entries.all() if filler(user, entry, day) is not None}, user


def test_staf_have_all_units_in_one_workbook_and_say_how_the_figures_came(office: Office, cycle: Cycle) -> None:
    staf = sign_in(office.staf)
    book = opened(downloaded(staf, cycle))
    assert {"Payaman", "Kedungdowo"} <= {sheet.title for sheet in tabs(book)}
    content = filled(saved(book), {f"{office.kelurahan[0].code}|pemerintahan|bulanan|PDK-01|lahir": {"isian": 3}})
    workbook = taken_in(staf, cycle, content)
    assert send(staf, "applying", workbook, revision=1).status_code == 422
    applied(staf, workbook, channel="surat", channel_note="470/12 tanggal 3 November 2026")
    entry = entry_of(cycle, office.kelurahan[0], office.sections["pemerintahan"])
    assert (entry.channel, values(entry)) == (Channel.LETTER, {"PDK-01.lahir": "3.000000"})
    told_inside = filled(
        saved(book),
        {
            f"{office.desa[0].code}|||sumber|": {"isian": "WhatsApp", "alasan": "Kades, 3 November 08.00"},
            f"{office.desa[0].code}|pemerintahan|bulanan|PDK-01|lahir": {"isian": 1},
        },
    )
    applied(staf, taken_in(staf, cycle, told_inside))
    entry = entry_of(cycle, office.desa[0], office.sections["pemerintahan"])
    assert (entry.channel, entry.channel_note) == (Channel.WHATSAPP, "Kades, 3 November 08.00")


# ---- However many there are


def test_the_pages_and_the_workbook_ask_as_often_for_three_as_for_one(
    office: Office, cycle: Cycle, entry: Entry, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    by = office.operator[entry.unit.code]
    stored = store_bytes(content=b"x", name="isian.xlsx", content_type="x", unit=entry.unit, by=by, now=NOW)
    for many in (1, 3):
        made = [a_workbook(entry, by, stored) for _at in range(many)].pop()
        listed = reverse("collection:workbooks", args=[cycle.pk])
        shown = reverse("collection:workbook", args=[cycle.pk, made.pk])
        for address, count in ((listed, 7), (shown, 9), (f"{shown}?bagian=ubah", 9)):
            client = sign_in(by)
            client.get(address)
            with django_assert_num_queries(count):
                client.get(address)


@pytest.mark.parametrize("kelurahan", [("Payaman",), ("Payaman", "Ploso", "Kauman")])
def test_a_workbook_of_three_kelurahan_asks_as_often_as_one_of_one(
    kelurahan: tuple[str, ...], django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    office = build("35.18.14", "Bagor", kelurahan, ("Kedungdowo",))
    cycle = collecting(office)
    staf = sign_in(office.staf)
    content = downloaded(staf, cycle)
    assert {*kelurahan, "Kedungdowo"} <= {sheet.title for sheet in tabs(opened(content))}
    with django_assert_num_queries(13):
        downloaded(staf, cycle)
