"""The calendar of a period: as a page, and as a file for other calendars."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.collection.presenters import calendar_view, events
from cermat.collection.queries import cycle_calendar
from cermat.collection.views.tabs import tabs
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.printing.ical import as_ical
from cermat.sop.queries import cycles_visible_to
from cermat.web.downloads import as_file
from cermat.web.guards import requires

ICAL = "text/calendar; charset=utf-8"


@require_GET
@requires(Permission.VIEW_CYCLE)
def calendar(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    shown = calendar_view(cycle_calendar(cycle, request.user, today), today)
    return render(
        request, "collection/calendar.html", {"cycle": cycle, "shown": shown, "tabs": tabs(request, cycle, "calendar")}
    )


@require_GET
@requires(Permission.VIEW_CYCLE)
def calendar_file(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """For a telephone or the office's calendar; taken in again it replaces what has moved."""
    now = timezone.now()
    today = timezone.localdate(now)
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    found = cycle_calendar(cycle, request.user, today)
    content = as_ical(events(found), title=f"Data Kinerja {cycle.month.name}", host=request.get_host(), at=now)
    name = f"kalender-{cycle.kecamatan.code}-{cycle.month}.ics"
    return as_file(content, ICAL, name)
