"""Which prints a person finds in a cycle."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cermat.evaluation.models import Meeting
from cermat.measurement.queries import latest_run
from cermat.organisation.models import Assignment, Unit, UnitQuerySet, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import units_reached
from cermat.reports.queries.kinds import CALCULATION, KINDS, MEETING, Kind, Scope
from cermat.sop.models import Cycle


@dataclass(frozen=True)
class Offer:
    """A print and, where there is one for each unit, those the person may read."""

    kind: Kind
    units: tuple[Unit, ...] = ()
    waits_for: str = ""  # why it cannot be made yet


def units_for(kind: Kind, cycle: Cycle, user: User, day: date) -> UnitQuerySet:
    """The units of a cycle whose print of this kind the person may read: a sheet is seen by those it concerns."""
    units = Unit.objects.in_kecamatan(cycle.kecamatan).active()
    if kind.scope is Scope.SECTION:
        return units.sections().order_by("sort", "pk")
    reached = units_reached(user, Permission.VIEW_ENTRY, day)
    return units.filter(pk__in=reached, entries__cycle=cycle).distinct().order_by("kind", "sort", "pk")


def offers_of(cycle: Cycle, user: User, day: date) -> list[Offer]:
    waiting = {
        MEETING: "" if Meeting.objects.filter(cycle=cycle).exists() else "Menunggu rapat direncanakan",
        CALCULATION: "" if latest_run(cycle) else "Menunggu penghitungan",
    }
    kinds = [kind for kind in KINDS.values() if kind.scope is Scope.CYCLE]
    whole = [Offer(kind, waits_for=waiting.get(kind.needs, "")) for kind in kinds]
    each = [kind for kind in KINDS.values() if kind.scope in {Scope.SECTION, Scope.UNIT}]
    return whole + [Offer(kind, tuple(units_for(kind, cycle, user, day))) for kind in each]


def successions_visible_to(user: User, day: date) -> QuerySet[Assignment]:
    """Changes of officials: for those who manage people, for the office's successor, and for the heads."""
    managed = units_reached(user, Permission.MANAGE_PEOPLE, day)
    led = units_reached(user, Permission.VIEW_AUDIT, day)
    mine = Q(unit__in=managed) | Q(unit__in=led) | Q(user=user)
    return Assignment.objects.filter(mine).select_related("user", "unit__kecamatan__parent")
