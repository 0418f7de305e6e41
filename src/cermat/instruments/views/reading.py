"""The office's instruments, one definition as a person reads it, a trial without a trace, and a stored result."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.instruments import presenters
from cermat.instruments.forms import TrialForm
from cermat.instruments.formula import Definition, score
from cermat.instruments.models import InstrumentVersion
from cermat.instruments.queries import (
    as_the_office_prints,
    definition_of,
    history_of,
    instruments_visible_to,
    kecamatan_to_load,
    results_visible_to,
    sheet_of,
    siblings_of,
)
from cermat.instruments.queries.assessments import assessments_visible_to, is_assessed, versions_to_assess
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires
from cermat.web.typed import restored


def visible(request: SignedInRequest, pk: int) -> InstrumentVersion:
    return get_object_or_404(instruments_visible_to(request.user, timezone.localdate()), pk=pk)


@require_GET
@requires(Permission.VIEW_CYCLE)
def index(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    versions = instruments_visible_to(request.user, today).defer("text")
    context = {
        "offices": presenters.offices(versions, today),
        "may_load": kecamatan_to_load(request.user, today).exists(),
    }
    return render(request, "instruments/index.html", context)


@require_GET
@requires(Permission.VIEW_CYCLE)
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    found, today = visible(request, pk), timezone.localdate()
    definition = as_the_office_prints(definition_of(found.text), found.kecamatan, today)
    rows = presenters.version_rows(siblings_of(found), today)
    context = {
        "version": found,
        "row": next(row for row in rows if row.version == found),
        "rows": rows,
        "definition": definition,
        "facts": presenters.facts(definition),
        "blocks": presenters.blocks(definition),
        "classes": presenters.classes(definition),
        "may_load": kecamatan_to_load(request.user, today).filter(pk=found.kecamatan_id).exists(),
        **_assessed(request, found, definition),
    }
    return render(request, "instruments/version.html", context)


def _assessed(request: SignedInRequest, found: InstrumentVersion, definition: Definition) -> dict[str, Any]:
    """What the kecamatan itself has answered, and whether this person may answer."""
    if not is_assessed(definition):
        return {}
    today = timezone.localdate()
    return {
        "is_assessed": True,
        "assessments": assessments_visible_to(request.user, today).filter(version=found),
        "year": today.year if versions_to_assess(request.user, today).filter(pk=found.pk).exists() else None,
    }


@requires(Permission.VIEW_CYCLE)
def trial(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answers go in, the sheet of calculation comes out, nothing is stored."""
    found = visible(request, pk)
    definition = as_the_office_prints(definition_of(found.text), found.kecamatan, timezone.localdate())
    is_empty = "kosong" in request.GET
    typed = request.POST if request.method == "POST" else restored(request)
    form = TrialForm(typed, definition=definition, is_empty=is_empty)
    context = {"version": found, "definition": definition, "form": form, "is_empty": is_empty}
    status = 200
    if request.method == "POST" and form.is_valid():
        outcome = score(definition, form.sheets, form.given())
        context["calculation"] = presenters.calculation(definition, outcome)
    elif request.method == "POST":
        status = 422
    return render(request, "instruments/trial.html", context, status=status)


@require_GET
@requires(Permission.VIEW_ENTRY)
def result(request: SignedInRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = get_object_or_404(results_visible_to(request.user, today), pk=pk)
    sheet = sheet_of(found, printed_on=today)
    context = {
        "result": found,
        "title": presenters.result_title(found),
        "facts": presenters.result_facts(found),
        "comparison": presenters.comparison(found, sheet),
        "calculation": presenters.calculation(*sheet) if sheet else None,
        "details": presenters.plain_details(found) if sheet is None else [],
        "remarks": presenters.remarks(found),
        "history": presenters.history(history_of(found)),
    }
    return render(request, "instruments/result.html", context)
