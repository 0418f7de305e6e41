"""Which sheets a person sees, and which they owe."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cermat.collection.models import Entry, EntryState, Evidence
from cermat.collection.queries.climb import climb_of
from cermat.organisation.models import SECTIONS, VILLAGES, Unit, UnitQuerySet, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import assignments_of, authority, holds, section_of, units_reached
from cermat.sop.models import Cycle, CycleState, StepState

OPEN = (EntryState.DRAFT, EntryState.SENT_BACK)
COLLECTING = "pengumpulan"  # the work of the step
HANDED_IN = (EntryState.SENT, EntryState.VALIDATED)  # a draft is nobody's word yet


@dataclass(frozen=True)
class EntryTask:
    """Something a person owes: the sheet and until when."""

    entry: Entry
    due_on: date
    is_late: bool


def entries_visible_to(user: User, day: date) -> QuerySet[Entry]:
    reached = units_reached(user, Permission.VIEW_ENTRY, day)
    return Entry.objects.filter(unit__in=reached).select_related(
        "cycle__kecamatan", "unit__kecamatan", "unit__parent", "section", "sent_by", "validated_by"
    )


def sees_all(user: User, cycle: Cycle, day: date) -> bool:
    """Whether the person sees the sheets of the whole kecamatan, not only those of their own office."""
    return authority(user, Permission.VIEW_ENTRY, cycle.kecamatan, day) is not None


def may_close(user: User, cycle: Cycle, day: date) -> bool:
    """Whether the person may end the collecting today; see `actions.close_collection`."""
    if day < cycle.cutoff_on or authority(user, Permission.CLOSE_COLLECTION, cycle.kecamatan, day) is None:
        return False
    return cycle.steps.filter(work=COLLECTING, state__in=[StepState.READY, StepState.STARTED]).exists()


def units_seen(user: User, kecamatan: Unit, day: date) -> UnitQuerySet:
    """Villages and sections of the kecamatan whose sheets the person sees."""
    reached = units_reached(user, Permission.VIEW_ENTRY, day)
    return reached.in_kecamatan(kecamatan).filter(kind__in=[*VILLAGES, *SECTIONS])


def evidence_visible_to(user: User, day: date) -> QuerySet[Evidence]:
    return Evidence.objects.filter(entry__in=entries_visible_to(user, day)).select_related("entry", "file")


def entries_of(cycle: Cycle) -> QuerySet[Entry]:
    return cycle.entries.select_related("cycle__kecamatan", "unit", "section").order_by(
        "due_on", "unit__sort", "section__sort", "pk"
    )


def units_asked(cycle: Cycle, chosen: Iterable[int]) -> list[Unit]:
    """Those of the chosen units that have a sheet in the cycle."""
    asked = cycle.entries.filter(unit__in=list(chosen)).values("unit")
    return list(Unit.objects.filter(pk__in=asked).order_by("sort", "pk"))


def villages_of(kecamatan: Unit) -> list[Unit]:
    return list(Unit.objects.in_kecamatan(kecamatan).villages().active().order_by("sort", "pk"))


def overdue(entry: Entry, day: date) -> bool:
    """Sent late, or not sent although the due day is over."""
    return entry.was_late or (entry.first_sent_at is None and day > entry.due_on)


def to_fill(user: User, day: date) -> list[EntryTask]:
    """Drafts and returned sheets the person's own unit owes; what waits for its head's approval is not among them."""
    where = _own_units(user, Permission.FILL_ENTRY, day)
    return _tasks(_running(where).filter(state__in=OPEN, submitted_at=None), day)


def to_send(user: User, day: date) -> list[EntryTask]:
    """Sheets that are filled in and wait for the person's approval."""
    where = _own_units(user, Permission.APPROVE_ENTRY, day)
    return _tasks(_running(where).filter(state__in=OPEN, submitted_at__isnull=False), day)


def to_check(user: User, day: date) -> list[EntryTask]:
    """Sent sheets that wait for the person's validation."""
    if not holds(user, Permission.VALIDATE_ENTRY, day):
        return []
    reached = units_reached(user, Permission.VALIDATE_ENTRY, day, Permission.STAND_IN)
    sent = list(_running(Q(section__in=reached)).filter(state=EntryState.SENT))
    by_kecamatan: dict[Unit, list[Entry]] = defaultdict(list)
    for entry in sent:
        by_kecamatan[entry.cycle.kecamatan].append(entry)
    mine: list[Entry] = []
    for kecamatan, entries in by_kecamatan.items():
        climb = climb_of(kecamatan, entries, day)
        mine += [entry for entry in entries if user.pk in climb.checkers(entry)]
    return _tasks(mine, day)


def _running(where: Q) -> QuerySet[Entry]:
    rows = Entry.objects.filter(where, cycle__state=CycleState.RUNNING)
    return rows.select_related("cycle__kecamatan", "unit", "section").order_by(
        "due_on", "unit__sort", "section__sort", "pk"
    )


def _own_units(user: User, permission: Permission, day: date) -> Q:
    """Sheets of the person's own office: of their village, or of the section they belong to."""
    where = Q(pk__in=[])
    wanted = {Role.OPERATOR, Role.LURAH, Role.KADES, Role.STAF, Role.KASUBBAG, Role.KASI, Role.SEKCAM}
    if permission is Permission.APPROVE_ENTRY:
        wanted -= {Role.OPERATOR, Role.STAF, Role.KASUBBAG}
    for assignment in assignments_of(user, day):
        if assignment.role in wanted:
            where |= Q(unit=home_of(assignment.unit))
    return where


def home_of(unit: Unit) -> Unit:
    """The office a person fills in sheets for: their village, or the section their unit belongs to."""
    return unit if unit.is_village else section_of(unit)


def homes_of(user: User, day: date) -> set[int]:
    """Their pk, of every post the person holds."""
    return {home_of(held.unit).pk for held in assignments_of(user, day)}


def _tasks(entries: Iterable[Entry], day: date) -> list[EntryTask]:
    return [EntryTask(entry, entry.due_on, overdue(entry, day)) for entry in entries]
