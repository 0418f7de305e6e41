"""The pohon kinerja of a year as a print."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from cermat.measurement.queries.cascade import year_tree
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to
from cermat.printing.csv_table import as_csv
from cermat.reports.queries import KINDS, TreeSubject
from cermat.reports.queries.cascade import tree_table
from cermat.reports.views.prints import Asked, as_file, docx_file, file_for, pdf_file, print_page, xlsx_file
from cermat.web.guards import requires

LARGE = "a3"


def _asked(request: SignedInRequest, code: str, year: int) -> Asked:
    visible = kecamatan_visible_to(request.user, timezone.localdate()).select_related("parent")
    kecamatan = get_object_or_404(visible, code=code)
    found = year_tree(kecamatan, year)
    if found is None:
        raise Http404
    subject = TreeSubject(found, LARGE if request.GET.get("kertas") == LARGE else "a4")
    back = (f"Pohon kinerja {year}", f"{reverse('measurement:tree')}?kecamatan={code}&tahun={year}")
    path = reverse("reports:tree", args=[code, year])
    return Asked(KINDS["pohon-kinerja"], subject, path, back, papers=(("PDF ukuran A3", f"kertas={LARGE}"),))


@requires(Permission.VIEW_CYCLE)
def page(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    return print_page(request, _asked(request, code, year))


@file_for(Permission.VIEW_CYCLE)
def pdf(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    return pdf_file(_asked(request, code, year))


@file_for(Permission.VIEW_CYCLE)
def docx(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    return docx_file(_asked(request, code, year))


@file_for(Permission.VIEW_CYCLE)
def xlsx(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    return xlsx_file(_asked(request, code, year))


@file_for(Permission.VIEW_CYCLE)
def csv(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    table = tree_table(_asked(request, code, year).subject.found)
    return as_file(as_csv(table), "text/csv; charset=utf-8", f"pohon-kinerja-{year}.csv", "attachment")
