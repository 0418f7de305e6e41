"""A sheet: the form while it is open to the person, else the page to read and to check it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from cermat.audit.views import once
from cermat.collection.actions import save_sheet, send_sheet, set_candidates, submit_sheet
from cermat.collection.forms import SendBackForm, SheetForm
from cermat.collection.models import Channel, Entry, EntryState, Form
from cermat.collection.presenters import (
    CHANNEL_NAMES,
    Shown,
    base_of,
    differences,
    entry_line,
    extensions_view,
    form_name,
    held_by_row,
    history,
    points_view,
    quoted,
    returned_word,
    rows_view,
    sheet_title,
    survey_view,
    until_words,
)
from cermat.collection.queries import (
    OPEN,
    approver,
    asked_words,
    entries_visible_to,
    extender,
    fields_of,
    filler,
    head_word,
    held_for,
    may_check,
    open_remarks,
    points_so_far,
    sheet_of,
    survey_beside,
    villages_of,
    what_stops,
)
from cermat.collection.schema import FieldKey, SheetError
from cermat.collection.views.evidence import keep_evidence, may_ask_place
from cermat.documents.views import takes_files
from cermat.lib.errors import ConflictError
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import authority
from cermat.web.guards import requires
from cermat.web.shell import kept_as
from cermat.web.typed import restored

Finish = Callable[..., Entry]
OTHERS = [(channel.value, name) for channel, name in CHANNEL_NAMES.items() if channel != Channel.ONLINE]

UNDECIDED = "Isian tersimpan, tetapi belum dikirim: putuskan dahulu berkas yang menunggu keputusan Anda pada barisnya."


def visible(request: SignedInRequest, pk: int) -> Entry:
    return get_object_or_404(entries_visible_to(request.user, timezone.localdate()), pk=pk)


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


def filling(
    request: SignedInRequest,
    entry: Entry,
    form: SheetForm | None = None,
    *,
    problems: Mapping[FieldKey, str] | None = None,
    typed: Mapping[FieldKey, tuple[str, str, str]] | None = None,
    extra: Mapping[str, Any] | None = None,
    status: int = 0,
) -> HttpResponse:
    standing, problems = sheet_of(entry), problems or {}
    if form is not None and typed is None:
        typed = {key: form.typed(key) for key in form.specs}
    asked = open_remarks(entry) if entry.reason else {}
    shown = Shown(typed or {}, problems, held_by_row(held_for(request.user, entry)), asked)
    context = {
        **_around(request, entry, form, problems),
        **rows_view(standing, shown, typed=form.data if form else {}, villages=_taking_part(entry)),
        "sheet": standing,
        "base": base_of(standing),
        "problems": problems,
        "asked": asked_words(len(asked)),
    }
    code = status or (422 if problems and request.method == "POST" else 200)
    return _page(request, entry, context | dict(extra or {}), code)


def _page(request: SignedInRequest, entry: Entry, context: dict[str, Any], status: int) -> HttpResponse:
    page = may_ask_place(render(request, "collection/fill.html", context, status=status))
    return kept_as(str(entry.version), request, page)


def _taking_part(entry: Entry) -> list[Unit]:
    """Where the candidates of a contest come from."""
    return villages_of(entry.cycle.kecamatan) if entry.form == Form.RTRW else []


def _around(
    request: SignedInRequest, entry: Entry, form: SheetForm | None, problems: Mapping[FieldKey, str]
) -> dict[str, Any]:
    """What stands above and below the rows: heading, source, note, buttons."""
    day = timezone.localdate()
    return {
        **_heading(request, entry, day),
        **_rights(request, entry, day),
        **_source(entry, form.data if form else None, problems),
        "sop": quoted(entry),
        "note": form.note if form is not None and form.note is not None else entry.note,
    }


def _heading(request: SignedInRequest, entry: Entry, day: date) -> dict[str, Any]:
    return {
        "entry": entry,
        "cycle": entry.cycle,
        "line": entry_line(entry, day),
        "title": sheet_title(entry),
        "form_name": form_name(entry),
        "until": until_words(entry),
        "extensions": extensions_view(entry),
        "returned_word": returned_word(entry),
        "points": points_view(entry, points_so_far(entry)),
        "survey": survey_view(entry, survey_beside(entry), leads=leads(request, entry, day)),
    }


def leads(request: SignedInRequest, entry: Entry, day: date) -> bool:
    """Whether the person may open a correction of it."""
    return authority(request.user, Permission.CLOSE_COLLECTION, entry.cycle.kecamatan, day) is not None


def _rights(request: SignedInRequest, entry: Entry, day: date) -> dict[str, Any]:
    """Which buttons the form has; the actions ask again."""
    return {
        "may_send": approver(request.user, entry, day) is not None,
        "head_word": head_word(entry),
        "fills_for_others": fills_for_others(request, entry, day),
    }


def _source(entry: Entry, data: QueryDict | None, problems: Mapping[FieldKey, str]) -> dict[str, Any]:
    return {
        "channels": [("", "Pilih sumber"), *OTHERS],
        "channel": data.get("channel", entry.channel) if data is not None else entry.channel,
        "channel_note": data.get("channel_note", entry.channel_note) if data is not None else entry.channel_note,
        "channel_error": problems.get(("", "channel"), "") or problems.get(("", "channel_note"), ""),
    }


def reading(request: SignedInRequest, entry: Entry, form: SendBackForm | None = None) -> HttpResponse:
    """The sheet with its history; for the checker with values and evidence side by side and the two buttons."""
    day = timezone.localdate()
    is_open = entry.cycle.is_running and entry.state in OPEN
    context = {
        **_heading(request, entry, day),
        "may_extend": is_open and extender(request.user, entry, day) is not None,
        "may_fill": is_open and filler(request.user, entry, day) is not None,
        **rows_view(sheet_of(entry)),
        "history": history(entry),
        "channel_name": CHANNEL_NAMES.get(entry.channel),  # type: ignore[call-overload]  # a StrEnum's value is its key
        "may_check": entry.state == EntryState.SENT and entry.cycle.is_running and may_check(request.user, entry, day),
        "may_correct": entry.state == EntryState.VALIDATED and leads(request, entry, day),
        "is_used": entry.state == EntryState.VALIDATED or entry.revision > 1,
        "form": form or SendBackForm(restored(request, to=reverse("collection:returning", args=[entry.pk]))),
    }
    return render(request, "collection/read.html", context, status=422 if form and form.errors else 200)


def fills_for_others(request: SignedInRequest, entry: Entry, day: date) -> bool:
    """Staf who type in what a desa or kelurahan reported must name the source."""
    right = filler(request.user, entry, day)
    return entry.unit.is_village and right is not None and right.assignment.role == Role.STAF
