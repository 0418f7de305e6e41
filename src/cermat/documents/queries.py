"""What of the register and the stored files a person may see."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from cermat.documents.models import Document, StoredFile, Upload, UploadState
from cermat.documents.schema import EQUIPMENT, Catalogue
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import assignments_of, units_reached


class KeptApart:
    """Where upper rooms leave which files only they hand out, to fewer people: answers of respondents."""

    files: list[Callable[[], QuerySet[Any, Any]]] = []


def documents_visible_to(user: User, day: date) -> QuerySet[Document]:
    """The register of every kecamatan whose periods the person may see."""
    units = units_reached(user, Permission.VIEW_CYCLE, day)
    return Document.objects.filter(kecamatan__in=units).select_related("unit", "kecamatan", "file", "validated_by")


def files_visible_to(user: User, day: date) -> QuerySet[StoredFile]:
    """Files of the units whose sheets the person may see, and the files of visible documents.

    What somebody has sent in themselves stays open to them.
    """
    units = units_reached(user, Permission.VIEW_ENTRY, day)
    documents = documents_visible_to(user, day).values("file")
    seen = StoredFile.objects.filter(Q(unit__in=units) | Q(pk__in=documents) | Q(uploaded_by=user))
    for apart in KeptApart.files:
        seen = seen.exclude(pk__in=apart())
    return seen


def newest_equipment(documents: QuerySet[Document]) -> dict[str, Document]:
    """Key of the SOP's peralatan → the newest of `documents` that is it, of the latest period. One query."""
    kinds = {**{key: key for key in EQUIPMENT}, **Catalogue.makes}
    found: dict[str, Document] = {}
    for document in documents.filter(kind__in=kinds).order_by("-period", "-version", "-pk"):
        found.setdefault(kinds[document.kind], document)
    return found


def newest_outputs(unit: Unit, period: str) -> dict[str, Document]:
    """Work of a step → the newest version of the output that Cermat makes of it for the period. One query."""
    found: dict[str, Document] = {}
    rows = Document.objects.filter(unit=unit, period=period, kind__in=Catalogue.outputs)
    for document in rows.order_by("-version", "-pk"):
        found.setdefault(Catalogue.outputs[document.kind], document)
    return found


def works_in(user: User, kecamatan: Unit, day: date) -> bool:
    """Whether the person holds an office there, beyond looking on."""
    return any(
        assignment.unit.kecamatan_id == kecamatan.pk and assignment.role != Role.OBSERVER
        for assignment in assignments_of(user, day)
    )


def latest(unit: Unit, kind: str, period: str = "") -> Document | None:
    """The newest version of a document, whatever its state."""
    return Document.objects.filter(unit=unit, kind=kind, period=period).order_by("-version").first()


def validated(unit: Unit, kind: str, period: str = "") -> Document | None:
    """The newest validated version of a document."""
    return Document.objects.filter(unit=unit, kind=kind, period=period, state="validated").order_by("-version").first()


def uploads_of(user: User) -> QuerySet[Upload]:
    """Nobody sees what another person's device sends."""
    return Upload.objects.filter(by=user).select_related("unit__kecamatan", "file")


def held_uploads(user: User, purpose: str) -> QuerySet[Upload]:
    """Files of persons the person has still to decide about; `purpose` is how theirs begins."""
    return uploads_of(user).filter(state=UploadState.HELD, purpose__startswith=purpose)


def holds_bytes(unit: Unit, digest: str) -> bool:
    """Whether the unit has a file of exactly these bytes."""
    return StoredFile.objects.filter(unit=unit, sha256=digest).exists()


def path_of(digest: str) -> str:
    """Where the bytes of this name lie, below MEDIA_ROOT."""
    return f"{digest[:2]}/{digest}"


def small_path_of(digest: str) -> str:
    """Where the small picture of a picture lies."""
    return f"kecil/{digest}.jpg"


def place_of(file: StoredFile) -> Path:
    return Path(settings.MEDIA_ROOT) / file.path


def small_place_of(file: StoredFile) -> Path:
    return Path(settings.MEDIA_ROOT) / small_path_of(file.sha256)


def place_of_upload(upload: Upload) -> Path:
    return Path(settings.UPLOADS_ROOT) / f"{upload.by_id}-{upload.key}"


def waiting_paths() -> set[str]:
    """The bytes of files that somebody has still to decide about."""
    found = Upload.objects.filter(state=UploadState.HELD).values_list("found__digest", flat=True)
    return {path for digest in found for path in (path_of(digest), small_path_of(digest))}


def orphans(now: datetime, *, older_than: timedelta = timedelta(hours=1)) -> Iterable[Path]:
    """Files on the disk without a row, left by a transaction that was rolled back, once they are old enough."""
    root = Path(settings.MEDIA_ROOT)
    known = waiting_paths()
    for digest, stored in StoredFile.objects.values_list("sha256", "path"):
        known |= {stored, small_path_of(digest)}
    for path in sorted(root.glob("*/*")):
        if str(path.relative_to(root)) not in known and path.stat().st_mtime < (now - older_than).timestamp():
            yield path


def orphan_uploads(now: datetime, *, older_than: timedelta = timedelta(hours=1)) -> Iterable[Path]:
    """Pieces on the disk whose upload is over or was never known."""
    root = Path(settings.UPLOADS_ROOT)
    open_ones = {place_of_upload(upload) for upload in Upload.objects.filter(state=UploadState.OPEN)}
    for path in sorted(root.glob("*")):
        if path not in open_ones and path.stat().st_mtime < (now - older_than).timestamp():
            yield path
