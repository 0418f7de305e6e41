"""Which procedure holds."""

from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from cermat.organisation.models import Unit, User
from cermat.organisation.queries import kecamatan_visible_to
from cermat.sop.models import Sop
from cermat.sop.schema import SopFile, parse_sop


def definition_of(sop: Sop) -> SopFile:
    """The SOP as its file says; a loaded version never changes, so its reading is kept."""
    return _read(sop.source)


@lru_cache(maxsize=32)
def _read(source: str) -> SopFile:
    return parse_sop(source)


def current_sop(kecamatan: Unit) -> Sop | None:
    """The newest version: what the next cycle begins with."""
    return kecamatan.sops.order_by("-version").first()


def qualifications_wanted(kecamatan: Unit, _day: date) -> list[str]:
    """What the SOP asks of those who carry it out, in its own sentences; nothing where no SOP is loaded."""
    sop = current_sop(kecamatan)
    return list(definition_of(sop).qualifications) if sop else []


def sops_visible_to(user: User, day: date) -> QuerySet[Sop]:
    return Sop.objects.filter(kecamatan__in=kecamatan_visible_to(user, day)).select_related("kecamatan", "loaded_by")


def versions_of(sop: Sop) -> QuerySet[Sop]:
    """All versions of the same kecamatan, the newest first, without their text."""
    return (
        Sop.objects.filter(kecamatan=sop.kecamatan_id).select_related("loaded_by").defer("source").order_by("-version")
    )
