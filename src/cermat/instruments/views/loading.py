"""Definitions come in: a file, the differences it would make, and then the new version. Retire and restore."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.documents.actions import checked_content
from cermat.documents.formula import FileKind
from cermat.documents.views import takes_files
from cermat.instruments import presenters
from cermat.instruments.actions import confirm_draft, discard_draft, load_shipped, make_draft, restore, retire
from cermat.instruments.exports.workbook import workbook_of
from cermat.instruments.forms import LARGEST, FileForm
from cermat.instruments.imports.workbook import read_workbook
from cermat.instruments.models import InstrumentDraft
from cermat.instruments.queries import compared_with, definition_of, drafts_of, kecamatan_to_load
from cermat.instruments.views.reading import visible
from cermat.lib.errors import DefinitionError, DomainError
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.web.downloads import as_file
from cermat.web.guards import requires

V = TypeVar("V", bound=Callable[..., HttpResponse])


@require_GET
@requires(Permission.VIEW_CYCLE)
def workbook(request: SignedInRequest, pk: int) -> HttpResponse:
    """The definition as a workbook to fill in and send back."""
    found = visible(request, pk)
    book = workbook_of(found.text, found.loaded_at)
    return as_file(book, FileKind.XLSX.value, f"{found.name}-{found.version}.xlsx")


@require_GET
@requires(Permission.VIEW_CYCLE)
def text(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it was loaded."""
    found = visible(request, pk)
    return as_file(found.text.encode(), "application/yaml; charset=utf-8", f"{found.name}-{found.version}.yaml")


def reads_workbooks(view: V) -> V:
    """Between `@takes_files` and `@once`: a workbook is read before the transaction of the form begins."""

    @wraps(view)
    def wrapped(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = request.FILES.get("file")
        if isinstance(upload, UploadedFile) and _is_workbook(upload) and (upload.size or 0) <= LARGEST:
            try:
                upload.read_as = read_workbook(checked_content(upload=upload))  # type: ignore[attr-defined]
            except DomainError as refusal:
                upload.read_as = refusal  # type: ignore[attr-defined]  # travels with the upload to the form's view
        return view(request, *args, **kwargs)

    return cast("V", wrapped)


def _is_workbook(upload: UploadedFile) -> bool:
    return (upload.name or "").lower().endswith(".xlsx")


@requires(Permission.LOAD_DEFINITIONS)
@takes_files
@reads_workbooks
@once
def upload(request: SignedInRequest) -> HttpResponse:
    """A file comes in, is checked row by row, and waits as a draft."""
    now = timezone.now()
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _draft(request, form.cleaned_data["file"], now)
        except DomainError as error:
            for sentence in error.problems if isinstance(error, DefinitionError) else [error.message]:
                form.add_error("file", sentence)
        else:
            return redirect("instruments:draft", draft.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "instruments/upload.html", {"form": form}, status=status)


def _draft(request: SignedInRequest, file: UploadedFile, now: datetime) -> InstrumentDraft:
    name = file.name or "instrumen"
    return make_draft(kecamatan=_kecamatan(request), file_name=name, text=_text_of(file), by=request.user, now=now)


def _kecamatan(request: SignedInRequest) -> Unit:
    return get_object_or_404(kecamatan_to_load(request.user, timezone.localdate())[:1])


def _text_of(file: UploadedFile) -> str:
    read: str | DomainError | None = getattr(file, "read_as", None)
    if isinstance(read, DomainError):
        raise read
    if read is not None:
        return read
    try:
        return bytes(file.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError("Berkas bukan teks UTF-8. Simpan ulang sebagai teks, lalu muat lagi.") from error


@require_GET
@requires(Permission.LOAD_DEFINITIONS)
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every difference to the version in force, before anything changes."""
    found = get_object_or_404(drafts_of(request.user, timezone.localdate()), pk=pk)
    new = definition_of(found.text)
    old = compared_with(found.kecamatan, new.name, timezone.localdate())
    groups = presenters.differences(definition_of(old.text) if old else None, new)
    context = {
        "draft": found,
        "definition": new,
        "old": old,
        "groups": groups,
        "count": presenters.count_words(groups),
        "facts": presenters.facts(new),
        "classes": presenters.classes(new),
    }
    return render(request, "instruments/draft.html", context)


@require_POST
@requires(Permission.LOAD_DEFINITIONS)
@once
def loading(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft becomes a version."""
    found = get_object_or_404(drafts_of(request.user, timezone.localdate()), pk=pk)
    version = confirm_draft(draft=found, seen=request.POST.get("digest", ""), by=request.user, now=timezone.now())
    messages.success(request, f"{version.title} versi {version.version} termuat. Hasil lama tidak berubah.")
    return redirect("instruments:version", version.pk)


@require_POST
@requires(Permission.LOAD_DEFINITIONS)
@once
def discarding(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(drafts_of(request.user, timezone.localdate()), pk=pk)
    discard_draft(draft=found, by=request.user, now=timezone.now())
    messages.success(request, "Berkas dibatalkan; tidak ada yang berubah.")
    return redirect("instruments:index")


@require_POST
@requires(Permission.LOAD_DEFINITIONS)
@once
def shipped(request: SignedInRequest) -> HttpResponse:
    """Everything that comes with Cermat, for an office that has none of it yet."""
    loaded = load_shipped(kecamatan=_kecamatan(request), by=request.user, now=timezone.now())
    words = f"{len(loaded)} instrumen termuat." if loaded else "Semua instrumen bawaan sudah termuat."
    messages.success(request, words)
    return redirect("instruments:index")


@require_POST
@requires(Permission.LOAD_DEFINITIONS)
@once
def retirement(request: SignedInRequest, pk: int) -> HttpResponse:
    version = retire(version=visible(request, pk), by=request.user, now=timezone.now())
    messages.success(request, f"{version.title} versi {version.version} dihentikan. Hasil lamanya tetap.")
    return redirect("instruments:version", pk)


@require_POST
@requires(Permission.LOAD_DEFINITIONS)
@once
def restoration(request: SignedInRequest, pk: int) -> HttpResponse:
    version = restore(version=visible(request, pk), by=request.user, now=timezone.now())
    messages.success(request, f"{version.title} versi {version.version} dipulihkan.")
    return redirect("instruments:version", pk)
