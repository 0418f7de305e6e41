"""Figures to take home: the tables of a run, and the year in the kabupaten's columns."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.documents.formula import FileKind
from cermat.documents.views import table_file
from cermat.indicators.queries import planning_chain
from cermat.measurement.exports.tables import balance_table, esakip_table, run_tables
from cermat.measurement.models import FigureKind, Run
from cermat.measurement.queries import (
    esakip_columns,
    figures_of,
    opening_balances_visible_to,
    runs_visible_to,
    year_rows,
)
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to
from cermat.printing.blocks import Table
from cermat.printing.csv_table import as_csv
from cermat.printing.xlsx import as_xlsx
from cermat.web.downloads import CSV, as_file
from cermat.web.guards import requires


def _run(request: SignedInRequest, pk: int) -> Run:
    visible = runs_visible_to(request.user, timezone.localdate())
    return get_object_or_404(visible.select_related("cycle__kecamatan"), pk=pk)


@require_GET
@requires(Permission.VIEW_CYCLE)
def run_workbook(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every table of a run on a sheet of its own."""
    found = _run(request, pk)
    tables = run_tables(figures_of(found))
    book = as_xlsx(
        {FigureKind(key).heading: table for key, table in tables.items()},
        title=f"{found}",
        at=found.at,
        example=request.user.is_example,
    )
    return as_file(book, FileKind.XLSX.value, f"pengukuran-{found.cycle.month}-{found.number}.xlsx")


@require_GET
@requires(Permission.VIEW_CYCLE)
def run_table(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """One table of a run as CSV."""
    found = _run(request, pk)
    table = run_tables(figures_of(found)).get(kind)
    if table is None:
        raise Http404
    return as_file(as_csv(table), CSV, f"{kind}-{found.cycle.month}-{found.number}.csv")


@require_GET
@requires(Permission.VIEW_CYCLE)
def esakip(request: SignedInRequest, code: str, year: int, ending: str) -> HttpResponse:
    """The IKUs of a year as the e-SAKIP of the kabupaten wants them."""
    kecamatan = get_object_or_404(kecamatan_visible_to(request.user, timezone.localdate()), code=code)
    file = esakip_columns()
    table: Table = esakip_table(file.nama, file.kolom, year_rows(kecamatan, year), planning_chain(kecamatan, year))
    return table_file(request, table, f"e-sakip-{code}-{year}", ending, title=f"e-SAKIP {kecamatan} {year}")


@require_GET
@requires(Permission.VIEW_CYCLE)
def balances(request: SignedInRequest, ending: str) -> HttpResponse:
    """What was taken over, with its sources."""
    rows = opening_balances_visible_to(request.user, timezone.localdate()).select_related("kecamatan", "unit", "by")
    return table_file(request, balance_table(rows), "saldo-awal", ending)
