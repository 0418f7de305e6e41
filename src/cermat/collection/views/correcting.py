"""What used a sheet's figures, and opening it for a correction."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.audit.views import once
from cermat.collection.actions import open_correction
from cermat.collection.forms import CorrectionForm
from cermat.collection.models import Entry, EntryState
from cermat.collection.presenters import correction_rows, entry_line, sheet_title, uses_view
from cermat.collection.queries import corrections_on, is_pending, old_figures, uses_of
from cermat.collection.views.sheet_pages import leads, visible
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.periods.presenters import year_notice
from cermat.periods.queries import lock_of, openings_of
from cermat.web.forms import tell
from cermat.web.guards import requires
from cermat.web.typed import restored


@require_GET
@requires(Permission.VIEW_ENTRY)
def usage(request: SignedInRequest, pk: int) -> HttpResponse:
    """Both figures of every correction, and everything that was made with the old one."""
    entry = visible(request, pk)
    return render(request, "collection/usage.html", _context(request, entry))


@requires(Permission.CLOSE_COLLECTION)
@once
def correction(request: SignedInRequest, pk: int) -> HttpResponse:
    """Before a sheet is opened: what used its figures, and for what reason it is opened."""
    entry = visible(request, pk)
    form = CorrectionForm(request.POST or restored(request))
    if request.method == "POST" and form.is_valid():
        try:
            open_correction(entry=entry, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        except DomainError as error:
            if error.field is None:
                raise
            tell(form, error)
        else:
            messages.success(
                request, f"Isian {entry.unit} dibuka untuk koreksi. Angka lama tersimpan dalam riwayatnya."
            )
            return redirect("collection:usage", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "collection/usage.html", _context(request, entry) | {"form": form}, status=status)


def _context(request: SignedInRequest, entry: Entry) -> dict[str, Any]:
    today = timezone.localdate()
    old = old_figures(entry)
    lock = lock_of(entry.cycle.kecamatan, entry.cycle.year)
    is_validated = entry.state == EntryState.VALIDATED
    return {
        "entry": entry,
        "cycle": entry.cycle,
        "title": sheet_title(entry),
        "line": entry_line(entry, today),
        "old": old,
        "corrections": correction_rows(corrections_on(entry)),
        "groups": uses_view(uses_of(old)) if old else [],
        "is_pending": is_pending(entry),
        "year_notice": year_notice(lock, openings_of(lock), entry.cycle.month_number),
        "may_correct": is_validated and leads(request, entry, today),
    }
