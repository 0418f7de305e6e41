"""Services of an office, and the addresses that the public opens."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.audit.views import once
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.survey import actions
from cermat.survey.forms.office import CounterForm, ServiceForm
from cermat.survey.models import Channel, Counter, Service
from cermat.survey.presenters.office import counter_row
from cermat.survey.queries import counters_visible_to, services_of, services_visible_to, units_run_by
from cermat.survey.views.setting_up import unit_asked
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored


@require_GET
@requires(Permission.VIEW_SURVEY)
def services(request: SignedInRequest) -> HttpResponse:
    return _services(request, ServiceForm(restored(request)))


@requires(Permission.RUN_SURVEY)
@once
def new_service(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("survey:services")
    form = ServiceForm(request.POST)
    if form.is_valid():
        try:
            actions.add_service(unit=unit_asked(request), **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, "Layanan ditambahkan.")
            return redirect("survey:services")
        except DomainError as error:
            tell_or_raise(form, error)
    return _services(request, form, status=422)


@requires(Permission.RUN_SURVEY)
@once
def service_name(request: SignedInRequest, pk: int) -> HttpResponse:
    service = _service(request, pk)
    form = ServiceForm(request.POST if request.method == "POST" else restored(request), initial={"name": service.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_service(service=service, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, "Nama layanan diubah.")
            return redirect("survey:services")
        except DomainError as error:
            tell_or_raise(form, error)
    status = 422 if request.method == "POST" else 200
    return render(request, "survey/office/service.html", {"service": service, "form": form}, status=status)


@requires(Permission.RUN_SURVEY)
@once
def service_retirement(request: SignedInRequest, pk: int) -> HttpResponse:
    return _done(
        request, actions.retire_service, "services", "Layanan tidak ditawarkan lagi.", service=_service(request, pk)
    )


@requires(Permission.RUN_SURVEY)
@once
def service_restoration(request: SignedInRequest, pk: int) -> HttpResponse:
    return _done(
        request, actions.restore_service, "services", "Layanan ditawarkan lagi.", service=_service(request, pk)
    )


@require_GET
@requires(Permission.VIEW_SURVEY)
def counters(request: SignedInRequest) -> HttpResponse:
    return _counters(request, None)


@requires(Permission.RUN_SURVEY)
@once
def new_counter(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("survey:counters")
    unit = unit_asked(request)
    form = CounterForm(request.POST, services=services_of(unit))
    if form.is_valid():
        try:
            place = form.cleaned_data | {"channel": Channel(form.cleaned_data["channel"])}
            actions.add_counter(unit=unit, **place, by=request.user, now=timezone.now())
            messages.success(request, "Alamat loket dibuat. Cetak posternya, atau buka alamatnya pada tablet.")
            return redirect("survey:counters")
        except DomainError as error:
            tell_or_raise(form, error)
    return _counters(request, form, status=422)


@requires(Permission.RUN_SURVEY)
@once
def counter(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _counter(request, pk)
    typed = request.POST if request.method == "POST" else restored(request)
    initial = {"name": found.name, "service": found.service_id or ""}
    form = CounterForm(typed, services=services_of(found.unit), known=True, initial=initial)
    if found.channel != Channel.TABLET:
        del form.fields["pin"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_counter(counter=found, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, "Loket tersimpan. Alamatnya tetap.")
            return redirect("survey:counters")
        except DomainError as error:
            tell_or_raise(form, error)
    context = {"row": counter_row(found, request), "form": form}
    return render(request, "survey/office/counter.html", context, status=422 if request.method == "POST" else 200)


@requires(Permission.RUN_SURVEY)
@once
def counter_retirement(request: SignedInRequest, pk: int) -> HttpResponse:
    words = "Alamat dihentikan. Poster yang masih terpasang kini membuka halaman pemberitahuan."
    return _done(request, actions.retire_counter, "counters", words, counter=_counter(request, pk))


@requires(Permission.RUN_SURVEY)
@once
def counter_restoration(request: SignedInRequest, pk: int) -> HttpResponse:
    return _done(request, actions.restore_counter, "counters", "Alamat dipakai lagi.", counter=_counter(request, pk))


def _done(request: SignedInRequest, act: Callable[..., object], page: str, words: str, **thing: Any) -> HttpResponse:
    if request.method == "POST":
        act(**thing, by=request.user, now=timezone.now())
        messages.success(request, words)
    return redirect(f"survey:{page}")


def _service(request: SignedInRequest, pk: int) -> Service:
    return get_object_or_404(services_visible_to(request.user, timezone.localdate()), pk=pk)


def _counter(request: SignedInRequest, pk: int) -> Counter:
    return get_object_or_404(counters_visible_to(request.user, timezone.localdate()), pk=pk)


def _services(request: SignedInRequest, form: ServiceForm, *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    mine = units_run_by(request.user, today)
    rows = list(services_visible_to(request.user, today).order_by("unit__path", "sort", "name"))
    context = {"rows": rows, "form": form, **_own(request, mine)}
    return render(request, "survey/office/services.html", context, status=status)


def _own(request: SignedInRequest, mine: list[Unit]) -> dict[str, Any]:
    """The units whose things the person changes, and the one to which the form of the page adds."""
    return {"mine": mine, "units": mine, "unit": unit_asked(request) if mine else None}


def _counters(request: SignedInRequest, form: CounterForm | None, *, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    mine = units_run_by(request.user, today)
    rows = counters_visible_to(request.user, today).order_by("unit__path", "-is_active", "name")
    if mine and form is None:
        form = CounterForm(restored(request), services=services_of(unit_asked(request)))
    context = {"rows": [counter_row(row, request) for row in rows], "form": form, **_own(request, mine)}
    return render(request, "survey/office/counters.html", context, status=status)
