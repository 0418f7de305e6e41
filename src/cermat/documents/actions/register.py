"""The register of documents: asked for, made, failed, tried again, put in by people, validated by others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from cermat.audit.actions import Target, record
from cermat.documents.models import Document, StoredFile
from cermat.documents.queries import works_in
from cermat.documents.schema import EQUIPMENT
from cermat.documents.workflow import MOVES, DocumentState, Verb
from cermat.lib.errors import DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.lib.workflow import next_state
from cermat.notifications.actions import notify, post
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require


@transaction.atomic
def request_document(
    *,
    kind: str,
    title: str,
    unit: Unit,
    period: Month | str,
    params: Mapping[str, Any],
    by: User | None,
    now: datetime,
) -> Document:
    """A new version in the register, queued to be made (topic `make_document`, {"document": id}).

    `by` may be None when a finished step asks for it. The same request while one is being made is that one.
    """
    kecamatan = unit.kecamatan or unit
    if by is not None:
        _require_worker(by, kecamatan, now)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two who ask at once ask for one document
    waiting = Document.objects.filter(unit=unit, kind=kind, period=str(period), state=DocumentState.QUEUED)
    for document in waiting:
        if document.params == dict(params):
            return document
    document = _next_version(unit, kind, str(period), now, title=title, params=dict(params), requested_by=by)
    record(by=by, verb="document.requested", target=_about(document), at=now, after=_told(document))
    _queue(document, now)
    return document


def _require_worker(by: User, kecamatan: Unit, now: datetime) -> None:
    """The register grows by those who work in the kecamatan; whoever looks on reads and downloads."""
    day = timezone.localdate(now)
    require(by, Permission.VIEW_CYCLE, kecamatan, day)
    if not works_in(by, kecamatan, day):
        raise NotAllowedError


def _next_version(unit: Unit, kind: str, period: str, now: datetime, **fields: Any) -> Document:
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # one at a time counts up
    same = Document.objects.filter(unit=unit, kind=kind, period=period)
    last = same.aggregate(last=Max("version"))["last"] or 0
    return Document.objects.create(
        kecamatan=unit.kecamatan or unit,
        unit=unit,
        kind=kind,
        period=period,
        version=last + 1,
        requested_at=now,
        **{"state": DocumentState.QUEUED, **fields},
    )


def _queue(document: Document, now: datetime) -> None:
    post(
        topic="make_document",
        payload={"document": document.pk},
        key=f"make_document:{document.pk}:{now.isoformat()}",
        kecamatan=document.kecamatan,
        now=now,
    )


def _moved(document: Document, verb: Verb, refusal: str) -> tuple[Document, str]:
    """The document locked and in its next state (not yet saved), and the state before."""
    locked = (
        Document.objects.select_for_update(of=("self",), no_key=True)
        .select_related("kecamatan", "unit")
        .get(pk=document.pk)
    )
    before = locked.state
    locked.state = next_state(MOVES, DocumentState(locked.state), verb, refusal=refusal)
    return locked, before


@transaction.atomic
def finish_document(*, document: Document, file: StoredFile, now: datetime) -> Document:
    """The file is made. Called by the worker, who answers to nobody but the request."""
    document, before = _moved(document, Verb.FINISH, "Dokumen ini sudah selesai dibuat.")
    if file.kecamatan_id != document.kecamatan_id:
        raise DomainError("Berkas ini milik kecamatan lain.", code="another_kecamatan")
    document.file, document.ready_at, document.note = file, now, ""
    document.save(update_fields=["state", "file", "ready_at", "note"])
    _tell("document.finished", document, before, now, by=None)
    if document.requested_by is not None:
        notify(
            users=[document.requested_by],
            text=f"{document.title} siap diunduh.",
            url=reverse("documents:document", args=[document.pk]),
            key=f"document:{document.pk}:ready",
            now=now,
        )
    return document


@transaction.atomic
def fail_document(*, document: Document, reason: str, now: datetime) -> Document:
    """It could not be made; `reason` is a sentence for the person who asked."""
    document, before = _moved(document, Verb.FAIL, "Dokumen ini tidak sedang dibuat.")
    document.note = reason[:300]
    document.save(update_fields=["state", "note"])
    _tell("document.failed", document, before, now, by=None)
    return document


@transaction.atomic
def retry_document(*, document: Document, by: User, now: datetime) -> Document:
    """Try once more to make a document that failed."""
    _require_worker(by, document.kecamatan, now)
    document, before = _moved(document, Verb.RETRY, "Dokumen ini tidak gagal, jadi tidak perlu dibuat lagi.")
    document.note = ""
    document.save(update_fields=["state", "note"])
    _tell("document.retried", document, before, now, by=by)
    _queue(document, now)
    return document


@transaction.atomic
def file_document(
    *, kind: str, unit: Unit, period: Month | str, file: StoredFile, note: str = "", by: User, now: datetime
) -> Document:
    """Put a document made elsewhere (Renstra, IKU dan IKI, Rencana Aksi …) into the register as its next version."""
    require(by, Permission.RECORD_DOCUMENT, unit, timezone.localdate(now))
    if kind not in EQUIPMENT:
        raise DomainError("Pilih jenis dokumen dari daftar.", code="unknown_kind", field="kind")
    if file.unit_id != unit.pk:
        raise DomainError("Berkas ini milik unit lain.", code="another_unit", field="upload")
    newest = Document.objects.filter(unit=unit, kind=kind, period=str(period)).order_by("-version").first()
    if newest is not None and newest.file_id == file.pk:
        raise DomainError(
            f"Berkas yang sama sudah tercatat sebagai versi {newest.version}.", code="same_file", field="upload"
        )
    fields = {"title": EQUIPMENT[kind], "file": file, "ready_at": now, "requested_by": by, "note": note}
    document = _next_version(unit, kind, str(period), now, state=DocumentState.READY, **fields)
    record(by=by, verb="document.filed", target=_about(document), at=now, after=_told(document))
    return document


@transaction.atomic
def validate_document(*, document: Document, by: User, now: datetime) -> Document:
    """Somebody other than its maker says that this version holds."""
    authority = require(by, Permission.VALIDATE_DOCUMENT, document.unit, timezone.localdate(now))
    document, before = _moved(document, Verb.VALIDATE, "Hanya dokumen yang siap dan belum divalidasi dapat divalidasi.")
    if document.requested_by_id == by.pk:
        raise DomainError("Dokumen yang Anda buat atau minta sendiri divalidasi oleh orang lain.", code="own_document")
    document.validated_by, document.validated_at = by, now
    document.save(update_fields=["state", "validated_by", "validated_at"])
    _tell("document.validated", document, before, now, by=by, on_behalf_of=authority.principal)
    return document


def _about(document: Document) -> Target:
    return Target("document", document.pk, chain=document.kecamatan.code)


def _told(document: Document) -> dict[str, Any]:
    return {
        "kind": document.kind,
        "unit": document.unit.code,
        "period": document.period,
        "version": document.version,
        "file": document.file.sha256 if document.file else None,
    }


def _tell(
    verb: str, document: Document, before: str, now: datetime, *, by: User | None, on_behalf_of: User | None = None
) -> None:
    record(
        by=by,
        verb=verb,
        target=_about(document),
        at=now,
        before={"state": str(before)},
        after={"state": str(document.state), "note": document.note, **_told(document)},
        on_behalf_of=on_behalf_of,
    )
