"""A file that arrives in pieces over a line that breaks: begun once, continued where it stopped, taken once.

The order of things makes it safe: bytes are on the disk before the row counts them, and a piece is written at its own
place, so that one that comes twice, or a writer that died half way, leaves nothing wrong behind.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Sum

from cermat.documents.actions.files import Inspected, forget_bytes, found_in, inspect_uploads
from cermat.documents.formula import clean_name, kind_by_name
from cermat.documents.formula.refusal import RefusedError
from cermat.documents.models import StoredFile, Upload, UploadState
from cermat.documents.queries import orphan_uploads, place_of_upload, uploads_of, works_in
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User

PIECE = 256 * 1024  # bytes of the largest piece
MOST_AT_ONCE = 20  # files on their way from one person
MOST_BYTES = 100 * 1024 * 1024  # of these
STILL = timedelta(hours=1)  # without a piece; then it makes room for another
PATIENCE = timedelta(days=3)  # without a piece; then the device begins again
DECIDING = timedelta(days=7)  # to decide about a list of persons
REMEMBERED = timedelta(days=30)  # that a key was taken
GONE = "Kiriman ini tidak dikenal lagi. Pilih berkasnya sekali lagi."


@dataclass(frozen=True)
class Announced:
    """What a device says of a file before it sends it."""

    name: str
    size: int
    digest: str = ""


@transaction.atomic
def begin_upload(
    *, key: UUID, file: Announced, unit: Unit, purpose: str, details: Mapping[str, Any], by: User, now: datetime
) -> Upload:
    """The upload of this key, new or as far as it came. The caller has asked whether `by` may do this there."""
    if unit.kecamatan is None or not works_in(by, unit.kecamatan, day_of(now)):
        raise NotAllowedError
    known = uploads_of(by).filter(key=key).first()
    if known is not None:
        if (known.purpose, known.size) != (purpose, file.size):
            raise ConflictError(
                "Kunci kiriman ini sudah dipakai untuk berkas lain. Pilih berkasnya sekali lagi.", code="other_file"
            )
        return known
    _require_kind(file)
    _make_room(file, by, now)
    name = clean_name(file.name)
    given = {"unit": unit, "purpose": purpose, "details": dict(details), "name": name, "size": file.size}
    try:
        with transaction.atomic():
            return Upload.objects.create(by=by, key=key, digest=file.digest, begun_at=now, touched_at=now, **given)
    except IntegrityError:  # begun twice at the same moment
        return uploads_of(by).get(key=key)


def _require_kind(file: Announced) -> None:
    try:
        kind_by_name(clean_name(file.name))
    except RefusedError as error:
        raise DomainError(str(error), code="bad_file", field="upload") from error
    most = settings.UPLOAD_MAX_BYTES
    if not 0 < file.size <= most:
        said = f"Berkas ini {file.size / 1048576:.0f} MB. Paling besar" if file.size > 0 else "Berkas ini kosong. Pilih"
        what = f"{said} {most // 1048576} MB." if file.size > 0 else f"{said} berkas yang berisi."
        raise DomainError(what, code="file_too_large", field="upload")


def _make_room(file: Announced, by: User, now: datetime) -> None:
    """Where a person has too much on its way, what stood still for an hour makes room; a device can begin it again."""
    if _is_full(file, by):
        for upload in uploads_of(by).filter(state=UploadState.OPEN, touched_at__lt=now - STILL):
            drop_upload(upload=upload, by=by, now=now)
    if _is_full(file, by):
        raise ConflictError(
            "Masih banyak berkas Anda yang belum selesai dikirim, atau menunggu keputusan Anda pada isiannya. "
            "Selesaikan dahulu, lalu kirim lagi.",
            code="too_many",
        )


def _is_full(file: Announced, by: User) -> bool:
    waiting = uploads_of(by).exclude(state=UploadState.DONE)
    size = waiting.aggregate(sum=Sum("size"))["sum"] or 0
    return waiting.count() >= MOST_AT_ONCE or size + file.size > MOST_BYTES


def take_piece(*, upload: Upload, offset: int, content: bytes, by: User, now: datetime) -> Upload:
    """Append a piece; returns the upload with how much is there now. A piece that is there already changes nothing.

    ConflictError "gap" where something before it is missing: the device asks and goes on from there. No transaction
    of its own: nobody waits for this disk, and the one statement counts only what nobody else has counted.
    """
    if upload.by_id != by.pk:
        raise NotAllowedError
    if offset < 0 or offset + len(content) > upload.size:
        raise DomainError("Potongan ini melebihi ukuran berkas yang disebut.", code="beyond_the_end")
    if len(content) > PIECE:
        raise DomainError("Potongan ini terlalu besar.", code="piece_too_large")
    fresh = content[max(0, upload.received - offset) :]
    if upload.state != UploadState.OPEN or not fresh:
        return upload
    if offset > upload.received:
        raise ConflictError("Ada bagian sebelumnya yang belum sampai.", code="gap")
    _write(place_of_upload(upload), upload.received, fresh)
    counted = uploads_of(by).filter(pk=upload.pk, state=UploadState.OPEN, received=upload.received)
    counted.update(received=upload.received + len(fresh), touched_at=now)
    current = uploads_of(by).filter(pk=upload.pk).first()
    if current is None:
        raise ConflictError(GONE, code="gone")
    return current


def _write(path: Path, offset: int, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        done = 0
        while done < len(content):
            done += os.pwrite(handle, content[done:], offset + done)
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def arrived(*, upload: Upload) -> UploadedFile:
    """The whole file with what its inspection found, before the transaction that takes it.

    Raises ConflictError "incomplete" while pieces are missing; where the file is refused, the refusal travels with it.
    """
    if upload.state == UploadState.HELD:
        held = UploadedFile(name=upload.name, size=upload.size)
        held.inspected = Inspected(**(upload.found or {}))  # type: ignore[attr-defined]
        return held
    if not upload.is_whole or upload.state != UploadState.OPEN:
        raise ConflictError("Berkas ini belum sampai seluruhnya.", code="incomplete")
    try:
        with place_of_upload(upload).open("rb") as pieces:
            file = UploadedFile(file=pieces, name=upload.name, size=upload.size)
            inspect_uploads([file])
    except FileNotFoundError as error:  # a restored database without what was under way
        raise ConflictError(GONE, code="gone") from error
    found = getattr(file, "inspected", None)
    if isinstance(found, Inspected) and upload.digest and found.original != upload.digest:
        damaged = "Berkas ini berubah di perjalanan. Pilih berkasnya sekali lagi."
        file.inspected = DomainError(damaged, code="damaged", field="upload")  # type: ignore[attr-defined]
    return file


@transaction.atomic
def locked_upload(*, upload: Upload, by: User, now: datetime) -> Upload:
    """The upload as it stands, held for the rest of the transaction."""
    found = Upload.objects.select_for_update(no_key=True).filter(pk=upload.pk, by=by, begun_at__lte=now).first()
    if found is None:
        raise ConflictError(GONE, code="gone")
    return found


@transaction.atomic
def hold_upload(*, upload: Upload, file: UploadedFile, by: User, now: datetime) -> None:
    """It lists persons: its bytes wait, belonging to nothing, until the person who sent it decides."""
    held = locked_upload(upload=upload, by=by, now=now)
    held.state, held.found, held.touched_at = UploadState.HELD, asdict(found_in(file)), now
    held.save(update_fields=["state", "found", "touched_at"])
    _forget_pieces(held)


@transaction.atomic
def hold_file(*, key: UUID, file: UploadedFile, unit: Unit, purpose: str, by: User, now: datetime) -> Upload:
    """The same for a file that came whole, with the form of a page without scripts."""
    found = found_in(file)
    upload = begin_upload(
        key=key, file=Announced(found.name, found.size), unit=unit, purpose=purpose, details={}, by=by, now=now
    )
    Upload.objects.filter(pk=upload.pk).update(received=found.size)
    hold_upload(upload=upload, file=file, by=by, now=now)
    return upload


@transaction.atomic
def finish_upload(*, upload: Upload, file: StoredFile, by: User, now: datetime) -> None:
    """Its bytes are a stored file now; the key is remembered, so that a second finish gives the same answer.

    What the upper room wanted to know again is forgotten: consent to a place is taken back in one place only.
    """
    held = locked_upload(upload=upload, by=by, now=now)
    held.state, held.file, held.found, held.details, held.touched_at = UploadState.DONE, file, None, {}, now
    held.save(update_fields=["state", "file", "found", "details", "touched_at"])
    _forget_pieces(held)


@transaction.atomic
def drop_upload(*, upload: Upload, by: User, now: datetime) -> None:
    """The person does not want it any more, or it was refused: nothing of it stays."""
    held = Upload.objects.select_for_update(no_key=True).filter(pk=upload.pk, by=by, begun_at__lte=now).first()
    if held is None or held.state == UploadState.DONE:
        return
    Upload.objects.filter(pk=held.pk).delete()
    _forget_pieces(held)
    if held.found:
        transaction.on_commit(partial(forget_bytes, held.found["digest"]))


def _forget_pieces(upload: Upload) -> None:
    """Only once the row says so: else a rolled back row would count bytes that are gone."""
    transaction.on_commit(partial(place_of_upload(upload).unlink, missing_ok=True))


def sweep_uploads(*, now: datetime) -> int:
    """Forget what nobody went on with, and its bytes; returns how many."""
    swept = 0
    for state, time in (
        (UploadState.OPEN, PATIENCE),
        (UploadState.HELD, DECIDING),
        (UploadState.DONE, REMEMBERED),
    ):
        for upload in Upload.objects.filter(state=state, touched_at__lt=now - time):
            swept += 1
            Upload.objects.filter(pk=upload.pk).delete()
            if upload.found:
                forget_bytes(upload.found["digest"])
    for path in orphan_uploads(now):
        path.unlink(missing_ok=True)
    return swept
