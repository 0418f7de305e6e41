"""The tables of the overviews to take home."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.dashboards import presenters, queries
from cermat.dashboards.exports import late_table, section_table
from cermat.documents.formula import FileKind
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.printing.blocks import Table
from cermat.printing.csv_table import as_csv
from cermat.printing.xlsx import as_xlsx
from cermat.web.downloads import as_file
from cermat.web.guards import requires

CSV = "text/csv; charset=utf-8"


@require_GET
@requires(Permission.FINISH_EVALUATION)
def late(request: SignedInRequest, ending: str) -> HttpResponse:
    """Everything past its day, in its whole words."""
    desk = queries.Desk(request.user, timezone.localdate())
    table = late_table(presenters.late_rows(queries.late_of(desk), desk.day))
    return _file(request, table, f"terlambat-{desk.day}", ending)


@require_GET
@requires(Permission.VIEW_CYCLE)
def section(request: SignedInRequest, ending: str) -> HttpResponse:
    """The figures of one's own section with their year."""
    desk = queries.Desk(request.user, timezone.localdate())
    if not queries.own_sections(desk):
        raise Http404
    return _file(request, section_table(queries.section_board(desk).rows), f"indikator-saya-{desk.day}", ending)


def _file(request: SignedInRequest, table: Table, name: str, ending: str) -> HttpResponse:
    if ending == "csv":
        return as_file(as_csv(table), CSV, f"{name}.csv")
    if ending != "xlsx":
        raise Http404
    book = as_xlsx({table.caption: table}, title=table.caption, at=timezone.now(), example=request.user.is_example)
    return as_file(book, FileKind.XLSX.value, f"{name}.xlsx")
