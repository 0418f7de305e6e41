"""Step 6 ends when every section has signed its figures."""

from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, NotAllowedError
from cermat.lib.months import day_of
from cermat.measurement.actions.calculation import WORK
from cermat.measurement.models import Run, Signature
from cermat.measurement.queries import head_is, is_outdated, latest_run, sections_to_sign, unsigned_sections
from cermat.notifications.actions import settle_news
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import head_of, require
from cermat.sop.actions import finish_actor, finish_step, locked_cycle
from cermat.sop.models import Cycle
from cermat.sop.queries import open_step


@transaction.atomic
def sign(*, run: Run, section: Unit, by: User, now: datetime) -> Signature:
    """The head of a section signs its figures; the Sekcam those of the Sekretariat.

    The Camat may sign for a section that nobody leads on that day.
    """
    locked_cycle(run.cycle)
    run = (
        Run.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cycle__kecamatan", "cycle__sop")
        .get(pk=run.pk)
    )
    authority = require(by, Permission.SIGN_MEASUREMENT, section, day_of(now))
    day = day_of(now)
    if not head_is(section, by, day) and head_of(section, day) is not None:
        raise NotAllowedError(f"Angka {section} ditandatangani pimpinannya.", code="not_the_head")
    step = open_step(run.cycle, WORK)
    _is_current(run)
    if section not in sections_to_sign(run):
        raise ConflictError(f"{section} tidak mempunyai angka pada penghitungan ini.", code="no_figures")
    if run.signatures.filter(section=section).exists():
        raise ConflictError(f"{section} sudah menandatangani.", code="already_signed")
    signature = Signature.objects.create(run=run, section=section, by=by, title=authority.assignment.title, at=now)
    target = Target("run", run.pk, run.cycle.kecamatan.code)
    record(by=by, verb="run.signed", target=target, at=now, after={"section": section.code})
    settle_news(key=f"sign:{run.cycle_id}:{section.pk}:", now=now)
    if step.actors.filter(actor="kasi", unit=section, finished_at=None).exists():
        finish_actor(cycle=run.cycle, work=WORK, actor="kasi", unit=section, by=by, now=now)
    return signature


@transaction.atomic
def finish_measurement(*, cycle: Cycle, by: User, now: datetime) -> Run:
    """Everybody has signed: step 6 is done, and with the last step of the SOP the cycle closes."""
    require(by, Permission.CALCULATE, cycle.kecamatan, day_of(now))
    cycle = locked_cycle(cycle)
    step = open_step(cycle, WORK)
    run = latest_run(cycle, provisional=False)
    if run is None:
        raise ConflictError("Belum ada penghitungan. Hitung dahulu, lalu minta tanda tangan seksi.", code="no_run")
    _is_current(run)
    unsigned = unsigned_sections(run)
    if unsigned:
        names = ", ".join(str(section) for section in unsigned)
        raise ConflictError(f"Belum ditandatangani: {names}.", code="unsigned")
    for part in step.actors.filter(finished_at=None).select_related("unit"):
        finish_actor(cycle=cycle, work=WORK, actor=part.actor, unit=part.unit, by=by, now=now)
    target = Target("run", run.pk, cycle.kecamatan.code)
    record(by=by, verb="measurement.finished", target=target, at=now, after={"number": run.number})
    finish_step(cycle=cycle, work=WORK, by=by, now=now, note=f"Penghitungan {run.number}")
    return run


def _is_current(run: Run) -> None:
    newest = latest_run(run.cycle, provisional=False)
    if newest is None or newest.pk != run.pk:
        raise ConflictError("Penghitungan ini bukan yang terbaru. Buka penghitungan terbaru.", code="run_replaced")
    if is_outdated(run):
        raise ConflictError(
            "Ada isian atau laporan kegiatan yang berubah setelah penghitungan. Hitung ulang dahulu.",
            code="run_outdated",
        )
