"""The desk reads what people suggested, and decides what the public reads."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.survey import actions
from cermat.survey.forms.following import SuggestionForm
from cermat.survey.formula import without_personal
from cermat.survey.models import Showing, Suggestion
from cermat.survey.presenters.suggestions import suggestion_row, suggestion_tabs
from cermat.survey.queries.following import (
    READABLE,
    Sought,
    found_suggestions,
    suggestion_counts,
    suggestions_run_by,
)
from cermat.survey.queries.improvements import unsur_codes
from cermat.survey.queries.surveys import surveys_run_by
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored

ON_A_PAGE = 30


@requires(Permission.RUN_SURVEY)
def suggestions(request: SignedInRequest, pk: int) -> HttpResponse:
    survey = get_object_or_404(surveys_run_by(request.user, timezone.localdate()), pk=pk)
    if survey.state not in READABLE:
        return render(request, "survey/results/suggestions_wait.html", {"survey": survey})
    asked = request.GET
    sought = Sought(asked.get("cari", ""), asked.get("status", ""), asked.get("unsur", ""), asked.get("hanya", ""))
    rows = found_suggestions(suggestions_run_by(request.user, timezone.localdate()).filter(survey=survey), sought)
    page = Paginator(rows, ON_A_PAGE).get_page(asked.get("page"))
    unsur = unsur_codes(survey)
    context = {
        "survey": survey,
        "sought": sought,
        "page": page,
        "rows": [suggestion_row(one, unsur) for one in page],
        "tabs": suggestion_tabs(suggestion_counts(survey), sought),
        "unsur": unsur.items(),
    }
    return render(request, "survey/results/suggestions.html", context)


def _suggestion(request: SignedInRequest, pk: UUID) -> Suggestion:
    return get_object_or_404(suggestions_run_by(request.user, timezone.localdate()), pk=pk)


@requires(Permission.RUN_SURVEY)
@once
def suggestion(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One suggestion: shown, shown without its personal data, or hidden."""
    found = _suggestion(request, pk)
    unsur = unsur_codes(found.survey)
    proposal = without_personal(found.text) if found.has_personal_data else ""
    form = SuggestionForm(request.POST or restored(request), found, unsur, proposal)
    if request.method == "POST" and form.is_valid():
        decision = actions.Decision(**{**form.cleaned_data, "showing": Showing(form.cleaned_data["showing"])})
        try:
            actions.moderate_suggestion(suggestion=found, decision=decision, by=request.user, now=timezone.now())
            messages.success(request, "Keputusan tersimpan.")
            return redirect("survey:suggestions", found.survey_id)
        except DomainError as error:
            tell_or_raise(form, error)
    context = {"survey": found.survey, "row": suggestion_row(found, unsur), "form": form, "suggestion": found}
    status = 422 if request.method == "POST" else 200
    return render(request, "survey/results/suggestion.html", context, status=status)


@requires(Permission.RUN_SURVEY)
@once
def mark(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = _suggestion(request, pk)
    if request.method == "POST":
        wanted = request.POST.get("is_marked") == "1"
        actions.mark_suggestion(suggestion=found, is_marked=wanted, by=request.user, now=timezone.now())
        messages.success(request, "Saran ditandai." if wanted else "Penanda dilepas.")
    return redirect(reverse("survey:suggestions", args=[found.survey_id]))
