"""Konfirmasi and keputusan: the two works that no other room finishes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.documents.views import takes_files
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.sop import actions, queries
from cermat.sop.forms import ConfirmationForm, DecisionForm
from cermat.sop.models import StepRun
from cermat.sop.presenters import step_page
from cermat.sop.workflow import Work
from cermat.web.forms import tell
from cermat.web.guards import requires
from cermat.web.typed import restored

Form = ConfirmationForm | DecisionForm


def _step(request: SignedInRequest, pk: int) -> StepRun:
    return get_object_or_404(queries.own_works_visible_to(request.user, timezone.localdate()), pk=pk)


def _page(request: SignedInRequest, run: StepRun, form: Form) -> HttpResponse:
    may_act = queries.may_finish(run, request.user, timezone.localdate())
    context = {"step": step_page(run, queries.definition_of(run.cycle.sop)), "run": run, "may_act": may_act}
    status = 422 if request.method == "POST" else 200
    return render(request, "sop/step.html", {**context, "form": form}, status=status)


@requires(Permission.VIEW_CYCLE)
def step(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _step(request, pk)
    form = ConfirmationForm if run.work == Work.CONFIRMATION else DecisionForm
    return _page(request, run, form(restored(request)))


@requires(Permission.VIEW_CYCLE)
@takes_files
@once
def confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _step(request, pk)
    if request.method != "POST":
        return redirect("sop:step", pk)
    form = ConfirmationForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.confirm_step(step=run, by=request.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, "Konfirmasi tersimpan.")
            return redirect("sop:step", pk)
    return _page(request, run, form)


@requires(Permission.VIEW_CYCLE)
@once
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    run = _step(request, pk)
    if request.method != "POST":
        return redirect("sop:step", pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        is_yes, reason = form.cleaned_data["answer"] == "ya", form.cleaned_data["reason"]
        try:
            actions.decide_step(step=run, is_yes=is_yes, reason=reason, by=request.user, now=timezone.now())
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, "Keputusan tersimpan.")
            return redirect("sop:step", pk)
    return _page(request, run, form)
