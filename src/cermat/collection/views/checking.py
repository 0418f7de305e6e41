"""Validation, return, the survey's figure: each a POST of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from cermat.audit.views import once
from cermat.collection.actions import send_back_sheet, use_survey_result, validate_sheet
from cermat.collection.forms import SendBackForm, version_in
from cermat.collection.views.sheet_pages import reading, visible
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.web.guards import requires


def _version(request: SignedInRequest) -> int:
    return version_in(request.POST.get("version", ""))


@requires(Permission.VALIDATE_ENTRY)
@once
def validation(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = visible(request, pk)
    if request.method != "POST":
        return redirect("collection:sheet", pk)
    validate_sheet(entry=entry, version=_version(request), by=request.user, now=timezone.now())
    messages.success(request, f"Isian {entry.unit} tervalidasi.")
    return redirect("collection:mine", entry.cycle_id)


@requires(Permission.VALIDATE_ENTRY)
@once
def returning(request: SignedInRequest, pk: int) -> HttpResponse:
    entry = visible(request, pk)
    if request.method != "POST":
        return redirect("collection:sheet", pk)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return reading(request, entry, form)
    reason = form.cleaned_data["reason"]
    send_back_sheet(entry=entry, reason=reason, version=_version(request), by=request.user, now=timezone.now())
    messages.success(request, f"Isian dikembalikan kepada {entry.unit} untuk diperbaiki.")
    return redirect("collection:mine", entry.cycle_id)


@requires(Permission.CLOSE_COLLECTION)
@once
def survey_result(request: SignedInRequest, pk: int) -> HttpResponse:
    """The survey's figure instead of what was typed."""
    entry = visible(request, pk)
    if request.method == "POST":
        use_survey_result(entry=entry, by=request.user, now=timezone.now())
        messages.success(request, "Isian memakai hasil survei. Angka lama tersimpan dalam riwayatnya.")
    return redirect("collection:sheet", pk)
