"""The IKU year by year: all of them in one table, one with its picture and where each value comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.documents.views import table_file
from cermat.indicators.queries import loaded_first
from cermat.instruments.queries import results_visible_to
from cermat.measurement.exports.annual import annual_table
from cermat.measurement.presenters.annual import annual_page, annual_pages, annual_picture, origin_lines
from cermat.measurement.queries import scale_in_force
from cermat.measurement.queries.annual_rows import AnnualIku, annual_ikus, kecamatan_book
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to
from cermat.web.guards import requires
from cermat.web.pictures import picture_file

CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class _Found:
    kecamatan: Unit
    ikus: list[AnnualIku]
    shorts: Mapping[str, str]

    @property
    def first(self) -> AnnualIku:
        if not self.ikus:
            raise Http404
        return self.ikus[0]


def _found(kecamatan: Unit, iku: str = "") -> _Found:
    today = timezone.localdate()
    book = kecamatan_book(kecamatan, iku)
    return _Found(kecamatan, annual_ikus(book, scale_in_force(kecamatan, today), today), book.shorts)


def _kecamatan(request: SignedInRequest, code: str) -> Unit:
    return get_object_or_404(kecamatan_visible_to(request.user, timezone.localdate()), code=code)


@require_GET
@requires(Permission.VIEW_CYCLE)
def every(request: SignedInRequest) -> HttpResponse:
    """All IKU of the kecamatan asked for, a column for each year."""
    visible = kecamatan_visible_to(request.user, timezone.localdate())
    code = request.GET.get("kecamatan")
    found = _found(get_object_or_404(visible.filter(code=code) if code else loaded_first(visible)[:1]))
    pages = annual_pages(found.ikus, found.kecamatan, found.shorts)
    context = {
        "kecamatan": found.kecamatan,
        "pages": pages,
        "years": [year for year, _row in pages[0].cells] if pages else [],
    }
    return render(request, "measurement/annual_all.html", context)


@require_GET
@requires(Permission.VIEW_CYCLE)
def every_file(request: SignedInRequest, code: str, ending: str) -> HttpResponse:
    return _table(request, _found(_kecamatan(request, code)), f"iku-tahun-ke-tahun-{code}", ending)


@require_GET
@requires(Permission.VIEW_CYCLE)
def one(request: SignedInRequest, code: str, iku: str) -> HttpResponse:
    found = _found(_kecamatan(request, code), iku)
    named = [result.pk for year in found.first.years for result in year.results]
    visible = results_visible_to(request.user, timezone.localdate()).filter(pk__in=named)
    readable = frozenset(visible.values_list("pk", flat=True)) if named else frozenset()
    context = {
        "kecamatan": found.kecamatan,
        "page": annual_page(found.first, found.kecamatan, found.shorts),
        "picture": annual_picture(found.first, found.shorts),
        "origins": [(year.year, origin_lines(year, readable)) for year in found.first.years],
    }
    return render(request, "measurement/annual.html", context)


@require_GET
@requires(Permission.VIEW_CYCLE)
def one_file(request: SignedInRequest, code: str, iku: str, ending: str) -> HttpResponse:
    found = _found(_kecamatan(request, code), iku)
    return _table(request, found, f"{found.first.iku.code}-tahun-ke-tahun", ending)


@require_GET
@requires(Permission.VIEW_CYCLE)
def picture(request: SignedInRequest, code: str, iku: str, ending: str) -> HttpResponse:
    found = _found(_kecamatan(request, code), iku)
    return picture_file({"gambar": annual_picture(found.first, found.shorts)}, "gambar", ending)


def _table(request: SignedInRequest, found: _Found, name: str, ending: str) -> HttpResponse:
    table = annual_table((iku, annual_page(iku, found.kecamatan, found.shorts).rows) for iku in found.ikus)
    return table_file(request, table, name, ending, title=f"IKU tahun ke tahun {found.kecamatan}")
