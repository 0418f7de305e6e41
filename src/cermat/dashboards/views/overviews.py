"""Ringkasan: the office, what is late, one's section, one's desa or kelurahan; all kecamatan side by side."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.dashboards import presenters, queries
from cermat.dashboards.exports import region_table
from cermat.documents.formula import FileKind
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.printing.xlsx import as_xlsx
from cermat.web.downloads import as_file
from cermat.web.guards import requires

A_PAGE = 50


@require_GET
@requires(Permission.VIEW_CYCLE)
def office(request: SignedInRequest) -> HttpResponse:
    """Five numbers, what will not be reached, what waits for the person."""
    today = timezone.localdate()
    desk = queries.Desk(request.user, today)
    if desk.home is None:
        return redirect("dashboards:region")
    context = {
        "office": presenters.office_view(queries.office_of(desk), queries.tasks_of(desk), today),
        "tabs": presenters.tabs_of(desk, "office"),
    }
    return render(request, "dashboards/office.html", context)


@require_GET
@requires(Permission.FINISH_EVALUATION)
def late(request: SignedInRequest) -> HttpResponse:
    """Everything past its day, the longest first."""
    today = timezone.localdate()
    desk = queries.Desk(request.user, today)
    page = Paginator(queries.late_of(desk), A_PAGE).get_page(request.GET.get("page"))
    lines = presenters.late_lines(page, today)
    context = {"lines": lines, "page": page, "tabs": presenters.tabs_of(desk, "late")}
    return render(request, "dashboards/late.html", context)


@require_GET
@requires(Permission.VIEW_CYCLE)
def section(request: SignedInRequest) -> HttpResponse:
    """The figures of one's own section, and who still owes it a sheet."""
    today = timezone.localdate()
    desk = queries.Desk(request.user, today)
    if not queries.own_sections(desk):
        return redirect("dashboards:home")
    shown = presenters.section_view(queries.section_board(desk), today)
    return render(request, "dashboards/section.html", {"shown": shown, "tabs": presenters.tabs_of(desk, "section")})


@require_GET
@requires(Permission.VIEW_CYCLE)
def village(request: SignedInRequest) -> HttpResponse:
    """The month of one's own desa or kelurahan."""
    today = timezone.localdate()
    desk = queries.Desk(request.user, today)
    units = queries.own_villages(desk)
    if not units:
        return redirect("dashboards:home")
    shown = presenters.village_view(queries.village_month(desk, units[0]), today)
    return render(request, "dashboards/village.html", {"shown": shown, "tabs": presenters.tabs_of(desk, "village")})


@require_GET
@requires(Permission.VIEW_CYCLE)
def region(request: SignedInRequest) -> HttpResponse:
    """All kecamatan the person sees, side by side; ?urut= a column, ?arah=naik or turun."""
    states = queries.kecamatan_states(request.user, timezone.localdate())
    by = request.GET.get("urut", presenters.NAME)
    ascending = request.GET.get("arah", "naik" if by == presenters.NAME else "turun") == "naik"
    context = {
        "rows": presenters.region_rows(states, by, ascending=ascending),
        "headings": presenters.headings(by, ascending=ascending),
    }
    return render(request, "dashboards/region.html", context)


@require_GET
@requires(Permission.VIEW_CYCLE)
def region_xlsx(request: SignedInRequest) -> HttpResponse:
    """The same as a workbook."""
    now = timezone.now()
    today = timezone.localdate(now)
    table = region_table(queries.kecamatan_states(request.user, today))
    title = f"Kecamatan berdampingan {today:%d-%m-%Y}"
    content = as_xlsx({"Kecamatan": table}, title=title, at=now, example=request.user.is_example)
    return as_file(content, FileKind.XLSX.value, f"kecamatan-{today}.xlsx")
