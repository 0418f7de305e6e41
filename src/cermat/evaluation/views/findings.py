"""Step 4: notes beside the provisional figures and the completeness."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.collection.queries import matrix
from cermat.evaluation import actions
from cermat.evaluation.forms import FindingForm
from cermat.evaluation.queries import findings_of, findings_visible_to, owners_of
from cermat.evaluation.views.doors import cycle_of, is_open, may_here
from cermat.lib.errors import DomainError
from cermat.measurement.models import FigureKind
from cermat.measurement.presenters import figure_row
from cermat.measurement.queries import figures_of, latest_run
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import kecamatan_visible_to
from cermat.requirements.presenters import register_rows
from cermat.requirements.queries import register_of
from cermat.sop.models import Cycle
from cermat.sop.queries import current_cycle
from cermat.sop.workflow import Work
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored


@requires(Permission.VIEW_CYCLE)
def home(request: SignedInRequest) -> HttpResponse:
    """The period people work in."""
    today = timezone.localdate()
    kecamatan = kecamatan_visible_to(request.user, today).first()
    found = current_cycle(kecamatan, today) if kecamatan else None
    if found is None:
        return render(request, "evaluation/nothing.html")
    return redirect("evaluation:findings", found.pk)


@requires(Permission.VIEW_CYCLE)
def findings(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = cycle_of(request, cycle_pk)
    rows = _scored(cycle)
    form = _form(cycle, rows, restored(request), request.GET.get("indikator", ""))
    return render(request, "evaluation/findings.html", _page(request, cycle, rows, form))


@requires(Permission.RECORD_FINDING)
@once
def finding(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = cycle_of(request, cycle_pk)
    if request.method != "POST":
        return redirect("evaluation:findings", cycle_pk)
    rows = _scored(cycle)
    form = _form(cycle, rows, request.POST)
    if form.is_valid():
        try:
            actions.record_finding(cycle=cycle, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, "Catatan tersimpan.")
            return redirect("evaluation:findings", cycle_pk)
        except DomainError as error:
            tell_or_raise(form, error)
    return render(request, "evaluation/findings.html", _page(request, cycle, rows, form), status=422)


@requires(Permission.RECORD_FINDING)
@once
def withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(findings_visible_to(request.user, timezone.localdate()), pk=pk)
    if request.method == "POST":
        actions.withdraw_finding(finding=found, by=request.user, now=timezone.now())
        messages.success(request, "Catatan ditarik. Jejaknya tetap tersimpan.")
    return redirect("evaluation:findings", found.cycle_id)


@requires(Permission.FINISH_EVALUATION)
@once
def finishing(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = cycle_of(request, cycle_pk)
    if request.method == "POST":
        done = actions.finish_evaluation(cycle=cycle, by=request.user, now=timezone.now())
        text = "Monitoring dan evaluasi selesai." if done else "Bagian Anda selesai; menunggu pelaksana lain."
        messages.success(request, text)
    return redirect("evaluation:findings", cycle_pk)


def _scored(cycle: Cycle) -> list[Any]:
    run = latest_run(cycle)
    if run is None:
        return []
    return [figure_row(row) for row in figures_of(run) if row.kind != FigureKind.ACTIVITY]


def _form(cycle: Cycle, rows: list[Any], data: Any, indicator: str = "") -> FindingForm:
    return FindingForm(
        data,
        indicators=[(row.figure.code, f"{row.figure.code} {row.figure.name}"[:90]) for row in rows],
        units=owners_of(cycle),
        requirements=[(row.key, row.name) for row in cycle.requirements.all()],
        initial={"indicator_code": indicator},
    )


def _page(request: SignedInRequest, cycle: Cycle, rows: list[Any], form: FindingForm) -> dict[str, Any]:
    opened = is_open(cycle, Work.EVALUATION)
    complete = matrix(cycle)
    return {
        "cycle": cycle,
        "run": latest_run(cycle),
        "rows": rows,
        "form": form,
        "findings": findings_of(cycle),
        "register": register_rows(register_of(cycle)),
        "validated": complete.validated,
        "of": complete.of,
        "may_record": opened and may_here(request, Permission.RECORD_FINDING, cycle),
        "is_open": opened,
    }
