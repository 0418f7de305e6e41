"""A plan as a workbook: out and in gives the same plan; each cell is understood or refused at its place."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cermat.indicators.exports.workbook import plan_workbook
from cermat.indicators.imports.workbook import read_plan_workbook
from cermat.indicators.schema import PlanFile, checked, example_plan, read_plan, rows_of
from cermat.indicators.schema.plan import Range
from cermat.indicators.schema.plan_cells import tidy
from cermat.lib.errors import DefinitionError, DomainError
from tests.factories import NOW
from tests.indicators.workbooks import column, read, refusals, rewritten, saved, workbook

WORDS = st.text("abc Éñ=+-@;,.'\"\n0-9(){}:#&*", min_size=1, max_size=30).map(tidy).filter(bool)
FIGURES = st.decimals(-(10**9), 10**12, allow_nan=False, allow_infinity=False, places=6)
TARGETS = st.dictionaries(st.integers(2024, 2028), FIGURES, max_size=5)


@st.composite
def plans(draw: Any) -> PlanFile:
    """The example, with what people may write into it."""
    file = example_plan()
    ikus = tuple(
        row.model_copy(
            update={
                "nama": draw(WORDS), "definisi": draw(WORDS), "target": draw(TARGETS),
                "bukti": tuple(draw(st.lists(WORDS.map(lambda text: " ".join(text.split())), max_size=2))),
                "target_rentang": {2026: Range(bawah=draw(FIGURES.filter(lambda one: one < 0)), atas=Decimal(0))},
            }
        )
        for row in file.iku
    )  # fmt: skip
    goals = tuple(goal.model_copy(update={"uraian": draw(WORDS)}) for goal in file.renstra.tujuan)
    return file.model_copy(update={"iku": ikus, "renstra": file.renstra.model_copy(update={"tujuan": goals})})


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_a_workbook_out_and_in_is_the_same_plan(plan: PlanFile) -> None:
    rows = rows_of(plan)
    assert read_plan_workbook(plan_workbook(rows, title="x", at=NOW)) == rows


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_the_rows_of_a_plan_are_the_plan(plan: PlanFile) -> None:
    found = checked(rows_of(plan))
    assert found.faults == ()
    assert read_plan(found.text) == plan


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("84,21", "84,21"), ("1.250", "1.250"), ("Rp 412.500.000", "Rp 412.500.000"), (1250, "1.250"), (84.21, "84,21")],
)
def test_figures_are_read_as_offices_type_them(typed: Any, kept: str) -> None:
    book = workbook()
    sheet = book["Kegiatan"]
    sheet.cell(2, column(sheet, "Pagu (Rp)")).value = typed
    rows = read(book)
    assert rows["kegiatan"][0]["pagu"] == kept
    assert read_plan(checked(rows).text).rencana_aksi[0].kegiatan[0].pagu > 80


def test_a_figure_with_more_digits_than_a_spreadsheet_holds_goes_along_as_text() -> None:
    rows = rows_of(example_plan())
    rows["kegiatan"][0]["pagu"] = "18.014.398.509,481983"
    assert read_plan_workbook(plan_workbook(rows, title="x", at=NOW))["kegiatan"] == rows["kegiatan"]


def test_rows_and_dates_and_blank_lines_are_understood() -> None:
    book = workbook()
    sheet = book["PK"]
    sheet.cell(2, column(sheet, "Tanggal")).value = date(2026, 1, 16)
    book["Kalender"].insert_rows(3, 2)
    rows = read(book)
    assert rows["pk"][0]["versi.tanggal"] == "2026-01-16"
    assert len(rows["kalender"]) == 11


def test_cells_merged_down_one_column_say_the_same_on_each_row() -> None:
    book = workbook()
    sheet = book["Renstra"]
    sheet.merge_cells("A2:A5")
    assert [row["tujuan"] for row in read(book)["renstra"]] == ["T1"] * 4


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("=1+1", "rumus tanpa hasil. Buka dan simpan di Excel, atau tempel sebagai nilai."),
        ("delapan", "“delapan” bukan angka."),
        (date(2026, 1, 1), "terbaca sebagai tanggal atau jam."),
        (-3, "“Pagu (Rp)” paling kecil 0."),
        ("1,25,3", "“1,25,3” bukan angka."),
        (None, "“Pagu (Rp)” belum diisi."),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_at_its_place(value: Any, sentence: str) -> None:
    book = workbook()
    sheet = book["Kegiatan"]
    sheet.cell(3, column(sheet, "Pagu (Rp)")).value = value
    problem = next(one for one in refusals(book) if sentence in one)
    assert problem.startswith("Lembar Kegiatan, baris 3, sel F3")


def test_every_fault_is_told_at_once() -> None:
    book = workbook()
    sheet = book["Kegiatan"]
    for row in (2, 3, 4):
        sheet.cell(row, column(sheet, "Pagu (Rp)")).value = "banyak"
    assert [one[:31] for one in refusals(book)] == [
        f"Lembar Kegiatan, baris {row}, sel F{row}"[:31] for row in (2, 3, 4)
    ]


def test_cells_that_cannot_be_read_and_cells_that_say_nonsense_are_told_together() -> None:
    book = workbook()
    sheet = book["Kegiatan"]
    sheet.cell(2, column(sheet, "Pagu (Rp)")).value = "=1+1"
    sheet.cell(3, column(sheet, "Pagu (Rp)")).value = "banyak"
    told = [one.partition(":")[0] for one in refusals(book)]
    assert told == ["Lembar Kegiatan, baris 2, sel F2 (Pagu (Rp))", "Lembar Kegiatan, baris 3, sel F3"]


def test_what_the_template_locks_is_missed_where_it_is_gone() -> None:
    book = workbook()
    del book["IKI"]
    book["IKU"].cell(1, 2).value = "Judulnya"
    book["Renstra"].merge_cells("A2:B2")
    problems = refusals(book)
    assert "Lembar IKI: tidak ada. Pulihkan nama lembarnya, atau unduh templat lagi." in problems
    assert any("judul kolom ini tidak dikenal" in one for one in problems)
    assert any("sel gabungan melintasi beberapa kolom" in one for one in problems)
    assert book["IKU"].protection.sheet
    assert book.security.lockStructure


def test_the_result_of_a_formula_is_taken() -> None:
    """As Excel leaves it: the formula with its cached value."""
    book = workbook()
    sheet = book["Kegiatan"]
    sheet.cell(2, column(sheet, "Pagu (Rp)")).value = "=1000*2"
    raw = saved(book)
    with_result = _cached(raw, "<f>1000*2</f><v></v>", "<f>1000*2</f><v>2000</v>")
    assert read_plan_workbook(with_result)["kegiatan"][0]["pagu"] == "2.000"


@pytest.mark.parametrize(
    "merged",
    [
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<mergeCells><mergeCell ref="&#65;1:B2"/></mergeCells>',
        "<mergeCells>" + '<mergeCell ref="A9:A10"/>' * 2001 + "</mergeCells>",
    ],
)
def test_merged_areas_without_limit_are_refused_unread(merged: str) -> None:
    raw = saved(workbook())
    hostile = _cached(raw, "</sheetData>", f"</sheetData>{merged}")
    with pytest.raises(DomainError, match="Sel gabungan terlalu banyak atau terlalu luas"):
        read_plan_workbook(hostile)


def test_a_workbook_that_breaks_its_reader_is_refused_with_a_sentence() -> None:
    raw = saved(workbook())
    with pytest.raises(DomainError, match="tidak dapat dibaca"):
        read_plan_workbook(_cached(raw, "</sheetData>", "</sheetDat>"))
    with pytest.raises(DomainError, match="bukan buku kerja"):
        read_plan_workbook(b"PK")


def _cached(content: bytes, old: str, new: str) -> bytes:
    olds = (old.encode(), old.replace("<v></v>", "<v />").encode())
    return rewritten(content, lambda _name, xml: xml.replace(olds[0], new.encode()).replace(olds[1], new.encode()))


def test_a_number_without_end_is_refused_at_its_place() -> None:
    book = workbook()
    book["Kegiatan"].cell(3, column(book["Kegiatan"], "Pagu (Rp)")).value = 987654321
    raw = saved(book)
    with pytest.raises(DefinitionError) as caught:
        read_plan_workbook(_cached(raw, "<v>987654321</v>", f"<v>{'9' * 400}</v>"))
    assert [one[:32] for one in caught.value.problems] == ["Lembar Kegiatan, baris 3, sel F3"]


def test_more_cells_than_a_plan_has_are_refused_unread() -> None:
    raw = saved(workbook())
    crowded = _cached(raw, "</sheetData>", f'<row r="9">{"<c/>" * 30_000}</row></sheetData>')
    with pytest.raises(DomainError, match="Sel buku kerja terlalu banyak"):
        read_plan_workbook(crowded)


def test_a_part_with_more_rows_than_a_draft_keeps_is_refused() -> None:
    book = workbook()
    sheet = book["Kalender"]
    told = [cell.value for cell in sheet[2]]
    for row in range(2, 503):
        for at, value in enumerate(told, 1):
            sheet.cell(row, at).value = value
    assert refusals(book) == ["Lembar Kalender: 501 baris terisi, paling banyak 500. Hapus selebihnya."]
