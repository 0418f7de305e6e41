"""What people enter for the measurement: activities, actuals by hand, opening balances."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.indicators.queries import activities_visible_to, ikus_visible_to, sections_planned_by
from cermat.lib.errors import DomainError
from cermat.lib.months import Month
from cermat.measurement import actions
from cermat.measurement.forms import ActivityForm, ActualForm, BalanceForm
from cermat.measurement.models import Subject
from cermat.measurement.presenters import activity_line
from cermat.measurement.queries import (
    activity_rows,
    opening_balances_visible_to,
    previous_report,
    reports_of,
    takeable,
)
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.sop.queries import cycles_visible_to, kecamatan_of
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored


@requires(Permission.RECORD_PLAN)
def activities(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    mine = sections_planned_by(request.user, today)
    rows = [activity_line(activity, report) for activity, report in activity_rows(cycle, mine)]
    return render(request, "measurement/activities.html", {"cycle": cycle, "rows": rows})


@requires(Permission.RECORD_PLAN)
@once
def activity(request: SignedInRequest, cycle_pk: int, activity_pk: int) -> HttpResponse:
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    known = activities_visible_to(request.user, today).filter(section__in=sections_planned_by(request.user, today))
    found = get_object_or_404(known, pk=activity_pk, year=cycle.year)
    report = reports_of(cycle).get(found.pk)
    form = ActivityForm(request.POST or restored(request), initial=report.__dict__ if report else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_activity(
                cycle=cycle, activity=found, **form.cleaned_data, by=request.user, now=timezone.now()
            )
            messages.success(request, f"Realisasi {found.name} tersimpan.")
            return redirect("measurement:activities", cycle_pk)
        except DomainError as error:
            tell_or_raise(form, error)
    context = {"cycle": cycle, "activity": found, "form": form, "previous": previous_report(found, cycle)}
    return render(request, "measurement/activity.html", context, status=422 if form.errors else 200)


@requires(Permission.RECORD_PLAN)
@once
def actual(request: SignedInRequest, cycle_pk: int, iku_pk: int) -> HttpResponse:
    """The actual of an IKU that comes from somebody else's report."""
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    iku = get_object_or_404(ikus_visible_to(request.user, today), pk=iku_pk, year=cycle.year)
    form = ActualForm(request.POST or restored(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_actual(iku=iku, cycle=cycle, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, f"Realisasi {iku.code} dicatat. Hitung ulang agar tampil.")
            return redirect("measurement:cycle", cycle_pk)
        except DomainError as error:
            tell_or_raise(form, error)
    context = {"cycle": cycle, "iku": iku, "form": form}
    return render(request, "measurement/actual.html", context, status=422 if form.errors else 200)


@requires(Permission.VIEW_CYCLE)
def balances(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = opening_balances_visible_to(request.user, today).select_related("unit", "by")
    may_take_over = kecamatan_of(request.user, Permission.RECORD_PLAN, today).exists()
    return render(request, "measurement/balances.html", {"rows": rows, "may_take_over": may_take_over})


@requires(Permission.RECORD_PLAN)
@once
def balance(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    kecamatan = get_object_or_404(kecamatan_of(request.user, Permission.RECORD_PLAN, today)[:1])
    form = BalanceForm(request.POST or restored(request), initial={"year": today.year})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        until, subject = form.until(), Subject(given.pop("subject"))
        del given["month"], given["year"]
        try:
            row = actions.Balance(subject=subject, until=until, **given)
            actions.take_over(kecamatan=kecamatan, balance=row, by=request.user, now=timezone.now())
            messages.success(request, "Saldo awal tersimpan dan akan ditandai di setiap laporan.")
            return redirect("measurement:balances")
        except DomainError as error:
            tell_or_raise(form, error)
    context = {"form": form, "takeable": takeable(kecamatan, Month.of(today))}
    return render(request, "measurement/balance.html", context, status=422 if form.errors else 200)
