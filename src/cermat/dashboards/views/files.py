"""The tables of the overviews to take home."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.dashboards import presenters, queries
from cermat.dashboards.exports import late_table, section_table
from cermat.documents.views import table_file
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires


@require_GET
@requires(Permission.FINISH_EVALUATION)
def late(request: SignedInRequest, ending: str) -> HttpResponse:
    """Everything past its day, in its whole words."""
    desk = queries.Desk(request.user, timezone.localdate())
    table = late_table(presenters.late_rows(queries.late_of(desk), desk.day))
    return table_file(request, table, f"terlambat-{desk.day}", ending)


@require_GET
@requires(Permission.VIEW_CYCLE)
def section(request: SignedInRequest, ending: str) -> HttpResponse:
    """The figures of one's own section with their year."""
    desk = queries.Desk(request.user, timezone.localdate())
    if not queries.own_sections(desk):
        raise Http404
    return table_file(request, section_table(queries.section_board(desk).rows), f"indikator-saya-{desk.day}", ending)
