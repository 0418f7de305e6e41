"""The workbook of a period: out to be filled anywhere, back through a preview in which nothing is stored yet."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.collection.actions import apply_workbook, choose_values, drop_workbook, take_in
from cermat.collection.exports.faulty_cells import faulty_workbook
from cermat.collection.exports.workbook import Wanted, workbook_of
from cermat.collection.forms import SourceForm, WorkbookForm, choices_in, version_in
from cermat.collection.formula import Book
from cermat.collection.imports.workbook import read_workbook
from cermat.collection.models import Entry, Workbook, WorkbookState
from cermat.collection.presenters import sheet_title
from cermat.collection.presenters import workbooks as words
from cermat.collection.queries import (
    book_units,
    fillable,
    line_counts,
    lines_in,
    open_ones,
    speaks_for_others,
    workbooks_of,
)
from cermat.documents.actions import checked_content
from cermat.documents.formula import FileKind
from cermat.documents.views import takes_files
from cermat.lib.errors import DomainError
from cermat.lib.numbers import whole_numbers
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to
from cermat.web.downloads import as_file
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored

SOON, SOON_LINES = 60_000, 5_000  # bytes and lines of a workbook that is read while the person waits
PAGE = 100
REFRESH = "3"  # seconds between two looks at a workbook that the worker has in hand
V = TypeVar("V", bound=Callable[..., HttpResponse])


def _cycle(request: SignedInRequest, pk: int) -> Cycle:
    return get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=pk)


def _workbook(request: SignedInRequest, cycle_pk: int, pk: int) -> Workbook:
    return get_object_or_404(workbooks_of(request.user, _cycle(request, cycle_pk)), pk=pk)


class _TooManyLinesError(Exception):
    """A workbook that nobody waits for."""


def _enough(lines: int, _of: int) -> None:
    if lines > SOON_LINES:
        raise _TooManyLinesError


def reads_workbook(view: V) -> V:
    """Between `@takes_files` and `@once`: a small workbook is read before the transaction of the form begins."""

    @wraps(view)
    def wrapped(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = request.FILES.get("upload")
        if isinstance(upload, UploadedFile) and (upload.size or 0) <= SOON:
            try:
                upload.book = read_workbook(checked_content(upload=upload), _enough)  # type: ignore[attr-defined]
            except _TooManyLinesError:
                pass  # small and long: the queue reads it
            except DomainError as refusal:
                upload.book = refusal  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return cast("V", wrapped)


@requires(Permission.FILL_ENTRY)
@takes_files
@reads_workbook
@once
def workbooks(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """What may be downloaded, and a filled workbook."""
    cycle = _cycle(request, cycle_pk)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _taken_in(request, cycle, form.cleaned_data["upload"])
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            return redirect("collection:workbook", cycle.pk, made.pk)
    entries = open_ones(fillable(request.user, cycle, timezone.localdate()))
    context = {
        "cycle": cycle,
        "form": form,
        "units": list({entry.unit_id: entry.unit for entry in entries}.values()),
        "count": len(entries),
        "rows": [words.workbook_line(one) for one in workbooks_of(request.user, cycle)[:20]],
    }
    return render(request, "collection/workbooks.html", context, status=422 if request.method == "POST" else 200)


def _taken_in(request: SignedInRequest, cycle: Cycle, upload: UploadedFile) -> Workbook:
    book: Book | DomainError | None = getattr(upload, "book", None)
    checked_content(upload=upload)  # says no before the queue is asked to read it
    if isinstance(book, DomainError):
        raise book
    return take_in(cycle=cycle, upload=upload, book=book, by=request.user, now=timezone.now())


@require_GET
@requires(Permission.FILL_ENTRY)
def workbook_file(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    """The workbook with the sheets that are open to the person: of all their units, or of those asked for."""
    cycle, today = _cycle(request, cycle_pk), timezone.localdate()
    entries = open_ones(fillable(request.user, cycle, today))
    units, sheets = set(whole_numbers(request.GET.getlist("unit"))), set(whole_numbers(request.GET.getlist("lembar")))
    chosen = [e for e in entries if (not units or e.unit_id in units) and (not sheets or e.pk in sheets)]
    if not chosen or not cycle.is_running:
        messages.info(request, "Tidak ada isian terbuka untuk Anda pada pilihan ini.")
        return redirect("collection:workbooks", cycle.pk)
    for_others = [unit for unit in _units(chosen) if speaks_for_others(request.user, unit, today)]
    wanted = Wanted(cycle, {entry.pk: sheet_title(entry) for entry in chosen}, timezone.now())
    name = chosen[0].unit.name if len(_units(chosen)) == 1 else f"{len(_units(chosen))} unit"
    content = workbook_of(book_units(cycle, chosen, others=for_others), wanted)
    return _as_file(content, f"Isian {name} {cycle.month}.xlsx")


def _units(entries: list[Entry]) -> list[Unit]:
    return list({entry.unit_id: entry.unit for entry in entries}.values())


def _as_file(content: bytes, name: str) -> HttpResponse:
    plain = "".join(sign for sign in name if sign.isascii() and (sign.isalnum() or sign in " .-"))
    return as_file(content, FileKind.XLSX.value, plain)


@require_GET
@requires(Permission.FILL_ENTRY)
def workbook(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    found = _workbook(request, cycle_pk, pk)
    answer = _shown(request, found)
    if found.is_working:
        answer.headers["Refresh"] = REFRESH
    return answer


def _shown(request: SignedInRequest, found: Workbook, form: SourceForm | None = None) -> HttpResponse:
    counts = line_counts(found)
    part = words.first_part(counts, request.GET.get("bagian", ""))
    page = Paginator(lines_in(found, part), PAGE).get_page(request.GET.get("page"))
    lacks_source = [code for code, told in found.sources.items() if not told]
    context = {
        "cycle": found.cycle,
        "workbook": found,
        "state": words.state_of(found),
        "work": words.work_words(found),
        "counts": counts,
        "unchanged": found.untouched + counts["sama"],
        "part": part,
        "tabs": words.tabs(counts, part),
        "page": page,
        "rows": words.preview_rows(page),
        "is_waiting": found.state == WorkbookState.WAITING,
        "source": (form or SourceForm(restored(request))) if lacks_source else None,
    }
    return render(request, "collection/workbook.html", context, status=422 if form is not None else 200)


@require_POST
@requires(Permission.FILL_ENTRY)
@once
def workbook_choices(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    found = _workbook(request, cycle_pk, pk)
    chosen = choices_in(request.POST)
    choose_values(workbook=found, chosen=chosen, by=request.user, now=timezone.now())
    messages.success(request, f"{len(chosen)} pilihan disimpan. Belum ada isian yang berubah.")
    return redirect("collection:workbook", cycle_pk, pk)


@require_POST
@requires(Permission.FILL_ENTRY)
@once
def workbook_applying(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    found, now = _workbook(request, cycle_pk, pk), timezone.now()
    form = SourceForm(request.POST) if any(not told for told in found.sources.values()) else None
    if form is not None and not form.is_valid():
        return _shown(request, found, form)
    choose_values(workbook=found, chosen=choices_in(request.POST), by=request.user, now=now)
    applied = apply_workbook(
        workbook=found,
        revision=version_in(request.POST.get("revision", "")),
        source=form.source if form else None,
        by=request.user,
        now=now,
    )
    if applied.state == WorkbookState.DONE:
        messages.success(request, f"{applied.stored_count} jawaban tersimpan sebagai draf.")
    elif applied.is_working:
        messages.success(request, "Isian sedang disimpan; Anda mendapat kabar bila selesai.")
    return redirect("collection:workbook", cycle_pk, pk)


@require_POST
@requires(Permission.FILL_ENTRY)
@once
def workbook_dropping(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    dropped = drop_workbook(workbook=_workbook(request, cycle_pk, pk), by=request.user, now=timezone.now())
    if dropped.state == WorkbookState.DROPPED:
        messages.success(request, f"Buku kerja “{dropped.name}” dibatalkan; tidak ada yang disimpan darinya.")
        return redirect("collection:workbooks", cycle_pk)
    return redirect("collection:workbook", cycle_pk, pk)


@require_GET
@requires(Permission.FILL_ENTRY)
def workbook_faults(request: SignedInRequest, cycle_pk: int, pk: int) -> HttpResponse:
    """The cells that could not be taken, with the sentence beside each, to be mended and sent in again."""
    found = _workbook(request, cycle_pk, pk)
    entries = fillable(request.user, found.cycle, timezone.localdate())
    titles = {entry.pk: sheet_title(entry) for entry in entries}
    content = faulty_workbook(found, open_ones(entries), titles, timezone.now())
    return _as_file(content, f"Perbaikan {found.cycle.month}.xlsx")
