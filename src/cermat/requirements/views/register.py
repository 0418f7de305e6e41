"""The register of a cycle, the office's plan of requirements, the recording books."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import holds
from cermat.requirements.actions import change_plan
from cermat.requirements.forms import PlanForm
from cermat.requirements.presenters import plan_months, plan_name, register_rows
from cermat.requirements.queries import (
    plans_visible_to,
    printed_names,
    recording_book,
    recording_remark,
    register_of,
    sections_in,
    sections_of,
)
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires
from cermat.web.typed import restored


@requires(Permission.VIEW_CYCLE)
def register(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    context = {
        "cycle": cycle,
        "rows": register_rows(register_of(cycle)),
        "sections": sections_of(cycle),
        "sees_surveys": holds(request.user, Permission.VIEW_SURVEY, today),
    }
    return render(request, "requirements/register.html", context)


@requires(Permission.VIEW_CYCLE)
def recording(request: SignedInRequest, cycle_pk: int, section_pk: int) -> HttpResponse:
    cycle = get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=cycle_pk)
    section = get_object_or_404(sections_in(cycle.kecamatan), pk=section_pk)
    context = {
        "cycle": cycle,
        "section": section,
        "sections": sections_of(cycle),
        "lines": recording_book(cycle, section),
        "remark": recording_remark(cycle, section),
    }
    return render(request, "requirements/recording.html", context)


@requires(Permission.VIEW_CYCLE)
def plans(request: SignedInRequest) -> HttpResponse:
    found = list(plans_visible_to(request.user, timezone.localdate()))
    names = printed_names({plan.kecamatan for plan in found})
    rows = [{"plan": plan, "name": plan_name(plan, names), "months": plan_months(plan)} for plan in found]
    return render(request, "requirements/plans.html", {"rows": rows})


@requires(Permission.RECORD_PLAN)
@once
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(plans_visible_to(request.user, timezone.localdate()), pk=pk)
    sections = sections_in(found.kecamatan)
    form = PlanForm(request.POST or restored(request), plan=found, sections=sections)
    if request.method == "POST" and form.is_valid():
        change_plan(plan=found, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Jadwal persyaratan disimpan. Berlaku untuk periode yang dibuka berikutnya.")
        return redirect("requirements:plans")
    status, name = 422 if form.errors else 200, plan_name(found, printed_names([found.kecamatan]))
    return render(request, "requirements/plan.html", {"plan": found, "name": name, "form": form}, status=status)
