"""The door of pages that save by themselves, and of what waited on a device: forms in, JSON out, each key once.

`POST isian/7/penyimpanan/`: the fields of the sheet's form as far as they were touched, `asal` (what the page showed
there first), `sendiri` (what the same device has sent of them since), `version`, `_person` (whose device store it comes
from), `whole` and `finish` ("pengajuan" or "pengiriman") where the sheet is handed on. What can be stored is stored;
`problems`, `differs` and `gone` name the rest. A key that comes again gets the first answer again.
"""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST, require_safe

from cermat.audit.views import once
from cermat.collection.actions import Kept, keep_typed, note_presence, send_sheet, submit_sheet
from cermat.collection.forms import SheetForm, version_in
from cermat.collection.models import Entry
from cermat.collection.presenters.keeping import differing_json, named, people_json, shown_json, state_json
from cermat.collection.presenters.sheets import prefilled_in, shown_in
from cermat.collection.queries import OPEN, Sheet, fields_of, filler, held_for, others_at, sheet_of
from cermat.collection.schema import SheetError, Source
from cermat.collection.views.filling import UNDECIDED
from cermat.collection.views.sheet_pages import visible
from cermat.lib.errors import ConflictError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires
from cermat.web.shell import kept_on_device

OTHER_PERSON = "Ini ketikan orang lain pada perangkat ini. Cermat menyimpannya sampai orang itu masuk lagi."
TRIES = 3
DONE = {
    "pengajuan": (submit_sheet, "Isian diajukan. Pimpinan Anda sudah diberi tahu untuk menyetujuinya."),
    "pengiriman": (send_sheet, "Isian disetujui dan terkirim. Pemeriksa sudah diberi tahu."),
}


def own(request: SignedInRequest, pk: int) -> Entry:
    """The sheet. On a shared device what one person typed is never sent in the name of the next."""
    entry = visible(request, pk)
    if request.POST.get("_person") != str(request.user.pk):
        raise ConflictError(OTHER_PERSON, code="other_person")
    return entry


@requires(Permission.FILL_ENTRY)
@require_POST
@once
def keeping(request: SignedInRequest, pk: int) -> HttpResponse:
    """Store what was typed, field by field; where asked, hand the sheet on."""
    for left in reversed(range(TRIES)):
        entry = own(request, pk)
        try:
            with transaction.atomic():
                return JsonResponse(_kept(request, entry))
        except ConflictError as error:  # somebody saved between our look and our lock: look again
            if error.code != "stale" or not left:
                raise
        except SheetError as error:
            problems = {named(key): told for key, told in error.problems.items()}
            body = {"code": error.code, "message": error.message, "problems": problems}
            return JsonResponse(body, status=error.status)
    raise AssertionError


def _kept(request: SignedInRequest, entry: Entry) -> dict[str, Any]:
    now = timezone.now()
    form, standing = SheetForm(request.POST, MultiValueDict(), fields_of(entry)), sheet_of(entry)
    same = form.version == entry.version
    found = form.merged_with(shown_in(standing), same_version=same, unowned=prefilled_in(standing))
    note, note_differs = _note(request, entry, form)
    answers = {key: form.answers[key] for key in found.mine}
    channel = _source(form, entry, is_alone=not answers and note is None, is_known=same or bool(form.data.get("whole")))
    kept = keep_typed(
        entry=entry, answers=answers, version=entry.version, note=note, channel=channel, by=request.user, now=now
    )
    typed = {key: form.typed(key) for key in found.differs}
    body = {
        "code": "stored",
        **state_json(kept.entry, now),
        "withdrawn": kept.withdrawn,
        "problems": {named(key): told for key, told in (form.errors | dict(kept.problems)).items()},
        "differs": [*differing_json(standing, typed, found.differs), *note_differs],
        "gone": form.homeless,
        "fresh": shown_json(sheet_of(kept.entry)) if not same else {},
    }
    return _handed_on(request, kept, body)


def _source(form: SheetForm, entry: Entry, *, is_alone: bool, is_known: bool) -> Source | None:
    """How the figures came. It goes with every answer; alone only where it was changed on a page that knew the one
    that stands, or that is handed in as it is shown."""
    told = form.source
    if told is None or not is_alone:
        return told
    is_same = (told.channel, told.note.strip()) == (entry.channel, entry.channel_note)
    return told if is_known and not is_same else None


def _note(request: SignedInRequest, entry: Entry, form: SheetForm) -> tuple[str | None, list[dict[str, Any]]]:
    """The note as it is to be stored, None where it stays; and both, where two people wrote different ones."""
    note, first = form.note, request.POST.get("asal_note", entry.note)
    if note is None or note.strip() in {first.strip(), entry.note.strip()}:
        return None, []
    if first.strip() == entry.note.strip():
        return note, []
    both = {"mine": note, "theirs": entry.note or "kosong", "typed": ["", entry.note, ""], "who": ""}
    return None, [{"key": "note", "label": "Catatan untuk pemeriksa"} | both]


def _handed_on(request: SignedInRequest, kept: Kept, body: dict[str, Any]) -> dict[str, Any]:
    """A sheet goes to its next reader only as its maker wants it: whole, and without an open difference."""
    finish, is_shown = request.POST.get("finish", ""), bool(request.POST.get("shown"))
    if finish not in DONE:
        if is_shown and not body["problems"] and not body["differs"]:
            messages.success(request, "Draf tersimpan.")
        return body
    if any(body[name] for name in ("problems", "differs", "gone")):
        return body | {"code": "partly"}
    act, told = DONE[finish]
    here = reverse("collection:sheet", args=[kept.entry.pk])
    if held_for(request.user, kept.entry):  # nobody could decide about them on a sheet that is closed
        if is_shown:
            messages.warning(request, UNDECIDED)
        return body | {"code": "incomplete", "message": UNDECIDED, "next": here}
    try:
        with transaction.atomic():
            act(entry=kept.entry, version=kept.entry.version, by=request.user, now=timezone.now())
    except SheetError as error:
        problems = {named(key): sentence for key, sentence in error.problems.items()}
        why = {"code": "incomplete", "message": error.message, "problems": problems}
        return body | why | {"next": f"{here}?periksa=1"}
    if is_shown:
        messages.success(request, told)
    return body | {"code": "done", "message": told, "next": reverse("collection:mine", args=[kept.entry.cycle_id])}


@requires(Permission.FILL_ENTRY)
@require_POST
def presence(request: SignedInRequest, pk: int) -> HttpResponse:
    """This person has the sheet open: who else has, and the sheet where the page shows an older version of it."""
    entry, now = own(request, pk), timezone.now()
    is_open = entry.cycle.is_running and entry.state in OPEN
    if filler(request.user, entry, timezone.localdate(now)) is not None:
        note_presence(entry=entry, by=request.user, now=now)
    return JsonResponse(
        {
            **state_json(entry, now),
            "open": is_open,
            "others": people_json(others_at(entry, request.user, now)),
            "fresh": _newer(entry, request),
        }
    )


@requires(Permission.FILL_ENTRY)
@kept_on_device
@require_safe
def on_device(request: SignedInRequest) -> HttpResponse:
    """What this person has on the device they look from; the page is the same for all, its script reads the device."""
    return render(request, "collection/on_device.html")


def _newer(entry: Entry, request: SignedInRequest) -> dict[str, list[str]]:
    standing: Sheet | None = sheet_of(entry) if version_in(request.POST.get("version", "")) != entry.version else None
    return shown_json(standing) if standing else {}
