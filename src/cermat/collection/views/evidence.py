"""Files of a sheet: in pieces from a device, or whole with the form of a page without scripts.

`/isian/<sheet>/unggahan/<key>/`, the key a UUID that the device makes. All answers are JSON (`upload_answer`).
PUT begins: {code, name, size, digest?, place?}, again and again the same. GET and HEAD say how much has arrived
(`Upload-Offset`). PATCH appends a piece of at most 256 KB at the place its `Upload-Offset` names. DELETE drops it.
`PUT …/akhir/` ends: inspection, then evidence of the row; or "held", where it lists persons, until `reason` is given.
"""

from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel, ValidationError

from cermat.collection.actions import (
    attach_evidence,
    forget_place,
    hold_evidence,
    mark_leaving,
    remove_evidence,
    take_upload,
)
from cermat.collection.forms import SheetForm
from cermat.collection.models import Entry, Evidence
from cermat.collection.presenters import upload_answer
from cermat.collection.queries import (
    EVIDENCE,
    code_in,
    entries_visible_to,
    evidence_visible_to,
    filler,
    has_row,
    held_for,
    purpose_of,
    uploads_for,
)
from cermat.collection.schema import FileAnnounced, FileEnded, PersonsError, SheetError
from cermat.documents.actions import PIECE, Announced, arrived, begin_upload, drop_upload, found_in, take_piece
from cermat.documents.models import Upload, UploadState
from cermat.documents.queries import holds_bytes
from cermat.lib.errors import DomainError, NotAllowedError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires

S = TypeVar("S", bound=BaseModel)
KNOWN = "Berkas “{}” sudah tersimpan pada kantor Anda; dipakai yang sudah ada, tidak disimpan dua kali."
HELD = "Berkas “{}” belum dilampirkan karena memuat {}. Putuskan pada barisnya: tulis alasan, atau ganti dengan rekap."


class UnreadableError(DomainError):
    """Not what this address takes."""

    status = HTTPStatus.BAD_REQUEST


class TooLargeError(DomainError):
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@require_http_methods(["GET", "HEAD", "PUT", "PATCH", "DELETE"])
@requires(Permission.FILL_ENTRY)
def upload(request: SignedInRequest, pk: int, key: UUID) -> JsonResponse:
    entry = get_object_or_404(entries_visible_to(request.user, timezone.localdate()), pk=pk)
    if request.method == "PUT":
        found = _begun(request, entry, key)
    else:
        found = get_object_or_404(uploads_for(request.user, entry), key=key)
    if request.method == "PATCH":
        offset, content = _piece(request)
        found = take_piece(upload=found, offset=offset, content=content, by=request.user, now=timezone.now())
    if request.method == "DELETE":
        drop_upload(upload=found, by=request.user, now=timezone.now())
    evidence = _evidence_of(request, entry, found) if found.state == UploadState.DONE else None
    answer = JsonResponse(upload_answer(found, evidence))
    answer.headers["Upload-Offset"], answer.headers["Upload-Length"] = str(found.received), str(found.size)
    return answer


@require_http_methods(["PUT"])
@requires(Permission.FILL_ENTRY)
def upload_end(request: SignedInRequest, pk: int, key: UUID) -> JsonResponse:
    """Not under `once`: the key of the upload itself says that it has been taken."""
    now = timezone.now()
    entry = get_object_or_404(entries_visible_to(request.user, timezone.localdate(now)), pk=pk)
    found = get_object_or_404(uploads_for(request.user, entry), key=key)
    reason = _read(request, FileEnded).reason
    if found.state == UploadState.DONE:
        return JsonResponse(upload_answer(found, _evidence_of(request, entry, found)))
    file = arrived(upload=found)
    try:
        is_known = holds_bytes(entry.unit, found_in(file).digest)
        evidence = take_upload(entry=entry, upload=found, file=file, reason=reason, by=request.user, now=now)
    except DomainError as error:
        if error.field == "upload":  # the file itself is refused: nobody goes on with it
            drop_upload(upload=found, by=request.user, now=now)
        raise
    found.refresh_from_db()
    return JsonResponse(upload_answer(found, evidence, is_known=is_known))


def _begun(request: SignedInRequest, entry: Entry, key: UUID) -> Upload:
    told, now = _read(request, FileAnnounced), timezone.now()
    if filler(request.user, entry, timezone.localdate(now)) is None:
        raise NotAllowedError
    if not has_row(entry, told.code):
        raise DomainError("Baris ini tidak ada pada isian. Muat ulang halamannya.", code="no_field")
    return begin_upload(
        key=key,
        file=Announced(told.name, told.size, told.digest),
        unit=entry.unit,
        purpose=f"{purpose_of(entry)}{told.code}",
        details=told.place.model_dump(mode="json") if told.place else {},
        by=request.user,
        now=now,
    )


def _piece(request: HttpRequest) -> tuple[int, bytes]:
    """Its place and its bytes. Looked at before it is read: nobody makes us swallow more than a piece."""
    offset, length = request.headers.get("Upload-Offset", ""), request.headers.get("Content-Length", "")
    if not all(text.isascii() and text.isdecimal() and len(text) < 12 for text in (offset, length)):
        raise UnreadableError("Potongan ini tidak menyebut tempat atau ukurannya.", code="no_offset")
    if int(length) > PIECE:
        raise TooLargeError(f"Potongan paling besar {PIECE // 1024} KB.", code="piece_too_large")
    return int(offset), request.body


def _read(request: HttpRequest, shape: type[S]) -> S:
    try:
        return shape.model_validate_json(request.body or b"{}")
    except ValidationError as error:
        raise UnreadableError("Kiriman ini tidak dapat dibaca. Muat ulang halamannya.", code="unreadable") from error


def _evidence_of(request: SignedInRequest, entry: Entry, upload: Upload) -> Evidence | None:
    visible = evidence_visible_to(request.user, timezone.localdate())
    return visible.filter(entry=entry, code=code_in(upload.purpose), file=upload.file_id).first()


def may_ask_place(page: HttpResponse) -> HttpResponse:
    """The one page on which the device may be asked where it is, for a photo and with a tick."""
    page.headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=()"
    return page


def keep_evidence(request: SignedInRequest, entry: Entry, form: SheetForm) -> None:
    """What a form without scripts brings: new files, decisions about those that wait, what is to go."""
    now, by = timezone.now(), request.user
    for one in held_for(by, entry):
        if one.pk in form.dropped:
            drop_upload(upload=one, by=by, now=now)
        elif reason := form.reasons.get(one.pk, ""):
            take_upload(entry=entry, upload=one, file=arrived(upload=one), reason=reason, by=by, now=now)
    standing = evidence_visible_to(by, timezone.localdate(now)).filter(entry=entry)
    for evidence in standing.filter(pk__in=form.placeless):
        forget_place(evidence=evidence, by=by, now=now)
    for evidence in standing.filter(pk__in=form.removed):
        remove_evidence(evidence=evidence, by=by, now=now)
    for code, file in form.uploads:  # after what goes: who attaches it again wants it
        _attach(request, entry, code, file)
    files, candidates = (dict.fromkeys(keys, False) for keys in form.unticked)
    if files or candidates:
        mark_leaving(entry=entry, files=files, candidates=candidates, by=by, now=now)


def _attach(request: SignedInRequest, entry: Entry, code: str, file: UploadedFile) -> None:
    now, by = timezone.now(), request.user
    try:
        is_known = holds_bytes(entry.unit, found_in(file).digest)
        with transaction.atomic():
            evidence = attach_evidence(entry=entry, code=code, upload=file, by=by, now=now)
    except PersonsError as error:
        held = hold_evidence(entry=entry, code=code, upload=file, by=by, now=now)
        messages.warning(request, HELD.format(held.name, error.found))
    except DomainError as error:
        if error.field is None:
            raise
        raise SheetError(error.message, {(code, EVIDENCE): error.message}) from error
    else:
        if is_known:
            messages.info(request, KNOWN.format(evidence.file.name))
