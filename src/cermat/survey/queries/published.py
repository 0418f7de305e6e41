"""What the public may read of an office's surveys: confirmed ones, and the old figure of one being corrected."""

from django.db.models import QuerySet

from cermat.organisation.models import Unit
from cermat.survey.models import Showing, Suggestion, Survey, SurveyState

SHOWN_SUGGESTIONS = 200


def published_unit(code: str) -> Unit | None:
    """A unit that has asked the public, even if its result is not confirmed yet."""
    asked = Survey.objects.values("unit")
    return Unit.objects.select_related("kecamatan").filter(code=code, pk__in=asked).first()


def published_surveys(unit: Unit) -> QuerySet[Survey]:
    """Newest first."""
    return announced_surveys(unit).filter(state=SurveyState.CONFIRMED)


def announced_surveys(unit: Unit) -> QuerySet[Survey]:
    """Newest first; also those that are being corrected, whose figure from before counts until they are confirmed anew.

    What the answers of those say now is nobody's business yet: only `survey.result` may be told of them.
    """
    rows = Survey.objects.filter(unit=unit, result__isnull=False).order_by("-period")
    rows = rows.select_related("unit", "kecamatan", "version", "result")
    return rows.prefetch_related("offered__service")


def published_suggestions(survey: Survey) -> list[str]:
    """The words that the desk has let through, without what it took out."""
    rows = Suggestion.objects.filter(survey=survey, showing=Showing.SHOWN).order_by("pk")
    return [public or text for public, text in rows.values_list("public_text", "text")[:SHOWN_SUGGESTIONS]]
