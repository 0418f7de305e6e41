"""The first page after signing in, and the board of a period."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.collection.queries import matrix
from cermat.dashboards import presenters, queries
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import GRANTS, Permission, Role
from cermat.organisation.queries import assignments_of
from cermat.periods.presenters import year_notice
from cermat.periods.queries import lock_of, openings_of
from cermat.sop.queries import current_cycle, cycles_visible_to
from cermat.web.guards import requires, signed_in


@require_GET
@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    desk = queries.Desk(request.user, today)
    found = queries.home_of(desk)
    if found.is_region:
        return redirect("dashboards:region")
    context = {
        "home": presenters.home_view(found, today),
        "start": presenters.start_view(queries.start_of(desk)),
        "tabs": presenters.tabs_of(desk, "home"),
    }
    return render(request, "dashboards/home.html", context)


@require_GET
@requires(Permission.VIEW_CYCLE)
def current(request: SignedInRequest) -> HttpResponse:
    """The period people work in; somebody of the kabupaten chooses a kecamatan first."""
    today = timezone.localdate()
    posts = assignments_of(request.user, today)
    kecamatan = next((post.unit.kecamatan for post in posts if post.unit.kecamatan), None)
    if kecamatan is None:
        return redirect("dashboards:region")
    cycle = current_cycle(kecamatan, today)
    if cycle is None:
        return render(request, "dashboards/no_cycle.html")
    return redirect("dashboards:board", pk=cycle.pk)


@require_GET
@requires(Permission.VIEW_CYCLE)
def board(request: SignedInRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=pk)
    desk = queries.Desk(request.user, today)
    permissions = {str(one) for post in desk.posts for one in GRANTS[Role(post.role)]}
    context = {
        "cycle": cycle,
        "board": presenters.board_view(queries.board_of(cycle, request.user, now), today, permissions),
        "tasks": presenters.task_lines(queries.tasks_of(desk), today)[:6],
        "matrix": presenters.matrix_view(matrix(cycle, today), cycle, queries.open_sheets(cycle, request.user, today)),
        "year_notice": year_notice(lock := lock_of(cycle.kecamatan, cycle.year), openings_of(lock), cycle.month_number),
        "owing": len(queries.to_remind(cycle, request.user, today)) if cycle.is_running else 0,
    }
    return render(request, "dashboards/board.html", context)
