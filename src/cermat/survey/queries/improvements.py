"""What shall follow from a survey: the plans for its lowest unsur, and which of them wait for a recommendation."""

from datetime import date

from django.db.models import QuerySet

from cermat.instruments.queries import definition_of
from cermat.lib.months import Month
from cermat.organisation.models import Unit
from cermat.survey.models import Improvement, Survey, SurveyState


def improvements_of(kecamatan: Unit, until: Month) -> QuerySet[Improvement]:
    """Plans from the confirmed surveys of the kecamatan and its villages up to and including the month, newest first;
    `plan.survey` and `plan.owner` are read along."""
    rows = Improvement.objects.filter(
        survey__kecamatan=kecamatan, survey__state=SurveyState.CONFIRMED, survey__period__lte=str(until)
    )
    ordered = rows.order_by("-survey__period", "survey__unit__sort", "pk")
    return ordered.select_related("survey__unit", "survey__desk", "survey__version", "owner")


def plans_of(survey: Survey) -> QuerySet[Improvement]:
    """The plans of one survey, each with the recommendation that it has become, if any."""
    return survey.improvements.select_related("owner", "recommendation__cycle")


def version_of(plan: Improvement | None) -> str:
    """Which writing of a plan stands: a page keeps what it had shown. "" for none."""
    return f"{plan.pk}@{plan.at.isoformat()}" if plan else ""


def unsur_codes(survey: Survey) -> dict[str, str]:
    """Code → name of what is ranked in the survey's results."""
    definition = definition_of(survey.version.text)
    return {one.code: one.name for one in (definition.groups or definition.items)}


def unsur_name(plan: Improvement) -> str:
    """Waktu Penyelesaian: as the survey's definition names it."""
    return unsur_codes(plan.survey).get(plan.unsur, plan.unsur)


def due_of(plan: Improvement) -> date:
    """The last day of its quarter."""
    return Month(plan.year, plan.quarter * 3).last
