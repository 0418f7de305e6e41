"""Files to try the upload with, made on the spot: good ones of every kind, and hostile ones of every class."""

import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import openpyxl
import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

XLSX_PARTS = {
    "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "xl/workbook.xml": '<?xml version="1.0"?><workbook/>',
}
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">'
    '<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]><workbook>&lol3;</workbook>'
)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def photo(*, size: tuple[int, int] = (64, 48), kind: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 0).save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def photo_with_place() -> bytes:
    """A camera's JPEG on its side, with where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x013B] = "Nama Pemotret"
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (7.0, 36.0, 12.0)
    return photo(size=(80, 40), exif=exif)


def pdf(change: Callable[[pikepdf.Pdf], None] | None = None, *, pages: int = 1, **save: object) -> bytes:
    made = pikepdf.new()
    for _page in range(pages):
        made.add_blank_page(page_size=(200, 200))
    if change:
        change(made)
    out = BytesIO()
    made.save(out, **{"deterministic_id": "encryption" not in save} | save)  # type: ignore[arg-type]
    return out.getvalue()


def script_on_opening(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def script_deep_inside(made: pikepdf.Pdf) -> None:
    """In direct dictionaries of an annotation, where a walk over the object list alone does not come."""
    action = pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name.Launch)]))
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    made.pages[0].Annots = pikepdf.Array([link])


def attachment(made: pikepdf.Pdf) -> None:
    made.attachments["rahasia.exe"] = b"MZ"


def trigger(made: pikepdf.Pdf) -> None:
    made.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://contoh.invalid"))


def harmless_link(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://contoh.invalid")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    made.pages[0].Annots = pikepdf.Array([link])


def opens_elsewhere(made: pikepdf.Pdf) -> None:
    """Opening the file asks another computer, with the name of whoever opened it."""
    first = pikepdf.Array([0, pikepdf.Name.Fit])
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoToR, F=r"\\contoh.invalid\a.pdf", D=first)


def script_in_a_link(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=" JavaScript:app.alert(1)")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    made.pages[0].Annots = pikepdf.Array([link])


def opens_at_page(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Array([made.pages[0].obj, pikepdf.Name.Fit])


def workbook(rows: int = 3) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(rows):
        sheet.append([f"Kelurahan {row}", row, "=1+1"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def workbook_of(rows: str) -> bytes:
    """A workbook whose only sheet holds this XML."""
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}'
    with zipfile.ZipFile(BytesIO(workbook())) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    return archive(parts | {"xl/worksheets/sheet1.xml": f"{sheet}</sheetData></worksheet>"})


def archive(parts: dict[str, str | bytes], *, onto: bytes = b"") -> bytes:
    out = BytesIO(onto)
    with zipfile.ZipFile(out, "a" if onto else "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def image_bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 20.000 × 20.000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 2501 * 2000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def good() -> dict[str, bytes]:
    photos = {f"foto{size}.jpg": photo(size=(size, size)) for size in (1, 2, 33, 640, 1600)} | {
        f"foto-{mode}.png": photo(kind="PNG", mode=mode, size=(9, 3 + at))  # no two become the same bytes
        for at, mode in enumerate(("1", "L", "P", "RGB", "RGBA", "LA"))
    }
    return photos | {
        "foto.JPEG": photo(quality=20),
        "foto bergerak.jpg": photo(progressive=True, size=(64, 50)),
        "cmyk.jpg": photo(mode="CMYK", size=(64, 52)),
        "kamera.jpg": photo_with_place(),
        "laporan.pdf": pdf(),
        "tebal.pdf": pdf(pages=300),
        "tautan.pdf": pdf(harmless_link),
        "buka-di-halaman.pdf": pdf(opens_at_page),
        "padat.pdf": pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "data.xlsx": workbook(),
        "seribu.xlsx": workbook(1000),
        "data.csv": b"kelurahan,jumlah\nPayaman,3\n",
        "excel.csv": "\ufeffkelurahan;jumlah\r\nPayaman;3\r\n".encode(),
        "lama.csv": "kelurahan;keterangan\nPayaman;\x93baik\x94\n".encode("latin-1"),
    }


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@cache
def hostile() -> dict[str, tuple[bytes, str]]:
    """Name → bytes and a word of the sentence that refuses them."""
    return {
        "program.pdf": (b"MZ\x90\0" + b"\0" * 200, "program Windows"),
        "linux.jpg": (b"\x7fELF" + b"\0" * 200, "program Linux"),
        "skrip.csv": (b"#!/bin/sh\nrm -rf /\n", "skrip program"),
        "halaman.pdf": (b"<!doctype html><script>alert(1)</script>", "halaman web"),
        "gambar.png": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        "poliglot.jpg": (b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1)", "gambar GIF"),
        "salah.png": (photo(), "gambar JPG"),
        "kosong.pdf": (b"", "kosong"),
        "dokumen.docx": (archive({"word/document.xml": "<w/>"}), "tidak diterima"),
        "virus.exe": (b"MZ", "tidak diterima"),
        "tanpa-jenis": (pdf(), "tanpa jenis"),
        "bukan-excel.xlsx": (archive({"word/document.xml": "<w/>"}), "bukan XLSX"),
        "uji.csv": (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR", "antivirus"),
        "nul.csv": (b"a,b\n\0\0\0,1\n", "bukan teks"),
        "halaman.csv": (b"<html><script>1</script>", "halaman web"),
        "skrip.pdf": (pdf(script_on_opening), "JavaScript"),
        "dalam.pdf": (pdf(script_deep_inside), "menjalankan program"),
        "lampiran.pdf": (pdf(attachment), "lampiran"),
        "pemicu.pdf": (pdf(trigger), "tindakan otomatis"),
        "kunci.pdf": (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "kata sandi"),
        "kunci-pemilik.pdf": (pdf(encryption=pikepdf.Encryption(owner="a", user="")), "kata sandi"),
        "rusak.pdf": (b"%PDF-1.7\n" + b"\x01\x02" * 400, "rusak"),
        "panjang.pdf": (pdf(pages=301), "300 halaman"),
        "pergi.pdf": (pdf(opens_elsewhere), "tindakan otomatis"),
        "tautan-skrip.pdf": (pdf(script_in_a_link), "JavaScript"),
        "arsip-juga.pdf": (archive({"a.sh": "x" * 99}, onto=pdf()) + b"\nstartxref\n9\n%%EOF", "menempel"),
        "menempel.pdf": (archive({"a.sh": random.Random(1).randbytes(4000)}, onto=pdf()), "menempel"),
        "bom.png": (image_bomb(), "terlalu besar"),
        "terpotong.jpg": (photo(size=(600, 600))[:400], "rusak"),
        "palsu.jpg": (b"\xff\xd8\xff" + b"A" * 300, "rusak"),
        **hostile_workbooks(),
    }


@cache
def hostile_workbooks() -> dict[str, tuple[bytes, str]]:
    return {
        "bom.xlsx": (archive(XLSX_PARTS | {"xl/worksheets/sheet1.xml": b"0" * 60_000_000}), "membengkak"),
        "rapat.xlsx": (archive(XLSX_PARTS | {"xl/media/a.bin": b"0" * 20_000_000}), "membengkak"),
        "banyak.xlsx": (archive(XLSX_PARTS | {f"xl/media/{at}": b"" for at in range(500)}), "membengkak"),
        "kunci.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500, "dikunci dengan kata sandi"),
        "dulu.xlsx": (OLE + "Workbook".encode("utf-16-le") + b"\0" * 500, "dokumen Office lama"),
        "libre.xlsx": (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "bukan XLSX"),
        "teks.xlsx": (b"Kode;Nama\r\nIKU-1;IKM\r\n", "bukan XLSX"),
        "makro.xlsx": (archive(XLSX_PARTS | {"xl/vbaProject.bin": b"x"}), "makro"),
        "tawa.xlsx": (archive(XLSX_PARTS | {"xl/workbook.xml": LAUGHS}), "XML yang berbahaya"),
        "tawa16.xlsx": (archive(XLSX_PARTS | {"xl/s.xml": LAUGHS.encode("utf-16")}), "XML yang berbahaya"),
        "ebcdic.xlsx": (archive(XLSX_PARTS | {"xl/s.XML": "<?xml version='1.0' encoding='cp037'?>"}), "berbahaya"),
        "dde-lain.xlsx": (archive(XLSX_PARTS | {"xl/externalLinks/e1.xml": "<x:ddeLink/>"}), "DDE"),
        "celah.xlsx": (workbook_of('<row r="99999999999"><c r="A1"><v>1</v></c></row>'), "1.000.000 sel"),
        "dde.xlsx": (archive(XLSX_PARTS | {"xl/externalLinks/e1.xml": "<ddeLink/>"}), "DDE"),
        "jalan.xlsx": (archive(XLSX_PARTS | {"../../etc/cron": "x"}), "rusak"),
        "kosong.xlsx": (archive(XLSX_PARTS), "rusak"),
        "terpotong.xlsx": (workbook()[:2000], "rusak"),
    }
