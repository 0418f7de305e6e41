"""The door of pages that save by themselves, and of what waited on a device: forms in, JSON out, each key once.

`POST isian/7/penyimpanan/`: the fields of the sheet's form and what stands beside them (forms.beside) as far as they
were touched, `asal` (what the page showed there first), `sendiri` (what the same device has sent of them since),
`version`, `_person` (whose device store it comes from), `whole` where it is saved by hand and `finish` ("pengajuan" or
"pengiriman") where the sheet is handed on. What can be stored is stored; `problems`, `differs` and `gone` name the
rest, `made` the candidates that this device made. A key that comes again gets the first answer again.
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
from cermat.collection.actions import keep_typed, note_presence, send_sheet, settle_leaving, submit_sheet
from cermat.collection.forms import BesideForm, SheetForm, version_in
from cermat.collection.models import Entry
from cermat.collection.presenters.beside import beside_in, both_json
from cermat.collection.presenters.keeping import differing_json, made_json, named, people_json, shown_json, state_json
from cermat.collection.presenters.sheets import prefilled_in, shown_in
from cermat.collection.queries import OPEN, Sheet, fields_of, filler, held_for, others_at, sheet_of
from cermat.collection.schema import SheetError
from cermat.collection.views.filling import UNDECIDED
from cermat.collection.views.sheet_pages import visible
from cermat.lib.errors import ConflictError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires
from cermat.web.shell import kept_on_device

OTHER_PERSON = "Ini ketikan orang lain pada perangkat ini. Cermat menyimpannya sampai orang itu masuk lagi."
UNSEEN = "Isian tersimpan, tetapi ada centang hapus dari orang lain. Periksa centangnya, lalu simpan atau kirim lagi."
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
    now, by = timezone.now(), request.user
    form, standing = SheetForm(request.POST, MultiValueDict(), fields_of(entry)), sheet_of(entry)
    same = form.version == entry.version
    found = form.merged_with(shown_in(standing), same_version=same, unowned=prefilled_in(standing))
    beside, shown = BesideForm(form), beside_in(standing)
    other = beside.merged_with(shown, same_version=same)
    answers, aside = {key: form.answers[key] for key in found.mine}, beside.changes(other.mine, shown)
    kept = keep_typed(entry=entry, answers=answers, version=entry.version, aside=aside, by=by, now=now)
    refused = {named(key): told for key, told in (form.errors | dict(kept.problems)).items()}
    typed = {key: form.typed(key) for key in found.differs}
    both = both_json(entry, beside.typed, shown, other.differs)
    body = {
        "code": "stored",
        "withdrawn": kept.withdrawn,
        "problems": refused | beside.problems(other.mine),
        "differs": [*differing_json(standing, typed, found.differs), *both],
        "gone": form.homeless | beside.gone(shown),
        "made": made_json(beside.typed, kept.entry),
    }
    if request.POST.get("whole") and beside.unseen(shown, other.mine):
        return _reloaded(request, kept.entry, body)
    return _handed_on(request, *_settled(request, kept.entry, body, is_known=same))


def _reloaded(request: SignedInRequest, entry: Entry, body: dict[str, Any]) -> dict[str, Any]:
    """Nothing is taken away that this person has not seen ticked."""
    if request.POST.get("shown"):
        messages.warning(request, UNSEEN)
    here = reverse("collection:sheet", args=[entry.pk])
    why = {"code": "incomplete", "message": UNSEEN, "next": here}
    return body | state_json(entry, timezone.now()) | {"fresh": shown_json(sheet_of(entry))} | why


def _settled(
    request: SignedInRequest, entry: Entry, body: dict[str, Any], *, is_known: bool
) -> tuple[Entry, dict[str, Any]]:
    """The sheet as it stands now. Who saves it by hand means what is ticked to be taken away; who hands it on, too."""
    now, is_by_hand = timezone.now(), request.POST.get("whole") and request.POST.get("finish", "") not in DONE
    if is_by_hand and not body["differs"]:
        entry = settle_leaving(entry=entry, by=request.user, now=now)
    fresh = {} if is_known else shown_json(sheet_of(entry))
    return entry, body | state_json(entry, now) | {"fresh": fresh}


def _handed_on(request: SignedInRequest, entry: Entry, body: dict[str, Any]) -> dict[str, Any]:
    """A sheet goes to its next reader only as its maker wants it: whole, and without an open difference."""
    finish, is_shown = request.POST.get("finish", ""), bool(request.POST.get("shown"))
    if finish not in DONE:
        if is_shown and not body["problems"] and not body["differs"]:
            messages.success(request, "Draf tersimpan.")
        return body
    if any(body[name] for name in ("problems", "differs", "gone")):
        return body | {"code": "partly"}
    act, told = DONE[finish]
    here = reverse("collection:sheet", args=[entry.pk])
    if held_for(request.user, entry):  # nobody could decide about them on a sheet that is closed
        if is_shown:
            messages.warning(request, UNDECIDED)
        return body | {"code": "incomplete", "message": UNDECIDED, "next": here}
    try:
        with transaction.atomic():
            act(entry=entry, version=entry.version, by=request.user, now=timezone.now())
    except SheetError as error:
        problems = {named(key): sentence for key, sentence in error.problems.items()}
        why = {"code": "incomplete", "message": error.message, "problems": problems}
        return body | why | {"next": f"{here}?periksa=1"}
    if is_shown:
        messages.success(request, told)
    return body | {"code": "done", "message": told, "next": reverse("collection:mine", args=[entry.cycle_id])}


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
