"""The calendar of an office, as the list of days off stands now."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from cermat.organisation.models import Kind, Unit, UnitQuerySet, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import units_reached
from cermat.periods.formula import Calendar
from cermat.periods.models import Holiday, HolidayKind


def calendar_of(kecamatan: Unit) -> Calendar:
    """National days off and the office's own; a year is known when national days of it are loaded."""
    return as_calendar(days_off_of(kecamatan))


def days_off_of(kecamatan: Unit) -> QuerySet[Holiday]:
    return Holiday.objects.filter(Q(kecamatan=None) | Q(kecamatan=kecamatan))


def local_days_of(kecamatan: Unit) -> QuerySet[Holiday]:
    return Holiday.objects.filter(kecamatan=kecamatan)


def as_calendar(rows: Iterable[Holiday]) -> Calendar:
    rows = list(rows)
    national = [row for row in rows if row.kind != HolidayKind.LOCAL]
    return Calendar(
        days_off=frozenset(row.day for row in rows),
        known_years=frozenset(row.day.year for row in national),
        estimated_years=frozenset(row.day.year for row in national if row.is_estimate),
        names={row.day: row.name for row in rows},
    )


def days_off_in(kecamatan: Unit, year: int) -> QuerySet[Holiday]:
    return days_off_of(kecamatan).filter(day__year=year).order_by("day", "name")


def office_of(user: User, day: date) -> UnitQuerySet:
    """The kecamatan whose calendar the person keeps."""
    return units_reached(user, Permission.MANAGE_OFFICE, day).filter(kind=Kind.KECAMATAN).active().order_by("code")
