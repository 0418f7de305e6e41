"""What a sheet looks like: the form while it is open to the person, else the page to read and to check it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.http.request import QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cermat.collection.forms import SendBackForm, SheetForm
from cermat.collection.models import Channel, Entry, EntryState, Form
from cermat.collection.presenters import (
    CHANNEL_NAMES,
    Shown,
    base_of,
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
    filler,
    head_word,
    held_for,
    may_check,
    open_remarks,
    points_so_far,
    sheet_of,
    survey_beside,
    villages_of,
)
from cermat.collection.schema import FieldKey
from cermat.collection.views.evidence import may_ask_place
from cermat.documents.presenters import with_frames
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import authority
from cermat.web.shell import kept_as
from cermat.web.typed import restored

OTHERS = [(channel.value, name) for channel, name in CHANNEL_NAMES.items() if channel != Channel.ONLINE]


def visible(request: SignedInRequest, pk: int) -> Entry:
    return get_object_or_404(entries_visible_to(request.user, timezone.localdate()), pk=pk)


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
    page = with_frames(may_ask_place(render(request, "collection/fill.html", context, status=status)))
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
    return with_frames(render(request, "collection/read.html", context, status=422 if form and form.errors else 200))


def fills_for_others(request: SignedInRequest, entry: Entry, day: date) -> bool:
    """Staf who type in what a desa or kelurahan reported must name the source."""
    right = filler(request.user, entry, day)
    return entry.unit.is_village and right is not None and right.assignment.role == Role.STAF
