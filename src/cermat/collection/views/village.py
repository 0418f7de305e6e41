"""The index of each desa: status, distance to the next class, what could be tried, and the ministry's file."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.collection.actions import confirm, hand_in, refuse
from cermat.collection.forms import MinistryFileForm, RefusalForm, WhatIf
from cermat.collection.presenters import trial_view, village_line, waiting_view, year_view, years_picture
from cermat.collection.queries import (
    Trial,
    VillageIndex,
    hands_in,
    may_confirm,
    newest_of_all,
    publications_visible_to,
    village_index,
    villages_visible_to,
)
from cermat.documents.views import takes_files
from cermat.instruments.imports.idm import read_rumusan
from cermat.lib.errors import DomainError
from cermat.organisation.models import Kind, SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored


@require_GET
@requires(Permission.VIEW_CYCLE)
def villages(request: SignedInRequest) -> HttpResponse:
    """Every desa with its newest status; a kelurahan is named after them, and is not surveyed."""
    units = list(
        villages_visible_to(request.user, timezone.localdate()).order_by("kecamatan__path", "kind", "sort", "pk")
    )
    years = newest_of_all(units)
    lines = [village_line(unit, years.get(unit.pk, ()), surveyed=unit.kind == Kind.DESA) for unit in units]
    return render(request, "collection/villages.html", {"lines": lines})


@require_GET
@requires(Permission.VIEW_CYCLE)
def village(request: SignedInRequest, code: str) -> HttpResponse:
    return _page(request, _unit(request, code))


@require_POST
@requires(Permission.FILL_ENTRY)
@takes_files
@once
def publication(request: SignedInRequest, code: str) -> HttpResponse:
    """The ministry's file, handed in."""
    unit = _unit(request, code)
    form = MinistryFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, unit, form)
    try:
        rumusan = read_rumusan(form.text)
        name = form.cleaned_data["upload"].name
        hand_in(unit=unit, rumusan=rumusan, text=form.text, file_name=name, by=request.user, now=timezone.now())
    except DomainError as error:
        error.field = "upload"
        tell_or_raise(form, error)
        return _page(request, unit, form)
    messages.success(request, f"Rumusan IDM {rumusan.year} diterima dan menunggu dikonfirmasi orang lain.")
    return redirect("collection:village", unit.code)


@require_POST
@requires(Permission.VALIDATE_ENTRY)
@once
def confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(publications_visible_to(request.user, timezone.localdate()), pk=pk)
    confirm(publication=found, by=request.user, now=timezone.now())
    messages.success(request, f"Rumusan IDM {found.year} {found.unit} dikonfirmasi.")
    return redirect("collection:village", found.unit.code)


@require_POST
@requires(Permission.VALIDATE_ENTRY)
@once
def refusal(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(publications_visible_to(request.user, timezone.localdate()), pk=pk)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, found.unit, refusing=form)
    refuse(publication=found, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
    messages.success(request, f"Rumusan IDM {found.year} {found.unit} dikembalikan untuk diperbaiki.")
    return redirect("collection:village", found.unit.code)


def _unit(request: SignedInRequest, code: str) -> Unit:
    return get_object_or_404(villages_visible_to(request.user, timezone.localdate()), code=code)


def _page(
    request: SignedInRequest,
    unit: Unit,
    form: MinistryFileForm | None = None,
    refusing: RefusalForm | None = None,
) -> HttpResponse:
    found = village_index(unit)
    context = {
        "unit": unit,
        "surveyed": found.is_surveyed,
        "idm": [year_view(year) for year in found.idm],
        "indeks_desa": [year_view(year) for year in found.indeks_desa],
        "picture": years_picture(found),
        "form": form or MinistryFileForm(),
        "refusing": refusing or RefusalForm(restored(request)),
        **_rights(request, found),
        **_trial(request, found),
    }
    return render(request, "collection/village.html", context, status=422 if form or refusing else 200)


def _rights(request: SignedInRequest, found: VillageIndex) -> dict[str, Any]:
    """What this person may do with the ministry's files; the actions ask again."""
    today = timezone.localdate()
    mine = [one.pk for one in found.waiting if may_confirm(request.user, one, today)]
    return {
        "waiting": waiting_view(found.waiting, mine),
        "sent_back": found.sent_back,
        "may_hand_in": found.is_surveyed and hands_in(request.user, found.unit, today) is not None,
    }


def _trial(request: SignedInRequest, found: VillageIndex) -> dict[str, Any]:
    """What is tried on the newest year of the IDM; nothing where its rows are not known."""
    newest = found.idm[0] if found.idm else None
    if newest is None or not newest.points:
        return {"trial": None}
    asked = WhatIf(request.GET, newest.definition, newest.points)
    trial = Trial(newest.definition, newest.points, asked.points, asked.costs, asked.locked)
    return {"trial": trial_view(trial, asked.errors, request.GET), "query": asked.query}
