"""Which version of a definition an office follows on a day, and which one stood behind an old result."""

from datetime import date

from cermat.instruments.models import InstrumentVersion, InstrumentVersionQuerySet
from cermat.organisation.models import Kind, Unit, UnitQuerySet, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to, units_reached


def newest_version(kecamatan: Unit, name: str) -> InstrumentVersion | None:
    """The highest version ever loaded, retired or not: the next one must be higher."""
    return InstrumentVersion.objects.filter(kecamatan=kecamatan, name=name).first()


def instruments_visible_to(user: User, day: date) -> InstrumentVersionQuerySet:
    """Every version in the kecamatan that the person sees, by name, newest first."""
    visible = InstrumentVersion.objects.filter(kecamatan__in=kecamatan_visible_to(user, day))
    return visible.select_related("kecamatan", "loaded_by", "retired_by")


def kecamatan_to_load(user: User, day: date) -> UnitQuerySet:
    """The kecamatan into which the person may load definitions."""
    return units_reached(user, Permission.LOAD_DEFINITIONS, day).filter(kind=Kind.KECAMATAN)
