"""Files that prove a row."""

from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cermat.collection.actions.door import Act, audit, filling, locked, tell
from cermat.collection.actions.marking import mark_leaving
from cermat.collection.actions.steps import begin
from cermat.collection.models import Entry, Evidence
from cermat.collection.queries import code_in, purpose_of, rows_of
from cermat.collection.schema import About, DevicePlace, PersonsError
from cermat.collection.workflow import REFUSALS, TABLE, EntryState, Verb
from cermat.documents.actions import (
    finish_upload,
    found_in,
    hold_file,
    hold_upload,
    locked_upload,
    store_upload,
)
from cermat.documents.models import Upload, UploadState
from cermat.lib.errors import DomainError
from cermat.lib.workflow import next_state
from cermat.organisation.models import User

NOTHING = About()


def _open(entry: Entry, by: User, now: datetime) -> tuple[Entry, Act]:
    """The sheet held, where this person may write on it."""
    held = locked(entry)
    act = filling(by, held, now)
    next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])
    return held, act


@transaction.atomic
def attach_evidence(
    *, entry: Entry, code: str, upload: UploadedFile, about: About = NOTHING, by: User, now: datetime
) -> Evidence:
    """Keep a file as proof of one row. The same file twice is kept once.

    PersonsError where it lists persons and `about` gives no reason.
    """
    held, act = _open(entry, by, now)
    if code not in {row.code for row in rows_of(held.cycle, [held])[held.pk]}:
        raise DomainError("Baris ini tidak ada pada isian. Muat ulang halamannya.", code="no_field")
    persons = found_in(upload).persons
    if persons and not about.persons_reason:
        raise PersonsError(persons)
    file = store_upload(upload=upload, unit=held.unit, by=by, now=now)
    known = {"by": by, "at": now, **asdict(about), "persons_reason": about.persons_reason if persons else ""}
    evidence, is_new = Evidence.objects.get_or_create(entry=held, code=code, file=file, defaults=known)
    if is_new:
        tell(held, "evidence", act, note=f"{code}: {file.name}")
        reason = {"persons": persons, "reason": evidence.persons_reason} if persons else {}
        audit(held, "evidence_attached", act, after={"code": code, "sha256": file.sha256, **reason})
        begin(held, by=by, now=now)
    elif evidence.is_leaving:  # who attaches it again wants it
        mark_leaving(entry=held, files={evidence.pk: False}, candidates={}, by=by, now=now)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User, now: datetime) -> None:
    """Take a file off its row; the stored bytes stay."""
    held, act = _open(evidence.entry, by, now)
    take_off(held, evidence, act)


def take_off(entry: Entry, evidence: Evidence, act: Act) -> None:
    """Called with the sheet held."""
    file = evidence.file
    deleted, _ = Evidence.objects.filter(pk=evidence.pk, entry=entry).delete()
    if deleted:
        tell(entry, "evidence", act, note=f"{evidence.code}: {file.name} dihapus")
        audit(entry, "evidence_removed", act, before={"code": evidence.code, "sha256": file.sha256})


@transaction.atomic
def forget_place(*, evidence: Evidence, by: User, now: datetime) -> None:
    """Consent is taken back: where and when leave the row. The trail has never held them, so they are gone."""
    held, act = _open(evidence.entry, by, now)
    told = Evidence.objects.filter(pk=evidence.pk, entry=held)
    if told.exclude(taken_at=None, latitude=None).exists():
        told.update(taken_at=None, latitude=None, longitude=None, accuracy=None)
        audit(held, "evidence_place_removed", act, after={"code": evidence.code})


@transaction.atomic
def take_upload(
    *, entry: Entry, upload: Upload, file: UploadedFile, reason: str = "", by: User, now: datetime
) -> Evidence | None:
    """What arrived in pieces becomes proof of its row; None while a list of persons waits for a reason.

    Asked again, it gives the same answer; None too where that proof has been taken off meanwhile.
    """
    _open(entry, by, now)  # the sheet first, as in every act: two who end the same file take turns, never crosswise
    held = locked_upload(upload=upload, by=by, now=now)
    code = code_in(held.purpose)
    if held.state == UploadState.DONE:
        return Evidence.objects.filter(entry=entry, code=code, file=held.file).first()
    about = DevicePlace.model_validate(held.details).about(reason.strip())
    try:
        evidence = attach_evidence(entry=entry, code=code, upload=file, about=about, by=by, now=now)
    except PersonsError:
        hold_upload(upload=held, file=file, by=by, now=now)
        return None
    finish_upload(upload=held, file=evidence.file, by=by, now=now)
    return evidence


@transaction.atomic
def hold_evidence(*, entry: Entry, code: str, upload: UploadedFile, by: User, now: datetime) -> Upload:
    """A list of persons that came with the form waits for the person's decision; the rest of the form is kept."""
    held, _act = _open(entry, by, now)
    return hold_file(key=uuid4(), file=upload, unit=held.unit, purpose=f"{purpose_of(held)}{code}", by=by, now=now)
