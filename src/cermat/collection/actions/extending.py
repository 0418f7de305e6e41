"""Moving the due day of sheets, with a reason that stays (ADR 0025)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from cermat.collection.actions.door import Act, audit, tell
from cermat.collection.actions.reminding import settle_reminders
from cermat.collection.formula.deadlines import Deadline
from cermat.collection.models import Entry, Extension
from cermat.collection.queries import OPEN, extender, latest_day
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of, full_date, long_date
from cermat.notifications.actions import notify
from cermat.organisation.models import Assignment, Kind, Unit, User
from cermat.periods.queries import calendar_of
from cermat.sop.actions import locked_cycle
from cermat.sop.models import Cycle

NOT_YOURS = "Batas waktu isian diperpanjang oleh pemeriksanya, bukan oleh kantor yang mengisinya."
LONGEST = 300
SAID = 140  # of the reason in a message; the sheet has all of it


@transaction.atomic
def extend(*, cycle: Cycle, entries: Iterable[Entry], to: date, reason: str, by: User, now: datetime) -> int:
    """Move the due day of these sheets of one cycle to `to`, all or none; how many.

    Granted while a sheet is not late it moves what lateness is judged by; afterwards it only says until when the
    sheet is awaited: it stays late.
    """
    cycle = locked_cycle(cycle)
    why = _why(reason)
    rows = Entry.objects.select_for_update(of=("self",), no_key=True).filter(
        cycle=cycle, pk__in=[entry.pk for entry in entries]
    )
    held = list(rows.select_related("unit__parent", "unit__kecamatan", "section__parent").order_by("pk"))
    if not held:
        raise DomainError("Pilih sedikitnya satu isian yang belum terkirim.", field="entries")
    _check_day(cycle, held, to, day_of(now))
    for entry in held:
        entry.cycle = cycle
    given = [_extend_one(entry, to, why, by, now) for entry in held]
    _tell_units(cycle, held, given[-1], now)
    return len(held)


def _why(reason: str) -> str:
    why = " ".join(reason.split())
    if not why:
        raise DomainError("Tulis alasan perpanjangan; alasan ini tampil pada isiannya.", field="reason")
    if len(why) > LONGEST:
        raise DomainError(f"Alasan paling panjang {LONGEST} huruf.", field="reason")
    return why


def _check_day(cycle: Cycle, entries: Iterable[Entry], to: date, today: date) -> None:
    last, latest = max(entry.until for entry in entries), latest_day(cycle, today)
    if to <= last:
        raise DomainError(f"Pilih hari sesudah batas waktu sekarang, {full_date(last)}.", field="to")
    if to < today:
        raise DomainError("Hari itu sudah lewat. Pilih hari ini atau sesudahnya.", field="to")
    if to > latest:
        meeting = ", hari rapat" if latest == cycle.meeting_on else ""
        raise DomainError(f"Paling jauh {full_date(latest)}{meeting}.", field="to")
    if not calendar_of(cycle.kecamatan).is_working(to):
        raise DomainError(f"{full_date(to)} bukan hari kerja. Pilih hari kerja.", field="to")


def _extend_one(entry: Entry, to: date, why: str, by: User, now: datetime) -> Extension:
    day = day_of(now)
    right = extender(by, entry, day)
    if right is None:
        raise NotAllowedError(NOT_YOURS)
    if entry.state not in OPEN:
        raise ConflictError(f"Isian {entry.unit} sudah dikirim, jadi tidak perlu diperpanjang. Muat ulang halaman ini.")
    act = Act(by, right, now)
    before = Deadline(entry.due_on, entry.extended_to)
    after = before.extended(to, day)
    entry.due_on, entry.extended_to = after.judged, after.agreed
    entry.save(update_fields=["due_on", "extended_to"])
    given = Extension.objects.create(
        entry=entry,
        old_until=before.until,
        new_until=after.until,
        granted_on=day,
        is_in_time=after.judged != before.judged,
        reason=why,
        by=by,
        by_title=act.title[:160],
        at=now,
    )
    tell(entry, "extended", act, note=f"{long_date(before.until)} → {long_date(after.until)}: {why}")
    audit(entry, "extended", act, before={"until": str(before.until)}, after={"until": str(to), "reason": why})
    return given


def _tell_units(cycle: Cycle, entries: Iterable[Entry], given: Extension, now: datetime) -> None:
    """One message a unit; what was asked of it for the old day is said anew by the next reminder."""
    count: dict[Unit, int] = defaultdict(int)
    for entry in entries:
        count[entry.unit] += 1
    holding = Assignment.objects.on(day_of(now)).filter(unit__in=count, user__is_active=True).select_related("user")
    people: dict[int, list[User]] = defaultdict(list)
    for one in holding:
        people[one.unit_id].append(one.user)
    settle_reminders(cycle, [unit for unit in count if not _owes_earlier(cycle, unit, given.new_until)], now)
    for unit, many in count.items():
        told = f"atas waktu {many} isian periode {cycle.month.name} diperpanjang sampai {full_date(given.new_until)}: "
        why = given.reason if len(given.reason) <= SAID else f"{given.reason[: SAID - 1]}…"
        text = f"Mohon diperhatikan: b{told}{why}" if unit.kind == Kind.DESA else f"B{told}{why}"
        key = f"extended:{cycle.pk}:{unit.pk}:{given.pk}"
        notify(users=people[unit.pk], text=text, url=reverse("collection:mine", args=[cycle.pk]), key=key, now=now)


def _owes_earlier(cycle: Cycle, unit: Unit, to: date) -> bool:
    return any(entry.until < to for entry in cycle.entries.filter(unit=unit, state__in=OPEN))
