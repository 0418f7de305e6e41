"""All units of the kecamatan in one period together, and where each of those figures comes from."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cermat.lib.months import Month
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.survey.models import Survey
from cermat.survey.presenters.origins import INDEX
from cermat.survey.presenters.rolled import rolled_origin, rolled_page
from cermat.survey.queries import roll_up, surveys_visible_to
from cermat.web.guards import requires


@requires(Permission.VIEW_SURVEY)
def roll_up_of(request: SignedInRequest) -> HttpResponse:
    """Added up from their answers: ?periode=, or the newest."""
    months, month, surveys = _asked(request)
    if month is None:
        status = 404 if request.GET.get("periode") else 200
        return render(request, "survey/results/nothing.html", status=status)
    rolled = roll_up(surveys)
    context = {
        "month": month,
        "months": months,
        "kecamatan": surveys[0].kecamatan,
        "origin": f"{reverse('survey:roll_up_origin')}?periode={month}&",
        "page": rolled_page(rolled) if rolled else None,
    }
    return render(request, "survey/results/roll_up.html", context)


@requires(Permission.VIEW_SURVEY)
def roll_up_origin(request: SignedInRequest) -> HttpResponse:
    """?angka= indeks, an unsur, rata-rata, rentang, jawaban or pengecualian."""
    _months, month, surveys = _asked(request)
    rolled = roll_up(surveys)
    if month is None or rolled is None:
        return redirect("survey:roll_up")
    found = rolled_origin(rolled, request.GET.get("angka", INDEX))
    if found is None:
        raise Http404
    title, figure, stairs = found
    context = {
        "back": f"{reverse('survey:roll_up')}?periode={month}",
        "back_words": f"Rekap survei {month.name}",
        "about": surveys[0].kecamatan,
        "title": title,
        "figure": figure,
        "stairs": stairs,
    }
    return render(request, "survey/results/origin.html", context)


def _asked(request: SignedInRequest) -> tuple[list[Month], Month | None, list[Survey]]:
    """The periods with surveys, newest first, the one that is asked for, and its surveys."""
    visible = surveys_visible_to(request.user, timezone.localdate())
    months = [Month.parse(one) for one in visible.order_by("-period").values_list("period", flat=True).distinct()]
    asked = request.GET.get("periode", "")
    month = next((one for one in months if str(one) == asked), months[0] if months and not asked else None)
    rows = visible.filter(period=str(month)).order_by("unit__kind", "unit__sort", "unit__code")
    return months, month, list(rows)
