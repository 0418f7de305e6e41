"""Step 5: the list of recommendations, each with its form, its proof and its verification."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.documents.views import takes_files
from cermat.evaluation import actions
from cermat.evaluation.forms import FollowUpForm, ProofForm, RecommendationForm, ReturnForm
from cermat.evaluation.models import Recommendation
from cermat.evaluation.presenters import follow_up_line, plan_row, recommendation_row
from cermat.evaluation.queries import (
    findings_of,
    grounds_of,
    is_nil,
    may_verify,
    meeting_of,
    open_from_earlier,
    owners_of,
    recommendations_of,
    recommendations_visible_to,
    waiting_improvements,
)
from cermat.evaluation.views.doors import cycle_of, is_open, may_here
from cermat.evaluation.workflow import TABLE, RecommendationState, RecommendationVerb
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.workflow import may
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority
from cermat.sop.models import Cycle
from cermat.sop.workflow import Work
from cermat.survey.queries import improvements_of
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored

OPENS = {"form": "may_fill", "proof_form": "may_hand_in", "return_form": "may_check"}  # form → what shows it
SHUT = "Formulir ini tidak terbuka bagi Anda saat ini. Muat ulang halamannya dan lihat tahapannya."


@requires(Permission.VIEW_CYCLE)
def recommendations(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = cycle_of(request, cycle_pk)
    return render(request, "evaluation/recommendations.html", _page(request, cycle, _form(cycle, restored(request))))


@requires(Permission.RUN_MEETING)
@once
def recommending(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = cycle_of(request, cycle_pk)
    if request.method != "POST":
        return redirect("evaluation:recommendations", cycle_pk)
    form = _form(cycle, request.POST)
    if form.is_valid():
        try:
            actions.recommend(cycle=cycle, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, "Rekomendasi ditetapkan.")
            return redirect("evaluation:recommendations", cycle_pk)
        except DomainError as error:
            tell_or_raise(form, error)
    context = _page(request, cycle, form)
    if not context["may_recommend"]:
        raise ConflictError(SHUT, code="not_open")
    return render(request, "evaluation/recommendations.html", context, status=422)


@requires(Permission.RUN_MEETING)
@once
def from_survey(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    """One of the plans that follow from a survey, in one click."""
    cycle = cycle_of(request, cycle_pk)
    plan = get_object_or_404(improvements_of(cycle.kecamatan, cycle.month), pk=pk)
    if request.method == "POST":
        made = actions.recommend_improvement(cycle=cycle, improvement=plan, by=request.user, now=timezone.now())
        messages.success(request, f"Rekomendasi {made.number} ditetapkan dari rencana tindak lanjut survei.")
    return redirect("evaluation:recommendations", cycle_pk)


@requires(Permission.RUN_MEETING)
@once
def withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _recommendation(request, pk)
    if request.method == "POST":
        actions.withdraw_recommendation(recommendation=found, by=request.user, now=timezone.now())
        messages.success(request, "Rekomendasi ditarik.")
    return redirect("evaluation:recommendations", found.cycle_id)


@requires(Permission.RUN_MEETING)
@once
def finishing(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = cycle_of(request, cycle_pk)
    if request.method == "POST":
        nil = actions.finish_recommending(cycle=cycle, by=request.user, now=timezone.now())
        text = "Nihil rekomendasi: tindak lanjut selesai." if nil else "Daftar selesai; formulir menunggu pengisiannya."
        messages.success(request, text)
    return redirect("evaluation:recommendations", cycle_pk)


@requires(Permission.VIEW_CYCLE)
def recommendation(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _recommendation(request, pk)
    return _detail(request, found, {}, restored(request))


@requires(Permission.FILL_FOLLOW_UP)
@once
def form(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _recommendation(request, pk)
    if request.method != "POST":
        return redirect("evaluation:recommendation", pk)
    typed = FollowUpForm(request.POST)
    if typed.is_valid():
        actions.fill_form(recommendation=found, **typed.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Formulir terisi dan ditandatangani.")
        return redirect("evaluation:recommendation", pk)
    return _detail(request, found, {"form": typed}, None)


@requires(Permission.FILL_FOLLOW_UP)
@takes_files
@once
def proof(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _recommendation(request, pk)
    if request.method != "POST":
        return redirect("evaluation:recommendation", pk)
    typed = ProofForm(request.POST, request.FILES)
    if typed.is_valid():
        try:
            actions.hand_in_proof(recommendation=found, **typed.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, "Bukti dukung diserahkan.")
            return redirect("evaluation:recommendation", pk)
        except DomainError as error:
            tell_or_raise(typed, error)
    return _detail(request, found, {"proof_form": typed}, None)


@requires(Permission.VERIFY_FOLLOW_UP)
@once
def verification(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _recommendation(request, pk)
    if request.method == "POST":
        actions.verify_proof(recommendation=found, by=request.user, now=timezone.now())
        messages.success(request, "Tindak lanjut terverifikasi.")
    return redirect("evaluation:recommendation", pk)


@requires(Permission.VERIFY_FOLLOW_UP)
@once
def returning(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _recommendation(request, pk)
    if request.method != "POST":
        return redirect("evaluation:recommendation", pk)
    typed = ReturnForm(request.POST)
    if typed.is_valid():
        actions.return_proof(recommendation=found, **typed.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Bukti dukung dikembalikan untuk dilengkapi.")
        return redirect("evaluation:recommendation", pk)
    return _detail(request, found, {"return_form": typed}, None)


def _recommendation(request: SignedInRequest, pk: int) -> Recommendation:
    return get_object_or_404(recommendations_visible_to(request.user, timezone.localdate()), pk=pk)


def _form(cycle: Cycle, data: Any) -> RecommendationForm:
    return RecommendationForm(data, findings=findings_of(cycle), owners=owners_of(cycle))


def _page(request: SignedInRequest, cycle: Cycle, form: RecommendationForm) -> dict[str, Any]:
    today = timezone.localdate()
    meeting = meeting_of(cycle)
    is_complete = meeting is not None and meeting.recommended_at is not None
    may_run = is_open(cycle, Work.FOLLOW_UP) and may_here(request, Permission.RUN_MEETING, cycle) and not is_complete
    return {
        "cycle": cycle,
        "form": form,
        "rows": [recommendation_row(row, today) for row in recommendations_of(cycle)],
        "earlier": [recommendation_row(row, today) for row in open_from_earlier(cycle)],
        "findings": findings_of(cycle),
        "plans": [plan_row(plan, today) for plan in waiting_improvements(cycle)] if may_run else [],
        "is_nil": is_nil(cycle),
        "is_complete": is_complete,
        "may_recommend": may_run,
        "is_held": meeting is not None and meeting.held_at is not None,
    }


def _detail(request: SignedInRequest, found: Recommendation, forms: dict[str, Any], typed: Any) -> HttpResponse:
    today, state = timezone.localdate(), RecommendationState(found.state)
    owns = authority(request.user, Permission.FILL_FOLLOW_UP, found.owner, today) is not None
    checks = state is RecommendationState.PROOF and may_verify(found, request.user, today)
    cause = typed if typed is not None and "cause" in typed else None
    note = typed if typed is not None and "note" in typed else None
    reason = typed if typed is not None and "reason" in typed else None
    context = {
        "recommendation": found,
        "cycle": found.cycle,
        "row": recommendation_row(found, today),
        "grounds": grounds_of(found),
        "moves": [
            follow_up_line(move) for move in found.follow_ups.select_related("by", "file").order_by("-at", "-pk")
        ],
        "may_fill": owns and found.cycle.is_running and may(TABLE, state, RecommendationVerb.FILL),
        "may_hand_in": owns and may(TABLE, state, RecommendationVerb.HAND_IN),
        "may_check": checks,
        "form": FollowUpForm(cause),
        "proof_form": ProofForm(note),
        "return_form": ReturnForm(reason),
    } | forms
    if not all(context[OPENS[name]] for name in forms):
        raise ConflictError(SHUT, code="not_open")
    return render(request, "evaluation/recommendation.html", context, status=422 if forms else 200)
