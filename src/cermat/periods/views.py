"""The office's calendar: which days are off, and its own days."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.errors import DomainError
from cermat.lib.numbers import whole_number
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.periods import actions, queries
from cermat.periods.forms import LocalHolidayForm
from cermat.periods.presenters import calendar_year
from cermat.web.forms import tell
from cermat.web.guards import requires
from cermat.web.typed import restored

FIRST, LAST = 2000, 2100


def _kecamatan(request: SignedInRequest) -> Unit:
    return get_object_or_404(queries.office_of(request.user, timezone.localdate())[:1])


def _page(request: SignedInRequest, form: LocalHolidayForm) -> HttpResponse:
    kecamatan = _kecamatan(request)
    asked = whole_number(request.GET.get("tahun", "")) or 0
    year = asked if FIRST <= asked <= LAST else timezone.localdate().year
    context = {
        "kecamatan": kecamatan,
        "shown": calendar_year(year, queries.days_off_in(kecamatan, year), queries.calendar_of(kecamatan)),
        "years": [year - 1, year, year + 1],
        "form": form,
    }
    return render(request, "periods/calendar.html", context, status=422 if request.method == "POST" else 200)


@requires(Permission.MANAGE_OFFICE)
def calendar(request: SignedInRequest) -> HttpResponse:
    return _page(request, LocalHolidayForm(restored(request)))


@requires(Permission.MANAGE_OFFICE)
@once
def local_holiday(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("periods:calendar")
    form = LocalHolidayForm(request.POST)
    if form.is_valid():
        kecamatan, now = _kecamatan(request), timezone.now()
        try:
            actions.add_local_holiday(kecamatan=kecamatan, by=request.user, now=now, **form.cleaned_data)
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, "Hari libur lokal ditambahkan.")
            return redirect("periods:calendar")
    return _page(request, form)


@requires(Permission.MANAGE_OFFICE)
@once
def removal(request: SignedInRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        holiday = get_object_or_404(queries.local_days_of(_kecamatan(request)), pk=pk)
        actions.remove_local_holiday(holiday=holiday, by=request.user, now=timezone.now())
        messages.success(request, "Hari libur lokal dihapus.")
    return redirect("periods:calendar")


@requires(Permission.MANAGE_OFFICE)
@once
def loading(request: SignedInRequest) -> HttpResponse:
    """Bring the national days up to date with the file that came with the program."""
    if request.method == "POST":
        added = actions.load_holidays(by=request.user, now=timezone.now())
        messages.success(request, f"{added} hari libur nasional ditambahkan.")
    return redirect("periods:calendar")
