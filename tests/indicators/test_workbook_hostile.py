"""Workbooks as real offices send them: each cell is understood as it looks, or refused with its sheet and its name."""

from datetime import date, time, timedelta
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from cermat.indicators.imports.workbook import read_plan_workbook
from cermat.indicators.schema import checked, read_plan
from cermat.indicators.schema.plan_parts import PART
from cermat.lib.errors import DomainError
from tests.indicators.workbooks import plan_rows, put, read, refusals, rewritten, saved, workbook

FULL = PatternFill("solid", fgColor="FFFF00")
AS_FIGURE = "terbaca sebagai angka, sehingga nol di depan atau di belakangnya hilang."
AS_DATE = "terbaca sebagai tanggal atau jam."
WIDE = "sel gabungan melintasi beberapa kolom. Pisahkan selnya, lalu isi lagi."


def budget_of(book: openpyxl.Workbook) -> str:
    made = read_plan(checked(read(book)).text)
    return f"{made.rencana_aksi[0].kegiatan[0].pagu:f}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.234,56", "1234.56"), ("12,5", "12.5"), ("12.5", "12.5"), ("1.234", "1234"), ("85 %", "85"),
        ("Rp 1.250.000,00", "1250000.00"), ("Rp. 1.250.000,-", "1250000"), ("\u00a01.250\u00a0", "1250"),
        ("1\u202f250", "1250"), ("'1250", "1250"), ("\u200b85\u202c", "85"), (0.1 + 0.2, "0.3"), (1250000.0, "1250000"),
        (CellRichText("85", TextBlock(InlineFont(b=True), ".000")), "85000"),
    ],
)  # fmt: skip
def test_figures_mean_what_they_look_like(typed: Any, meant: str) -> None:
    assert budget_of(put("Kegiatan", "Pagu (Rp)", typed)) == meant


@pytest.mark.parametrize(
    ("value", "shown_as", "meant"),
    [(0.85, "0%", "85"), (0.8534, "0.00%", "85.34"), (85, '0" %"', "85"), (1250000, '"Rp"#,##0', "1250000")],
)
def test_a_figure_with_a_format_means_what_the_spreadsheet_shows(value: float, shown_as: str, meant: str) -> None:
    assert budget_of(put("Kegiatan", "Pagu (Rp)", value, shown_as=shown_as)) == meant


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("0.125", "“0.125” bukan angka."), ("85 90", "“85 90” bukan angka."), ("80\n90", "bukan angka."),
        ("1,250,000", "bukan angka."), ("1.25E+06", "bukan angka."), ("≥ 80", "bukan angka."), ("-", "bukan angka."),
        ("Rp 412 juta", "bukan angka."), (1e300, "Angka terlalu besar."), (True, "berisi TRUE atau FALSE."),
        (time(12, 30), AS_DATE), (timedelta(hours=30), AS_DATE), (date(2026, 1, 1), AS_DATE),
        ("#REF!", "berisi kesalahan rumus (#REF!). Ketik nilainya."), ("#N/A", "berisi kesalahan rumus (#N/A)."),
        ("\u200b", "“Pagu (Rp)” belum diisi."),
    ],
)  # fmt: skip
def test_what_is_no_figure_is_refused_at_its_cell(value: Any, sentence: str) -> None:
    told = refusals(put("Kegiatan", "Pagu (Rp)", value))
    assert len(told) == 1
    assert told[0].startswith("Lembar Kegiatan, baris 2, sel F2")
    assert sentence in told[0]


@pytest.mark.parametrize(("value", "shown_as"), [(7.1, "0.00"), (7.01, ""), (7, "00")])
def test_a_code_that_became_a_figure_is_refused(value: float, shown_as: str) -> None:
    """7.10 is kept as 7.1, and 07 as 7: nobody can tell which it was."""
    assert f"Lembar Kegiatan, baris 2, sel B2 (Kode): {AS_FIGURE}" in refusals(
        put("Kegiatan", "Kode", value, shown_as=shown_as)
    )[0]  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "title", "value", "kept"),
    [
        ("PK", "Tanggal", "16 Januari 2026", "2026-01-16"),
        ("PK", "Tanggal", "16/01/2026", "2026-01-16"),
        ("Rincian target", "Tahun", 2026.0, "2026"),
        ("Rincian target", "Tahun", "'2026", "2026"),
        ("Kegiatan", "IKU", "IKU-1\u200b\u00a0", "IKU-1"),
        ("Kalender", "Dokumen", "\ufeffRencana\u00a0Aksi", "Rencana\u00a0Aksi"),
    ],
)
def test_a_date_a_year_and_a_code_are_read_through_what_surrounds_them(
    sheet: str, title: str, value: Any, kept: str
) -> None:
    found = checked(read(put(sheet, title, value)))
    assert not found.faults
    assert kept in found.text


def test_the_ends_of_lines_of_other_programs_are_no_text() -> None:
    content = saved(put("IKU", "Bukti", "satuXX\nduaXX"))
    foreign = rewritten(content, lambda _name, xml: xml.replace(b"XX", b"_x000D_"))
    assert read_plan_workbook(foreign)["iku"][0]["bukti"] == "satu\ndua"


def test_a_formula_that_says_nothing_is_an_empty_cell() -> None:
    """=IF(A2="","",…) copied down a column, as templates of offices have it."""
    book = put("Kegiatan", "Keluaran triwulan II", '=IF(A2="","",A2)')
    for row in range(10, 60):
        book["Kegiatan"].cell(row, 1).value = f'=IF(B{row}="","",B{row})'
    kept = rewritten(saved(book), lambda _name, xml: xml.replace(b"><f>IF(", b' t="str"><f>IF('))
    rows = read_plan_workbook(kept)
    assert len(rows["kegiatan"]) == len(plan_rows()["kegiatan"])
    assert "target_keluaran.2" not in rows["kegiatan"][0]


def renstra(*merges: str) -> openpyxl.Workbook:
    """The Renstra as it is printed: a line for each IKU, tujuan and sasaran written once."""
    book = workbook()
    sheet = book["Renstra"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=5)]
    sheet.delete_rows(2, 4)
    goal, aim = lines[0][:2]
    at = 2
    for line in lines:
        for code in str(line[4] or "").split("; "):
            for letter, value in zip("ABCDE", [goal, aim, *line[2:4], code], strict=True):
                sheet[f"{letter}{at}"] = value
            at += 1
    for merge in merges:
        sheet.merge_cells(merge)
    return book


def test_a_sasaran_merged_over_the_lines_of_its_ikus_is_one_sasaran() -> None:
    rows = read(renstra("A2:A6", "B2:B6", "C4:C5", "D4:D5"))["renstra"]
    assert [(row["key"], row.get("iku")) for row in rows[:4]] == [
        (row["key"], row.get("iku")) for row in plan_rows()["renstra"][:4]
    ]


def test_a_sasaran_written_twice_and_not_merged_is_refused() -> None:
    assert 'Lembar Renstra, baris 5, sel C5: Kode "S3" dipakai dua kali.' in refusals(renstra("A2:A6"))


def test_one_row_over_two_lines_that_say_different_things_is_refused() -> None:
    book = workbook()
    book["Kegiatan"].merge_cells("B2:B3")
    told = refusals(book)
    assert told[0] == (
        "Lembar Kegiatan, baris 3, sel A3 (IKU): baris ini tergabung dengan baris 2, yang sudah berisi lain di kolom "
        "ini. Pisahkan sel gabungannya."
    )
    assert all(one.startswith("Lembar Kegiatan, baris 3, sel ") for one in told)


def test_one_figure_for_several_rows_is_not_counted_twice() -> None:
    book = workbook()
    book["Kegiatan"].merge_cells("F2:F3")
    told = refusals(book)
    assert len(told) == 1
    assert told[0].startswith("Lembar Kegiatan, baris 3, sel F3 (Pagu (Rp)): satu angka pada sel gabungan")


def test_headings_may_stand_lower_and_be_merged_downwards_and_broken_over_lines() -> None:
    book = workbook()
    sheet = book["Kegiatan"]
    sheet.insert_rows(1, 12)
    sheet.insert_rows(14)
    sheet["A1"] = "PEMERINTAH KABUPATEN CONTOH"
    sheet.merge_cells("A1:P1")
    sheet["M12"] = "Anggaran"
    sheet.merge_cells("M12:P12")
    for at in range(1, len(PART["kegiatan"].columns) + 1):
        sheet.cell(13, at).value = str(sheet.cell(13, at).value).replace(" ", "\n", 1).upper()
        sheet.merge_cells(start_row=13, end_row=14, start_column=at, end_column=at)
    assert read(book) == plan_rows()


@pytest.mark.parametrize(
    ("merge", "told"),
    [
        ("A1:B1", f"Lembar Kegiatan, baris 1, sel A1 (IKU): {WIDE}"),
        ("C2:D2", f"Lembar Kegiatan, baris 2, sel C2 (Nama): {WIDE}"),
        ("A1:A2", "Lembar Kegiatan, baris 2, sel A2: “IKU” belum diisi."),
    ],
)
def test_a_merge_that_hides_another_cell_is_refused(merge: str, told: str) -> None:
    book = workbook()
    book["Kegiatan"].merge_cells(merge)
    assert told in refusals(book)


def test_columns_may_stand_in_another_order_and_elsewhere_on_the_sheet() -> None:
    book = workbook()
    book["PK"].move_range("A1:H20", rows=3, cols=2)
    book["Umum"].insert_cols(1)
    sheet = book["Kalender"]
    for row in range(1, sheet.max_row + 1):
        first, last = sheet.cell(row, 1), sheet.cell(row, 4)
        first.value, last.value = last.value, first.value
    assert read(book) == plan_rows()


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "told"),
    [
        ("Kegiatan", "T2", "catatan", "baris 2, sel T2: ada isi di kolom tanpa judul."),
        ("Kegiatan", "BR1", "Pagu lain", "baris 1, sel BR1 (Pagu lain): judul kolom ini tidak dikenal."),
        ("Kegiatan", "BR1", "Pagu (Rp)", "baris 1, sel BR1 (Pagu (Rp)): judul kolom ini ada dua kali."),
        ("Kegiatan", "F1", "P" * 30_000, f"baris 1, sel F1 ({'P' * 40}): judul kolom ini tidak dikenal."),
        ("Kegiatan", "A8", "Jumlah", "baris 8, sel A8: “Jumlah” tidak ada pada bagian Rencana Aksi."),
        ("Kalender", "C40", "Mengetahui, Camat", "baris 40, sel A40: “Bulan” belum diisi."),
        ("Kegiatan", "A90000", "x", "baris 90000, sel A90000: “x” tidak ada pada bagian Rencana Aksi."),
        ("Umum", "A11", "Nama", "baris 11, sel A11 (Nama): kunci ini ada dua kali."),
        ("Umum", "A2", "Nama rencana", "baris 2, sel A2 (Nama rencana): kunci ini tidak dikenal."),
        ("Umum", "A3", None, "baris 3, sel A3: kunci ini tidak dikenal."),
    ],
)
def test_what_is_too_much_on_a_sheet_is_refused_and_not_left_out(sheet: str, cell: str, value: Any, told: str) -> None:
    book = workbook()
    book[sheet][cell] = value
    assert any(one.startswith(f"Lembar {sheet}, {told}") for one in refusals(book))


def test_another_table_below_is_refused_at_its_cells() -> None:
    book = workbook()
    sheet = book["Kalender"]
    for at in range(1, 5):
        sheet.cell(30, at).value = sheet.cell(1, at).value
    assert "Lembar Kalender, baris 30, sel A30: “Bulan” bukan bilangan bulat. Tulis angkanya saja, misalnya 2026." in (
        refusals(book)
    )


def test_sheets_that_are_twice_there_and_headings_that_are_gone_are_told_once() -> None:
    book = workbook()
    book.create_sheet("IKU ")
    book["PK"].delete_rows(1)
    del book["Renstra"]
    assert refusals(book) == [
        "Lembar Renstra: tidak ada. Pulihkan nama lembarnya, atau unduh templat lagi.",
        "Lembar IKU: ada 2. Pulihkan nama lembarnya, atau unduh templat lagi.",
        "Lembar PK: judul kolom tidak ditemukan pada 30 baris pertama. Pulihkan baris judul templat.",
    ]


def test_what_hides_filters_or_comments_changes_nothing() -> None:
    book = workbook()
    sheet = book["Kegiatan"]
    sheet["A2"].comment = Comment("Catatan " * 500, "Kasi")
    sheet.auto_filter.ref = "A1:H5"
    sheet.row_dimensions[3].hidden = sheet.column_dimensions["C"].hidden = True
    book["IKI"].sheet_state = "veryHidden"
    book.create_sheet("Catatan sendiri")["A1"] = "bebas"
    for row in range(20, 4000):
        sheet.cell(row, 1).fill = FULL
    assert read(book) == plan_rows()


def test_rows_without_end_are_refused_unread() -> None:
    rows = b"".join(b'<row r="%d" ht="15"/>' % number for number in range(2000, 22_001))
    content = rewritten(saved(workbook()), lambda _name, xml: xml.replace(b"</sheetData>", rows + b"</sheetData>", 1))
    with pytest.raises(DomainError, match="Hapus baris kosong di bawah tabel"):
        read_plan_workbook(content)


def test_a_workbook_of_something_else_is_refused_with_one_sentence() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "Daftar hadir"
    with pytest.raises(DomainError, match="Tidak ada lembar templat Cermat"):
        read(book)


@pytest.mark.filterwarnings("ignore:File contains an invalid specification")
def test_a_workbook_in_the_strict_spelling_is_refused_with_what_to_do() -> None:
    """“Strict Open XML”: the same names in namespaces that the reader does not know."""
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    content = saved(workbook())
    for room in (b"spreadsheetml", b"officeDocument"):
        content = rewritten(content, lambda _name, xml, of=room: xml.replace(usual + of + b"/2006", strict + of))
    with pytest.raises(DomainError, match=r"simpan ulang di Excel sebagai \.xlsx biasa"):
        read_plan_workbook(content)
