"""A draft of a year's plan: begun, written part by part, seen as a whole, put in force."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cermat.audit.views import once
from cermat.documents.actions import checked_content
from cermat.documents.formula import FileKind
from cermat.documents.views import takes_files
from cermat.indicators import presenters
from cermat.indicators.actions import (
    adopt_plan_draft,
    discard_plan_draft,
    draft_from_workbook,
    keep_draft_part,
    start_plan_draft,
)
from cermat.indicators.exports.workbook import plan_workbook
from cermat.indicators.forms import LARGEST_WORKBOOK, PartForm, Shown, StartForm, WorkbookForm
from cermat.indicators.imports.workbook import first_faults, read_plan_workbook
from cermat.indicators.models import PlanDraft
from cermat.indicators.queries import (
    LAST_YEAR,
    ORIGINS,
    adopters_of,
    compared_rows,
    kecamatan_preparing,
    may_put_in_force,
    names_in_office,
    obstacles,
    plan_drafts_of,
)
from cermat.indicators.schema import checked, read_plan
from cermat.indicators.schema.plan_parts import PART, PARTS
from cermat.lib.errors import DefinitionError, DomainError
from cermat.lib.numbers import whole_number
from cermat.organisation.models import SignedInRequest, Unit
from cermat.organisation.permissions import Permission
from cermat.web.downloads import as_file
from cermat.web.forms import tell
from cermat.web.guards import requires
from cermat.web.typed import restored

V = TypeVar("V", bound=Callable[..., HttpResponse])


def _draft(request: SignedInRequest, pk: int, permission: Permission = Permission.PREPARE_PLAN) -> PlanDraft:
    found: PlanDraft = get_object_or_404(plan_drafts_of(request.user, timezone.localdate(), permission), pk=pk)
    return found


def _kecamatan(request: SignedInRequest) -> Unit:
    found: Unit = get_object_or_404(kecamatan_preparing(request.user, timezone.localdate())[:1])
    return found


@requires(Permission.PREPARE_PLAN)
@once
def start(request: SignedInRequest) -> HttpResponse:
    """The year, and what its draft begins from."""
    initial = {"year": timezone.localdate().year, "origin": next(iter(ORIGINS))}
    form = StartForm(request.POST if request.method == "POST" else restored(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["origin"] == LAST_YEAR:
            return redirect("indicators:carry_over", form.cleaned_data["year"])
        try:
            draft = start_plan_draft(
                kecamatan=_kecamatan(request), **form.cleaned_data, by=request.user, now=timezone.now()
            )
        except DomainError as error:
            tell(form, error)
        else:
            return redirect("indicators:plan_draft", draft.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "indicators/plan_start.html", {"form": form}, status=status)


def reads_plan(view: V) -> V:
    """Between `@takes_files` and `@once`: a workbook is read before the transaction of the form begins."""

    @wraps(view)
    def wrapped(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = request.FILES.get("file")
        if isinstance(upload, UploadedFile) and _is_readable(upload):
            try:
                upload.read_as = read_plan_workbook(checked_content(upload=upload))  # type: ignore[attr-defined]
            except DomainError as refusal:
                upload.read_as = refusal  # type: ignore[attr-defined]  # travels with the upload to the view
        return view(request, *args, **kwargs)

    return cast("V", wrapped)


def _is_readable(upload: UploadedFile) -> bool:
    """What the form refuses anyway is not opened."""
    return (upload.size or 0) <= LARGEST_WORKBOOK and (upload.name or "").lower().endswith(".xlsx")


@requires(Permission.PREPARE_PLAN)
@takes_files
@reads_plan
@once
def upload(request: SignedInRequest) -> HttpResponse:
    """A filled workbook becomes the draft of its year; with a fault nothing is kept."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = _from_workbook(request, form)
        except DefinitionError as error:
            for sentence in first_faults(error.problems):
                form.add_error("file", sentence)
        except DomainError as error:
            tell(form, error)
        else:
            return redirect("indicators:plan_draft", draft.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "indicators/plan_upload.html", {"form": form}, status=status)


def _from_workbook(request: SignedInRequest, form: WorkbookForm) -> PlanDraft:
    file, replaces = form.cleaned_data["file"], form.cleaned_data["replaces"]
    if isinstance(file.read_as, DomainError):
        raise file.read_as
    return draft_from_workbook(
        kecamatan=_kecamatan(request), rows=file.read_as, file_name=file.name, replaces=replaces,
        by=request.user, now=timezone.now(),
    )  # fmt: skip


@require_GET
@requires(Permission.PREPARE_PLAN)
def template(_request: SignedInRequest) -> HttpResponse:
    """The empty workbook."""
    book = plan_workbook({"umum": [{}]}, title="Rencana tahunan", at=timezone.now())
    return as_file(book, FileKind.XLSX.value, "templat-rencana.xlsx")


@require_GET
@requires(Permission.PREPARE_PLAN)
def workbook(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft as the workbook, to go on with it there."""
    found = _draft(request, pk)
    book = plan_workbook(found.rows, title=str(found), at=timezone.now())
    return as_file(book, FileKind.XLSX.value, f"draf-rencana-{found.year}.xlsx")


def _review(found: PlanDraft) -> dict[str, Any]:
    """What is still at fault, and every difference to the version in force."""
    result = checked(found.rows)
    plan, present = compared_rows(found)
    groups = presenters.plan_differences(present, found.rows)
    return {
        "draft": found,
        "old": plan,
        "proposals": presenters.proposal_groups(found.rows, found.proposals),
        "parts": presenters.part_rows(found.rows, result),
        "faults": presenters.fault_rows(found.rows, result),
        "obstacles": obstacles(found, result),
        "reading": presenters.plan_reading(read_plan(result.text)) if result.text else [],
        "groups": groups,
        "count": presenters.count_words(groups),
        "adopters": adopters_of(found, timezone.localdate()),
    }


@require_GET
@requires(Permission.PREPARE_PLAN)
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _draft(request, pk)
    may_adopt = may_put_in_force(request.user, found, timezone.localdate())
    after = presenters.part_after(request.GET.get("sesudah", ""))
    return render(request, "indicators/plan_draft.html", _review(found) | {"may_adopt": may_adopt, "after": after})


@requires(Permission.PREPARE_PLAN)
@once
def part(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """One part as a form of its rows; what is typed is kept, faults and all."""
    if key not in PART:
        raise Http404
    found = _draft(request, pk)
    typed = request.POST if request.method == "POST" else restored(request)
    form = _part_form(request, found, key, typed)
    seen = request.POST.get("digest", found.digest)
    if request.method == "POST" and form.is_valid():
        try:
            keep_draft_part(
                draft=found, part=key, rows=form.typed(), seen=seen, kept=form.wanted_proposals(), by=request.user,
                now=timezone.now(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Bagian {PART[key].title} disimpan.")
            return _next(request, found, form)
    status = 422 if request.method == "POST" else 200
    context = {"draft": found, "part": PART[key], "parts": PARTS, "form": form, "page": form.page, "seen": seen}
    context["words"] = presenters.choice_words(PART[key])
    return render(request, "indicators/plan_part.html", context, status=status)


def _part_form(request: SignedInRequest, found: PlanDraft, key: str, typed: QueryDict | None) -> PartForm:
    asked = typed.get("page", "") if typed else request.GET.get("page", "")
    shown = Shown(whole_number(asked) or 1, "baru" in request.GET)
    names = presenters.names_offered(*names_in_office(found.kecamatan, timezone.localdate()))
    return PartForm(
        typed, part=PART[key], rows=found.rows, proposals=found.proposals, found=checked(found.rows), shown=shown,
        names=names,
    )  # fmt: skip


def _next(request: SignedInRequest, found: PlanDraft, form: PartForm) -> HttpResponse:
    """The same part for another row or its next page, or the whole draft."""
    here = reverse("indicators:plan_part", args=[found.pk, form.part.key])
    if "more" in request.POST:
        return redirect(f"{here}?baru=1")
    if "next" in request.POST and form.page.has_next():
        return redirect(f"{here}?page={form.page.next_page_number()}")
    return redirect(f"{reverse('indicators:plan_draft', args=[found.pk])}?sesudah={form.part.key}")


@require_POST
@requires(Permission.PREPARE_PLAN)
@once
def discarding(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _draft(request, pk)
    discard_plan_draft(draft=found, by=request.user, now=timezone.now())
    messages.success(request, f"Draf {found.year} dihapus; rencana yang berlaku tidak berubah.")
    return redirect("indicators:plans")


@requires(Permission.ADOPT_PLAN)
@once
def adoption(request: SignedInRequest, pk: int) -> HttpResponse:
    """Seen as a whole, then put in force."""
    found = _draft(request, pk, Permission.ADOPT_PLAN)
    problem = ""
    if request.method == "POST":
        try:
            seen = request.POST.get("digest", "")
            plan = adopt_plan_draft(draft=found, seen=seen, by=request.user, now=timezone.now())
        except DomainError as error:
            problem = error.message
        else:
            messages.success(request, f"{plan} berlaku. Versi sebelumnya tetap dapat dibaca.")
            return redirect("indicators:plans")
    may_adopt = may_put_in_force(request.user, found, timezone.localdate())
    context = _review(found) | {"problem": problem, "may_adopt": may_adopt}
    return render(request, "indicators/plan_adoption.html", context, status=422 if problem else 200)
