"""The end of step 3 at the cut-off."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.collection.actions.door import leading
from cermat.collection.actions.results import count_documents
from cermat.collection.actions.steps import WORK
from cermat.collection.models import EntryState
from cermat.lib.errors import ConflictError
from cermat.lib.months import day_of, full_date
from cermat.organisation.models import Unit, User
from cermat.sop.actions import CLOSED_EARLY, finish_step, locked_cycle
from cermat.sop.models import Cycle
from cermat.sop.queries import open_step

LONGEST_NOTE = 300  # what a step's note holds


@transaction.atomic
def close_collection(*, cycle: Cycle, note: str = "", by: User, now: datetime) -> None:
    """Sekcam ends step 3 on or after the cut-off; the missing are named in the step's note."""
    cycle = locked_cycle(cycle)
    act = leading(by, cycle.kecamatan, now)
    if day_of(now) < cycle.cutoff_on:
        raise ConflictError(
            f"Pengumpulan baru dapat ditutup mulai {full_date(cycle.cutoff_on)}. Sampai saat itu, kirim pengingat.",
            code="before_cutoff",
        )
    open_step(cycle, WORK)
    count_documents(cycle, maker=None, checker=by, now=now)
    missing = missing_names(cycle)
    said = note.strip()
    shown = " ".join(part for part in (said, named_words(missing, LONGEST_NOTE - len(said) - 1)) if part)
    finish_step(cycle=cycle, work=WORK, by=by, now=now, outcome=CLOSED_EARLY if missing else "", note=shown)
    record(
        by=by,
        verb="collection.closed",
        target=Target("cycle", cycle.pk, cycle.kecamatan.code),
        at=now,
        after={"missing": missing, "note": note.strip()},
        on_behalf_of=act.right.principal,
    )


def named_words(missing: list[str], room: int) -> str:
    """Whole names as far as there is room; then how many more there are. The page of the collecting names them all."""
    for count in range(len(missing), 0, -1):
        more = f", dan {len(missing) - count} unit lain" if count < len(missing) else ""
        text = f"Belum tervalidasi: {', '.join(missing[:count])}{more}."
        if len(text) <= room:
            return text
    return f"{len(missing)} unit belum tervalidasi." if missing else ""


def missing_names(cycle: Cycle) -> list[str]:
    """Units with sheets that are not validated, with their number: Kelurahan Payaman (2)."""
    counted: dict[Unit, int] = defaultdict(int)
    for entry in cycle.entries.exclude(state=EntryState.VALIDATED).select_related("unit").order_by("unit__sort", "pk"):
        counted[entry.unit] += 1
    return [f"{unit} ({count})" for unit, count in counted.items()]
