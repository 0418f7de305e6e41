"""Posters and slips for the public. The code on the poster is read from the image of the page, as a camera would."""

from datetime import datetime
from io import BytesIO

import pypdf
import pypdfium2
import pytest
import zxingcpp

from cermat.lib.months import WIB
from cermat.printing.blocks import Letterhead, Poster, Print, Strips
from cermat.printing.pdf import as_pdf
from cermat.printing.qr import qr_svg

AT = datetime(2026, 12, 4, 9, 14, tzinfo=WIB)
ADDRESS = "https://survei.contoh.example/s/k7qm2xh9ab/"
MM_PER_POINT = 25.4 / 72


def a_poster(paper: str = "a4") -> bytes:
    block = Poster(
        "Bagaimana pelayanan kami?", "Pindai kode ini, lalu jawab sembilan pertanyaan.", qr_svg(ADDRESS),
        f"Kode QR: {ADDRESS}", "survei.contoh.example/s/k7qm2xh9ab", ("Tanpa identitas", "Satu menit"),
        "Loket 1 · Perekaman KTP-el",
    )  # fmt: skip
    kop = Letterhead("PEMERINTAH KABUPATEN NGANJUK", "KECAMATAN NGANJUK", "Jalan Contoh 1", "")
    return as_pdf(Print("Poster survei", "CERMAT/POSTER", (block,), letterhead=kop, paper=paper), AT)


def seen(content: bytes, dots_per_inch: int = 150) -> list[str]:
    """What a reader of QR codes finds on the first page."""
    page = pypdfium2.PdfDocument(content)[0]
    picture = page.render(scale=dots_per_inch / 72).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def size_mm(content: bytes) -> tuple[int, int]:
    box = pypdf.PdfReader(BytesIO(content)).pages[0].mediabox
    return round(float(box.width) * MM_PER_POINT), round(float(box.height) * MM_PER_POINT)


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("a5", (148, 210))])
def test_the_code_on_the_page_is_the_address(paper: str, size: tuple[int, int]) -> None:
    content = a_poster(paper)
    assert seen(content) == [ADDRESS]
    assert size_mm(content) == size
    assert len(pypdf.PdfReader(BytesIO(content)).pages) == 1


def test_the_poster_says_the_address_in_letters_too() -> None:
    text = pypdf.PdfReader(BytesIO(a_poster())).pages[0].extract_text()
    for words in ("Bagaimana pelayanan kami?", "survei.contoh.example/s/k7qm2xh9ab", "Tanpa identitas", "Loket 1"):
        assert words in text


def test_a_poster_on_a_wall_has_no_foot() -> None:
    text = pypdf.PdfReader(BytesIO(a_poster())).pages[0].extract_text()
    assert [word for word in ("CERMAT/POSTER", "Dibuat", "Halaman") if word in text] == []


def test_slips_are_many_to_a_page_and_each_code_stands_once() -> None:
    codes = tuple(f"K7QM-{number:04d}" for number in range(60))
    order = Print(
        "Kode tanda terima", "CERMAT/KODE", (Strips(codes, "Survei", ("Tulis di:", "survei.example", "Sekali.")),)
    )
    pages = pypdf.PdfReader(BytesIO(as_pdf(order, AT))).pages
    text = "".join(page.extract_text() for page in pages)
    assert len(pages) == 2  # thirty each, as the office is told
    assert [text.count(code) for code in codes] == [1] * 60
