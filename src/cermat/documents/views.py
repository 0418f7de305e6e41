"""The register of documents, the door to every stored file, and the decorator of pages that take files."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.documents.actions import (
    file_document,
    inspect_uploads,
    retry_document,
    store_upload,
    validate_document,
)
from cermat.documents.forms import FilingForm, RegisterFilter
from cermat.documents.formula import FileKind
from cermat.documents.presenters import equipment_rows, file_answer, row_of, rows_of, small_answer
from cermat.documents.queries import documents_visible_to, files_visible_to, newest_equipment
from cermat.documents.workflow import DocumentState
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority, holds, units_reached
from cermat.printing.blocks import Table
from cermat.printing.csv_table import as_csv
from cermat.printing.xlsx import as_xlsx
from cermat.web.downloads import CSV, as_file
from cermat.web.forms import tell
from cermat.web.guards import requires
from cermat.web.typed import restored

PAGE = 50
REFRESH = "6"  # seconds between two looks at a document that is being made
V = TypeVar("V", bound=Callable[..., HttpResponse])


def takes_files(view: V) -> V:
    """Above `@once`: what is uploaded is inspected before the transaction of the form begins."""

    @wraps(view)
    def wrapped(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        inspect_uploads(upload for name in request.FILES for upload in request.FILES.getlist(name))
        return view(request, *args, **kwargs)

    return cast("V", wrapped)


def table_file(request: SignedInRequest, table: Table, name: str, ending: str, *, title: str = "") -> HttpResponse:
    """A table to take home, as .csv or .xlsx; `title` stands above it in a workbook, else its caption."""
    if ending == "csv":
        return as_file(as_csv(table), CSV, f"{name}.csv")
    if ending != "xlsx":
        raise Http404
    title = title or table.caption
    book = as_xlsx({table.caption: table}, title=title, at=timezone.now(), example=request.user.is_example)
    return as_file(book, FileKind.XLSX.value, f"{name}.xlsx")


@require_GET
@requires(Permission.VIEW_CYCLE)
def register(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    documents = documents_visible_to(request.user, today)
    narrowing = RegisterFilter(request.GET, documents=documents)
    page = Paginator(narrowing.narrowed(documents), PAGE).get_page(request.GET.get("page"))
    answer = render(
        request,
        "documents/register.html",
        {
            "page": page,
            "rows": rows_of(page),
            "equipment": equipment_rows(newest_equipment(documents)),
            "filter": narrowing,
            "may_file": holds(request.user, Permission.RECORD_DOCUMENT, today),
        },
    )
    if any(document.is_being_made for document in page):
        answer.headers["Refresh"] = REFRESH
    return answer


@require_GET
@requires(Permission.VIEW_CYCLE)
def document(request: SignedInRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = get_object_or_404(documents_visible_to(request.user, today), pk=pk)
    may_validate = (
        found.state == DocumentState.READY
        and found.requested_by_id != request.user.pk
        and authority(request.user, Permission.VALIDATE_DOCUMENT, found.unit, today) is not None
    )
    context = {"document": found, "row": row_of(found), "may_validate": may_validate}
    answer = render(request, "documents/document.html", context)
    if found.is_being_made:
        answer.headers["Refresh"] = REFRESH
    return answer


@requires(Permission.RECORD_DOCUMENT)
@takes_files
@once
def filing(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    units = units_reached(request.user, Permission.RECORD_DOCUMENT, timezone.localdate(now)).active()
    form = FilingForm(request.POST or restored(request), request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        upload, unit = data.pop("upload"), data["unit"]
        try:
            stored = store_upload(upload=upload, unit=unit, by=request.user, now=now)
            made = file_document(file=stored, by=request.user, now=now, **data)
        except DomainError as error:
            tell(form, error)
        else:
            messages.success(request, f"{made.title} tercatat sebagai versi {made.version}.")
            return redirect("documents:document", pk=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/filing.html", {"form": form}, status=status)


@require_POST
@requires(Permission.VIEW_CYCLE)
@once
def making(request: SignedInRequest, pk: int) -> HttpResponse:
    """Try once more."""
    now = timezone.now()
    found = get_object_or_404(documents_visible_to(request.user, timezone.localdate(now)), pk=pk)
    retry_document(document=found, by=request.user, now=now)
    messages.success(request, "Dokumen dibuat ulang. Halaman ini memuat ulang sendiri sampai selesai.")
    return redirect("documents:document", pk=pk)


@require_POST
@requires(Permission.VALIDATE_DOCUMENT)
@once
def validation(request: SignedInRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    found = get_object_or_404(documents_visible_to(request.user, timezone.localdate(now)), pk=pk)
    validate_document(document=found, by=request.user, now=now)
    messages.success(request, f"{found.title} tervalidasi.")
    return redirect("documents:document", pk=pk)


@require_GET
@requires(Permission.VIEW_CYCLE)
def file(request: SignedInRequest, pk: int) -> FileResponse:
    """A stored file, after asking again whether the person may see it. `?lihat=1` shows pictures and PDF files."""
    found = get_object_or_404(files_visible_to(request.user, timezone.localdate()), pk=pk)
    return file_answer(found, inline=request.GET.get("lihat") == "1")


@require_GET
@requires(Permission.VIEW_CYCLE)
def small(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The small picture of a stored picture, after asking again; 304 where the browser has it already."""
    found = get_object_or_404(files_visible_to(request.user, timezone.localdate()), pk=pk)
    answer = get_conditional_response(request, etag=f'"{found.sha256}"') or small_answer(found)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
