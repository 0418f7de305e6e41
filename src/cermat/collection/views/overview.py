"""Pengumpulan: own sheets, what waits for a check, the matrix."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.collection.models import Entry
from cermat.collection.presenters import (
    documents_view,
    entry_line,
    matrix_view,
    sinergitas_view,
)
from cermat.collection.queries import (
    documents_standing,
    entries_visible_to,
    matrix,
    may_close,
    owing_count,
    sees_all,
    sinergitas_standing,
    to_check,
    to_fill,
    to_send,
)
from cermat.collection.views.tabs import own_units, tabs
from cermat.organisation.models import Kind, SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority
from cermat.requirements.presenters import register_rows
from cermat.requirements.queries import not_due_of
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires
from cermat.web.shell import kept_on_device


@requires(Permission.VIEW_ENTRY)
def index(request: SignedInRequest) -> HttpResponse:
    """The newest period that has sheets this person sees."""
    today = timezone.localdate()
    cycles = cycles_visible_to(request.user, today).filter(entries__isnull=False).distinct()
    newest = cycles.order_by("-year", "-month_number").first()
    if newest is None:
        return render(request, "collection/none.html")
    return redirect("collection:mine", newest.pk)


@requires(Permission.VIEW_ENTRY)
@kept_on_device
def mine(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    units = own_units(request)
    own = entries_visible_to(request.user, today).filter(cycle=cycle, unit__in=units)
    context = {
        "cycle": cycle,
        "own": [entry_line(entry, today) for entry in own.order_by("section__sort", "form", "pk")],
        "fill_count": sum(task.entry.cycle_id == cycle.pk for task in to_fill(request.user, today)),
        "send": _lines([task.entry for task in to_send(request.user, today)], cycle),
        "check": _lines([task.entry for task in to_check(request.user, today)], cycle),
        "units": units,
        "shows_index": all(unit.kind != Kind.KELURAHAN for unit in units),  # only a desa has one
        "tabs": tabs(request, cycle, "mine"),
        **_whole(request, cycle),
    }
    return render(request, "collection/mine.html", context)


def _lines(entries: list[Entry], cycle: Cycle) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [entry_line(entry, today) for entry in entries if entry.cycle_id == cycle.pk]


def _whole(request: SignedInRequest, cycle: Cycle) -> dict[str, Any]:
    """The matrix for those who see the whole kecamatan; closing and reminding for those who lead it."""
    today = timezone.localdate()
    if not sees_all(request.user, cycle, today):
        return {"matrix": None}
    leads = authority(request.user, Permission.CLOSE_COLLECTION, cycle.kecamatan, today) is not None
    step = cycle.steps.filter(work="pengumpulan").first()
    return {
        "matrix": matrix_view(matrix(cycle, today)),
        "not_due": register_rows(not_due_of(cycle)),
        "owing": owing_count(cycle, request.user, today) if cycle.is_running else None,
        "step": step,
        "may_close": leads and may_close(request.user, cycle, today),
        "leads": leads,
    }


@require_GET
@requires(Permission.VIEW_ENTRY)
def standing(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """Sinergitas section beside section, documents unit by unit; for those who see the whole kecamatan."""
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    if not sees_all(request.user, cycle, today):
        return redirect("collection:mine", cycle.pk)
    sinergitas, documents = sinergitas_standing(cycle), documents_standing(cycle, today)
    context = {
        "cycle": cycle,
        "tabs": tabs(request, cycle, "standing"),
        "sinergitas": sinergitas_view(sinergitas) if sinergitas else None,
        "documents": documents_view(documents) if documents else None,
    }
    return render(request, "collection/standing.html", context)
