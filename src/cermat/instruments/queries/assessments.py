"""The kecamatan's own answers to an instrument with grades: who enters them, who confirms them, what they yield."""

from collections.abc import Mapping
from datetime import date

from cermat.instruments.formula import AnsweredBy, Definition, Given, Method, Outcome, Override, points_of, score
from cermat.instruments.models import (
    Assessment,
    AssessmentQuerySet,
    InstrumentVersion,
    InstrumentVersionQuerySet,
    Result,
)
from cermat.instruments.queries.versions import definition_of, instruments_visible_to
from cermat.organisation.models import Assignment, Kind, Unit, User
from cermat.organisation.permissions import GRANTS, Permission, Role
from cermat.organisation.queries import units_reached

CHECKERS = [role for role in Role if Permission.VALIDATE_DOCUMENT in GRANTS[role]]


def is_assessed(definition: Definition) -> bool:
    """Answered once by the kecamatan itself, with groups to which a person may give another grade."""
    graded = any(group.method is Method.GRADED for group in definition.groups)
    return graded and definition.answered_by is AnsweredBy.ONE and Kind.KECAMATAN in definition.subjects


def versions_to_assess(user: User, day: date) -> InstrumentVersionQuerySet:
    """Versions in force of the kecamatan for which the person keeps documents; Subbagian Perencanaan and Sekcam."""
    own = units_reached(user, Permission.RECORD_DOCUMENT, day).filter(kind=Kind.KECAMATAN)
    return instruments_visible_to(user, day).in_force(day).filter(kecamatan__in=own)


def assessments_visible_to(user: User, day: date) -> AssessmentQuerySet:
    rows = Assessment.objects.filter(kecamatan__in=units_reached(user, Permission.VIEW_ENTRY, day))
    return rows.select_related("kecamatan", "version", "made_by", "checked_by")


def latest_assessment(version: InstrumentVersion, year: int) -> Assessment | None:
    """The one that waits, else the last that was checked: a correction begins with it."""
    rows = Assessment.objects.filter(kecamatan=version.kecamatan_id, version=version, year=year)
    return rows.waiting().first() or rows.first()


def assessments_of(version: InstrumentVersion) -> list[Assessment]:
    return list(version.assessments.select_related("made_by", "checked_by")[:20])


def stamp(assessment: Assessment | None) -> str:
    """What a form remembers of the state it was filled from."""
    return assessment.made_at.isoformat() if assessment and assessment.is_waiting else ""


def result_from(assessment: Assessment) -> Result | None:
    """What a confirmed one has become, also where a correction has replaced it."""
    return Result.objects.filter(source_ref=f"assessment:{assessment.pk}").first()


def outcome_of(assessment: Assessment) -> Outcome:
    """With the grades that people gave."""
    return outcome_for(definition_of(assessment.version.text), assessment.answers, assessment.overrides)


def outcome_for(
    definition: Definition, answers: Mapping[str, str], overrides: Mapping[str, Mapping[str, str]]
) -> Outcome:
    sheet = {item.code: points_of(item, answers.get(item.code, "")) for item in definition.items}
    given = {code: Override(**row) for code, row in overrides.items()}
    return score(definition, [sheet], Given(kind=Kind.KECAMATAN, overrides=given))


def may_check(user: User, assessment: Assessment, day: date) -> bool:
    return user.pk in checkers_of(assessment, day)


def checkers_of(assessment: Assessment, day: date) -> frozenset[int]:
    """The Camat and Sekcam, but for everybody who has written in it."""
    kecamatan: Unit = assessment.kecamatan
    holding = Assignment.objects.on(day).filter(unit__kecamatan=kecamatan, role__in=CHECKERS, user__is_active=True)
    return frozenset(holding.values_list("user_id", flat=True)) - set(assessment.makers)
