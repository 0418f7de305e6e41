"""Step 2, Penyerahan: receipt by the heads of section, validation by the Camat."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority, top_rungs
from cermat.requirements import actions
from cermat.requirements.forms import SendBackForm
from cermat.requirements.models import Handover
from cermat.requirements.presenters import handover_state
from cermat.requirements.queries import handovers_visible_to, requirements_of_section, section_works_on, validators_of
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires


def _handover(request: SignedInRequest, pk: int) -> Handover:
    return get_object_or_404(handovers_visible_to(request.user, timezone.localdate()), pk=pk)


Rungs = list[frozenset[int]]


def _rights(request: SignedInRequest, handover: Handover, rungs: Rungs) -> dict[str, bool]:
    """Which buttons this person sees; the action asks again."""
    today, user, state = timezone.localdate(), request.user, handover.state
    checks = user.pk in validators_of(handover, rungs)
    camat = authority(user, Permission.VALIDATE_REQUIREMENTS, handover.cycle.kecamatan, today) is not None
    head = authority(user, Permission.ACKNOWLEDGE_HANDOVER, handover.section, today) is not None
    sekcam = authority(user, Permission.SORT_INDICATORS, handover.cycle.kecamatan, today) is not None
    return {
        "may_acknowledge": head and state == "diserahkan",
        "may_validate": checks and state == "diterima",
        "may_send_back": (checks or camat) and state in {"diserahkan", "diterima"},
        "needs_stand_in": camat and not checks and state == "diterima",
        "may_mend": sekcam and state == "dikembalikan",
    }


@requires(Permission.VIEW_CYCLE)
def handovers(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=cycle_pk)
    rungs = top_rungs(cycle.kecamatan, timezone.localdate())
    rows = [
        {"handover": handover, "state": handover_state(handover)} | _rights(request, handover, rungs)
        for handover in handovers_visible_to(request.user, timezone.localdate()).filter(cycle=cycle)
    ]
    context = {"cycle": cycle, "rows": rows, "needs_stand_in": any(row["needs_stand_in"] for row in rows)}
    return render(request, "requirements/handovers.html", context)


def _detail(request: SignedInRequest, handover: Handover, form: SendBackForm) -> HttpResponse:
    context = {
        "handover": handover,
        "cycle": handover.cycle,
        "state": handover_state(handover),
        "indicators": section_works_on(handover.cycle, handover.section),
        "requirements": requirements_of_section(handover.cycle, handover.section),
        "form": form,
    } | _rights(request, handover, top_rungs(handover.cycle.kecamatan, timezone.localdate()))
    return render(request, "requirements/handover.html", context, status=422 if form.errors else 200)


@requires(Permission.VIEW_CYCLE)
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    return _detail(request, _handover(request, pk), SendBackForm())


def _act(request: SignedInRequest, pk: int, act: Callable[..., Handover], done: str) -> HttpResponse:
    found = _handover(request, pk)
    if request.method == "POST":
        found = act(handover=found, by=request.user, now=timezone.now())
        messages.success(request, done.format(section=found.section))
    return redirect("requirements:handovers", found.cycle_id)


@requires(Permission.ACKNOWLEDGE_HANDOVER)
@once
def receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.acknowledge_handover, "Tanda terima {section} dicatat. Selanjutnya: Camat.")


@requires(Permission.VIEW_CYCLE)  # the Camat, or who stands in: the action asks
@once
def validation(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.validate_handover, "Persyaratan {section} tervalidasi.")


@requires(Permission.SORT_INDICATORS)
@once
def handed_again(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, actions.hand_over_again, "Persyaratan {section} diserahkan lagi.")


@requires(Permission.VIEW_CYCLE)
@once
def sent_back(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _handover(request, pk)
    form = SendBackForm(request.POST)
    if request.method != "POST":
        return redirect("requirements:handover", pk)
    if not form.is_valid():
        return _detail(request, found, form)
    actions.send_back_handover(handover=found, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, f"Persyaratan {found.section} dikembalikan kepada Sekcam.")
    return redirect("requirements:handovers", found.cycle_id)
