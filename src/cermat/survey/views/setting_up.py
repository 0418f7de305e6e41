"""Preparing a survey period, from nothing or from the last one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.instruments.queries import definition_in_force
from cermat.lib.errors import DomainError
from cermat.lib.months import Month
from cermat.lib.numbers import whole_number
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.survey import actions
from cermat.survey.forms.office import SurveyForm, as_typed, carried
from cermat.survey.models import Survey, SurveyState
from cermat.survey.queries import last_survey_of, services_of, surveys_run_by, units_run_by
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored

LAST = "lalu"


@requires(Permission.RUN_SURVEY)
@once
def new(request: SignedInRequest) -> HttpResponse:
    unit = unit_asked(request)
    last = last_survey_of(unit)
    taken = last if last and request.GET.get("dari") == LAST else None
    if request.method != "POST":
        return _page(request, unit, _form(unit, restored(request), _proposed(last, taken)), last=last, taken=taken)
    form = _form(unit, request.POST, {})
    if form.is_valid():
        try:
            made = actions.make_survey(
                unit=unit, month=form.cleaned_data["period"], days=form.days(), offered=form.offered(),
                by=request.user, now=timezone.now(), carried_from=taken, **form.kept(),
            )  # fmt: skip
            messages.success(request, "Survei disiapkan. Periksa sekali lagi, lalu buka untuk publik.")
            return redirect("survey:survey", made.pk)
        except DomainError as error:
            tell_or_raise(form, error)
    return _page(request, unit, form, last=last, taken=taken, status=422)


@requires(Permission.RUN_SURVEY)
@once
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(surveys_run_by(request.user, timezone.localdate()), pk=pk)
    if found.state != SurveyState.DRAFT:
        return redirect("survey:survey", pk)
    if request.method != "POST":
        return _page(
            request, found.unit, _form(found.unit, restored(request), as_typed(found), new=False), survey=found
        )
    form = _form(found.unit, request.POST, {}, new=False)
    if form.is_valid():
        try:
            actions.change_survey(
                survey=found, days=form.days(), offered=form.offered(), by=request.user, now=timezone.now(),
                **form.kept(),
            )  # fmt: skip
            messages.success(request, "Pengaturan survei tersimpan.")
            return redirect("survey:survey", pk)
        except DomainError as error:
            tell_or_raise(form, error)
    return _page(request, found.unit, form, survey=found, status=422)


def unit_asked(request: SignedInRequest) -> Unit:
    """The unit whose survey is prepared: the one asked for, else the person's first."""
    units = units_run_by(request.user, timezone.localdate())
    asked = request.GET.get("unit")
    if not units:
        raise Http404
    if asked is None:
        return units[0]
    found = next((unit for unit in units if unit.pk == whole_number(asked)), None)
    if found is None:
        raise Http404
    return found


def _form(unit: Unit, data: Any, initial: dict[str, Any], *, new: bool = True) -> SurveyForm:
    """Of a survey that exists the month stays."""
    _version, definition = definition_in_force(unit.kecamatan or unit, actions.INSTRUMENT, timezone.localdate())
    return SurveyForm(data, services=services_of(unit), definition=definition, initial=initial, new=new)


def _proposed(last: Survey | None, taken: Survey | None) -> dict[str, Any]:
    """The quarter that runs, from today to the end of its last month, or where that has its survey the one after the
    last survey; the rest from the last period, if asked for."""
    starts_on = timezone.localdate()
    if last and last.month.last > starts_on:
        starts_on = last.month.plus(1).first
    month = Month(starts_on.year, (starts_on.month - 1) // 3 * 3 + 3)
    days = {"period": str(month), "starts_on": starts_on, "ends_on": month.last}
    return days | (carried(taken) if taken else {})


def _page(request: SignedInRequest, unit: Unit, form: SurveyForm, *, status: int = 200, **more: Any) -> HttpResponse:
    units = units_run_by(request.user, timezone.localdate())
    context = {"unit": unit, "units": units, "form": form, "survey": None, "last": None, "taken": None, **more}
    return render(request, "survey/office/settings.html", context, status=status)
