"""The bytes of a print."""

from datetime import datetime
from io import BytesIO

import pypdf
import pytest

from cermat.lib.months import WIB
from cermat.printing.blocks import (
    Align,
    Cell,
    Column,
    Heading,
    Letterhead,
    PageBreak,
    Paragraph,
    Picture,
    Print,
    Signatures,
    Signer,
    Table,
    body,
    group,
    total,
)
from cermat.printing.pdf import PrintingError, as_pdf

AT = datetime(2026, 12, 4, 9, 14, tzinfo=WIB)
COLUMNS = (
    Column("No.", mm=10, align=Align.CENTER),
    Column("Uraian"),
    Column("Camat", mm=15, group="Pelaksana"),
    Column("Sekcam", mm=18, group="Pelaksana"),
)


def a_print(*blocks: object, example: bool = True) -> Print:
    given = blocks or (Paragraph("Isi"),)
    return Print("Uji cetak", "CERMAT/UJI/2026-11", given, example=example)  # type: ignore[arg-type]


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(content))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(content).pages)


def test_the_same_print_gives_the_same_bytes_twice() -> None:
    assert as_pdf(a_print(), AT) == as_pdf(a_print(), AT)


def test_it_is_an_archivable_tagged_pdf_in_indonesian() -> None:
    reader = read(as_pdf(a_print(Heading("Bagian"), Table("Tabel", COLUMNS, (body("1.", "a", "√", ""),))), AT))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).lower().startswith("id")
    assert reader.metadata is not None
    assert reader.metadata.title == "Uji cetak"


def test_every_page_says_what_it_is_and_that_it_is_an_example() -> None:
    pages = read(as_pdf(a_print(Paragraph("satu"), PageBreak(), Paragraph("dua")), AT)).pages
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        said = page.extract_text()
        assert "DATA CONTOH" in said
        assert "CERMAT/UJI/2026-11" in said
        assert f"Halaman {number} dari 2" in said
        assert "Dibuat 4 Desember 2026 09.14 WIB" in said


def test_an_office_of_its_own_prints_without_the_ribbon() -> None:
    assert "DATA CONTOH" not in text_of(as_pdf(a_print(example=False), AT))


def test_the_header_of_a_long_table_stands_on_every_page() -> None:
    rows = (group("Kelompok", 4), *(body(f"{n}.", "uraian\npanjang", "√", "") for n in range(60)))
    foot = total(Cell("Jumlah", span=3), "60")
    pages = read(as_pdf(a_print(Table("Panjang", COLUMNS, (*rows, foot))), AT)).pages
    assert len(pages) > 1
    assert all("Pelaksana" in page.extract_text() and "Sekcam" in page.extract_text() for page in pages)


def test_what_people_type_is_never_read_as_markup() -> None:
    said = text_of(as_pdf(a_print(Paragraph("#panic() *tebal* $x$ \\ ` <label> @ref")), AT))
    assert "#panic() *tebal* $x$ \\ ` <label> @ref" in said


@pytest.mark.parametrize(("typed", "printed"), [("rapi 🙏", "rapi □"), ("a\x00b", "ab"), ("①", "1"), ("√", "√")])
def test_a_sign_without_a_glyph_does_not_stop_a_print(typed: str, printed: str) -> None:
    assert printed in text_of(as_pdf(a_print(Paragraph(typed)), AT))


def test_lines_of_a_signer_that_are_empty_are_left_out() -> None:
    one = Signatures((Signer("Camat Nganjuk", "Orang Contoh", "Pembina / IV-a", above="Mengetahui,"),))
    said = text_of(as_pdf(a_print(one), AT))
    assert "Pembina / IV-a" in said
    assert "NIP" not in said


def test_the_letterhead_names_the_office() -> None:
    office = Letterhead("PEMERINTAH KABUPATEN NGANJUK", "KECAMATAN NGANJUK", "Jalan Contoh 1")
    said = text_of(as_pdf(Print("Surat", "X", (Paragraph("Isi"),), letterhead=office), AT))
    assert said.index("PEMERINTAH KABUPATEN NGANJUK") < said.index("KECAMATAN NGANJUK") < said.index("Isi")


def test_a_print_that_cannot_be_made_says_so() -> None:
    with pytest.raises(PrintingError, match="Uji cetak"):
        as_pdf(a_print(Picture("bukan gambar", "rusak")), AT)


def test_signatures_take_the_last_rows_of_a_table_and_the_note_along() -> None:
    """The table fills its page: two rows go with the signatures to the next, under the head."""
    rows = tuple(body(f"{at}.", f"baris ke-{at}") for at in range(1, 46))
    table = Table("Uji", (Column("No.", mm=10), Column("Uraian")), rows)
    after = (Paragraph("Catatan di bawah tabel", small=True), Signatures((Signer("Sekretaris Camat", "Endah"),)))
    first, last = (page.extract_text() for page in read(as_pdf(a_print(table, *after), AT)).pages)
    assert "baris ke-43" in first
    for words in ("Uraian", "baris ke-44", "baris ke-45", "Catatan di bawah tabel", "Sekretaris Camat"):
        assert words in last


def test_a_line_that_leads_to_a_table_stays_with_it() -> None:
    table = Table("Uji", (Column("No.", mm=10), Column("Uraian")), tuple(body("1.", f"baris {at}") for at in range(9)))
    filling = (Paragraph(f"isi {at}") for at in range(38))
    made = read(as_pdf(a_print(*filling, Heading("Judul tabel"), Paragraph("Status"), table), AT))
    assert ["Judul tabel" in page.extract_text() for page in made.pages] == [False, True]
