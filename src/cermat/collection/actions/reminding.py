"""Asking those who still owe a sheet: by a person's click, and by the schedule before the due day (ADR 0025)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.collection.actions.door import maybe
from cermat.collection.formula.deadlines import Stage, stage_on
from cermat.collection.models import Entry
from cermat.collection.queries import FILLERS, OPEN, chosen_reminding, overdue
from cermat.lib.errors import NotAllowedError
from cermat.lib.months import WIB, day_of, full_date
from cermat.notifications.actions import notify, post, settle_news
from cermat.notifications.queries import keys_told
from cermat.organisation.models import Assignment, Kind, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import units_reached
from cermat.periods.queries import calendar_of
from cermat.sop.actions import locked_cycle
from cermat.sop.models import Cycle, CycleState

MORNING = time(7, 30)


@dataclass(frozen=True)
class Reminded:
    """How many people were asked, and how many were left alone because they had been asked today already."""

    asked: int = 0
    already: int = 0


@transaction.atomic
def remind(*, cycle: Cycle, units: Iterable[Unit], by: User, now: datetime) -> Reminded:
    """A message to everybody at `units` who still owes a sheet that `by` checks; nobody twice a day."""
    cycle = locked_cycle(cycle)
    reached = units_reached(by, Permission.VALIDATE_ENTRY, day_of(now))
    asked_for = cycle.entries.filter(unit__in=list(units), state__in=OPEN, section__in=reached)
    owed = list(asked_for.select_related("unit", "section"))
    if not owed:
        if not any(maybe(by, Permission.VALIDATE_ENTRY, unit, now) for unit in units):
            raise NotAllowedError
        return Reminded()
    askings = [Asking(unit, tuple(mine), str(day_of(now))) for unit, mine in _by_unit(owed).items()]
    asked = _ask(cycle, askings, by, now)
    _write_down(cycle, owed, asked, by, now)
    return asked


@transaction.atomic
def plan_reminders(*, now: datetime) -> int:
    """Queue the day's reminders of every cycle in which a sheet is owed, for the morning; how many cycles."""
    day = day_of(now)
    morning = datetime.combine(day, MORNING, WIB)
    running = Cycle.objects.filter(state=CycleState.RUNNING, entries__state__in=OPEN).distinct()
    owing = list(running.select_related("kecamatan"))
    for cycle in owing:
        key, at = f"remind:{cycle.pk}:{day}", max(morning, now)
        told = {"cycle": cycle.pk}
        post(topic="remind_collection", payload=told, now=now, key=key, kecamatan=cycle.kecamatan, not_before=at)
    return len(owing)


@transaction.atomic
def remind_by_schedule(*, cycle: Cycle, now: datetime) -> Reminded:
    """What the office's setting asks for today: ahead of the due day, and on it. Each once for each due day."""
    current = Cycle.objects.select_for_update(of=("self",), no_key=True).select_related("kecamatan").get(pk=cycle.pk)
    if not current.is_running:
        return Reminded()
    staged = _staged(current, day_of(now))
    asked = _ask(current, staged, None, now)
    if asked.asked:
        _write_down(current, [entry for one in staged for entry in one.entries], asked, None, now)
    return asked


def _staged(cycle: Cycle, day: date) -> list["Asking"]:
    """The units whose sheets are due for a reminder: the nearest due day says which."""
    calendar, chosen = calendar_of(cycle.kecamatan), chosen_reminding(cycle.kecamatan, day)
    found: dict[Unit, list[tuple[date, Stage, Entry]]] = defaultdict(list)
    for entry in cycle.entries.filter(state__in=OPEN).select_related("unit", "section").order_by("pk"):
        stage = stage_on(day, entry.until, chosen, calendar)
        if stage is not None:
            found[entry.unit].append((entry.until, stage, entry))
    return [
        Asking(unit, tuple(entry for _until, _stage, entry in rows), "{1}:{0}".format(*min(rows, key=lambda r: r[0])))
        for unit, rows in found.items()
    ]


@dataclass(frozen=True)
class Asking:
    """One unit, the sheets it is asked for, and what makes this asking one and the same (a day, a stage)."""

    unit: Unit
    entries: tuple[Entry, ...]
    key: str


def _by_unit(entries: Iterable[Entry]) -> dict[Unit, list[Entry]]:
    found: dict[Unit, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.unit].append(entry)
    return found


def _ask(cycle: Cycle, askings: Iterable[Asking], by: User | None, now: datetime) -> Reminded:
    """Everybody at the units, but for whoever asks."""
    by_unit = {one.unit.pk: one for one in askings}
    known = keys_told(f"remind:{cycle.pk}:")
    asked: set[int] = set()
    already: set[int] = set()
    holding = Assignment.objects.on(day_of(now)).filter(unit__in=by_unit, user__is_active=True)
    for held in holding.exclude(user=by).select_related("user", "unit"):
        one = by_unit[held.unit_id]
        owed = [entry for entry in one.entries if held.role not in FILLERS or entry.submitted_at is None]
        about = f"remind:{cycle.pk}:{held.unit_id}:"
        if not owed:
            continue
        if _was_told(known.get(held.user_id, {}), about, one.key, day_of(now)):
            already.add(held.user_id)
            continue
        text, url = reminder(held.unit, cycle, owed, day_of(now)), reverse("collection:mine", args=[cycle.pk])
        notify(users=[held.user], text=text, url=url, key=f"{about}{one.key}", now=now)
        asked.add(held.user_id)
    return Reminded(len(asked), len(already - asked))


def _was_told(known: Mapping[str, date], about: str, what: str, day: date) -> bool:
    """The same thing before, or anything about the unit today."""
    return f"{about}{what}" in known or any(key.startswith(about) and at == day for key, at in known.items())


def _write_down(cycle: Cycle, owed: Iterable[Entry], asked: Reminded, by: User | None, now: datetime) -> None:
    record(
        by=by,
        verb="collection.reminded",
        target=Target("cycle", cycle.pk, cycle.kecamatan.code),
        at=now,
        after={"units": sorted({entry.unit.code for entry in owed}), "people": asked.asked},
    )


def settle_asked(entry: Entry, now: datetime) -> None:
    """The unit owes no sheet any more: whoever was asked for its sheets, and for no other, has done so."""
    owed = entry.cycle.entries.filter(state__in=OPEN)
    if owed.filter(unit=entry.unit_id).exists():
        return
    holding = Assignment.objects.on(day_of(now))
    owing = holding.filter(unit__in=owed.values("unit")).values("user")
    done = holding.filter(unit=entry.unit_id).exclude(user__in=owing).values_list("user", flat=True)
    settle_news(key=f"sheets:{entry.cycle_id}:", users=done, now=now)
    settle_reminders(entry.cycle, [entry.unit], now)
    settle_news(key=f"extended:{entry.cycle_id}:{entry.unit_id}:", now=now)


def settle_handed(entry: Entry, now: datetime) -> None:
    """Everything of the unit lies with its head: whoever fills in has done what they were asked for."""
    if entry.cycle.entries.filter(unit=entry.unit_id, state__in=OPEN, submitted_at=None).exists():
        return
    held = Assignment.objects.on(day_of(now)).filter(unit=entry.unit_id)
    heads = held.exclude(role__in=FILLERS).values("user")
    fillers = list(held.filter(role__in=FILLERS).exclude(user__in=heads).values_list("user", flat=True))
    settle_news(key=f"remind:{entry.cycle_id}:{entry.unit_id}:", users=fillers, now=now)


def settle_reminders(cycle: Cycle, units: Iterable[Unit], now: datetime) -> None:
    for unit in units:
        settle_news(key=f"remind:{cycle.pk}:{unit.pk}:", now=now)


def reminder(unit: Unit, cycle: Cycle, owed: list[Entry], day: date) -> str:
    """The sentence to one unit, by the day that comes first. A desa is autonomous: it is asked."""
    what = f"{len(owed)} isian periode {cycle.month.name}"
    until = min(entry.until for entry in owed)
    if any(overdue(entry, day) for entry in owed):
        late = f"{what} belum terkirim dan sudah terlambat (batas waktu {full_date(until)})."
        return f"Mohon segera dikirim: {late}" if unit.kind == Kind.DESA else f"{late[0].upper()}{late[1:]}"
    told = f"{what} dikirim paling lambat {full_date(until)}."
    return f"Mohon {told}" if unit.kind == Kind.DESA else f"{told[0].upper()}{told[1:]}"
