"""The two works the procedure finishes itself: konfirmasi (a file is handed in) and keputusan (yes or no)."""

from datetime import datetime

from django.db import transaction

from cermat.documents.models import StoredFile
from cermat.lib.errors import DomainError, NotAllowedError
from cermat.lib.months import WIB
from cermat.organisation.models import User
from cermat.organisation.queries import Authority
from cermat.sop.actions.steps import acting_as, end_step, finish_actor, locked
from cermat.sop.models import ActorRun, StepRun
from cermat.sop.queries import definition_of, open_step
from cermat.sop.workflow import Actor, Work


@transaction.atomic
def confirm_step(*, step: StepRun, file: StoredFile, note: str, by: User, now: datetime) -> StepRun:
    """The actor named in konfirmasi_oleh confirms with the output file; the step ends when all its units have."""
    cycle = locked(step.cycle)
    run = _same(open_step(cycle, Work.CONFIRMATION), step)
    confirming = definition_of(cycle.sop).step(run.key).confirmed_by
    row, authority = _own_row(run, Actor(str(confirming)), by, now)
    row.file = file
    row.save(update_fields=["file"])
    finish_actor(cycle=cycle, work=run.work, actor=row.actor, unit=row.unit, by=by, now=now)
    if run.actors.filter(actor=confirming, finished_at=None).exists():
        return run
    run = _same(open_step(cycle, Work.CONFIRMATION), step)
    return end_step(cycle, run, by=by, authority=authority, now=now, outcome="", note=note.strip())


@transaction.atomic
def decide_step(*, step: StepRun, is_yes: bool, reason: str, by: User, now: datetime) -> StepRun:
    """Ya or tidak, with the reason; steps that can no longer be reached are passed."""
    cycle = locked(step.cycle)
    run = _same(open_step(cycle, Work.DECISION), step)
    reason = reason.strip()
    if not reason:
        raise DomainError("Tulis alasan keputusan ini.", field="reason", code="reason_missing")
    deciding = definition_of(cycle.sop).step(run.key).actors[0]
    _row, authority = _own_row(run, deciding, by, now)
    outcome = "ya" if is_yes else "tidak"
    return end_step(cycle, run, by=by, authority=authority, now=now, outcome=outcome, note=reason)


def _same(run: StepRun, wanted: StepRun) -> StepRun:
    """The open step, which must be the one whose page was sent: an SOP may hold several of these works."""
    if run.pk != wanted.pk:
        raise DomainError("Tahapan ini belum gilirannya atau sudah selesai.", code="step_not_open")
    return run


def _own_row(run: StepRun, actor: Actor, by: User, now: datetime) -> tuple[ActorRun, Authority]:
    """The person's own unfinished part in the step."""
    day = now.astimezone(WIB).date()
    for row in run.actors.filter(actor=actor, finished_at=None).select_related("unit"):
        try:
            return row, acting_as(by, actor, row.unit, day)
        except NotAllowedError:
            continue
    raise NotAllowedError("Tahapan ini bukan bagian peran Anda, atau bagian Anda sudah selesai.")
