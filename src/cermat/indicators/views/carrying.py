"""Next year prepared from this one: seen first, made by one press; proposals kept; a draft said to be complete."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cermat.audit.views import once
from cermat.indicators import actions, presenters
from cermat.indicators.forms import chosen_proposals
from cermat.indicators.queries import (
    draft_for,
    kecamatan_preparing,
    plan_drafts_of,
    preparation,
    sets_of_year,
    why_not_prepared,
)
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires

FIRST, LAST = 2001, 2100


@requires(Permission.PREPARE_PLAN)
@once
def carry_over(request: SignedInRequest, year: int) -> HttpResponse:
    """What would be made of the last plan for `year`, and the press that makes it."""
    if not FIRST <= year <= LAST:
        raise Http404
    kecamatan = get_object_or_404(kecamatan_preparing(request.user, timezone.localdate())[:1])
    problem = ""
    if request.method == "POST":
        seen = request.POST.get("digest", "")
        try:
            made = actions.carry_over(kecamatan=kecamatan, year=year, seen=seen, by=request.user, now=timezone.now())
        except DomainError as error:
            problem = error.message
        else:
            messages.success(request, f"Draf {year} dibuat. Periksa usulannya, isi yang masih kosong.")
            return redirect("indicators:plan_draft", made.pk)
    return _page(request, kecamatan, year, problem)


def _page(request: SignedInRequest, kecamatan: Unit, year: int, problem: str) -> HttpResponse:
    found = preparation(kecamatan, year)
    context = {
        "kecamatan": kecamatan,
        "year": year,
        "found": found,
        "preview": presenters.preview(found) if found else None,
        "sets": presenters.set_lines(sets_of_year(kecamatan, year), year),
        "obstacle": why_not_prepared(kecamatan, year),
        "draft": draft_for(kecamatan, year),
        "problem": problem,
    }
    return render(request, "indicators/carry_over.html", context, status=422 if problem else 200)


@require_POST
@requires(Permission.PREPARE_PLAN)
@once
def keeping(request: SignedInRequest, pk: int) -> HttpResponse:
    """The proposals of one row, or of every row of a part, are what the person wants."""
    draft = get_object_or_404(plan_drafts_of(request.user, timezone.localdate()), pk=pk)
    rows = chosen_proposals(request.POST, draft)
    count = actions.keep_proposals(
        draft=draft, rows=rows, seen=request.POST.get("digest", ""), by=request.user, now=timezone.now()
    )
    messages.success(request, f"{count} usulan dipakai.")
    return redirect("indicators:plan_draft", pk)


@require_POST
@requires(Permission.PREPARE_PLAN)
@once
def ready(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(plan_drafts_of(request.user, timezone.localdate()), pk=pk)
    seen = request.POST.get("digest", "")
    actions.declare_plan_draft_ready(draft=draft, seen=seen, by=request.user, now=timezone.now())
    messages.success(request, f"Draf {draft.year} siap diperiksa; yang memberlakukannya mendapat pesan.")
    return redirect("indicators:plan_draft", pk)
