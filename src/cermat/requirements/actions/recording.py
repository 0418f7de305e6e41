"""Each section's recording book (Pencatatan dan Pendataan)."""

from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.requirements.models import (
    RecordingLine,
    RecordingRemark,
)
from cermat.sop.models import Cycle


def add_recording_line(
    *,
    cycle: Cycle,
    section: Unit,
    what: str,
    sender: Unit,
    received_from: str,
    channel: str,
    ref: str,
    now: datetime,
) -> RecordingLine:
    """What came in to a section. Called inside the transaction, and under the audit row, of what came in."""
    return RecordingLine.objects.create(
        cycle=cycle,
        section=section,
        at=now,
        what=what[:300],
        sender=sender,
        received_from=received_from[:120],
        channel=channel,
        ref=ref,
    )


def check_recording_line(*, ref: str, checked_by: str, result: str, now: datetime) -> None:
    """Who checked what came in, and what they found: on the newest unchecked line of `ref`."""
    line = RecordingLine.objects.filter(ref=ref, checked_at=None).order_by("-pk").first()
    if line is not None:
        line.checked_by, line.checked_at, line.result = checked_by[:160], now, result[:120]
        line.save(update_fields=["checked_by", "checked_at", "result"])


@transaction.atomic
def remark_recording_book(*, cycle: Cycle, section: Unit, text: str, by: User, now: datetime) -> RecordingRemark:
    """What the coordination meeting remarks on a section's recording book of the month."""
    require(by, Permission.RUN_MEETING, cycle.kecamatan, day_of(now))
    if not cycle.is_running:
        raise ConflictError(f"{cycle} sudah ditutup. Kerjakan di periode yang sedang berjalan.", code="cycle_closed")
    if not text.strip():
        raise DomainError("Tulis catatan rapat.", field="text")
    remark, _ = RecordingRemark.objects.update_or_create(
        cycle=cycle, section=section, defaults={"text": text.strip(), "by": by, "at": now}
    )
    target = Target("recording_remark", remark.pk, cycle.kecamatan.code)
    record(by=by, verb="recording.remarked", target=target, at=now, after={"section": section.code, "text": text})
    return remark
