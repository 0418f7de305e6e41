"""PDF files: readable, not locked, and without anything that acts."""

from io import BytesIO
from typing import Any

import pikepdf

from cermat.documents.formula.refusal import RefusedError

MOST_PAGES = 300
MOST_OBJECTS = 300_000
DEEPEST = 60
TRAILING_BYTES = 128
ZIP_END = b"PK\5\6"  # by which a reader of archives, looking back from the end, finds one
ZIP_REACH = 22 + 65_535
ACTIVE_KEYS = {
    "/JavaScript": "JavaScript",
    "/JS": "JavaScript",
    "/Launch": "perintah menjalankan program",
    "/EmbeddedFiles": "lampiran tersembunyi",
    "/EmbeddedFile": "lampiran tersembunyi",
    "/XFA": "formulir XFA",
    "/RichMedia": "media tertanam",
}
ACTIVE_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "perintah menjalankan program",
    "/SubmitForm": "formulir yang mengirim data",
    "/ImportData": "perintah mengimpor data",
    "/GoToE": "lampiran tersembunyi",
    "/RichMediaExecute": "media tertanam",
    "/Rendition": "media tertanam",
    "/EmbeddedFile": "lampiran tersembunyi",
    "/RichMedia": "media tertanam",
}


def check_pdf(content: bytes) -> int:
    """How many pages. RefusedError where the file is locked, broken, too long, or holds active content (ASVS 5.2)."""
    _check_end(content)
    try:
        pdf = pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError as error:
        raise RefusedError(LOCKED) from error
    except pikepdf.PdfError as error:
        raise RefusedError(
            "PDF ini rusak dan tidak dapat dibuka. Pindai atau simpan ulang, lalu kirim lagi."
        ) from error
    with pdf:
        if pdf.is_encrypted:
            raise RefusedError(LOCKED)
        pages = len(pdf.pages)
        if not 1 <= pages <= MOST_PAGES:
            raise RefusedError(f"PDF ini {pages} halaman; yang diterima 1 sampai {MOST_PAGES} halaman.")
        found = _active(pdf)
    if found:
        raise RefusedError(f"PDF ini memuat {found}, jadi tidak diterima. Cetak ulang ke PDF, lalu kirim lagi.")
    return pages


BROKEN = "PDF ini rusak dan tidak dapat dibuka. Pindai atau simpan ulang, lalu kirim lagi."
LOCKED = "PDF ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu kirim lagi."


def _check_end(content: bytes) -> None:
    """Nothing may hang behind the last page: a second file (ZIP, script) glued to the end is refused."""
    end = content.rfind(b"%%EOF")
    is_zip_too = ZIP_END in content[-ZIP_REACH:]
    if is_zip_too or (end >= 0 and len(content[end + 5 :].strip(b"\0\r\n\t ")) > TRAILING_BYTES):
        raise RefusedError("Di belakang PDF ini menempel data lain. Cetak ulang ke PDF, lalu kirim lagi.")


def _active(pdf: pikepdf.Pdf) -> str:
    """The name of the first active thing, at any depth; empty where there is none."""
    if len(pdf.objects) > MOST_OBJECTS:
        raise RefusedError("PDF ini terlalu rumit untuk diperiksa. Cetak ulang ke PDF, lalu kirim lagi.")
    stack: list[tuple[Any, int]] = [(thing, 0) for thing in pdf.objects]
    stack.append((pdf.trailer, 0))
    while stack:
        thing, depth = stack.pop()
        if depth > DEEPEST:
            raise RefusedError("PDF ini bersusun terlalu dalam. Cetak ulang ke PDF, lalu kirim lagi.")
        if isinstance(thing, pikepdf.Array):
            stack += [(child, depth + 1) for child in thing if _is_direct(child)]
        elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            if found := _named(thing):
                return found
            stack += [(child, depth + 1) for _key, child in thing.items() if _is_direct(child)]
    return ""


def _is_direct(child: Any) -> bool:
    """Indirect objects stand in the list of objects themselves; only direct children are walked into."""
    return isinstance(child, (pikepdf.Array, pikepdf.Dictionary)) and not child.is_indirect


def _named(thing: Any) -> str:
    for key in thing.keys():  # noqa: SIM118 - a pikepdf dictionary iterates only through keys()
        if key in ACTIVE_KEYS:
            return ACTIVE_KEYS[key]
    if _acts(thing.get("/AA")) or _leads_away(thing.get("/OpenAction")):
        return "tindakan otomatis"
    link = thing.get("/URI")
    if isinstance(link, pikepdf.String) and str(link).strip().lower().startswith("javascript:"):
        return "JavaScript"
    if isinstance(thing.get("/EF"), pikepdf.Dictionary):
        return "lampiran tersembunyi"
    for key in ("/S", "/Type", "/Subtype"):
        value = thing.get(key)
        if isinstance(value, pikepdf.Name) and str(value) in ACTIVE_ACTIONS:
            return ACTIVE_ACTIONS[str(value)]
    return ""


def _acts(triggers: Any) -> bool:
    """Whether this is a table of automatic actions, and not some font that happens to be called AA."""
    return isinstance(triggers, pikepdf.Dictionary) and any(
        isinstance(action, pikepdf.Dictionary) and "/S" in action for _key, action in triggers.items()
    )


def _leads_away(opening: Any) -> bool:
    """Whether opening the file shows something other than its own pages: another file, on another computer.

    Scripts and programs are named by themselves, where the action stands.
    """
    harmless = {"/GoTo", "/Named", *ACTIVE_ACTIONS}
    return isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) not in harmless
