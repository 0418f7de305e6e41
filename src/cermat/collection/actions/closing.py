"""The end of step 3 at the cut-off, and asking those who still owe a sheet."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.collection.actions.door import leading, maybe
from cermat.collection.actions.results import count_documents
from cermat.collection.actions.steps import WORK
from cermat.collection.models import Entry, EntryState
from cermat.lib.errors import ConflictError, NotAllowedError
from cermat.lib.months import day_of, full_date
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import Assignment, Kind, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import units_reached
from cermat.sop.actions import CLOSED_EARLY, finish_step, locked_cycle
from cermat.sop.models import Cycle
from cermat.sop.queries import open_step

OWED = (EntryState.DRAFT, EntryState.SENT_BACK)


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
    named = f"Belum tervalidasi: {', '.join(missing)}." if missing else ""
    text = " ".join(part for part in (note.strip(), named) if part)
    shown = text if len(text) <= 300 else text[:299] + "…"
    finish_step(cycle=cycle, work=WORK, by=by, now=now, outcome=CLOSED_EARLY if missing else "", note=shown)
    record(
        by=by,
        verb="collection.closed",
        target=Target("cycle", cycle.pk, cycle.kecamatan.code),
        at=now,
        after={"missing": missing, "note": note.strip()},
        on_behalf_of=act.right.principal,
    )


def missing_names(cycle: Cycle) -> list[str]:
    """Units with sheets that are not validated, with their number: Kelurahan Payaman (2)."""
    counted: dict[Unit, int] = defaultdict(int)
    for entry in cycle.entries.exclude(state=EntryState.VALIDATED).select_related("unit").order_by("unit__sort", "pk"):
        counted[entry.unit] += 1
    return [f"{unit} ({count})" for unit, count in counted.items()]


@transaction.atomic
def remind(*, cycle: Cycle, units: Iterable[Unit], by: User, now: datetime) -> int:
    """A message to everybody at `units` who still owes a sheet, once a day; how many people were asked."""
    cycle = locked_cycle(cycle)
    reached = units_reached(by, Permission.VALIDATE_ENTRY, day_of(now))
    asked_for = cycle.entries.filter(unit__in=list(units), state__in=OWED, section__in=reached)
    owed = list(asked_for.select_related("unit", "section"))
    if not owed:
        if not any(maybe(by, Permission.VALIDATE_ENTRY, unit, now) for unit in units):
            raise NotAllowedError
        return 0
    asked = _ask(cycle, owed, now)
    record(
        by=by,
        verb="collection.reminded",
        target=Target("cycle", cycle.pk, cycle.kecamatan.code),
        at=now,
        after={"units": sorted({entry.unit.code for entry in owed}), "people": asked},
    )
    return asked


def _ask(cycle: Cycle, owed: list[Entry], now: datetime) -> int:
    count: dict[int, int] = defaultdict(int)
    for entry in owed:
        count[entry.unit_id] += 1
    asked: set[int] = set()
    holding = Assignment.objects.on(day_of(now)).filter(unit__in=count, user__is_active=True)
    for assignment in holding.select_related("user", "unit"):
        text = reminder(assignment.unit, cycle, count[assignment.unit_id])
        key = f"remind:{cycle.pk}:{assignment.unit_id}:{day_of(now)}"
        notify(users=[assignment.user], text=text, url=reverse("collection:mine", args=[cycle.pk]), key=key, now=now)
        asked.add(assignment.user_id)
    return len(asked)


def settle_asked(entry: Entry, now: datetime) -> None:
    """The unit owes no sheet any more: whoever was asked for its sheets, and for no other, has done so."""
    owed = entry.cycle.entries.filter(state__in=OWED)
    if owed.filter(unit=entry.unit_id).exists():
        return
    holding = Assignment.objects.on(day_of(now))
    owing = holding.filter(unit__in=owed.values("unit")).values("user")
    done = holding.filter(unit=entry.unit_id).exclude(user__in=owing).values_list("user", flat=True)
    settle_news(key=f"sheets:{entry.cycle_id}:", users=done, now=now)
    settle_news(key=f"remind:{entry.cycle_id}:{entry.unit_id}:", now=now)


def reminder(unit: Unit, cycle: Cycle, count: int) -> str:
    """The sentence to one unit. A desa is autonomous: it is asked."""
    what = f"{count} isian periode {cycle.month.name} dikirim paling lambat {full_date(cycle.due_on)}"
    return f"Mohon {what}." if unit.kind == Kind.DESA else f"{what[0].upper()}{what[1:]}."
