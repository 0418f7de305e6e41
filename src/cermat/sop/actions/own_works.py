"""The two works the procedure finishes itself: konfirmasi (a file is handed in) and keputusan (yes or no)."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cermat.documents.actions import store_upload
from cermat.lib.errors import DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.organisation.models import User
from cermat.organisation.queries import Authority
from cermat.sop.actions.steps import end_step, finish_actor, locked_cycle
from cermat.sop.models import ActorRun, StepRun
from cermat.sop.queries import open_step, own_part
from cermat.sop.workflow import Work


@transaction.atomic
def confirm_step(*, step: StepRun, upload: UploadedFile, note: str, by: User, now: datetime) -> StepRun:
    """The actor named in konfirmasi_oleh confirms with the output file; the step ends when all its units have."""
    cycle = locked_cycle(step.cycle)
    run = _same(open_step(cycle, Work.CONFIRMATION), step)
    row, authority = _own_part(run, by, now)
    row.file = store_upload(upload=upload, unit=row.unit, by=by, now=now)
    row.save(update_fields=["file"])
    finish_actor(cycle=cycle, work=run.work, actor=row.actor, unit=row.unit, by=by, now=now)
    if run.actors.filter(actor=row.actor, finished_at=None).exists():
        return run
    run = _same(open_step(cycle, Work.CONFIRMATION), step)
    return end_step(cycle, run, by=by, authority=authority, now=now, outcome="", note=note.strip())


@transaction.atomic
def decide_step(*, step: StepRun, is_yes: bool, reason: str, by: User, now: datetime) -> StepRun:
    """Ya or tidak, with the reason; steps that can no longer be reached are passed."""
    cycle = locked_cycle(step.cycle)
    run = _same(open_step(cycle, Work.DECISION), step)
    reason = reason.strip()
    if not reason:
        raise DomainError("Tulis alasan keputusan ini.", field="reason", code="reason_missing")
    _row, authority = _own_part(run, by, now)
    outcome = "ya" if is_yes else "tidak"
    return end_step(cycle, run, by=by, authority=authority, now=now, outcome=outcome, note=reason)


def _same(run: StepRun, wanted: StepRun) -> StepRun:
    """The open step, which must be the one whose page was sent: an SOP may hold several of these works."""
    if run.pk != wanted.pk:
        raise DomainError("Tahapan ini belum gilirannya atau sudah selesai.", code="step_not_open")
    return run


def _own_part(run: StepRun, by: User, now: datetime) -> tuple[ActorRun, Authority]:
    found = own_part(run, by, day_of(now))
    if found is None:
        raise NotAllowedError("Tahapan ini bukan bagian peran Anda, atau bagian Anda sudah selesai.")
    return found
