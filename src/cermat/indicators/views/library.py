"""The indicator library, the year's plan, and loading of definition files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.audit.views import once
from cermat.documents.views import table_file
from cermat.indicators import presenters
from cermat.indicators.actions import load_indicators, load_plan, record_activity, record_iku_targets
from cermat.indicators.exports.library import library_table
from cermat.indicators.forms import PLAN, ActivityForm, LoadForm, SearchForm, TargetForm
from cermat.indicators.models import Indicator, IndicatorSet
from cermat.indicators.queries import (
    activities_of,
    activities_visible_to,
    current_plan,
    found_in,
    group_names,
    ikus_of,
    ikus_visible_to,
    indicators_visible_to,
    kecamatan_to_load,
    kinds_loaded,
    loaded_first,
    plan_years,
    planned_years,
    plans_loaded,
    section_names,
    sections_planned_by,
    sets_visible_to,
    units_of_kind,
)
from cermat.indicators.schema import read_plan
from cermat.indicators.views.examples import EXAMPLES, tell_loaded
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to
from cermat.periods.presenters import YearNotice, year_notice
from cermat.periods.queries import lock_of, openings_of
from cermat.web.forms import tell
from cermat.web.guards import requires
from cermat.web.typed import restored


def _kecamatan(request: SignedInRequest) -> Unit:
    """The kecamatan named in the address, or the first one the person sees that has loaded anything."""
    visible = kecamatan_visible_to(request.user, timezone.localdate())
    code = request.GET.get("kecamatan")
    return get_object_or_404(visible.filter(code=code) if code else loaded_first(visible)[:1])


def _year(request: SignedInRequest, years: Sequence[int]) -> int:
    """The one asked for, or the latest there is."""
    asked = request.GET.get("tahun", "")
    return int(asked) if asked in map(str, years) else next(iter(years), timezone.localdate().year)


def _notice(kecamatan: Unit, year: int) -> YearNotice | None:
    lock = lock_of(kecamatan, year)
    return year_notice(lock, openings_of(lock), None)


@requires(Permission.VIEW_CYCLE)
def library(request: SignedInRequest) -> HttpResponse:
    shown = _shown(request)
    context = {
        "kecamatan": shown.kecamatan,
        "tabs": presenters.tabs(shown.loaded, shown.chosen),
        "set": shown.chosen,
        "form": shown.form,
        "groups": presenters.grouped(shown.rows, shown.sections),
        "too_high": presenters.out_of_reach(shown.rows, units_of_kind(shown.kecamatan)),
        "count": len(shown.rows),
        "query": request.GET.urlencode(),
    }
    return render(request, "indicators/library.html", context)


@dataclass(frozen=True)
class _Shown:
    """The set that is looked at, and what the search leaves of it."""

    kecamatan: Unit
    loaded: dict[str, IndicatorSet]
    chosen: IndicatorSet | None
    sections: dict[str, str]
    form: SearchForm
    rows: Sequence[Indicator]


def _shown(request: SignedInRequest) -> _Shown:
    kecamatan = _kecamatan(request)
    loaded = kinds_loaded(kecamatan, timezone.localdate())
    chosen = loaded.get(request.GET.get("set", "")) or next(iter(loaded.values()), None)
    sections = section_names(kecamatan)
    form = SearchForm(request.GET, groups=group_names(chosen), sections=sections)
    return _Shown(kecamatan, loaded, chosen, sections, form, found_in(chosen, form.search()) if chosen else [])


@require_GET
@requires(Permission.VIEW_CYCLE)
def library_file(request: SignedInRequest, ending: str) -> HttpResponse:
    """The list as it is shown, searched or whole."""
    shown = _shown(request)
    name = f"indikator-{shown.kecamatan.code}"
    return table_file(request, library_table(shown.rows, shown.sections), name, ending)


@requires(Permission.VIEW_CYCLE)
def indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(indicators_visible_to(request.user, timezone.localdate()), pk=pk)
    context = {
        "indicator": found,
        "facts": presenters.facts(found, section_names(found.set.kecamatan)),
        "questions": presenters.questions(found),
        "rules": presenters.rules(found),
        "month_targets": presenters.month_targets(found),
    }
    return render(request, "indicators/indicator.html", context)


@requires(Permission.VIEW_CYCLE)
def ikus(request: SignedInRequest) -> HttpResponse:
    kecamatan = _kecamatan(request)
    year = _year(request, years := plan_years(kecamatan))
    notice = _notice(kecamatan, year)
    planned = set() if notice and notice.holds else sections_planned_by(request.user, timezone.localdate())
    loose = [activity for activity in activities_of(kecamatan, year) if activity.iku_id is None]
    context = {
        "kecamatan": kecamatan,
        "year": year,
        "years": years,
        "plan": current_plan(kecamatan, year),
        "year_notice": notice,
        "rows": presenters.iku_rows(ikus_of(kecamatan, year), planned),
        "loose": [presenters.activity_row(activity, planned) for activity in loose],
    }
    return render(request, "indicators/ikus.html", context)


@requires(Permission.VIEW_CYCLE)
def planning(request: SignedInRequest, part: str) -> HttpResponse:
    """One part of the planning file of a year, to be read."""
    if part not in presenters.PARTS:
        raise Http404
    kecamatan = _kecamatan(request)
    year = _year(request, years := planned_years(kecamatan))
    plan = current_plan(kecamatan, year)
    context = {
        "kecamatan": kecamatan,
        "plan": plan,
        "year": year,
        "years": years,
        "year_notice": _notice(kecamatan, year),
        "part": part,
        "title": presenters.PARTS[part],
        "parts": presenters.PARTS.items(),
        "tables": presenters.plan_tables(part),
        "blocks": presenters.plan_blocks(read_plan(plan.source), part) if plan else [],
    }
    return render(request, "indicators/planning.html", context)


@requires(Permission.RECORD_PLAN)
@once
def iku_targets(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ikus_visible_to(request.user, timezone.localdate()), pk=pk)
    form = TargetForm(request.POST if request.method == "POST" else restored(request), iku=found)
    if request.method == "POST" and form.is_valid():
        targets = {"quarter_targets": form.quarters("target"), "month_targets": form.months()}
        year_target = form.cleaned_data["year_target"]
        try:
            record_iku_targets(iku=found, year_target=year_target, **targets, by=request.user, now=timezone.now())
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, f"Target {found.code} disimpan.")
            return redirect("indicators:ikus")
    status = 422 if request.method == "POST" else 200
    context = {"iku": found, "form": form, "year_notice": _notice(found.kecamatan, found.year)}
    return render(request, "indicators/iku_targets.html", context, status=status)


@requires(Permission.RECORD_PLAN)
@once
def activity(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(activities_visible_to(request.user, timezone.localdate()), pk=pk)
    form = ActivityForm(request.POST if request.method == "POST" else restored(request), activity=found)
    if request.method == "POST" and form.is_valid():
        figures = {"output_targets": form.quarters("output"), "budget_targets": form.quarters("budget")}
        try:
            record_activity(
                activity=found, budget=form.cleaned_data["budget"], **figures, by=request.user, now=timezone.now()
            )
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, f"Kegiatan {found.code} disimpan.")
            return redirect("indicators:ikus")
    status = 422 if request.method == "POST" else 200
    context = {"activity": found, "form": form, "year_notice": _notice(found.kecamatan, found.year)}
    return render(request, "indicators/activity.html", context, status=status)


@requires(Permission.LOAD_DEFINITIONS)
@once
def files(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    form = LoadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kecamatan = get_object_or_404(kecamatan_to_load(request.user, today))
        try:
            _load(request, kecamatan, form.cleaned_data["kind"], form.cleaned_data["file"])
        except DomainError as error:
            for sentence in error.message.splitlines():
                form.add_error("file", sentence)
        else:
            return redirect("indicators:files")
    status = 422 if request.method == "POST" else 200
    sets = sets_visible_to(request.user, today)
    kinds = {one.kind for one in sets}
    context = {
        "form": form,
        "sets": sets,
        "plans": plans_loaded(request.user, today),
        "examples": [(one, one.name in kinds) for one in EXAMPLES],
    }
    return render(request, "indicators/files.html", context, status=status)


def _load(request: SignedInRequest, kecamatan: Unit, kind: str, text: str) -> None:
    if kind == PLAN:
        plan = load_plan(kecamatan=kecamatan, text=text, by=request.user, now=timezone.now())
        messages.success(request, f"{plan} termuat.")
        return
    loaded = load_indicators(kecamatan=kecamatan, kind=kind, text=text, by=request.user, now=timezone.now())
    tell_loaded(request, loaded)
