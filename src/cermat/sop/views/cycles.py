"""The list of periods, opening one, and its plan."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import holds
from cermat.sop import actions, queries
from cermat.sop.forms import OpenCycleForm, ReopenCycleForm
from cermat.sop.presenters import cycle_rows, plan_page, times_picture
from cermat.web.guards import requires
from cermat.web.pictures import picture_file
from cermat.web.typed import restored

A_PAGE = 24


@requires(Permission.VIEW_CYCLE)
def cycles(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(queries.cycles_listed(request.user, today), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": cycle_rows(page.object_list),
        "may_open": holds(request.user, Permission.OPEN_CYCLE, today),
    }
    return render(request, "sop/cycles.html", context)


@requires(Permission.OPEN_CYCLE)
@once
def opening(request: SignedInRequest) -> HttpResponse:
    """GET ?month= shows the plan of a month that could be opened; POST opens it."""
    today, now = timezone.localdate(), timezone.now()
    kecamatan = get_object_or_404(queries.kecamatan_of(request.user, Permission.OPEN_CYCLE, today)[:1])
    months = queries.months_to_open(kecamatan, today)
    form = OpenCycleForm(request.POST if request.method == "POST" else request.GET or None, months=months)
    if request.method == "POST" and form.is_valid():
        try:
            cycle = actions.open_cycle(kecamatan=kecamatan, month=form.cleaned_data["month"], by=request.user, now=now)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{cycle} dibuka. Tahapan pertama siap dikerjakan.")
            return redirect("sop:plan", cycle.pk)
    month = form.shown_month()
    has_sop = queries.current_sop(kecamatan) is not None
    shown = plan_page(queries.plan_of(kecamatan=kecamatan, month=month, day=today)) if has_sop else None
    status = 422 if request.method == "POST" else 200
    return render(request, "sop/opening.html", {"form": form, "month": month, "plan": shown}, status=status)


@requires(Permission.VIEW_CYCLE)
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    cycle = get_object_or_404(queries.cycles_visible_to(request.user, today), pk=pk)
    context = {"cycle": cycle, "plan": plan_page(queries.plan_of(cycle, day=today))}
    return render(request, "sop/plan.html", context)


@requires(Permission.VIEW_CYCLE)
def times(request: SignedInRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    cycle = get_object_or_404(queries.cycles_visible_to(request.user, timezone.localdate(now)), pk=pk)
    return render(request, "sop/times.html", {"cycle": cycle, "picture": times_picture(queries.step_rows(cycle, now))})


@requires(Permission.VIEW_CYCLE)
def times_file(request: SignedInRequest, pk: int, ending: str) -> HttpResponse:
    now = timezone.now()
    cycle = get_object_or_404(queries.cycles_visible_to(request.user, timezone.localdate(now)), pk=pk)
    return picture_file({"waktu": times_picture(queries.step_rows(cycle, now))}, "waktu", ending)


@requires(Permission.CLOSE_COLLECTION)
@once
def reopening(request: SignedInRequest, pk: int) -> HttpResponse:
    """A closed period runs again for a correction; the reason is asked for."""
    cycle = get_object_or_404(queries.cycles_visible_to(request.user, timezone.localdate()), pk=pk)
    form = ReopenCycleForm(request.POST or restored(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.reopen_cycle(cycle=cycle, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{cycle} dibuka kembali. Buka isian yang dikoreksi, lalu hitung ulang.")
            return redirect("dashboards:board", cycle.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "sop/reopening.html", {"form": form, "cycle": cycle}, status=status)
