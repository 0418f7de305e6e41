"""Pengaturan: assignments, their end, and successions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.audit.views import once
from cermat.lib.months import long_date
from cermat.organisation import actions
from cermat.organisation.actions import Post, Succession
from cermat.organisation.forms import EndForm, PostForm, SuccessionForm
from cermat.organisation.models import Assignment, SignedInRequest, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries.people import (
    assignments_managed_by,
    people_managed_by,
    person_row,
    posts_open_to,
    successions_in,
)
from cermat.organisation.views.answers import data_of, done, form_page
from cermat.organisation.views.people import LIST
from cermat.web.guards import requires


def _assignment(request: SignedInRequest, pk: int) -> Assignment:
    return get_object_or_404(assignments_managed_by(request.user, timezone.localdate()), pk=pk)


def _page_of(assignment: Assignment) -> tuple[str, str]:
    return assignment.user.full_name, reverse("organisation:person", args=[assignment.user_id])


def _warn_unqualified(request: SignedInRequest, user: User) -> None:
    """The SOP asks for qualifications; lacking some is no obstacle, and is said to whoever assigns."""
    missing = person_row(user, timezone.localdate()).missing
    if missing:
        messages.warning(request, f"Kualifikasi SOP belum terpenuhi oleh {user}: {'; '.join(missing)}.")


@requires(Permission.MANAGE_PEOPLE)
@once
def new_post(request: SignedInRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    user = get_object_or_404(people_managed_by(request.user, today), pk=pk)
    form = PostForm(data_of(request), units=posts_open_to(request.user, today), initial={"start": today})

    def give() -> Assignment:
        return actions.assign(user=user, post=Post(**form.post()), by=request.user, now=timezone.now())

    made = done(request, form, give)
    if made:
        messages.success(request, f"{user} bertugas sebagai {made.title} mulai {long_date(made.start)}.")
        _warn_unqualified(request, user)
        return redirect("organisation:person", pk=pk)
    back = (user.full_name, reverse("organisation:person", args=[pk]))
    return form_page(request, form, title="Penugasan baru", button="Tugaskan", back=back)


@requires(Permission.MANAGE_PEOPLE)
@once
def end_of_post(request: SignedInRequest, pk: int) -> HttpResponse:
    assignment = _assignment(request, pk)
    form = EndForm(data_of(request), initial={"on": timezone.localdate()})

    def end() -> Assignment:
        on = form.cleaned_data["on"]
        return actions.end_assignment(assignment=assignment, on=on, by=request.user, now=timezone.now())

    ended = done(request, form, end)
    if ended:
        messages.success(request, f"Penugasan {assignment.title} berakhir {long_date(form.cleaned_data['on'])}.")
        return redirect("organisation:person", pk=assignment.user_id)
    intro = f"{assignment.user} sebagai {assignment.title} sejak {long_date(assignment.start)}."
    return form_page(
        request, form, title="Akhiri penugasan", button="Akhiri penugasan", back=_page_of(assignment), intro=intro
    )


@requires(Permission.MANAGE_PEOPLE)
@once
def succession(request: SignedInRequest, pk: int) -> HttpResponse:
    old = _assignment(request, pk)
    today = timezone.localdate()
    people = people_managed_by(request.user, today).filter(is_active=True).exclude(pk=old.user_id)
    form = SuccessionForm(data_of(request), people=people, initial={"on": today})

    def follow() -> Succession:
        return actions.succeed(
            unit=old.unit, role=Role(old.role), old=old, **form.cleaned_data, by=request.user, now=timezone.now()
        )

    made = done(request, form, follow)
    if made:
        messages.success(request, f"{made.started.user} menjabat {made.started.title} mulai {long_date(made.on)}.")
        _warn_unqualified(request, made.started.user)
        return redirect("organisation:successions")
    intro = f"{old.title}: {old.user}, sejak {long_date(old.start)}."
    return form_page(
        request, form, title="Pergantian pejabat", button="Tetapkan pergantian", back=_page_of(old), intro=intro
    )


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def successions(request: SignedInRequest) -> HttpResponse:
    """Changes of officials, newest first; what was open at the time is printed by reports."""
    rows = successions_in(assignments_managed_by(request.user, timezone.localdate()))
    return render(request, "organisation/successions.html", {"rows": rows, "back": LIST})
