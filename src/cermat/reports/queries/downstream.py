"""The documents of the register that print a sheet's figures and were made while the old ones stood."""

from collections.abc import Iterator

from django.db.models import QuerySet

from cermat.collection.queries.downstream import Old, Use
from cermat.documents.models import Document, DocumentState
from cermat.organisation.models import Unit
from cermat.reports.queries.kinds import KINDS, Kind, Scope

# Prints of the procedure and of people: none of them says a figure of a sheet.
WITHOUT_FIGURES = frozenset(
    {"register", "tanda-terima", "validasi", "format-kinerja", "pencatatan", "bawaan-rapat", "undangan", "daftar-hadir"}
)
PRINTS_ONLY = {"berita-acara-rtrw": "rtrw_cantik"}  # beside those that are made for one requirement
OF_A_CYCLE = {Scope.CYCLE, Scope.SECTION, Scope.UNIT}


def uses_in_documents(old: Old) -> Iterator[Use]:
    """Of the period of the sheet; prints about one unit or section only where it is the sheet's."""
    entry, month = old.entry, str(old.entry.cycle.month)
    rows = Document.objects.filter(old.in_force("ready_at"), kecamatan=entry.cycle.kecamatan_id, period=month)
    for row in rows.select_related("unit").order_by("ready_at"):
        kind = KINDS.get(row.kind)
        if kind is None or not _prints(kind, old) or not _is_about(row, old):
            continue
        assert row.ready_at is not None  # asked for above
        official = " (tervalidasi)" if row.state == DocumentState.VALIDATED else ""
        yield Use(
            group="Dokumen",
            name=f"{row.title}, versi {row.version}{official}",
            at=row.ready_at,
            route=("documents:document", (row.pk,)),
            people=frozenset(pk for pk in (row.requested_by_id, row.validated_by_id) if pk is not None),
            is_renewed=old.until is not None and _newer(row).filter(ready_at__gte=old.until).exists(),
        )


def _prints(kind: Kind, old: Old) -> bool:
    if kind.scope not in OF_A_CYCLE or kind.key in WITHOUT_FIGURES:
        return False
    return PRINTS_ONLY.get(kind.key, kind.instrument) in {"", old.instrument}


def _is_about(row: Document, old: Old) -> bool:
    unit: Unit = row.unit
    return unit.pk in {old.entry.unit_id, old.entry.section_id, row.kecamatan_id}


def _newer(row: Document) -> QuerySet[Document]:
    return Document.objects.filter(unit=row.unit_id, kind=row.kind, period=row.period, version__gt=row.version)
