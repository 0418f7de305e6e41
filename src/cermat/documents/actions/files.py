"""Bytes come in: checked in a process of their own, written durably, and only then known to the database."""

import hashlib
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

import cermat
from cermat.audit.actions import Target, record
from cermat.documents.formula import clean_name, kind_of
from cermat.documents.formula.refusal import RefusedError
from cermat.documents.models import StoredFile
from cermat.documents.queries import orphans, path_of, small_path_of, waiting_paths, works_in
from cermat.lib.errors import DomainError, NotAllowedError
from cermat.organisation.models import Unit, User

log = logging.getLogger(__name__)
WALL_SECONDS = 20
REQUEST_SECONDS = 60  # for all files of one form together
TOO_MUCH = "Berkas ini terlalu rumit untuk diperiksa. Simpan ulang dengan ukuran lebih kecil, lalu kirim lagi."


@dataclass(frozen=True)
class Inspected:
    """An upload that was found good: its bytes lie on the disk under `digest`, and no row knows them yet."""

    name: str
    kind: str
    size: int
    digest: str
    original: str = ""  # SHA-256 as sent, before a photo was cleaned
    about: str = ""
    persons: str = ""  # which persons it lists, in words; empty where none were found


@dataclass(frozen=True)
class _Cleaned:
    content: bytes
    small: bytes
    about: str
    persons: str


TOO_LONG = "Memeriksa semua berkas sekaligus terlalu lama. Kirim sebagian dahulu, lalu sisanya."


def inspect_uploads(uploads: Iterable[UploadedFile], *, seconds: float = REQUEST_SECONDS) -> None:
    """Inspect what a request carries before its transaction begins; each upload then carries what was found.

    An inspection takes up to WALL_SECONDS and a write waits for the disk: inside the transaction either would hold
    SQLite's one write lock, and with it everybody else. Bytes that are not used after all are swept as orphans.
    After `seconds` the rest is refused: forty hostile files would hold a worker for a quarter of an hour.
    """
    end = time.monotonic() + seconds
    for upload in uploads:
        found: Inspected | DomainError = DomainError(TOO_LONG, code="too_long", field="upload")
        if time.monotonic() < end:
            try:
                found = _inspect(upload)
            except DomainError as refusal:
                found = refusal
        upload.inspected = found  # type: ignore[attr-defined]  # travels with the upload to store_upload


@transaction.atomic
def store_upload(*, upload: UploadedFile, unit: Unit, by: User, now: datetime) -> StoredFile:
    """Check what a person sent and keep it as a file of `unit`. The same bytes of the same unit are kept once.

    The caller has asked whether `by` may do this to the thing the file belongs to; here only that they work in the
    unit's kecamatan. Raises DomainError at the field `upload` with a sentence that says what the file is or what to do.
    """
    kecamatan = unit.kecamatan
    if kecamatan is None or not works_in(by, kecamatan, timezone.localdate(now)):
        raise NotAllowedError
    return _keep(found_in(upload), unit, by, now)


def found_in(upload: UploadedFile) -> Inspected:
    """What the inspection of an upload says. Raises DomainError where it was refused."""
    found = getattr(upload, "inspected", None) or _inspect(upload)
    if isinstance(found, DomainError):
        raise found
    upload.inspected = found  # type: ignore[attr-defined]
    return cast("Inspected", found)


def checked_content(*, upload: UploadedFile) -> bytes:
    """The bytes of an upload that is read and not kept, after the same inspection as for files that are."""
    found = found_in(upload)
    return (Path(settings.MEDIA_ROOT) / path_of(found.digest)).read_bytes()


def forget_upload(*, upload: UploadedFile) -> None:
    """What was inspected and may not stay leaves the disk at once, unless a row knows the same bytes."""
    found = getattr(upload, "inspected", None)
    if isinstance(found, Inspected):
        forget_bytes(found.digest)


def forget_bytes(digest: str) -> None:
    """They leave the disk, unless a row knows them or somebody has still to decide about them."""
    if not StoredFile.objects.filter(sha256=digest).exists() and path_of(digest) not in waiting_paths():
        for path in (path_of(digest), small_path_of(digest)):
            (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)


@transaction.atomic
def forget_file(*, file: StoredFile, by: User, now: datetime) -> None:
    """A file that its room has let go of: its row, and after the commit its bytes, unless something else names it."""
    target = Target("file", file.pk, chain=file.kecamatan.code)
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).delete()
    except ProtectedError:
        return
    record(by=by, verb="file.forgotten", target=target, at=now, before={"sha256": file.sha256, "unit": file.unit.code})
    transaction.on_commit(partial(forget_bytes, file.sha256))


@transaction.atomic
def store_bytes(
    *, content: bytes, name: str, content_type: str, unit: Unit, by: User | None, now: datetime
) -> StoredFile:
    """Keep bytes that Cermat has made itself (prints, exports). `by` is who asked for them, None for the schedule."""
    if not content:
        raise DomainError("Berkas yang dibuat kosong.", code="empty_file")
    return _keep(_on_disk(content, clean_name(name), content_type), unit, by, now)


def _inspect(upload: UploadedFile) -> Inspected:
    content = _read(upload)
    original = hashlib.sha256(content).hexdigest()
    name = clean_name(upload.name or "")
    try:
        kind = kind_of(name, content)
        cleaned = _known_clean(original, kind) or _inspected(content, kind)
    except RefusedError as error:
        raise DomainError(str(error), code="bad_file", field="upload") from error
    digest = hashlib.sha256(cleaned.content).hexdigest()
    write_durably(cleaned.content, path_of(digest))
    if cleaned.small:
        write_durably(cleaned.small, small_path_of(digest))
    return Inspected(name, str(kind), len(cleaned.content), digest, original, cleaned.about, cleaned.persons)


def _on_disk(content: bytes, name: str, kind: str) -> Inspected:
    digest = hashlib.sha256(content).hexdigest()
    write_durably(content, path_of(digest))
    return Inspected(name, kind, len(content), digest)


def _read(upload: UploadedFile) -> bytes:
    most = settings.UPLOAD_MAX_BYTES
    size = upload.size or 0
    if size > most:
        raise DomainError(
            f"Berkas ini {size / 1048576:.0f} MB. Paling besar {most // 1048576} MB: kecilkan foto, atau pindai ulang "
            "dengan mutu lebih rendah, lalu kirim lagi.",
            code="file_too_large",
            field="upload",
        )
    upload.seek(0)
    content: bytes = upload.read(most + 1)
    return content


def _known_clean(original: str, kind: str) -> _Cleaned | None:
    """What the same bytes became when they were checked before, in whatever unit; saves parsing them again."""
    known = StoredFile.objects.filter(original_sha256=original, content_type=kind).first()
    path = Path(settings.MEDIA_ROOT) / known.path if known else None
    if known is None or path is None or not path.exists():
        return None
    return _Cleaned(path.read_bytes(), b"", known.about, known.persons)  # the small one lies there too


def _inspected(content: bytes, kind: str) -> _Cleaned:
    """The bytes to keep and what was seen of them, from a process with bounded memory and time.

    RefusedError where it says no or gives up.
    """
    source = str(Path(cermat.__file__).parents[1])
    try:
        answer = subprocess.run(  # noqa: S603 - our own module, the kind is one of a closed list
            [sys.executable, "-m", "cermat.documents.formula", kind],
            input=content,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
            env={"PYTHONPATH": source, "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedError(TOO_MUCH) from error
    line, _newline, pieces = answer.stdout.partition(b"\n")
    if answer.returncode != 0 or not line:
        log.warning("a %s could not be inspected: %s", kind, answer.stderr.decode(errors="replace")[-300:])
        raise RefusedError(TOO_MUCH)
    head = json.loads(line)
    if head["refusal"]:
        raise RefusedError(head["refusal"])
    small, cleaned = pieces[: head["small"]], pieces[head["small"] :]
    return _Cleaned(cleaned or content, small, head["about"], head["persons"])


def _keep(found: Inspected, unit: Unit, by: User | None, now: datetime) -> StoredFile:
    known = StoredFile.objects.filter(unit=unit, sha256=found.digest).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            file = StoredFile.objects.create(
                kecamatan=unit.kecamatan or unit,
                unit=unit,
                name=found.name,
                content_type=found.kind,
                size=found.size,
                sha256=found.digest,
                original_sha256=found.original,
                path=path_of(found.digest),
                about=found.about,
                persons=found.persons,
                uploaded_by=by,
                uploaded_at=now,
            )
    except IntegrityError:  # the same bytes arrived twice at the same moment
        return StoredFile.objects.get(unit=unit, sha256=found.digest)
    record(
        by=by,
        verb="file.stored",
        target=Target("file", file.pk, chain=unit.kecamatan.code if unit.kecamatan else "pusat"),
        at=now,
        after={"sha256": found.digest, "size": found.size, "type": found.kind, "unit": unit.code},
    )
    return file


def write_durably(content: bytes, path: str) -> None:
    """Write below MEDIA_ROOT at the place of the content, and return only when the disk has it.

    First a temporary file, then a rename, both synced: after a power cut there is the whole file or none.
    """
    root = Path(settings.MEDIA_ROOT)
    target = root / path
    folder = target.parent
    if target.exists() and target.stat().st_size == len(content):
        os.utime(target)  # keeps the sweeper away while our row is not yet committed
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(target)
    for directory in (folder, root):
        _sync_folder(directory)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_orphans(*, now: datetime) -> int:
    """Delete files that no row knows; returns how many."""
    swept = 0
    for path in orphans(now):
        path.unlink(missing_ok=True)
        swept += 1
    return swept
