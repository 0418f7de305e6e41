"""Answers collected elsewhere come in by a file: upload, preview, apply."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.documents.actions import checked_content, forget_upload
from cermat.documents.formula import FileKind
from cermat.documents.presenters import file_answer
from cermat.documents.views import takes_files
from cermat.instruments.formula import has_habits
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.survey.actions.importing import apply_import, choose_columns, start_import
from cermat.survey.actions.piles import drop_pile
from cermat.survey.exports.faulty_rows import faulty_rows
from cermat.survey.forms.importing import ColumnsForm, ImportForm
from cermat.survey.formula.columns import questions_of
from cermat.survey.formula.plain_table import Table
from cermat.survey.imports.table import read_table
from cermat.survey.models import Batch, Survey
from cermat.survey.presenters import importing as words
from cermat.survey.presenters.piles import batch_row
from cermat.survey.queries.piles import (
    definition_of_survey,
    imports_of,
    printed_order,
    services_of,
    surveys_entered_by,
    takes_answers,
)
from cermat.web.downloads import as_file
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.typed import restored

REFRESH = "3"  # seconds between two looks at an import that the worker has in hand
V = TypeVar("V", bound=Callable[..., HttpResponse])


def _survey(request: SignedInRequest, pk: int) -> Survey:
    return get_object_or_404(surveys_entered_by(request.user, timezone.localdate()), pk=pk)


def _import(request: SignedInRequest, survey: int, pk: int) -> Batch:
    return get_object_or_404(imports_of(_survey(request, survey)), pk=pk)


def reads_tables(view: V) -> V:
    """Between `@takes_files` and `@once`: a file is read before the transaction of the form begins. As it came, with
    names and numbers of persons perhaps, it leaves the disk at once; what is kept is the table that was read."""

    @wraps(view)
    def wrapped(request: SignedInRequest, survey: int, **kwargs: Any) -> HttpResponse:
        upload = request.FILES.get("upload")
        if isinstance(upload, UploadedFile):
            upload.table = _table(_survey(request, survey), upload)  # type: ignore[attr-defined]
        return view(request, survey, **kwargs)

    return cast("V", wrapped)


def _table(survey: Survey, upload: UploadedFile) -> Table | DomainError:
    kind = (upload.name or "").lower().rpartition(".")[2]
    questions = questions_of(definition_of_survey(survey))
    try:
        return read_table(checked_content(upload=upload), kind, questions, printed_order(survey, timezone.localdate()))
    except DomainError as refusal:
        return refusal
    finally:
        forget_upload(upload=upload)


@requires(Permission.ENTER_SURVEY)
@takes_files
@reads_tables
@once
def imports(request: SignedInRequest, survey: int) -> HttpResponse:
    """The imports of a survey, and a new file."""
    found = _survey(request, survey)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            made = _started(request, found, upload)
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            return redirect("survey:import", found.pk, made.pk)
    rows = [batch_row(batch) for batch in imports_of(found)]
    context = {"survey": found, "form": form, "rows": rows, "takes_answers": takes_answers(found)}
    return render(request, "survey/imports.html", context, status=422 if request.method == "POST" else 200)


def _started(request: SignedInRequest, survey: Survey, upload: UploadedFile) -> Batch:
    table: Table | DomainError = upload.table  # type: ignore[attr-defined]
    if isinstance(table, DomainError):
        raise table
    return start_import(survey=survey, table=table, name=upload.name or "", by=request.user, now=timezone.now())


@requires(Permission.ENTER_SURVEY)
@once
def preview(request: SignedInRequest, survey: int, pk: int) -> HttpResponse:
    """What the file says, column by column; a POST names the columns anew."""
    batch = _import(request, survey, pk)
    habits = has_habits(definition_of_survey(batch.survey))
    data = request.POST or restored(request)
    form = ColumnsForm(data, batch=batch, services=services_of(batch.survey), has_habits=habits)
    if request.method == "POST" and form.is_valid():
        try:
            choose_columns(
                batch=batch, purposes=form.purposes(), habit=form.habit(), service=form.service(), by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            return redirect("survey:import", survey, pk)
    return _shown(request, batch, form)


def _shown(request: SignedInRequest, batch: Batch, form: ColumnsForm) -> HttpResponse:
    shown = words.preview(batch)
    columns = words.column_rows(batch, form.columns()) if shown.may_choose else []
    context = {"survey": batch.survey, "shown": shown, "form": form, "columns": columns, "row": batch_row(batch)}
    answer = render(request, "survey/import.html", context, status=422 if request.method == "POST" else 200)
    if shown.is_working:
        answer.headers["Refresh"] = REFRESH
    return answer


@require_POST
@requires(Permission.ENTER_SURVEY)
@once
def applying(request: SignedInRequest, survey: int, pk: int) -> HttpResponse:
    batch = _import(request, survey, pk)
    revision = request.POST.get("revision", "")
    number = int(revision) if revision.isdecimal() and len(revision) < 9 else 0
    applied = apply_import(batch=batch, revision=number, by=request.user, now=timezone.now())
    if applied.stored_at is not None:
        messages.success(request, f"{applied.stored_count} jawaban dari “{applied.name}” tersimpan.")
    else:
        messages.success(request, "Jawaban sedang disimpan; Anda mendapat kabar bila selesai.")
    return redirect("survey:import", survey, pk)


@require_POST
@requires(Permission.ENTER_SURVEY)
@once
def import_dropping(request: SignedInRequest, survey: int, pk: int) -> HttpResponse:
    dropped = drop_pile(batch=_import(request, survey, pk), by=request.user, now=timezone.now())
    messages.success(request, f"Impor “{dropped.name}” dibatalkan; tidak ada yang tersimpan darinya.")
    return redirect("survey:imports", survey)


@require_GET
@requires(Permission.ENTER_SURVEY)
def import_file(request: SignedInRequest, survey: int, pk: int) -> FileResponse:
    """The file as it is kept, for those who import here and nobody else."""
    file = _import(request, survey, pk).file
    if file is None:
        raise Http404
    return file_answer(file, inline=False)


@require_GET
@requires(Permission.ENTER_SURVEY)
def faults(request: SignedInRequest, survey: int, pk: int) -> HttpResponse:
    """The rows that cannot be stored, with what is wrong, to be mended and sent in again."""
    batch = _import(request, survey, pk)
    if batch.file is None:
        raise Http404
    return as_file(faulty_rows(batch, timezone.now()), FileKind.XLSX.value, "baris-keliru.xlsx")
