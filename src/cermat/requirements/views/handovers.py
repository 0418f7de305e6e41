"""Step 2, Penyerahan: receipt by the heads of section, validation by the Camat."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.errors import ConflictError
from cermat.organisation.models import SignedInRequest, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import top_rungs, units_reached
from cermat.requirements import actions
from cermat.requirements.forms import SendBackForm
from cermat.requirements.models import Handover
from cermat.requirements.presenters import handover_state
from cermat.requirements.queries import handovers_visible_to, requirements_of_section, section_works_on, validators_of
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires
from cermat.web.typed import restored


def _handover(request: SignedInRequest, pk: int) -> Handover:
    return get_object_or_404(handovers_visible_to(request.user, timezone.localdate()), pk=pk)


class _Viewer:
    """Which buttons somebody sees, for any number of handovers of one kecamatan; the action asks again."""

    def __init__(self, user: User, kecamatan: Unit, today: date) -> None:
        self.pk, self.rungs = user.pk, top_rungs(kecamatan, today)
        camat = units_reached(user, Permission.VALIDATE_REQUIREMENTS, today)
        sekcam = units_reached(user, Permission.SORT_INDICATORS, today)
        self.is_camat = camat.filter(pk=kecamatan.pk).exists()
        self.is_sekcam = sekcam.filter(pk=kecamatan.pk).exists()
        self.heads = set(units_reached(user, Permission.ACKNOWLEDGE_HANDOVER, today).values_list("pk", flat=True))

    def rights(self, handover: Handover) -> dict[str, bool]:
        state, checks = handover.state, self.pk in validators_of(handover, self.rungs)
        return {
            "may_acknowledge": handover.section_id in self.heads and state == "diserahkan",
            "may_validate": checks and state == "diterima",
            "may_send_back": (checks or self.is_camat) and state in {"diserahkan", "diterima"},
            "needs_stand_in": self.is_camat and not checks and state == "diterima",
            "may_mend": self.is_sekcam and state == "dikembalikan",
        }


@requires(Permission.VIEW_CYCLE)
def handovers(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=cycle_pk)
    viewer = _Viewer(request.user, cycle.kecamatan, timezone.localdate())
    rows = [
        {"handover": handover, "state": handover_state(handover)} | viewer.rights(handover)
        for handover in handovers_visible_to(request.user, timezone.localdate()).filter(cycle=cycle)
    ]
    context = {"cycle": cycle, "rows": rows, "needs_stand_in": any(row["needs_stand_in"] for row in rows)}
    return render(request, "requirements/handovers.html", context)


def _detail(request: SignedInRequest, handover: Handover, form: SendBackForm) -> HttpResponse:
    viewer = _Viewer(request.user, handover.cycle.kecamatan, timezone.localdate())
    context = {
        "handover": handover,
        "cycle": handover.cycle,
        "state": handover_state(handover),
        "indicators": section_works_on(handover.cycle, handover.section),
        "requirements": requirements_of_section(handover.cycle, handover.section),
        "form": form,
    } | viewer.rights(handover)
    if form.errors and not context["may_send_back"]:
        raise ConflictError("Persyaratan ini tidak dapat Anda kembalikan saat ini. Muat ulang halamannya.")
    return render(request, "requirements/handover.html", context, status=422 if form.errors else 200)


@requires(Permission.VIEW_CYCLE)
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    return _detail(request, _handover(request, pk), SendBackForm(restored(request)))


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
