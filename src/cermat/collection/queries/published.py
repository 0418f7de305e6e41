"""Who hands in and who confirms a published index, and under which definition it is read."""

from datetime import date

from django.db.models import QuerySet

from cermat.collection.models import Publication
from cermat.instruments.formula import Definition
from cermat.instruments.queries import definition_named, definition_or_shipped
from cermat.instruments.schema import shipped
from cermat.organisation.models import Assignment, Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import Authority, authorities, authority, section_of, units_reached
from cermat.requirements.models import RequirementPlan

REQUIREMENT = "idm"
IDM, INDEKS_DESA = "idm-2016", "indeks-desa-2025"
CHECKERS = (Role.KASI, Role.KASUBBAG, Role.SEKCAM)


def villages_visible_to(user: User, day: date) -> QuerySet[Unit]:
    """Desa and kelurahan whose indices the person may read: published figures, open to the whole office."""
    return units_reached(user, Permission.VIEW_CYCLE, day).villages().active().select_related("kecamatan", "parent")


def publications_visible_to(user: User, day: date) -> QuerySet[Publication]:
    rows = Publication.objects.filter(unit__in=units_reached(user, Permission.VIEW_CYCLE, day))
    return rows.select_related("unit__kecamatan", "kecamatan", "made_by", "checked_by")


def answering_section(kecamatan: Unit) -> Unit | None:
    """The section that answers for the requirement, as the office has planned it."""
    plan = RequirementPlan.objects.filter(kecamatan=kecamatan, instrument=REQUIREMENT).select_related("section").first()
    return plan.section if plan else None


def hands_in(user: User, unit: Unit, day: date) -> Authority | None:
    """Under what right: the desa itself, or the people of the section that answers for the requirement."""
    section = answering_section(unit.kecamatan or unit)
    for found in authorities(user, Permission.FILL_ENTRY, unit, day):
        if found.assignment.role != Role.STAF or section_of(found.assignment.unit) == section:
            return found
    return authority(user, Permission.FILL_ENTRY, section, day) if section else None


def may_confirm(user: User, publication: Publication, day: date) -> bool:
    return user.pk in checkers_of_published(publication, day)


def checkers_of_published(publication: Publication, day: date) -> frozenset[int]:
    """The head of the answering section, and Sekcam; never who handed it in."""
    section = answering_section(publication.kecamatan)
    holding = Assignment.objects.on(day).filter(
        unit__kecamatan=publication.kecamatan_id, role__in=CHECKERS, user__is_active=True
    )
    found = {
        one.user_id
        for one in holding.select_related("unit__parent")
        if one.role == Role.SEKCAM or section_of(one.unit) == section
    }
    return frozenset(found - {publication.made_by_id})


def definition_behind(kecamatan: Unit, reference: str, year: int) -> Definition:
    """The definition of a kept figure; where the office never loaded that version, what stands for it that year."""
    name = reference.partition("@")[0]
    found = definition_named(kecamatan, reference) or definition_or_shipped(kecamatan, name, date(year, 12, 31))
    return found or shipped(IDM if name == IDM else INDEKS_DESA)
