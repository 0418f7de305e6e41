"""The lock of a year: locked once its report is handed in, opened by the Camat for a correction."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.periods.queries import lock_of, openings_of
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored
from cermat.years import actions
from cermat.years.forms import LockForm, OpeningForm
from cermat.years.queries import months_closed, openings_visible_to, years_of
from cermat.years.views.scope import kecamatan_in, may

Form = LockForm | OpeningForm


@requires(Permission.VIEW_CYCLE)
def lock(request: SignedInRequest, year: int) -> HttpResponse:
    kecamatan = kecamatan_in(request, year)
    return _page(request, kecamatan, year, None)


def _page(request: SignedInRequest, kecamatan: Unit, year: int, typed: Form | None) -> HttpResponse:
    """Whether the year is locked, its corrections, and the one form that is open to the person."""
    today = timezone.localdate()
    found = lock_of(kecamatan, year)
    form: Form | None = typed
    if form is None and found is None and year < today.year and may(request, Permission.LOCK_YEAR, kecamatan):
        form = LockForm(restored(request))
    if form is None and found is not None and may(request, Permission.CORRECT_YEAR, kecamatan):
        form = OpeningForm(restored(request), months=months_closed(kecamatan, year))
    context = {
        "kecamatan": kecamatan,
        "year": year,
        "years": years_of(kecamatan, today),
        "lock": found,
        "is_over": year < today.year,
        "openings": openings_of(found),
        "form": form,
        "may_correct": may(request, Permission.CORRECT_YEAR, kecamatan),
    }
    return render(request, "years/lock.html", context, status=422 if typed else 200)


@requires(Permission.LOCK_YEAR)
@once
def locking(request: SignedInRequest, year: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("years:lock", year)
    kecamatan = kecamatan_in(request, year)
    form = LockForm(request.POST)
    if form.is_valid():
        try:
            actions.lock_year(kecamatan=kecamatan, year=year, by=request.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            messages.success(request, f"Tahun {year} dikunci.")
            return redirect("years:lock", year)
    return _page(request, kecamatan, year, form)


@requires(Permission.CORRECT_YEAR)
@once
def opening(request: SignedInRequest, year: int) -> HttpResponse:
    kecamatan = kecamatan_in(request, year)
    found = lock_of(kecamatan, year)
    if request.method != "POST" or found is None:
        return redirect("years:lock", year)
    form = OpeningForm(request.POST, months=months_closed(kecamatan, year))
    if form.is_valid():
        try:
            made = actions.open_year(lock=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            messages.success(request, f"{made.what} dibuka untuk koreksi. Sekretaris Camat mendapat pesan.")
            return redirect("years:lock", year)
    return _page(request, kecamatan, year, form)


@requires(Permission.CORRECT_YEAR)
@once
def ending(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(openings_visible_to(request.user, timezone.localdate()), pk=pk)
    if request.method == "POST":
        actions.end_opening(opening=found, by=request.user, now=timezone.now())
        messages.success(request, f"Koreksi {found.what} selesai; angkanya terkunci lagi.")
    return redirect("years:lock", found.lock.year)
