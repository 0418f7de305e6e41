"""Health for the monitor of this machine, and the audit trail."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from cermat.operations import queries
from cermat.operations.forms import TrailFilter
from cermat.operations.formula import is_loopback
from cermat.operations.presenters import KINDS, trail_rows
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import public, requires

PAGE = 50


@public
def health(request: HttpRequest) -> HttpResponse:
    """200 or 503 with the facts; only for this machine, so a proxy in front does not show it to the world."""
    if not is_loopback(request.META.get("REMOTE_ADDR", "")) or "X-Forwarded-For" in request.headers:
        raise Http404
    facts = queries.health(timezone.now())
    return JsonResponse(facts, status=200 if facts["ok"] else 503)


@requires(Permission.VIEW_AUDIT)
def audit_trail(request: SignedInRequest) -> HttpResponse:
    events = queries.events_visible_to(request.user, timezone.localdate())
    chosen = TrailFilter(request.GET or None, kinds=KINDS)
    if chosen.is_valid():
        events = queries.narrowed(events, **chosen.cleaned_data)
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": trail_rows(list(page)), "filter": chosen}
    return render(request, "operations/audit_trail.html", context)
