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
from cermat.survey.presenters.results import PlanRow, plan_rows, quarter_name
from cermat.survey.queries.following import owners_for
from cermat.survey.queries.improvements import plans_of, version_of
from cermat.survey.queries.results import result_of
from cermat.survey.queries.surveys import surveys_run_by
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored

AHEAD = 8  # quarters that may be chosen


@requires(Permission.RUN_SURVEY)
@once
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """One form for all of them; what stays empty is not planned, and what is emptied is planned no longer."""
    survey = get_object_or_404(surveys_run_by(request.user, timezone.localdate()), pk=pk)
    found = result_of(survey)
    rows = plan_rows(found.definition, found.outcome, plans_of(survey))
    typed = request.POST or restored(request)
    forms = [None if one.recommended else _form(survey, one, typed, timezone.localdate()) for one in rows]
    open_forms = [form for form in forms if form is not None]
    checked = [form.is_valid() for form in open_forms]  # all of them, so that every mistake is told at once
    if request.method == "POST" and all(checked) and _saved(request, survey, open_forms):
        return redirect("survey:result", survey.pk)
    context = {
        "survey": survey, "pairs": list(zip(rows, forms, strict=True)), "is_interim": found.is_interim,
        "may_save": bool(open_forms),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "survey/results/plan.html", context, status=status)


def _saved(request: SignedInRequest, survey: Survey, forms: list[PlanForm]) -> bool:
    plans = {str(form.prefix): _plan(form.cleaned_data) for form in forms}
    seen = {str(form.prefix): form.cleaned_data["seen"] for form in forms}
    try:
        saved = actions.save_plans(survey=survey, plans=plans, seen=seen, by=request.user, now=timezone.now())
    except DomainError as error:
        _tell(survey, forms, error)
        return False
    messages.success(request, "Rencana tindak lanjut tersimpan.")
    if saved.dropped:
        messages.success(request, f"{len(saved.dropped)} rencana dihapus karena dikosongkan.")
    return True


def _tell(survey: Survey, forms: list[PlanForm], error: DomainError) -> None:
    """At the form of the unsur that the error names."""
    unsur, _, error.field = (error.field or "").rpartition("-")
    form = next((one for one in forms if one.prefix == unsur), None)
    if form is None:
        raise error
    tell_or_raise(form, error)
    if error.code == "changed":
        form.show(version_of(plans_of(survey).filter(unsur=unsur).first()))


def _plan(given: dict[str, Any]) -> Plan | None:
    """None for a form that was left or made empty."""
    if not given["text"]:
        return None
    year, quarter = given["when"].split("-")
    return Plan(given["text"], given["owner"], int(year), int(quarter))


def _form(survey: Survey, one: PlanRow, data: Any, today: date) -> PlanForm:
    made, offered = one.plan, quarters(today)
    if made is None:
        return PlanForm(data, unsur=one.row.code, owners=owners_for(survey), quarters=offered, initial={})
    when = f"{made.year}-{made.quarter}"
    if when not in dict(offered):  # its time has passed: it may stay as it is
        offered = [(when, one.when), *offered]
    initial = {"text": made.text, "owner": made.owner_id, "when": when, "seen": version_of(made)}
    return PlanForm(data, unsur=one.row.code, owners=owners_for(survey), quarters=offered, initial=initial)


def quarters(today: date) -> list[tuple[str, str]]:
    """This quarter and those after it: ("2027-1", "Triwulan I 2027")."""
    first = today.year * 4 + (today.month - 1) // 3
    every = (divmod(one, 4) for one in range(first, first + AHEAD))
    return [(f"{year}-{at + 1}", quarter_name(year, at + 1)) for year, at in every]
