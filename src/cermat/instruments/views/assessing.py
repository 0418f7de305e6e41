"""The kecamatan's own answers to an instrument with grades (LKE): entered by one person, confirmed by another."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.instruments import presenters
from cermat.instruments.actions import confirm_assessment, return_assessment, save_assessment
from cermat.instruments.forms import AssessmentForm, ReturnForm
from cermat.instruments.models import Assessment
from cermat.instruments.queries import definition_of
from cermat.instruments.queries.assessments import (
    assessments_visible_to,
    is_assessed,
    latest_assessment,
    may_check,
    outcome_of,
    result_from,
    stamp,
    versions_to_assess,
)
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored

SAVED_BETWEEN = "saved_between"
YEARS = 5  # back: an evaluation that was made on paper may be entered later


@requires(Permission.RECORD_DOCUMENT)
@once
def assessing(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    """Answers and grades of a year; saved as often as needed until somebody else confirms them."""
    today = timezone.localdate()
    version = get_object_or_404(versions_to_assess(request.user, today), pk=pk)
    definition = definition_of(version.text)
    if not is_assessed(definition) or not today.year - YEARS <= year <= today.year:
        raise Http404
    held = latest_assessment(version, year)
    data = request.POST if request.method == "POST" else restored(request)
    form = AssessmentForm(data, definition=definition, held=held, seen=stamp(held))
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_assessment(
                version=version, year=year, answers=form.answers(), overrides=form.overrides(),
                seen=form.cleaned_data["seen"], by=request.user, now=timezone.now(),
            )  # fmt: skip
        except DomainError as error:
            held = latest_assessment(version, year)
            form = _refused(form, error, held)
        else:
            messages.success(request, f"{saved} disimpan dan menunggu dikonfirmasi orang lain.")
            return redirect("instruments:assessment", saved.pk)
    context = {"version": version, "definition": definition, "year": year, "form": form, "held": held}
    return render(request, "instruments/assessing.html", context, status=422 if request.method == "POST" else 200)


def _refused(form: AssessmentForm, error: DomainError, held: Assessment | None) -> AssessmentForm:
    """The form with the rule's sentence; over another's values where another has saved first."""
    if error.code != SAVED_BETWEEN:
        tell_or_raise(form, error)
        return form
    made = form.over(held, stamp(held))
    made.add_error(None, error.message)
    return made


@require_GET
@requires(Permission.VIEW_ENTRY)
def assessment(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@require_POST
@requires(Permission.VALIDATE_DOCUMENT)
@once
def confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    seen = request.POST.get("seen", "")
    result = confirm_assessment(assessment=found, seen=seen, by=request.user, now=timezone.now())
    messages.success(request, f"{found} dikonfirmasi; nilainya tercatat.")
    return redirect("instruments:result", result.pk)


@require_POST
@requires(Permission.VALIDATE_DOCUMENT)
@once
def returning(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    return_assessment(assessment=found, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, f"{found} dikembalikan untuk diperbaiki.")
    return redirect("instruments:assessment", found.pk)


def _visible(request: SignedInRequest, pk: int) -> Assessment:
    return get_object_or_404(assessments_visible_to(request.user, timezone.localdate()), pk=pk)


def _page(request: SignedInRequest, found: Assessment, returning: ReturnForm | None = None) -> HttpResponse:
    today, definition, outcome = timezone.localdate(), definition_of(found.version.text), outcome_of(found)
    may_assess = versions_to_assess(request.user, today).filter(pk=found.version_id).exists()
    context = {
        "assessment": found,
        "calculation": presenters.calculation(definition, outcome),
        "grades": presenters.grade_rows(definition, outcome),
        "stamp": stamp(found),
        "may_check": found.is_waiting and may_check(request.user, found, today),
        "may_assess": may_assess and found.year >= today.year - YEARS,
        "is_complete": outcome.index is not None,
        "returning": returning
        or ReturnForm(restored(request, to=reverse("instruments:assessment_returned", args=[found.pk]))),
        "result": result_from(found),
    }
    return render(request, "instruments/assessment.html", context, status=422 if returning else 200)
