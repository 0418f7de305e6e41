"""The pohon kinerja: a picture, its gaps, and the same as a table."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from cermat.indicators.models import PlanDraft
from cermat.indicators.queries import kecamatan_preparing, loaded_first, plan_drafts_of, plan_years
from cermat.measurement.presenters.cascade import cascade_rows, gap_rows
from cermat.measurement.presenters.tree import tree_of
from cermat.measurement.queries.cascade import YearTree, year_tree
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to
from cermat.printing.tree import tree_svg
from cermat.web.guards import requires


@requires(Permission.VIEW_CYCLE)
def tree(request: SignedInRequest) -> HttpResponse:
    """Of the year asked for, else the newest that has a plan."""
    today = timezone.localdate()
    visible = kecamatan_visible_to(request.user, today)
    code = request.GET.get("kecamatan")
    kecamatan = get_object_or_404(visible.filter(code=code) if code else loaded_first(visible)[:1])
    years = plan_years(kecamatan)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked in map(str, years) else next(iter(years), today.year)
    draft = plan_drafts_of(request.user, today).filter(kecamatan=kecamatan, year=year).first()
    context = {
        "kecamatan": kecamatan,
        "year": year,
        "years": years,
        "may_begin": draft is None and kecamatan_preparing(request.user, today).filter(pk=kecamatan.pk).exists(),
    }
    return render(request, "measurement/tree.html", context | _page(year_tree(kecamatan, year), draft))


def _page(found: YearTree | None, draft: PlanDraft | None) -> dict[str, object]:
    if found is None:
        return {"found": None}
    return {
        "found": found,
        "svg": mark_safe(tree_svg(tree_of(found, with_links=True))),  # our own drawing: it escapes every text
        "rows": cascade_rows(found),
        "gaps": gap_rows(found, draft),
    }
