"""Step 4: notes of the monitoring and evaluation, by the Camat and the Sekcam."""

from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.evaluation.models import Finding
from cermat.evaluation.queries import words_about
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authorities, require
from cermat.sop.actions import finish_actor, finish_step, locked_cycle, start_step
from cermat.sop.models import Cycle
from cermat.sop.queries import open_step

WORK = "monev"


@transaction.atomic
def record_finding(
    *,
    cycle: Cycle,
    text: str,
    by: User,
    now: datetime,
    unit: Unit | None = None,
    indicator_code: str = "",
    requirement_key: str = "",
) -> Finding:
    """A note (catatan hasil monev) on an indicator, a unit, a requirement, or several of them together."""
    authority = require(by, Permission.RECORD_FINDING, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    open_step(cycle, WORK)
    if not text.strip():
        raise DomainError("Tulis catatannya.", field="text")
    if unit is not None and unit.kecamatan_id != cycle.kecamatan_id:
        raise DomainError("Pilih desa, kelurahan, atau seksi kecamatan ini.", field="unit")
    actor, place = str(authority.assignment.role), authority.assignment.unit
    start_step(cycle=cycle, work=WORK, actor=actor, unit=place, by=by, now=now)
    finding = Finding.objects.create(
        cycle=cycle,
        unit=unit,
        indicator_code=indicator_code,
        requirement_key=requirement_key,
        about=words_about(cycle, unit=unit, indicator_code=indicator_code, requirement_key=requirement_key),
        text=text.strip(),
        by=by,
        by_title=authority.assignment.title,
        at=now,
    )
    after = {"about": finding.about, "text": finding.text}
    record(by=by, verb="finding.recorded", target=_target(finding), at=now, after=after)
    return finding


@transaction.atomic
def withdraw_finding(*, finding: Finding, by: User, now: datetime) -> Finding:
    """One's own note, while step 4 runs. It stays in the history and is not printed any more."""
    require(by, Permission.RECORD_FINDING, finding.cycle.kecamatan, day_of(now))
    open_step(locked_cycle(finding.cycle), WORK)
    finding = (
        Finding.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle__kecamatan")
        .get(pk=finding.pk)
    )
    if finding.by_id != by.pk:
        raise NotAllowedError("Hanya penulisnya yang dapat menarik catatan ini.", code="not_the_author")
    if finding.withdrawn_at is not None:
        raise ConflictError("Catatan ini sudah ditarik.", code="already_withdrawn")
    finding.withdrawn_at = now
    finding.save(update_fields=["withdrawn_at"])
    record(by=by, verb="finding.withdrawn", target=_target(finding), at=now, before={"text": finding.text})
    return finding


@transaction.atomic
def finish_evaluation(*, cycle: Cycle, by: User, now: datetime) -> bool:
    """The person's part is done; whether with it everybody's is, which finishes step 4.

    A Sekcam who stands in for the Camat finishes both parts: nobody else could.
    """
    require(by, Permission.FINISH_EVALUATION, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    step = open_step(cycle, WORK)
    target = Target("cycle", cycle.pk, cycle.kecamatan.code)
    held = [one.assignment for one in authorities(by, Permission.FINISH_EVALUATION, cycle.kecamatan, day_of(now))]
    parts = [one for one in held if step.actors.filter(actor=one.role).exists()]
    if not parts:
        raise NotAllowedError("SOP ini tidak memberi peran Anda bagian dalam monev.", code="not_an_actor")
    for part in parts:
        start_step(cycle=cycle, work=WORK, actor=part.role, unit=part.unit, by=by, now=now)
        finish_actor(cycle=cycle, work=WORK, actor=part.role, unit=part.unit, by=by, now=now)
        record(by=by, verb="evaluation.finished_by", target=target, at=now, after={"actor": part.role})
    if step.actors.filter(finished_at=None).exists():
        return False
    count = Finding.objects.filter(cycle=cycle, withdrawn_at=None).count()
    note = f"{count} catatan hasil monev" if count else "Nihil: tidak ada catatan"
    finish_step(cycle=cycle, work=WORK, by=by, now=now, note=note)
    return True


def _target(finding: Finding) -> Target:
    return Target("finding", finding.pk, finding.cycle.kecamatan.code)
