"""Which version of a definition an office follows on a day, and which one stood behind an old result."""

from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from cermat.instruments.formula import Definition, as_printed, has_habits
from cermat.instruments.models import InstrumentDraft, InstrumentVersion, InstrumentVersionQuerySet
from cermat.instruments.schema import read_instrument, shipped, shipped_names
from cermat.lib.errors import DomainError
from cermat.lib.numbers import whole_number
from cermat.organisation.models import Kind, SettingKey, Unit, UnitQuerySet, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to, setting, units_reached


@lru_cache(maxsize=64)
def definition_of(text: str) -> Definition:
    """The definition in a stored text; it was checked when it was loaded."""
    return read_instrument(text)


def definition_in_force(kecamatan: Unit, name: str, day: date) -> tuple[InstrumentVersion, Definition]:
    """The highest version of `name` that is valid on `day` and not retired by then.

    Raises DomainError where the office follows none: the sentence says what the administrator can do.
    """
    found = InstrumentVersion.objects.in_force(day).filter(kecamatan=kecamatan, name=name).first()
    if found is None:
        raise DomainError(
            f"Instrumen {name} tidak berlaku pada tanggal itu di {kecamatan}. Administrator dapat memuat atau "
            "memulihkannya pada halaman Instrumen.",
            code="no_instrument",
        )
    return found, definition_of(found.text)


def as_the_office_prints(definition: Definition, kecamatan: Unit, day: date) -> Definition:
    """With U8 and U9 in the order the office has chosen; every other instrument as it is."""
    if not has_habits(definition):
        return definition
    return as_printed(definition, str(setting(kecamatan, SettingKey.UNSUR_ORDER, day)))


def definition_or_shipped(kecamatan: Unit, name: str, day: date) -> Definition | None:
    """What the office follows on `day`; else what comes with Cermat; None for a name that neither knows."""
    try:
        return definition_in_force(kecamatan, name, day)[1]
    except DomainError:
        return shipped(name) if name in shipped_names() else None


def definition_named(kecamatan: Unit, reference: str) -> Definition | None:
    """The definition behind a result: "idm-2016@1"; retired ones too. None where the office never loaded it."""
    name, _at, version = reference.partition("@")
    number = whole_number(version)
    rows = InstrumentVersion.objects.filter(kecamatan=kecamatan, name=name)
    found = rows.filter(version=number).first() if number is not None else None
    return definition_of(found.text) if found else None


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


def versions_of(kecamatan: Unit) -> list[InstrumentVersion]:
    """All that the office has ever loaded, by name, newest first."""
    return list(InstrumentVersion.objects.filter(kecamatan=kecamatan).defer("text"))


def siblings_of(version: InstrumentVersion) -> list[InstrumentVersion]:
    """All versions of the same instrument in the same office, newest first."""
    rows = InstrumentVersion.objects.filter(kecamatan=version.kecamatan_id, name=version.name)
    return list(rows.select_related("kecamatan", "loaded_by", "retired_by").defer("text"))


def compared_with(kecamatan: Unit, name: str, day: date) -> InstrumentVersion | None:
    """What a new version is held against: the version in force, else the newest there is."""
    in_force = InstrumentVersion.objects.in_force(day).filter(kecamatan=kecamatan, name=name).first()
    return in_force or newest_version(kecamatan, name)


def drafts_of(user: User, day: date) -> QuerySet[InstrumentDraft]:
    """The person's own drafts, in the kecamatan where they may still load."""
    own = InstrumentDraft.objects.filter(made_by=user, kecamatan__in=kecamatan_to_load(user, day))
    return own.select_related("kecamatan")
