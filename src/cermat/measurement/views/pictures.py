"""Maps of an indicator, the sections month by month, and the files of every picture."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cermat.measurement.models import Figure
from cermat.measurement.presenters import figure_pictures, heat_of, map_of, sections_picture
from cermat.measurement.queries import figures_visible_to
from cermat.measurement.queries.pictures import mapped_figures, sections_over_year, villages_of, year_of
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries.boundaries import boundaries
from cermat.printing.charts import Drawing
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires
from cermat.web.pictures import picture_file


def _cycle(request: SignedInRequest, pk: int) -> Cycle:
    return get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=pk)


@requires(Permission.VIEW_CYCLE)
def figure_file(request: SignedInRequest, pk: int, name: str, ending: str) -> HttpResponse:
    found = get_object_or_404(figures_visible_to(request.user, timezone.localdate()), pk=pk)
    return picture_file(pictures_of(found), name, ending)


def pictures_of(figure: Figure) -> dict[str, Drawing]:
    return figure_pictures(figure, year_of(figure.run.cycle, figure.kind, figure.code))


@requires(Permission.VIEW_CYCLE)
def places(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """?indikator=: one of the monthly indicators of desa and kelurahan."""
    found = _cycle(request, cycle_pk)
    known = list(mapped_figures(found).defer("inputs"))
    asked = request.GET.get("indikator", "")
    chosen = next((row for row in known if row.code == asked), None) or _first(known)
    context = {
        "cycle": found,
        "known": known,
        "chosen": chosen,
        "pictures": _places(found, chosen) if chosen else {},
        "has_map": bool(boundaries(found.kecamatan.code)),
    }
    return render(request, "measurement/places.html", context)


def _first(known: list[Figure]) -> Figure | None:
    """The first that has something to show."""
    return next((row for row in known if row.actual is not None), None) or next(iter(known), None)


def _places(cycle: Cycle, figure: Figure) -> dict[str, Drawing]:
    villages = villages_of(cycle)
    year = year_of(cycle, figure.kind, figure.code, with_inputs=True)
    return {
        "peta": map_of(figure, villages, boundaries(cycle.kecamatan.code)),
        "bulanan": heat_of(figure, year, villages),
    }


@requires(Permission.VIEW_CYCLE)
def places_file(request: SignedInRequest, cycle_pk: int, code: str, name: str, ending: str) -> HttpResponse:
    found = _cycle(request, cycle_pk)
    figure = get_object_or_404(mapped_figures(found), code=code)
    return picture_file(_places(found, figure), name, ending)


@requires(Permission.VIEW_CYCLE)
def sections(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    found = _cycle(request, cycle_pk)
    return render(request, "measurement/sections.html", {"cycle": found, "picture": _sections(found)})


def _sections(cycle: Cycle) -> Drawing | None:
    rows, months = sections_over_year(cycle)
    return sections_picture(cycle.year, cycle.month_number, rows, months) if rows else None


@requires(Permission.VIEW_CYCLE)
def sections_file(request: SignedInRequest, cycle_pk: int, ending: str) -> HttpResponse:
    made = _sections(_cycle(request, cycle_pk))
    return picture_file({"seksi": made} if made else {}, "seksi", ending)
