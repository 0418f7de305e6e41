"""Versions of a year's plan: to read, to compare, to take home as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.documents.formula import FileKind
from cermat.indicators import presenters
from cermat.indicators.exports.tables import as_csv, as_workbook
from cermat.indicators.exports.workbook import plan_workbook
from cermat.indicators.models import Plan
from cermat.indicators.queries import (
    adopters_of,
    drafts_to_see,
    may_put_in_force,
    plans_loaded,
    plans_visible_to,
    rows_of_plan,
)
from cermat.indicators.schema.plan_parts import PART
from cermat.lib.numbers import whole_number
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import holds
from cermat.web.downloads import YAML, as_file
from cermat.web.guards import requires

CSV = "text/csv; charset=utf-8"


def visible_plan(request: SignedInRequest, pk: int) -> Plan:
    found: Plan = get_object_or_404(plans_visible_to(request.user, timezone.localdate()), pk=pk)
    return found


@require_GET
@requires(Permission.VIEW_CYCLE)
def plans(request: SignedInRequest) -> HttpResponse:
    """Every version of every year, and the drafts that the person writes or puts in force."""
    today = timezone.localdate()
    loaded, drafts = plans_loaded(request.user, today), drafts_to_see(request.user, today)
    context = {
        "plans": loaded,
        "next_year": presenters.next_year(loaded, drafts),
        "drafts": [(one, may_put_in_force(request.user, one, today), adopters_of(one, today)) for one in drafts],
        "may_prepare": holds(request.user, Permission.PREPARE_PLAN, today),
    }
    return render(request, "indicators/plans.html", context)


@require_GET
@requires(Permission.VIEW_CYCLE)
def comparison(request: SignedInRequest) -> HttpResponse:
    """Two versions side by side, of one year or of two."""
    known = {plan.pk: plan for plan in plans_loaded(request.user, timezone.localdate())}
    old, new = (known.get(whole_number(request.GET.get(name, "")) or 0) for name in ("dari", "ke"))
    groups = []
    if old and new and old.kecamatan_id == new.kecamatan_id:
        rows = [rows_of_plan(visible_plan(request, plan.pk)) for plan in (old, new)]
        groups = presenters.plan_differences(rows[0], rows[1])
    context = {
        "plans": known.values(),
        "old": old,
        "new": new,
        "groups": groups,
        "count": presenters.count_words(groups),
    }
    return render(request, "indicators/comparison.html", context)


@require_GET
@requires(Permission.VIEW_CYCLE)
def workbook(request: SignedInRequest, pk: int) -> HttpResponse:
    """The plan as it stands, as the template to fill in and send back."""
    found = visible_plan(request, pk)
    book = plan_workbook(rows_of_plan(found), title=str(found), at=timezone.now())
    return as_file(book, FileKind.XLSX.value, f"rencana-{found.year}-{found.version}.xlsx")


@require_GET
@requires(Permission.VIEW_CYCLE)
def text(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it was loaded or made."""
    found = visible_plan(request, pk)
    return as_file(found.source.encode(), YAML, f"rencana-{found.year}-{found.version}.yaml")


@require_GET
@requires(Permission.VIEW_CYCLE)
def table(request: SignedInRequest, pk: int, part: str) -> HttpResponse:
    """One table of the chain as CSV."""
    if part not in PART:
        raise Http404
    found = visible_plan(request, pk)
    return as_file(as_csv(PART[part], rows_of_plan(found)), CSV, f"{part}-{found.year}-{found.version}.csv")


@require_GET
@requires(Permission.VIEW_CYCLE)
def tables(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every table of the chain on a sheet of its own, to read and to reckon with."""
    found = visible_plan(request, pk)
    book = as_workbook(rows_of_plan(found), title=f"{found}", at=timezone.now(), origin=found.origin)
    return as_file(book, FileKind.XLSX.value, f"tabel-rencana-{found.year}-{found.version}.xlsx")
