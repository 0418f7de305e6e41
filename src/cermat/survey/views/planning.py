"""Rencana tindak lanjut: a plan for each of the lowest unsur."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.survey import actions
from cermat.survey.actions.following import Plan
from cermat.survey.forms.following import PlanForm
from cermat.survey.models import Survey
from cermat.survey.presenters.results import UnsurRow, lowest_rows
from cermat.survey.queries.following import owners_for
from cermat.survey.queries.results import result_of
from cermat.survey.queries.surveys import surveys_run_by
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored

AHEAD = 8  # quarters that may be chosen


@requires(Permission.RUN_SURVEY)
@once
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """One form for all of them; what stays empty is not planned."""
    survey = get_object_or_404(surveys_run_by(request.user, timezone.localdate()), pk=pk)
    found = result_of(survey)
    rows = lowest_rows(found.definition, found.outcome)
    typed = request.POST or restored(request)
    forms = [_form(survey, row, typed, timezone.localdate()) for row in rows]
    checked = [form.is_valid() for form in forms]  # all of them, so that every mistake is told at once
    if request.method == "POST" and all(checked) and _saved(request, survey, forms):
        messages.success(request, "Rencana tindak lanjut tersimpan.")
        return redirect("survey:result", survey.pk)
    context = {"survey": survey, "pairs": list(zip(rows, forms, strict=True)), "is_interim": found.is_interim}
    status = 422 if request.method == "POST" else 200
    return render(request, "survey/results/plan.html", context, status=status)


def _saved(request: SignedInRequest, survey: Survey, forms: list[PlanForm]) -> bool:
    plans = {str(form.prefix): _plan(form.cleaned_data) for form in forms if form.is_filled}
    try:
        actions.plan_improvements(survey=survey, plans=plans, by=request.user, now=timezone.now())
    except DomainError as error:
        tell_or_raise(forms[0], error)
        return False
    return True


def _plan(given: dict[str, Any]) -> Plan:
    year, quarter = given["when"].split("-")
    return Plan(given["text"], given["owner"], int(year), int(quarter))


def _form(survey: Survey, row: UnsurRow, data: Any, today: date) -> PlanForm:
    made = survey.improvements.filter(unsur=row.code).first()
    initial = {"text": made.text, "owner": made.owner_id, "when": f"{made.year}-{made.quarter}"} if made else {}
    return PlanForm(data, unsur=row.code, owners=owners_for(survey), quarters=quarters(today), initial=initial)


def quarters(today: date) -> list[tuple[str, str]]:
    """This quarter and those after it: ("2027-1", "Triwulan I 2027")."""
    first = today.year * 4 + (today.month - 1) // 3
    names = ("I", "II", "III", "IV")
    return [
        (f"{one // 4}-{one % 4 + 1}", f"Triwulan {names[one % 4]} {one // 4}") for one in range(first, first + AHEAD)
    ]
