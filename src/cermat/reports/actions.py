"""Making documents: asked for by a finished step or a person, made by the worker, kept in the register."""

from datetime import datetime

from django.db import transaction

from cermat.documents.actions import fail_document, finish_document, request_document, store_bytes
from cermat.documents.models import Document, DocumentState
from cermat.lib.errors import DomainError
from cermat.organisation.models import Unit, User
from cermat.printing.pdf import PrintingError, as_pdf
from cermat.reports.queries import Kind, kind_of, outputs_of, subject_of
from cermat.sop.models import Cycle

PDF = "application/pdf"


def make_document(*, document: int, now: datetime) -> None:
    """Typeset, store, and mark the register entry `document`. Run twice, the second time finds it made.

    Typesetting takes a second or two and stays outside of the transaction.
    """
    _make(Document.objects.select_related("unit", "requested_by").get(pk=document), now)


def _make(document: Document, now: datetime) -> None:
    if document.state != DocumentState.QUEUED:
        return
    try:
        kind = kind_of(document.kind)
        pdf = as_pdf(kind.build(subject_of(kind, document.params), now), now)
    except (DomainError, PrintingError) as error:
        fail_document(document=document, reason=str(error), now=now)
        return
    with transaction.atomic():
        Document.objects.select_for_update(no_key=True).get(pk=document.pk)  # before storing writes its line
        file = store_bytes(
            content=pdf,
            name=f"{document.title}.pdf",
            content_type=PDF,
            unit=document.unit,
            by=document.requested_by,
            now=now,
        )
        finish_document(document=document, file=file, now=now)


@transaction.atomic
def ask_for_outputs(*, cycle: int, work: str, now: datetime, since: datetime | None = None) -> None:
    """A step of this work is finished (at `since`): its output is made. The same news twice asks once.

    A step that was reopened for a correction finishes again: then there is a new version beside the old.
    """
    found = Cycle.objects.select_related("kecamatan").get(pk=cycle)
    for kind in outputs_of(work):
        if _is_due(kind, found) and not _made_or_asked(kind, found, since):
            request_print(kind=kind, cycle=found, unit=None, by=None, now=now)


def _is_due(kind: Kind, cycle: Cycle) -> bool:
    return not kind.instrument or cycle.requirements.filter(instrument=kind.instrument, is_due=True).exists()


def _made_or_asked(kind: Kind, cycle: Cycle, since: datetime | None) -> bool:
    """Whether the same news has been worked on before; a person may still ask for a newer version."""
    asked = Document.objects.filter(kind=kind.key, unit=cycle.kecamatan, period=str(cycle.month), requested_by=None)
    return (asked.filter(requested_at__gte=since) if since else asked).exists()


@transaction.atomic
def request_print(*, kind: Kind, cycle: Cycle, unit: Unit | None, by: User | None, now: datetime) -> Document:
    """A new version of a print in the register; `documents` asks whether `by` may."""
    about = f" {unit}" if unit else ""
    params = {"cycle": cycle.pk} | ({"unit": unit.pk} if unit else {})
    return request_document(
        kind=kind.key,
        title=f"{kind.title}{about} {cycle.month.name}",
        unit=unit or cycle.kecamatan,
        period=cycle.month,
        params=params,
        by=by,
        now=now,
    )
