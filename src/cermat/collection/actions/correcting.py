"""A figure that counted is corrected, also after its period was closed."""

from datetime import datetime

from django.db import transaction

from cermat.collection.actions.door import leading
from cermat.collection.actions.moving import reopen_sheet
from cermat.collection.models import Entry
from cermat.organisation.models import User
from cermat.sop.actions import reopen_cycle


@transaction.atomic
def open_correction(*, entry: Entry, reason: str, by: User, now: datetime) -> Entry:
    """Sekcam opens a validated sheet; where its period is closed the period with it, for the same reason (ADR 0006)."""
    leading(by, entry.cycle.kecamatan, now)
    if not entry.cycle.is_running:
        entry.cycle = reopen_cycle(cycle=entry.cycle, reason=reason, by=by, now=now)
    return reopen_sheet(entry=entry, reason=reason, by=by, now=now)
