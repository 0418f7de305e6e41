"""Who has not sent what, and how they can be reached."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from cermat.collection.formula.deadlines import Reminding
from cermat.collection.models import Entry
from cermat.collection.queries.scopes import OPEN, homes_of, overdue
from cermat.organisation.models import Assignment, Kind, SettingKey, Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import setting, units_reached
from cermat.sop.models import Cycle

ORDER = {Kind.KELURAHAN: 0, Kind.DESA: 1}
FILLERS = (Role.OPERATOR, Role.STAF)  # done with a sheet once they have handed it to their head
FIRST_ASKED = (Role.OPERATOR, Role.LURAH, Role.KADES, Role.KASI, Role.KASUBBAG, Role.SEKCAM, Role.STAF)


@dataclass(frozen=True)
class Owing:
    """One unit, its sheets that are not sent, and its people: who fills in comes first."""

    unit: Unit
    entries: tuple[Entry, ...]
    people: tuple[Assignment, ...]
    is_late: bool

    @property
    def until(self) -> date:
        return min(entry.until for entry in self.entries)

    @property
    def awaits_head(self) -> bool:
        """Everything is filled in and waits for the head's approval."""
        return all(entry.submitted_at is not None for entry in self.entries)

    @property
    def asked(self) -> tuple[Assignment, ...]:
        """Whom there is something to ask: who has handed everything to the head has done their part."""
        left = tuple(one for one in self.people if one.role not in FILLERS)
        return left if self.awaits_head and left else self.people


def owing_units(cycle: Cycle, user: User, day: date) -> list[Owing]:
    """Of the sheets that this person checks: kelurahan first, desa apart, then the sections."""
    found: dict[Unit, list[Entry]] = defaultdict(list)
    for entry in _owed(cycle, user, day).select_related("unit", "section").order_by("section__sort", "form", "pk"):
        found[entry.unit].append(entry)
    people = _people_at(list(found), day)
    units = sorted(found, key=lambda unit: (ORDER.get(Kind(unit.kind), 2), unit.sort, unit.pk))
    return [
        Owing(unit, tuple(found[unit]), people.get(unit.pk, ()), any(overdue(entry, day) for entry in found[unit]))
        for unit in units
    ]


def owing_count(cycle: Cycle, user: User, day: date) -> dict[str, int]:
    """How many of them, from how many units."""
    return _owed(cycle, user, day).aggregate(units=Count("unit", distinct=True), sheets=Count("pk"))


def _owed(cycle: Cycle, user: User, day: date) -> QuerySet[Entry]:
    """Not of the person's own office: those stand among their own tasks."""
    reached = units_reached(user, Permission.VALIDATE_ENTRY, day)
    return cycle.entries.filter(state__in=OPEN, section__in=reached).exclude(unit__in=homes_of(user, day))


def _people_at(units: list[Unit], day: date) -> dict[int, tuple[Assignment, ...]]:
    held = Assignment.objects.on(day).filter(unit__in=units, user__is_active=True, role__in=FIRST_ASKED)
    found: dict[int, list[Assignment]] = defaultdict(list)
    for one in held.select_related("user", "unit").order_by():
        found[one.unit_id].append(one)
    return {
        unit: tuple(sorted(rows, key=lambda one: (FIRST_ASKED.index(Role(one.role)), one.pk)))
        for unit, rows in found.items()
    }


def chosen_reminding(kecamatan: Unit, day: date) -> Reminding:
    before = setting(kecamatan, SettingKey.REMIND_BEFORE, day)
    return Reminding(int(before), bool(setting(kecamatan, SettingKey.REMIND_ON_THE_DAY, day)))
