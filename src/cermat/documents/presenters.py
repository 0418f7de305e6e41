"""Documents and files in words, and files as answers of the server."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from cermat.documents.formula import FileKind
from cermat.documents.models import Document, StoredFile
from cermat.documents.queries import place_of, small_place_of
from cermat.documents.schema import EQUIPMENT, Catalogue
from cermat.documents.workflow import DocumentState
from cermat.lib.errors import DomainError
from cermat.lib.months import NAMES, date_time, number
from cermat.lib.rounding import rounded

STATES = {
    DocumentState.QUEUED: ("now", "Sedang dibuat"),
    DocumentState.READY: ("now", "Siap, belum divalidasi"),
    DocumentState.FAILED: ("late", "Gagal dibuat"),
    DocumentState.VALIDATED: ("done", "Tervalidasi"),
}
# A picture may be shown, never run. A browser's PDF reader does not start inside a sandbox, so a PDF gets everything
# closed except the reader, and may stand in our own pages; what acts inside a PDF was refused when it came in.
SHOWN_AS = {
    FileKind.JPEG: "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    FileKind.PNG: "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    FileKind.PDF: "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'",
}
CLOSED = "sandbox; default-src 'none'; frame-ancestors 'none'"
LOOKED_AT = frozenset(SHOWN_AS)  # what a browser shows by itself
KIND_NAMES: dict[str, str] = {
    FileKind.JPEG: "Foto",
    FileKind.PNG: "Gambar",
    FileKind.PDF: "PDF",
    FileKind.XLSX: "XLSX",
    FileKind.CSV: "CSV",
}


def file_answer(file: StoredFile, *, inline: bool) -> FileResponse:
    """The bytes with their type and name (RFC 6266), as a download unless it is a picture or PDF to be looked at."""
    shown = inline and file.content_type in SHOWN_AS
    try:
        content = place_of(file).open("rb")
    except FileNotFoundError as error:  # a restored database without its folder of files
        raise DomainError(
            f"Berkas “{file.name}” tercatat, tetapi isinya tidak ada di penyimpanan. "
            "Minta administrator memulihkannya dari cadangan.",
            code="file_lost",
        ) from error
    answer = FileResponse(content, content_type=file.content_type)
    disposition = content_disposition_header(as_attachment=not shown, filename=file.name)
    answer.headers["Content-Disposition"] = disposition or "attachment"
    answer.headers[HEADER] = SHOWN_AS[FileKind(file.content_type)] if shown else CLOSED
    answer.headers["X-Frame-Options"] = "SAMEORIGIN" if shown and file.content_type == FileKind.PDF else "DENY"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Content-Length"] = str(file.size)
    return answer


def small_answer(file: StoredFile) -> HttpResponse:
    """The small picture of a picture. A browser may keep it but asks before each use: rights end, phones are shared."""
    try:
        content = small_place_of(file).read_bytes()
    except FileNotFoundError as error:
        raise Http404 from error
    answer = HttpResponse(content, content_type=FileKind.JPEG.value)
    answer.headers[HEADER] = CLOSED
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["ETag"] = f'"{file.sha256}"'
    return answer


def with_frames(page: HttpResponse) -> HttpResponse:
    """A page in which a PDF of ours may be looked at (documents/frame.html)."""
    page.headers[HEADER] = build_policy(update={"frame-src": [SELF]})
    return page


def period_said(period: str) -> str:
    """2026-11 → November 2026; 2026 → 2026."""
    year, dash, month = period.partition("-")
    return f"{NAMES[int(month) - 1]} {year}" if dash and month.isdigit() else year or "–"


def size_said(size: int) -> str:
    return f"{number(rounded(Fraction(size, 1048576), 1))} MB" if size >= 1048576 else f"{max(1, size // 1024)} KB"


@dataclass(frozen=True)
class DocumentRow:
    """A line of the register as the page says it."""

    title: str
    url: str
    kind: str
    unit: str
    period: str
    version: int
    state: str
    state_class: str
    when: str
    note: str
    download: str
    digest: str  # SHA-256 in groups, so that a phone can break the line


def row_of(document: Document) -> DocumentRow:
    state = DocumentState(document.state)
    css, said = STATES[state]
    return DocumentRow(
        title=document.title,
        url=reverse("documents:document", args=[document.pk]),
        kind=Catalogue.name(document.kind),
        unit=str(document.unit),
        period=period_said(document.period),
        version=document.version,
        state=said,
        state_class=css,
        when=date_time(document.ready_at or document.requested_at),
        note=document.note,
        download=reverse("documents:file", args=[document.file_id]) if document.file_id else "",
        digest=grouped(document.file.sha256) if document.file else "",
    )


def grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def rows_of(documents: Iterable[Document]) -> list[DocumentRow]:
    return [row_of(document) for document in documents]


@dataclass(frozen=True)
class EquipmentRow:
    """One of the nine documents of the SOP: its newest version, or that it is missing."""

    no: int
    name: str
    document: DocumentRow | None
    validated_by: str
    missing: str  # what is missing and how it comes; empty where the document is there


def equipment_rows(newest: Mapping[str, Document]) -> list[EquipmentRow]:
    made = set(Catalogue.makes.values())
    return [
        _equipment(no, name, newest.get(key), is_made=key in made)
        for no, (key, name) in enumerate(EQUIPMENT.items(), 1)
    ]


def _equipment(no: int, name: str, document: Document | None, *, is_made: bool) -> EquipmentRow:
    how = "dibuat Cermat dari data periode" if is_made else "dimasukkan oleh kantor"
    validator = document.validated_by.full_name if document and document.validated_by else ""
    return EquipmentRow(
        no=no,
        name=name,
        document=row_of(document) if document else None,
        validated_by=validator,
        missing="" if document else f"Belum ada; {how}",
    )
