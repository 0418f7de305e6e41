"""The calendar of a year: as a page, for other calendars, as a workbook; and marking what was handed in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.audit.views import once
from cermat.documents.formula.kinds import FileKind
from cermat.documents.views import takes_files
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.printing.ical import as_ical
from cermat.printing.xlsx import as_xlsx
from cermat.web.downloads import as_file
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored
from cermat.years import actions
from cermat.years.exports import calendar_table
from cermat.years.forms import DeliveryForm
from cermat.years.presenters import calendar_rows, events, summary_of
from cermat.years.queries import calendar_of_year, deliveries_to_mark, line_of, registered, years_of
from cermat.years.views.scope import kecamatan_in, may

ICAL = "text/calendar; charset=utf-8"


@require_GET
@requires(Permission.VIEW_CYCLE)
def home(_request: SignedInRequest) -> HttpResponse:
    return redirect("years:calendar", timezone.localdate().year)


@require_GET
@requires(Permission.VIEW_CYCLE)
def calendar(request: SignedInRequest, year: int) -> HttpResponse:
    today = timezone.localdate()
    kecamatan = kecamatan_in(request, year)
    rows = calendar_rows(calendar_of_year(kecamatan, year, today), today)
    context = {
        "kecamatan": kecamatan,
        "year": year,
        "years": years_of(kecamatan, today),
        "rows": rows,
        "summary": summary_of(rows),
        "may_mark": may(request, Permission.RECORD_DOCUMENT, kecamatan),
    }
    return render(request, "years/calendar.html", context)


@require_GET
@requires(Permission.VIEW_CYCLE)
def calendar_file(request: SignedInRequest, year: int) -> HttpResponse:
    """For a telephone or the office's calendar; taken in again it replaces what has moved."""
    now = timezone.now()
    kecamatan = kecamatan_in(request, year)
    found = events(calendar_of_year(kecamatan, year, timezone.localdate(now)), year)
    content = as_ical(found, title=f"Penyerahan dokumen {year}", host=request.get_host(), at=now)
    return as_file(content, ICAL, f"penyerahan-{kecamatan.code}-{year}.ics")


@require_GET
@requires(Permission.VIEW_CYCLE)
def calendar_xlsx(request: SignedInRequest, year: int) -> HttpResponse:
    now = timezone.now()
    kecamatan = kecamatan_in(request, year)
    table = calendar_table(calendar_of_year(kecamatan, year, timezone.localdate(now)))
    title = f"Kalender penyerahan {year} {kecamatan}"
    content = as_xlsx({f"Penyerahan {year}": table}, title=title, at=now, example=request.user.is_example)
    return as_file(content, FileKind.XLSX.value, f"penyerahan-{kecamatan.code}-{year}.xlsx")


@requires(Permission.RECORD_DOCUMENT)
@takes_files
@once
def delivery(request: SignedInRequest, year: int, key: str) -> HttpResponse:
    """One document of the calendar: when it was handed in and what proves it."""
    now = timezone.now()
    today = timezone.localdate(now)
    kecamatan = kecamatan_in(request, year)
    line = line_of(kecamatan, year, key, today)
    if line is None:
        raise Http404
    documents = registered(request.user, kecamatan, today)
    if request.method == "POST":
        form = DeliveryForm(request.POST, request.FILES, documents=documents)
        if form.is_valid() and (answer := _mark(request, form, {"kecamatan": kecamatan, "year": year, "key": key})):
            return answer
    else:
        form = DeliveryForm(restored(request), documents=documents, initial={"delivered_on": today})
    status = 422 if request.method == "POST" else 200
    context = {"kecamatan": kecamatan, "year": year, "line": line, "form": form}
    return render(request, "years/delivery.html", context, status=status)


def _mark(request: SignedInRequest, form: DeliveryForm, what: dict[str, Any]) -> HttpResponse | None:
    day = form.cleaned_data["delivered_on"]
    try:
        made = actions.mark_delivered(**what, delivered_on=day, proof=form.proof(), by=request.user, now=timezone.now())
    except DomainError as error:
        tell_or_raise(form, error)
        return None
    messages.success(request, f"{made.document} ditandai diserahkan.")
    return redirect("years:calendar", made.year)


@requires(Permission.RECORD_DOCUMENT)
@once
def withdrawal(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(deliveries_to_mark(request.user, timezone.localdate()), pk=pk)
    if request.method == "POST":
        actions.withdraw_delivery(delivery=found, by=request.user, now=timezone.now())
        messages.success(request, f"Tanda penyerahan {found.document} dibatalkan.")
    return redirect("years:calendar", found.year)
