"""The list of kinds of file that are accepted, and the names of those that pretend."""

from enum import StrEnum

from cermat.documents.formula.refusal import RefusedError


class FileKind(StrEnum):
    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    CSV = "text/csv"


EXTENSIONS = {
    "pdf": FileKind.PDF,
    "jpg": FileKind.JPEG,
    "jpeg": FileKind.JPEG,
    "png": FileKind.PNG,
    "xlsx": FileKind.XLSX,
    "csv": FileKind.CSV,
}
ACCEPT = ",".join(f".{extension}" for extension in EXTENSIONS)
LIMIT_WORDS = "Foto (JPG, PNG), PDF, XLSX, atau CSV, paling besar 10 MB."

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "program Windows (.exe)"),
    (b"\x7fELF", "program Linux"),
    (b"\xca\xfe\xba\xbe", "program Java atau macOS"),
    (b"\xcf\xfa\xed\xfe", "program macOS"),
    (b"\xfe\xed\xfa", "program macOS"),
    (b"dex\n", "program Android"),
    (b"#!", "skrip program"),
    (b"\xd0\xcf\x11\xe0", "dokumen Office lama (.doc, .xls) yang dapat memuat makro"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7z"),
    (b"\x1f\x8b", "arsip GZIP"),
    (b"GIF8", "gambar GIF"),
    (b"RIFF", "berkas suara, video, atau WebP"),
    (b"BM", "gambar BMP"),
    (b"{\\rtf", "dokumen RTF"),
    (b"%!PS", "dokumen PostScript"),
    (b"%PDF-", "dokumen PDF"),
    (b"\xff\xd8\xff", "gambar JPG"),
    (b"\x89PNG\r\n\x1a\n", "gambar PNG"),
    (b"PK\x03\x04", "arsip ZIP atau dokumen Office"),
    (b"PK\x05\x06", "arsip ZIP kosong"),
    (b"X5O!P%@AP", "berkas uji antivirus"),
)
STARTS = {
    FileKind.PDF: b"%PDF-",
    FileKind.JPEG: b"\xff\xd8\xff",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.XLSX: b"PK\x03\x04",
}
LOCKED = "EncryptedPackage".encode("utf-16-le")  # how Excel wraps a workbook with a password
ADVICE = {
    "doc": "Simpan sebagai PDF lebih dahulu.",
    "docx": "Simpan sebagai PDF lebih dahulu.",
    "xls": "Simpan sebagai XLSX lebih dahulu.",
    "xlsm": "Simpan sebagai XLSX tanpa makro lebih dahulu.",
    "heic": "Ubah foto menjadi JPG lebih dahulu.",
    "webp": "Ubah foto menjadi JPG lebih dahulu.",
    "zip": "Kirim isinya satu per satu.",
}


def kind_by_name(name: str) -> FileKind:
    """The kind by extension. RefusedError says which there are."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = EXTENSIONS.get(extension)
    if kind is None:
        said = f"Berkas .{extension[:10]}" if extension else "Berkas tanpa jenis"
        raise RefusedError(f"{said} tidak diterima. {ADVICE.get(extension, '')} {LIMIT_WORDS}".replace("  ", " "))
    return kind


def kind_of(name: str, content: bytes) -> FileKind:
    """The kind by extension, where the first bytes agree. RefusedError names what the file is instead."""
    kind = kind_by_name(name)
    if not content:
        raise RefusedError("Berkas ini kosong (0 bita). Pilih berkas yang berisi.")
    if kind is FileKind.CSV:
        _check_text(content)
    elif kind is FileKind.XLSX and content.startswith(b"\xd0\xcf\x11\xe0") and LOCKED in content:
        raise RefusedError("XLSX ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu kirim lagi.")
    elif not content.startswith(STARTS[kind]):
        raise RefusedError(f"Isi berkas ini {what_is(content)}, bukan {kind.name}. Pilih berkas yang benar.")
    return kind


def what_is(content: bytes) -> str:
    """What the first bytes say, in words."""
    for start, said in SIGNATURES:
        if content.startswith(start):
            return said
    if content[4:12] in {b"ftypheic", b"ftypmif1", b"ftypheix"}:
        return "foto HEIC"
    beginning = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body")):
        return "halaman web (HTML)"
    if beginning.startswith((b"<svg", b"<?xml")):
        return "berkas XML atau SVG"
    return "bukan berkas yang dikenal"


def _check_text(content: bytes) -> None:
    """A CSV is text: nothing a program or page starts with, no control characters."""
    beginning = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if what_is(content) != "bukan berkas yang dikenal" or beginning.startswith(b"<"):
        raise RefusedError(f"Isi berkas ini {what_is(content)}, bukan CSV. Pilih berkas yang benar.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if any(ord(char) < 32 and char not in "\r\n\t" for char in text) or text.count("\ufffd") > len(text) // 100:
        raise RefusedError("Berkas CSV ini memuat karakter yang bukan teks. Simpan ulang sebagai CSV UTF-8.")
