"""Ketepatan waktu, its history, one unit's sheets with what is missing, and all of it as a workbook."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.collection.exports.completeness import completeness_sheets
from cermat.collection.presenters import history_cell, history_view, month_view, unit_sheet_view
from cermat.collection.queries import (
    entries_visible_to,
    matrix,
    months_until,
    ranks_of,
    records_of,
    sees_all,
    sheets_of,
    units_seen,
)
from cermat.collection.views.tabs import tabs
from cermat.documents.formula import FileKind
from cermat.lib.numbers import whole_number
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.printing.xlsx import as_xlsx
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to
from cermat.web.downloads import as_file
from cermat.web.guards import requires

YEAR, TWO_YEARS = 12, 24


def _cycle(request: SignedInRequest, pk: int, today: date) -> Cycle:
    return get_object_or_404(cycles_visible_to(request.user, today), pk=pk)


@require_GET
@requires(Permission.VIEW_ENTRY)
def punctuality(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """How complete and punctual every unit is this month; for those who see the whole kecamatan."""
    today = timezone.localdate()
    cycle = _cycle(request, cycle_pk, today)
    if not sees_all(request.user, cycle, today):
        return redirect("collection:mine", cycle.pk)
    records = records_of(cycle.kecamatan, [cycle.month], today)
    context = {
        "cycle": cycle,
        "tabs": tabs(request, cycle, "punctuality"),
        "shown": month_view(records, ranks_of(records), cycle),
    }
    return render(request, "collection/punctuality.html", context)


@require_GET
@requires(Permission.VIEW_ENTRY)
def timeline(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """The last 12 or 24 months of every unit, up to this period."""
    today = timezone.localdate()
    cycle = _cycle(request, cycle_pk, today)
    if not sees_all(request.user, cycle, today):
        return redirect("collection:mine", cycle.pk)
    count = TWO_YEARS if request.GET.get("bulan") == str(TWO_YEARS) else YEAR
    months = months_until(cycle.month, count)
    context = {
        "cycle": cycle,
        "tabs": tabs(request, cycle, "timeline"),
        "count": count,
        "counts": (YEAR, TWO_YEARS),
        "shown": history_view(records_of(cycle.kecamatan, months, today), months, cycle),
    }
    return render(request, "collection/timeline.html", context)


@require_GET
@requires(Permission.VIEW_ENTRY)
def unit(request: SignedInRequest, cycle_pk: int, unit_pk: int) -> HttpResponse:
    """A unit's sheets, each with the rows that are missing, and the unit's last twelve months."""
    today = timezone.localdate()
    cycle = _cycle(request, cycle_pk, today)
    found = get_object_or_404(units_seen(request.user, cycle.kecamatan, today), pk=unit_pk)
    months = months_until(cycle.month, YEAR)
    records = records_of(cycle.kecamatan, months, today, unit=found)
    told = records[0].months if records else {}
    seen = set(entries_visible_to(request.user, today).filter(cycle=cycle, unit=found).values_list("pk", flat=True))
    context = {
        "cycle": cycle,
        "unit": found,
        "tabs": tabs(request, cycle, "unit"),
        "chosen": whole_number(request.GET.get("isian", "")),
        "sheets": [unit_sheet_view(sheet, today) for sheet in sheets_of(cycle, found) if sheet.entry.pk in seen],
        "months": [history_cell(told.get(month), month) for month in reversed(months)],
    }
    return render(request, "collection/unit.html", context)


@require_GET
@requires(Permission.VIEW_ENTRY)
def completeness_xlsx(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """The matrix, the punctuality and 24 months of history; of the units this person sees."""
    now = timezone.now()
    today = timezone.localdate(now)
    cycle = _cycle(request, cycle_pk, today)
    if not sees_all(request.user, cycle, today):
        return redirect("collection:mine", cycle.pk)
    months = months_until(cycle.month, TWO_YEARS)
    records = records_of(cycle.kecamatan, months, today)
    of_month = ranks_of(records_of(cycle.kecamatan, [cycle.month], today))
    sheets = completeness_sheets(matrix(cycle, today), records, of_month, months)
    title = f"Kelengkapan dan ketepatan waktu {cycle.kecamatan} {cycle.month.name}"
    content = as_xlsx(sheets, title=title, at=now, example=request.user.is_example)
    return as_file(content, FileKind.XLSX.value, f"kelengkapan-{cycle.month}.xlsx")
