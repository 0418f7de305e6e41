"""The review desk: the queue, one sheet after the other, and many at once."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.audit.views import once
from cermat.collection.actions import send_back_sheet, validate_sheet
from cermat.collection.forms import DeskFilter, ReturnForm, chosen_in, version_in
from cermat.collection.models import Entry
from cermat.collection.presenters import (
    CHANNEL_NAMES,
    desk_line,
    full_title,
    history,
    narrowing_view,
    points_view,
    review_view,
    sheet_title,
    survey_view,
)
from cermat.collection.queries import (
    EntryTask,
    looked_at,
    neighbours_of,
    points_so_far,
    queue_of,
    remarks_on,
    reopening_of,
    survey_beside,
    units_in,
)
from cermat.collection.schema import SheetError
from cermat.collection.views.sheet_pages import leads, visible
from cermat.documents.presenters import with_frames
from cermat.lib.errors import DomainError
from cermat.lib.numbers import whole_numbers
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires
from cermat.web.typed import restored

PAGE = 20
MOST_LEFT = 200
RESULT = "desk_result"  # of the last bulk validation, told once
LEFT = "desk_left"  # sheets whose tick was taken away: they are not ticked again


@require_GET
@requires(Permission.VALIDATE_ENTRY)
def desk(request: SignedInRequest) -> HttpResponse:
    """What waits for the person's check, the late first; what passes all rules can be validated at once."""
    today = timezone.localdate()
    whole, chosen = queue_of(request.user, today), DeskFilter(request.GET)
    page = Paginator(chosen.narrowed(whole), PAGE).get_page(request.GET.get("page"))
    left = request.session.get(LEFT, [])
    lines = [
        desk_line(looked, today) | {"url": _address(looked.task, chosen), "is_left": looked.entry.pk in left}
        for looked in looked_at(page.object_list)
    ]
    context = {
        "page": page,
        "lines": lines,
        "count": page.paginator.count,
        "late": sum(task.is_late for task in chosen.narrowed(whole)),
        "passing": sum(line["passes"] for line in lines),
        "narrowing": chosen,
        "units": units_in(whole),
        "forms": narrowing_view(chosen.form, [task.entry for task in whole]),
        "result": request.session.pop(RESULT, None),
    }
    return render(request, "collection/desk.html", context)


@requires(Permission.VALIDATE_ENTRY)
def validations(request: SignedInRequest) -> HttpResponse:
    """Validate the ticked sheets that pass all rules, each in its own transaction: one refusal stops no other.

    Not `@once`, which would make one transaction of all. A sheet is validated once whatever comes again: its state
    and its version say so.
    """
    chosen = DeskFilter(request.GET)
    if request.method == "POST":
        versions = chosen_in(request.POST.getlist("isian"))
        tasks = [task for task in queue_of(request.user, timezone.localdate()) if task.entry.pk in versions]
        done, refused = [], []
        for looked in looked_at(tasks):
            why = "; ".join(looked.reasons) or _validated(request, looked.entry, versions[looked.entry.pk])
            name = full_title(looked.entry)
            refused.append((name, why)) if why else done.append(name)
        gone = len(versions) - len(tasks)
        if gone:
            refused.append((f"{gone} isian lain", "Sudah diperiksa, atau tidak lagi menunggu pemeriksaan Anda."))
        request.session[RESULT] = {"done": done, "refused": refused}
        shown = whole_numbers(request.POST.getlist("tampil"))
        request.session[LEFT] = sorted({*shown, *request.session.get(LEFT, [])}.difference(versions))[-MOST_LEFT:]
    return redirect(reverse("collection:desk") + chosen.query)


def _validated(request: SignedInRequest, entry: Entry, version: int) -> str:
    """Why it was refused; empty when it is validated."""
    try:
        validate_sheet(entry=entry, version=version, by=request.user, now=timezone.now())
    except DomainError as error:
        return error.message
    return ""


@require_GET
@requires(Permission.VALIDATE_ENTRY)
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """One sheet of the queue: values beside their evidence, last month and the neighbours."""
    entry = visible(request, pk)
    page = reverse("collection:desk_return", args=[pk])
    return reviewing(request, entry, ReturnForm(restored(request, to=page)))


def reviewing(
    request: SignedInRequest, entry: Entry, form: ReturnForm, problems: dict[tuple[str, str], str] | None = None
) -> HttpResponse:
    today, chosen = timezone.localdate(), DeskFilter(request.GET)
    queue = chosen.narrowed(queue_of(request.user, today))
    at = next((at for at, task in enumerate(queue) if task.entry.pk == entry.pk), None)
    if at is None:  # not theirs to check, or checked already
        return redirect("collection:sheet", entry.pk)
    looked = looked_at([queue[at]])[0]
    reopening = reopening_of(entry)
    typed = {name: str(value) for name, value in form.data.items()}
    context = {
        **_heading(request, entry, today),
        **review_view(looked.sheet, neighbours_of(looked.sheet), remarks_on(entry), typed, problems, reopening),
        "reopening": reopening,
        **_around(queue, at, chosen),
        "line": desk_line(looked, today),
        "reasons": looked.reasons,
        "narrowing": chosen,
        "form": form,
        "problems": problems,
    }
    refused = request.method == "POST"
    return with_frames(render(request, "collection/review.html", context, status=422 if refused else 200))


def _heading(request: SignedInRequest, entry: Entry, today: date) -> dict[str, Any]:
    return {
        "entry": entry,
        "cycle": entry.cycle,
        "title": sheet_title(entry),
        "history": history(entry),
        "channel_name": CHANNEL_NAMES.get(entry.channel),  # type: ignore[call-overload]  # a StrEnum's value is its key
        "points": points_view(entry, points_so_far(entry)),
        "survey": survey_view(entry, survey_beside(entry), leads=leads(request, entry, today)),
    }


def _around(queue: list[EntryTask], at: int, chosen: DeskFilter) -> dict[str, Any]:
    return {
        "place": at + 1,
        "count": len(queue),
        "before": _address(queue[at - 1], chosen) if at else "",
        "after": _address(queue[at + 1], chosen) if at + 1 < len(queue) else "",
    }


def _address(task: EntryTask, chosen: DeskFilter) -> str:
    return reverse("collection:review", args=[task.entry.pk]) + chosen.query


def _onward(request: SignedInRequest, entry: Entry) -> str:
    """The sheet that follows in the queue, else the one before, else the empty queue. Asked before the act."""
    chosen = DeskFilter(request.GET)
    queue = chosen.narrowed(queue_of(request.user, timezone.localdate()))
    at = next((at for at, task in enumerate(queue) if task.entry.pk == entry.pk), len(queue))
    rest = [*queue[at + 1 :], *reversed(queue[:at])]
    return _address(rest[0], chosen) if rest else reverse("collection:desk") + chosen.query


@requires(Permission.VALIDATE_ENTRY)
@once
def desk_validation(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = visible(request, pk)
    if request.method != "POST":
        return redirect("collection:review", pk)
    onward = _onward(request, entry)
    version = version_in(request.POST.get("version", ""))
    validate_sheet(entry=entry, version=version, by=request.user, now=timezone.now())
    messages.success(request, f"{full_title(entry)} tervalidasi.")
    return redirect(onward)


@requires(Permission.VALIDATE_ENTRY)
@once
def desk_return(request: SignedInRequest, pk: int) -> HttpResponse:
    """Back to those who filled it in, with reasons at the fields, for the sheet, or both."""
    entry = visible(request, pk)
    if request.method != "POST":
        return redirect("collection:review", pk)
    form, onward = ReturnForm(request.POST), _onward(request, entry)
    if not form.is_valid():
        return reviewing(request, entry, form)
    given = {"reason": form.cleaned_data["reason"], "remarks": form.remarks, "version": form.version}
    try:
        send_back_sheet(entry=entry, **given, by=request.user, now=timezone.now())
    except SheetError as error:
        return reviewing(request, entry, form, error.problems)
    messages.success(request, f"{full_title(entry)} dikembalikan untuk diperbaiki.")
    return redirect(onward)
