"""Files that prove a row."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cermat.collection.actions.door import audit, filling, locked, tell
from cermat.collection.actions.steps import begin
from cermat.collection.models import Entry, Evidence
from cermat.collection.queries import rows_of
from cermat.collection.workflow import REFUSALS, TABLE, EntryState, Verb
from cermat.documents.actions import store_upload
from cermat.lib.errors import DomainError
from cermat.lib.workflow import next_state
from cermat.organisation.models import User


@transaction.atomic
def attach_evidence(*, entry: Entry, code: str, upload: UploadedFile, by: User, now: datetime) -> Evidence:
    """Keep a file as proof of one row. The same file twice is kept once."""
    held = locked(entry)
    act = filling(by, held, now)
    next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])
    if code not in {row.code for row in rows_of(held.cycle, [held])[held.pk]}:
        raise DomainError("Baris ini tidak ada pada isian. Muat ulang halamannya.", code="no_field")
    file = store_upload(upload=upload, unit=held.unit, by=by, now=now)
    evidence, is_new = Evidence.objects.get_or_create(entry=held, code=code, file=file, defaults={"by": by, "at": now})
    if is_new:
        tell(held, "evidence", act, note=f"{code}: {file.name}")
        audit(held, "evidence_attached", act, after={"code": code, "sha256": file.sha256})
        begin(held, by=by, now=now)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User, now: datetime) -> None:
    """Take a file off its row; the stored bytes stay."""
    held = locked(evidence.entry)
    act = filling(by, held, now)
    next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])
    file = evidence.file
    deleted, _ = Evidence.objects.filter(pk=evidence.pk, entry=held).delete()
    if deleted:
        tell(held, "evidence", act, note=f"{evidence.code}: {file.name} dihapus")
        audit(held, "evidence_removed", act, before={"code": evidence.code, "sha256": file.sha256})
