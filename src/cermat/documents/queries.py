"""What of the register and the stored files a person may see."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from cermat.documents.models import Document, StoredFile
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


def place_of(file: StoredFile) -> Path:
    return Path(settings.MEDIA_ROOT) / file.path


def orphans(now: datetime, *, older_than: timedelta = timedelta(hours=1)) -> Iterable[Path]:
    """Files on the disk without a row, left by a transaction that was rolled back, once they are old enough."""
    root = Path(settings.MEDIA_ROOT)
    known = set(StoredFile.objects.values_list("path", flat=True))
    for path in sorted(root.glob("*/*")):
        if str(path.relative_to(root)) not in known and path.stat().st_mtime < (now - older_than).timestamp():
            yield path
