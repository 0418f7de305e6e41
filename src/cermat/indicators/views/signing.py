"""Perjanjian Kinerja of a plan: who has signed, and one's own signature."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.indicators import presenters
from cermat.indicators.actions import Paper, record_paper_signature, sign_agreement
from cermat.indicators.forms import PaperForm
from cermat.indicators.models import Party
from cermat.indicators.queries import agreement_states, signable
from cermat.indicators.views.plans import visible_plan
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import holds
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored


@require_GET
@requires(Permission.VIEW_CYCLE)
def agreements(request: SignedInRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = visible_plan(request, pk)
    states = agreement_states(found)
    context = {
        "plan": found,
        "rows": presenters.signing_rows(states),
        "mine": signable(request.user, found, states, today),
        "may_record": holds(request.user, Permission.PREPARE_PLAN, today),
    }
    return render(request, "indicators/agreements.html", context)


@require_POST
@requires(Permission.SIGN_AGREEMENT)
@once
def signing(request: SignedInRequest, pk: int, holder: str, number: int, party: str) -> HttpResponse:
    if party not in {one.value for one in Party}:
        raise Http404
    signature = sign_agreement(
        plan=visible_plan(request, pk), holder=holder, number=number, party=Party(party),
        by=request.user, now=timezone.now(),
    )  # fmt: skip
    messages.success(request, f"{signature} ditandatangani.")
    return redirect("indicators:agreements", pk)


@requires(Permission.PREPARE_PLAN)
@once
def paper(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The side that signed on paper: its date and document."""
    found = visible_plan(request, pk)
    form = PaperForm(request.POST if request.method == "POST" else restored(request))
    if request.method == "POST" and form.is_valid():
        told = Paper(form.cleaned_data["signed_on"], form.cleaned_data["document"])
        try:
            record_paper_signature(plan=found, number=number, paper=told, by=request.user, now=timezone.now())
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            messages.success(request, "Tanda tangan pihak kedua dicatat.")
            return redirect("indicators:agreements", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "indicators/paper.html", {"plan": found, "number": number, "form": form}, status=status)
