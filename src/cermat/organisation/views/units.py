"""Pengaturan: sections, subbagian, RW and RT."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.organisation import actions
from cermat.organisation.forms import NewUnitForm, UnitForm
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.organisation.presenters import unit_rows
from cermat.organisation.queries import units_reached
from cermat.organisation.queries.units import kinds_below
from cermat.organisation.views.answers import data_of, done, form_page
from cermat.web.guards import requires


def _unit(request: SignedInRequest, pk: int) -> Unit:
    reached = units_reached(request.user, Permission.MANAGE_OFFICE, timezone.localdate())
    return get_object_or_404(reached.select_related("kecamatan", "parent"), pk=pk)


@require_GET
@requires(Permission.MANAGE_OFFICE)
def units(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = unit_rows(units_reached(request.user, Permission.MANAGE_OFFICE, today), today)
    return render(request, "organisation/units.html", {"rows": rows})


@requires(Permission.MANAGE_OFFICE)
@once
def unit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _unit(request, pk)
    form = UnitForm(data_of(request), initial={name: getattr(found, name) for name in UnitForm.base_fields})

    def rename() -> Unit:
        return actions.rename_unit(unit=found, **form.cleaned_data, by=request.user, now=timezone.now())

    if done(request, form, rename):
        messages.success(request, "Unit disimpan.")
        return redirect("organisation:units")
    return form_page(request, form, title=str(found), button="Simpan", back=_back(), intro=f"Kode {found.code}")


def _back() -> tuple[str, str]:
    return "Unit dan seksi", reverse("organisation:units")


@requires(Permission.MANAGE_OFFICE)
@once
def new_unit(request: SignedInRequest, pk: int) -> HttpResponse:
    parent = _unit(request, pk)
    form = NewUnitForm(data_of(request), kinds=kinds_below(parent))

    def add() -> Unit:
        return actions.add_unit(parent=parent, **form.cleaned_data, by=request.user, now=timezone.now())

    made = done(request, form, add)
    if made:
        messages.success(request, f"{made} ditambahkan.")
        return redirect("organisation:units")
    return form_page(request, form, title=f"Tambah di bawah {parent}", button="Tambahkan", back=_back())


@require_POST
@requires(Permission.MANAGE_OFFICE)
@once
def unit_deactivation(request: SignedInRequest, pk: int) -> HttpResponse:
    found = actions.deactivate_unit(unit=_unit(request, pk), by=request.user, now=timezone.now())
    messages.success(request, f"{found} dinonaktifkan. Data lamanya tetap tersimpan.")
    return redirect("organisation:units")


@require_POST
@requires(Permission.MANAGE_OFFICE)
@once
def unit_reactivation(request: SignedInRequest, pk: int) -> HttpResponse:
    found = actions.reactivate_unit(unit=_unit(request, pk), by=request.user, now=timezone.now())
    messages.success(request, f"{found} aktif kembali.")
    return redirect("organisation:units")
