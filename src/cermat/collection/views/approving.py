"""Lurah, Kepala Desa and the heads of sections approve: one sheet on one screen, or several at once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cermat.audit.views import once
from cermat.collection.actions import hand_back_sheet, send_sheet
from cermat.collection.forms import HandBackForm, chosen_in
from cermat.collection.models import Entry
from cermat.collection.presenters import (
    approval_line,
    entry_line,
    full_title,
    points_view,
    returned_word,
    review_view,
    until_words,
)
from cermat.collection.queries import points_so_far, remarks_on, reopening_of, sheets_in, submission_of, to_send
from cermat.collection.views.sheet_pages import visible
from cermat.documents.presenters import with_frames
from cermat.lib.errors import DomainError
from cermat.lib.numbers import whole_number
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires
from cermat.web.typed import restored

MOVED_ON = "sesudah Anda membukanya isian itu diubah operator, atau sudah dikirim. Yang masih menunggu ada di bawah."


@requires(Permission.APPROVE_ENTRY)
@once
def approvals(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """What waits for this person's approval, one sheet after the other; `?isian=` names the one to look at."""
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    waiting = [task.entry for task in to_send(request.user, today) if task.entry.cycle_id == cycle.pk]
    if request.method == "POST":
        return _sent(request, cycle, waiting)
    wanted = whole_number(request.GET.get("isian", ""))
    entry = next((entry for entry in waiting if entry.pk == wanted), waiting[0] if waiting else None)
    if entry is None:
        return render(request, "collection/approvals.html", {"cycle": cycle})
    return approving(request, entry, waiting)


def approving(
    request: SignedInRequest, entry: Entry, waiting: list[Entry], form: HandBackForm | None = None
) -> HttpResponse:
    sheets, today = sheets_in(waiting), timezone.localdate()
    at = waiting.index(entry)
    context = {
        "cycle": entry.cycle,
        "entry": entry,
        "line": entry_line(entry, today),
        "until": until_words(entry),
        "returned_word": returned_word(entry),
        "points": points_view(entry, points_so_far(entry)),
        "submission": submission_of(entry),
        "place": at + 1,
        "after": waiting[at + 1] if at + 1 < len(waiting) else None,
        "waiting": [approval_line(sheets[one.pk], today) for one in waiting],
        "summary": approval_line(sheets[entry.pk], today),
        "form": form or HandBackForm(restored(request, to=reverse("collection:handing_back", args=[entry.pk]))),
        **review_view(sheets[entry.pk], {}, remarks_on(entry), reopening=reopening_of(entry)),
    }
    return with_frames(render(request, "collection/approvals.html", context, status=422 if form else 200))


def _sent(request: SignedInRequest, cycle: Cycle, waiting: list[Entry]) -> HttpResponse:
    """Each on its own: what one sheet lacks does not keep the others."""
    versions = chosen_in(request.POST.getlist("isian"))
    done = 0
    for entry in waiting:
        if entry.pk not in versions:
            continue
        try:
            send_sheet(entry=entry, version=versions[entry.pk], by=request.user, now=timezone.now())
        except DomainError as error:
            if len(versions) == 1:
                raise
            messages.error(request, f"{full_title(entry)} belum dikirim. {error.message}")
        else:
            done += 1
    gone = len(versions) - sum(entry.pk in versions for entry in waiting)
    if gone:
        messages.error(request, f"{gone} isian belum dikirim: {MOVED_ON}")
    if done:
        messages.success(request, f"{done} isian disetujui dan terkirim. Pemeriksa sudah diberi tahu.")
    where = "collection:approvals" if len(waiting) > done else "collection:mine"
    return redirect(where, cycle.pk)


@requires(Permission.APPROVE_ENTRY)
@once
def handing_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Not approved yet: back to the operator, with the reason."""
    entry = visible(request, pk)
    if request.method != "POST":
        return redirect("collection:approvals", entry.cycle_id)
    form = HandBackForm(request.POST)
    if not form.is_valid():
        tasks = to_send(request.user, timezone.localdate())
        waiting = [task.entry for task in tasks if task.entry.cycle_id == entry.cycle_id]
        held = next((one for one in waiting if one.pk == entry.pk), None)
        if held is not None:
            return approving(request, held, waiting, form)
    hand_back_sheet(
        entry=entry,
        reason=form.cleaned_data.get("reason", ""),
        version=form.version,
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, f"{full_title(entry)} dikembalikan kepada operator.")
    return redirect("collection:approvals", entry.cycle_id)
