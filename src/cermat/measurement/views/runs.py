"""The measurement of a period: its figures, their signatures, and where each figure comes from."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.measurement import actions
from cermat.measurement.forms import ReasonForm
from cermat.measurement.models import FigureKind, Run
from cermat.measurement.presenters import (
    activity_table,
    change_rows,
    figure_row,
    is_taken_over,
    outlook_view,
    run_title,
    stairs,
    tables,
)
from cermat.measurement.queries import (
    changes_of,
    derivation,
    figures_of,
    figures_visible_to,
    finished_by,
    head_is,
    is_outdated,
    latest_run,
    runs_visible_to,
    scale_of,
    sections_in,
    sources_visible_to,
    summary_of,
    unsigned_sections,
)
from cermat.measurement.views.pictures import pictures_of
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority, kecamatan_visible_to
from cermat.periods.presenters import year_notice
from cermat.periods.queries import lock_of, openings_of
from cermat.sop.models import Cycle
from cermat.sop.queries import current_cycle, cycles_visible_to
from cermat.sop.workflow import OPEN_STATES, Work
from cermat.web.guards import requires
from cermat.web.typed import restored


def _cycle(request: SignedInRequest, pk: int) -> Cycle:
    return get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=pk)


@requires(Permission.VIEW_CYCLE)
def home(request: SignedInRequest) -> HttpResponse:
    """The period people work in, of the first kecamatan the person sees."""
    today = timezone.localdate()
    kecamatan = kecamatan_visible_to(request.user, today).first()
    found = current_cycle(kecamatan, today) if kecamatan else None
    if found is None:
        return render(request, "measurement/nothing.html")
    return redirect("measurement:cycle", found.pk)


@requires(Permission.VIEW_CYCLE)
def cycle(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    found = _cycle(request, cycle_pk)
    run = latest_run(found, provisional=False) or latest_run(found)
    return render(request, "measurement/run.html", _page(request, found, run))


@requires(Permission.VIEW_CYCLE)
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        runs_visible_to(request.user, timezone.localdate()).select_related("cycle__kecamatan"), pk=pk
    )
    return render(request, "measurement/run.html", _page(request, found.cycle, found))


def _page(request: SignedInRequest, cycle: Cycle, run: Run | None) -> dict[str, object]:
    today = timezone.localdate()
    is_open = cycle.steps.filter(work=Work.CALCULATION, state__in=OPEN_STATES).exists()
    context: dict[str, object] = {
        "cycle": cycle,
        "run": run,
        "may_calculate": cycle.is_running
        and authority(request.user, Permission.CALCULATE, cycle.kecamatan, today) is not None,
        "is_open": is_open,
        "has_definite": latest_run(cycle, provisional=False) is not None,
        "form": ReasonForm(restored(request)),
        "runs": cycle.runs.select_related("by").order_by("-number"),
        "year_notice": year_notice(lock := lock_of(cycle.kecamatan, cycle.year), openings_of(lock), cycle.month_number),
    }
    return context | _figures(request, run, is_open=is_open) if run else context


def _figures(request: SignedInRequest, run: Run, *, is_open: bool) -> dict[str, object]:
    rows = list(figures_of(run))
    signatures = list(run.signatures.select_related("section", "by").order_by("section__sort"))
    unsigned = [] if run.is_provisional else unsigned_sections(run)
    today = timezone.localdate()
    return {
        "title": run_title(run),
        "scale": scale_of(run),
        "tables": tables(rows),
        "activities": activity_table(rows),
        "summary": summary_of(run, FigureKind.IKU),
        "summary_indicators": summary_of(run, FigureKind.INDICATOR),
        "signatures": signatures,
        "finished": finished_by(run),
        "unsigned": [
            {"section": section, "is_mine": is_open and head_is(section, request.user, today)} for section in unsigned
        ],
        "changes": change_rows(*changes_of(run)),
        "is_outdated": run.cycle.is_running and not run.is_provisional and is_outdated(run),
    }


@requires(Permission.VIEW_CYCLE)
def figure(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asal Angka."""
    today = timezone.localdate()
    found = get_object_or_404(figures_visible_to(request.user, today).select_related("run__by"), pk=pk)
    context = {
        "figure": found,
        "row": figure_row(found),
        "outlook": outlook_view(found),
        "stairs": stairs(found, sources_visible_to(request.user, found, today), derivation(found)),
        "pictures": pictures_of(found),
        "cycle": found.run.cycle,
        "scale": scale_of(found.run),
        "is_taken_over": is_taken_over(found),
    }
    return render(request, "measurement/figure.html", context)


@requires(Permission.CALCULATE)
@once
def calculation(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    found = _cycle(request, cycle_pk)
    if request.method == "POST":
        provisional = request.POST.get("kind") == "sementara"
        reason = request.POST.get("reason", "")[:300]
        made = actions.calculate(
            cycle=found, by=request.user, now=timezone.now(), provisional=provisional, reason=reason
        )
        messages.success(request, f"{run_title(made)} selesai.")
        return redirect("measurement:run", made.pk)
    return redirect("measurement:cycle", cycle_pk)


@requires(Permission.SIGN_MEASUREMENT)
@once
def signature(request: SignedInRequest, pk: int, section_pk: int) -> HttpResponse:
    found = get_object_or_404(
        runs_visible_to(request.user, timezone.localdate()).select_related("cycle__kecamatan"), pk=pk
    )
    section = get_object_or_404(sections_in(found.cycle), pk=section_pk)
    if request.method == "POST":
        actions.sign(run=found, section=section, by=request.user, now=timezone.now())
        messages.success(request, f"Angka {section} ditandatangani.")
    return redirect("measurement:run", pk)


@requires(Permission.CALCULATE)
@once
def finishing(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    found = _cycle(request, cycle_pk)
    if request.method == "POST":
        actions.finish_measurement(cycle=found, by=request.user, now=timezone.now())
        messages.success(request, f"Penghitungan {found.month.name} selesai.")
    return redirect("measurement:cycle", cycle_pk)
