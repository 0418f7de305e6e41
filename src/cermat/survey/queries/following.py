"""Suggestions as the desk reads them, and what may be planned after a survey."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from cermat.organisation.models import Unit, User
from cermat.survey.models import Showing, Suggestion, Survey, SurveyState
from cermat.survey.queries.surveys import surveys_run_by

LONGEST_SEARCH = 60
READABLE = (SurveyState.CLOSED, SurveyState.CONFIRMED)


def suggestions_run_by(user: User, day: date) -> QuerySet[Suggestion]:
    """Those of the surveys that the person runs and that take no answers any more: a suggestion that comes while
    somebody looks on would tell whose it is."""
    rows = Suggestion.objects.filter(survey__in=surveys_run_by(user, day), survey__state__in=READABLE)
    return rows.select_related("survey__unit", "survey__version", "survey__kecamatan", "service", "moderated_by")


@dataclass(frozen=True)
class Sought:
    """What of the suggestions is looked for; "" is everything."""

    text: str = ""
    showing: str = ""
    unsur: str = ""  # "-" those that belong to none yet
    only: str = ""  # "pribadi" flagged, "penanda" marked


def found_suggestions(rows: QuerySet[Suggestion], sought: Sought) -> QuerySet[Suggestion]:
    """Flagged and unread first: what nobody has looked at must not wait behind what is done."""
    words = sought.text[:LONGEST_SEARCH].split()
    for word in words:
        rows = rows.filter(reduce(or_, (Q(text__icontains=word), Q(service__name__icontains=word))))
    if sought.showing in set(Showing):
        rows = rows.filter(showing=sought.showing)
    if sought.unsur:
        rows = rows.filter(unsur="" if sought.unsur == "-" else sought.unsur)
    if sought.only == "pribadi":
        rows = rows.filter(has_personal_data=True)
    if sought.only == "penanda":
        rows = rows.filter(is_marked=True)
    waits = Case(
        When(showing=Showing.NEW, has_personal_data=True, then=Value(0)),
        When(showing=Showing.NEW, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.order_by(waits, "pk")


def suggestion_counts(survey: Survey) -> dict[str, int]:
    """Showing → how many, and "pribadi", "penanda"."""
    rows = Suggestion.objects.filter(survey=survey).order_by()
    found = dict(rows.values_list("showing").annotate(n=Count("pk")))
    marked = rows.aggregate(
        pribadi=Count("pk", filter=Q(has_personal_data=True)), penanda=Count("pk", filter=Q(is_marked=True))
    )
    return {**{one.value: found.get(one.value, 0) for one in Showing}, **marked}


def owners_for(survey: Survey) -> QuerySet[Unit]:
    """Who may answer for a plan: the sections of the office, or the village itself with them."""
    kecamatan = Unit.objects.filter(kecamatan=survey.kecamatan).active()
    return kecamatan.filter(Q(pk__in=kecamatan.sections()) | Q(pk=survey.unit_id)).order_by("kind", "sort", "code")
