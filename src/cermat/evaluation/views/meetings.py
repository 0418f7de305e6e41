"""The coordination meeting: plan, attendance, minutes, bring list, remarks on the recording books."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.evaluation import actions
from cermat.evaluation.forms import MeetingForm, MinutesForm, RemarkForm
from cermat.evaluation.models import Meeting
from cermat.evaluation.presenters import bring_line
from cermat.evaluation.queries import bring_rows, default_agenda, meeting_of, meetings_visible_to
from cermat.evaluation.views.doors import cycle_of, may_here
from cermat.lib.errors import DomainError
from cermat.lib.numbers import whole_numbers
from cermat.measurement.queries import sections_in
from cermat.organisation.models import SettingKey, SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import setting
from cermat.requirements.actions import remark_recording_book
from cermat.requirements.queries import recording_remark, sections_of
from cermat.sop.models import Cycle
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored


@requires(Permission.VIEW_CYCLE)
def meeting(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = cycle_of(request, cycle_pk)
    found = meeting_of(cycle)
    typed = restored(request)
    forms = {"form": _plan_form(cycle, found, typed), "minutes_form": _minutes_form(found, typed)}
    return render(request, "evaluation/meeting.html", _page(request, cycle, found) | forms)


@requires(Permission.RUN_MEETING)
@once
def plan(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = cycle_of(request, cycle_pk)
    if request.method != "POST":
        return redirect("evaluation:meeting", cycle_pk)
    found = meeting_of(cycle)
    form = _plan_form(cycle, found, request.POST)
    if form.is_valid():
        try:
            actions.plan_meeting(cycle=cycle, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, "Rapat direncanakan dan undangan terkirim ke kotak masuk.")
            return redirect("evaluation:meeting", cycle_pk)
        except DomainError as error:
            tell_or_raise(form, error)
    forms = {"form": form, "minutes_form": _minutes_form(found, None)}
    return render(request, "evaluation/meeting.html", _page(request, cycle, found) | forms, status=422)


@requires(Permission.RUN_MEETING)
@once
def attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _meeting(request, pk)
    if request.method == "POST":
        present = whole_numbers(request.POST.getlist("present"))
        count = actions.record_attendance(meeting=found, present=present, by=request.user, now=timezone.now())
        messages.success(request, f"{count} orang tercatat hadir.")
    return redirect("evaluation:meeting", found.cycle_id)


@requires(Permission.RUN_MEETING)
@once
def minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _meeting(request, pk)
    if request.method != "POST":
        return redirect("evaluation:meeting", found.cycle_id)
    form = MinutesForm(request.POST)
    if form.is_valid():
        actions.hold_meeting(meeting=found, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "Rapat dicatat.")
        return redirect("evaluation:meeting", found.cycle_id)
    forms = {"form": _plan_form(found.cycle, found, None), "minutes_form": form}
    return render(request, "evaluation/meeting.html", _page(request, found.cycle, found) | forms, status=422)


@requires(Permission.RUN_MEETING)
@once
def remark(request: SignedInRequest, cycle_pk: int, section_pk: int) -> HttpResponse:
    cycle = cycle_of(request, cycle_pk)
    section = get_object_or_404(sections_in(cycle), pk=section_pk)
    form = RemarkForm(request.POST or restored(request))
    if request.method == "POST" and form.is_valid():
        remark_recording_book(
            cycle=cycle, section=section, text=form.cleaned_data["text"], by=request.user, now=timezone.now()
        )
        messages.success(request, f"Catatan rapat untuk buku {section} tersimpan.")
        return redirect("evaluation:meeting", cycle_pk)
    context = {"cycle": cycle, "section": section, "form": form, "remark": recording_remark(cycle, section)}
    return render(request, "evaluation/remark.html", context, status=422 if form.errors else 200)


def _meeting(request: SignedInRequest, pk: int) -> Meeting:
    return get_object_or_404(meetings_visible_to(request.user, timezone.localdate()), pk=pk)


def _plan_form(cycle: Cycle, found: Meeting | None, data: Any) -> MeetingForm:
    today = timezone.localdate()
    if found is not None:
        known = {key: getattr(found, key) for key in ("letter_number", "held_on", "time", "place", "agenda")}
        return MeetingForm(data, initial=known)
    initial = {
        "held_on": cycle.meeting_on,
        "time": setting(cycle.kecamatan, SettingKey.MEETING_TIME, today),
        "place": setting(cycle.kecamatan, SettingKey.MEETING_PLACE, today),
        "agenda": default_agenda(cycle),
    }
    return MeetingForm(data, initial=initial)


def _minutes_form(found: Meeting | None, data: Any) -> MinutesForm:
    typed = data if data is not None and "minutes" in data else None
    return MinutesForm(typed, initial={"minutes": found.minutes if found else ""})


def _page(request: SignedInRequest, cycle: Cycle, found: Meeting | None) -> dict[str, Any]:
    may_run = cycle.is_running and may_here(request, Permission.RUN_MEETING, cycle)
    today = timezone.localdate()
    return {
        "cycle": cycle,
        "meeting": found,
        "attendances": list(found.attendances.select_related("user")) if found else [],
        "bring": [bring_line(row) for row in bring_rows(cycle)],
        "sections": sections_of(cycle),
        "may_run": may_run,
        "may_plan": may_run and (found is None or found.held_at is None),
        "has_come": found is not None and today >= found.held_on,
        "minutes_word": setting(cycle.kecamatan, SettingKey.MINUTES_WORD, today),
    }
