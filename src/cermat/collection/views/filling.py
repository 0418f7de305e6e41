"""A sheet is filled in with its form: saved as a draft, handed in for approval, sent."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from cermat.audit.views import once
from cermat.collection.actions import save_sheet, send_sheet, set_candidates, submit_sheet
from cermat.collection.forms import SheetForm
from cermat.collection.models import Entry, Form
from cermat.collection.presenters import differences
from cermat.collection.queries import OPEN, fields_of, filler, held_for, sheet_of, what_stops
from cermat.collection.schema import SheetError
from cermat.collection.views.evidence import keep_evidence
from cermat.collection.views.sheet_pages import filling, reading, visible
from cermat.documents.views import takes_files
from cermat.lib.errors import ConflictError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires
from cermat.web.typed import restored

Finish = Callable[..., Entry]

UNDECIDED = "Isian tersimpan, tetapi belum dikirim: putuskan dahulu berkas yang menunggu keputusan Anda pada barisnya."


@requires(Permission.VIEW_ENTRY)
@takes_files
@once
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = visible(request, pk)
    if request.method == "POST":
        return _kept(request, entry)
    day = timezone.localdate()
    is_open = entry.cycle.is_running and entry.state in OPEN and "baca" not in request.GET
    if not is_open or filler(request.user, entry, day) is None:
        return reading(request, entry)
    typed = restored(request)
    if typed is not None:
        form = SheetForm(typed, MultiValueDict(), fields_of(entry))
        return filling(request, entry, form, problems=form.errors)
    problems = what_stops(sheet_of(entry)) if "periksa" in request.GET else {}
    return filling(request, entry, problems=problems)


@requires(Permission.FILL_ENTRY)
@takes_files
@once
def submission(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = visible(request, pk)
    if request.method != "POST":
        return redirect("collection:sheet", pk)
    return _kept(request, entry, submit_sheet, "Isian diajukan. Pimpinan Anda sudah diberi tahu untuk menyetujuinya.")


@requires(Permission.FILL_ENTRY)
@takes_files
@once
def sending(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = visible(request, pk)
    if request.method != "POST":
        return redirect("collection:sheet", pk)
    return _kept(request, entry, send_sheet, "Isian disetujui dan terkirim. Pemeriksa sudah diberi tahu.")


def _kept(request: SignedInRequest, entry: Entry, finish: Finish | None = None, done: str = "") -> HttpResponse:
    """Save what was typed; then, where asked, hand it on. A refusal shows the form again, nothing half stored."""
    form = SheetForm(request.POST, request.FILES, fields_of(entry))
    if form.errors:
        return filling(request, entry, form, problems=form.errors)
    try:
        with transaction.atomic():
            saved = _saved(request, entry, form)
    except ConflictError as error:
        if error.code != "stale":
            raise
        return _conflict(request, entry, form, error)
    except SheetError as error:
        return filling(request, entry, form, problems=error.problems)
    if finish is None:
        messages.success(request, "Draf tersimpan.")
        return redirect("collection:sheet", entry.pk)
    return _handed_on(request, saved, finish, done)


def _saved(request: SignedInRequest, entry: Entry, form: SheetForm) -> Entry:
    now, by = timezone.now(), request.user
    if entry.form == Form.RTRW:
        entry, form = _with_candidates(request, entry, form)
    given = {"answers": form.answers, "version": form.version, "note": form.note, "channel": form.source}
    saved = save_sheet(entry=entry, **given, by=by, now=now)  # type: ignore[arg-type]  # each fits its parameter
    keep_evidence(request, entry, form)
    saved.refresh_from_db(fields=["version"])  # a mark that was taken back has moved it
    return saved


def _with_candidates(request: SignedInRequest, entry: Entry, form: SheetForm) -> tuple[Entry, SheetForm]:
    """Candidates first: a mark of one that was taken out has no row any more, and the version has moved on."""
    held = set_candidates(
        entry=entry,
        wanted=form.candidates,
        removed=form.withdrawn,
        version=form.version,
        by=request.user,
        now=timezone.now(),
    )
    data = form.data.copy()
    data["version"] = str(held.version)
    return held, SheetForm(data, form.files, fields_of(held))


def _handed_on(request: SignedInRequest, entry: Entry, finish: Finish, done: str) -> HttpResponse:
    """The draft is kept even where the sheet is not whole yet: then the form says what is missing, or what waits."""
    if held_for(request.user, entry):
        messages.warning(request, UNDECIDED)
        return redirect("collection:sheet", entry.pk)
    try:
        finish(entry=entry, version=entry.version, by=request.user, now=timezone.now())
    except SheetError:
        return redirect(f"{reverse('collection:sheet', args=[entry.pk])}?periksa=1")
    messages.success(request, done)
    return redirect("collection:mine", entry.cycle_id)


def _conflict(request: SignedInRequest, entry: Entry, form: SheetForm, error: ConflictError) -> HttpResponse:
    """Both values side by side; what this person did not touch takes the other's value, their own typing stays."""
    entry.refresh_from_db(fields=["version", "note"])
    unread = form.untouched()
    mine = {key: form.typed(key) for key in form.specs if key not in unread}
    rows = differences(sheet_of(entry), mine)
    extra = {"conflict": error.message, "differences": rows}
    return filling(request, entry, form, typed=mine, extra=extra, status=error.status)
