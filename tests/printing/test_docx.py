"""Prints as office documents, read back."""

from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn

from cermat.lib.months import WIB
from cermat.printing.blocks import (
    Align,
    Block,
    Bullets,
    Cell,
    Column,
    Heading,
    KeyValues,
    Letterhead,
    Mark,
    Notice,
    PageBreak,
    Paragraph,
    Picture,
    Print,
    Row,
    Signatures,
    Signer,
    Table,
    WritingLines,
    body,
    group,
    total,
)
from cermat.printing.docx import as_docx

AT = datetime(2026, 12, 4, 9, 14, tzinfo=WIB)
COLUMNS = (
    Column("No.", mm=10, align=Align.CENTER),
    Column("Uraian"),
    Column("Camat", mm=15, group="Pelaksana"),
    Column("Sekcam", mm=18, group="Pelaksana"),
)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="200" height="100"/></svg>'


def a_print(*blocks: Block, example: bool = False, landscape: bool = False) -> Print:
    head = Letterhead("PEMERINTAH KABUPATEN NGANJUK", "KECAMATAN NGANJUK", "Jalan Contoh 1")
    return Print(
        "Uji cetak", "CERMAT/UJI/2026-11", blocks, ("UJI CETAK", "Periode November 2026"), head, landscape, example
    )


def read(*blocks: Block, example: bool = False, landscape: bool = False) -> Document:
    return docx.Document(BytesIO(as_docx(a_print(*blocks, example=example, landscape=landscape), AT)))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def test_the_same_print_gives_the_same_bytes_twice() -> None:
    made = a_print(Heading("Bagian"), Picture(DRAWING, "kotak"))
    assert as_docx(made, AT) == as_docx(made, AT)


def test_it_carries_letterhead_title_and_who_made_it() -> None:
    document = read(Heading("Pendahuluan"), Paragraph("Baris satu\nbaris dua"))
    said = texts(document)
    assert said[:4] == [
        "PEMERINTAH KABUPATEN NGANJUK", "KECAMATAN NGANJUK", "Jalan Contoh 1", "UJI CETAK\nPeriode November 2026",
    ]  # fmt: skip
    assert said[4:] == ["Pendahuluan", "Baris satu\nbaris dua"]
    assert [one.style.name for one in document.paragraphs if one.text == "Pendahuluan" and one.style] == ["Heading 2"]
    assert (document.core_properties.title, document.core_properties.language) == ("Uji cetak", "id-ID")


def test_every_page_has_its_number_and_an_example_its_ribbon() -> None:
    section = read(Paragraph("Isi"), example=True).sections[0]
    foot = section.footer.paragraphs[0]
    assert "CERMAT/UJI/2026-11\tDibuat 4 Desember 2026 09.14 WIB\tHalaman " in foot.text
    fields = [field.get(qn("w:instr")) for field in foot._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == "DATA CONTOH"
    assert read(Paragraph("Isi")).sections[0].header.paragraphs[0].text == ""


def test_the_head_of_a_table_has_two_levels_and_repeats_on_every_page() -> None:
    found = read(Table("Tabel", COLUMNS, (body("1.", "a", "√", ""),), numbered_columns=True)).tables[0]
    assert [cell.text for cell in found.rows[0].cells] == ["No.", "Uraian", "Pelaksana", "Pelaksana"]
    assert [cell.text for cell in found.rows[1].cells] == ["No.", "Uraian", "Camat", "Sekcam"]
    assert [cell.text for cell in found.rows[2].cells] == ["1", "2", "3", "4"]
    repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in found.rows]
    assert repeated == [True, True, True, False]
    caption = found._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption is not None
    assert caption.get(qn("w:val")) == "Tabel"


def test_merged_cells_push_the_next_row_aside() -> None:
    lead = Row((Cell("1.", rows=2), Cell("a"), Cell("b", span=2, mark=Mark.DONE)))
    rows = (group("Kelompok", 4), lead, body("c", "d", "e"), total("", "Jumlah", "2", "3"))
    found = read(Table("Tabel", COLUMNS, rows)).tables[0]
    said = [[cell.text for cell in row.cells] for row in found.rows[2:]]
    assert said == [
        ["Kelompok"] * 4, ["1.", "a", "√ b", "√ b"], ["1.", "c", "d", "e"], ["", "Jumlah", "2", "3"],
    ]  # fmt: skip


def test_an_empty_table_says_so() -> None:
    found = read(Table("Tabel", COLUMNS, (), empty="Tidak ada saran")).tables[0]
    assert found.rows[2].cells[0].text == "Tidak ada saran"


def test_a_picture_stands_in_dots_with_its_words_for_those_who_cannot_see_it() -> None:
    document = read(Picture(DRAWING, "Nilai per unsur", 0.5, "Gambar 1"))
    shape = document.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "Nilai per unsur"
    assert (round(shape.width.mm), round(shape.height.mm)) == (85, 42)
    assert texts(document)[-1] == "Gambar 1"


def test_signatures_stand_beside_each_other_and_a_single_one_on_the_right() -> None:
    camat = Signer("Camat Nganjuk", "Ahmad Contoh", "Pembina / IV-a", "000", "Mengetahui,")
    sekcam = Signer("Sekretaris Camat", place_date="Nganjuk, 4 Desember 2026")
    both = read(Signatures((camat, sekcam))).tables[0].rows[0].cells
    assert both[0].text.split("\n") == ["Mengetahui,", "Camat Nganjuk", "", "Ahmad Contoh", "Pembina / IV-a", "NIP 000"]
    assert both[1].text.startswith("Nganjuk, 4 Desember 2026\nSekretaris Camat")
    alone = read(Signatures((sekcam,))).tables[0].rows[0].cells
    assert not alone[0].text
    assert "Sekretaris Camat" in alone[1].text


def test_the_other_blocks_say_what_they_say() -> None:
    document = read(
        KeyValues((("Nilai", "84,21"),)),
        Bullets(("satu", "dua"), numbered=True),
        Notice("Belum ada"),
        WritingLines("Catatan", 2),
        PageBreak(),
        landscape=True,
    )
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Nilai", ":", "84,21"]
    assert texts(document)[-4:] == ["1.\tsatu", "2.\tdua", "Belum ada", "Catatan"]
    section = document.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)


def test_signs_that_no_xml_can_hold_are_left_out() -> None:
    assert texts(read(Paragraph("a\x00b\ud800c")))[-1] == "a b c"


def test_the_last_rows_of_a_table_stay_with_the_signatures() -> None:
    rows = tuple(body(f"{at}.", "isi", "", "") for at in range(4))
    grid = read(Table("Uji", COLUMNS, rows), Signatures((Signer("Camat"),))).tables[0]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in grid.rows]
    assert kept[-3:] == [None, True, True]


def test_the_answers_of_a_question_hang_under_it() -> None:
    question, answers = read(Paragraph("7. Sopan?\n    1. Tidak   2. Ya")).paragraphs[-2:]
    assert (question.text, answers.text) == ("7. Sopan?", "1. Tidak   2. Ya")
    assert answers.paragraph_format.left_indent
