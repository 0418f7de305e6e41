"""The prints as pages and as files to download."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from cermat.audit.views import once
from cermat.collection.forms import WhatIf
from cermat.collection.queries import Trial, village_index, villages_visible_to
from cermat.documents.queries import works_in
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.printing.blocks import Print
from cermat.printing.docx import as_docx
from cermat.printing.pdf import as_pdf
from cermat.printing.xlsx import as_xlsx
from cermat.reports.actions import request_print
from cermat.reports.presenters import offer_lists, page_blocks
from cermat.reports.queries import (
    KINDS,
    CycleUnit,
    Kind,
    Scope,
    VillagePrint,
    offers_of,
    successions_visible_to,
    units_for,
    years_planned,
)
from cermat.reports.queries.surveys import survey_print
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to, sops_visible_to
from cermat.survey.models import SurveyState
from cermat.survey.queries import surveys_visible_to
from cermat.survey.queries.piles import surveys_read_by
from cermat.web.guards import requires

OFFICE = "application/vnd.openxmlformats-officedocument."
REPORTED = (SurveyState.CLOSED, SurveyState.CONFIRMED)
View = Callable[..., HttpResponse]
XLSX, DOCX = f"{OFFICE}spreadsheetml.sheet", f"{OFFICE}wordprocessingml.document"


def file_for(permission: Permission) -> Callable[[View], View]:
    """The guard of a file: only asked for, never sent to. A form sent here would make the whole document."""
    return lambda view: require_GET(requires(permission)(view))


@dataclass(frozen=True)
class Asked:
    """A print somebody asked for, fetched through what they may see. `path` is its page."""

    kind: Kind
    subject: Any
    path: str
    back: tuple[str, str]
    cycle: Cycle | None = None
    query: str = ""  # what the page and its file are asked with besides
    papers: tuple[tuple[str, str], ...] = ()  # further PDF: what the button says, and its query

    def print(self, now: datetime) -> Print:
        return self.kind.build(self.subject, now)


def _kind(key: str, *scopes: Scope) -> Kind:
    if key not in KINDS or KINDS[key].scope not in scopes:
        raise Http404
    return KINDS[key]


def _of_cycle(request: SignedInRequest, cycle_pk: int, kind: str, unit_pk: int | None = None) -> Asked:
    today = timezone.localdate()
    visible = cycles_visible_to(request.user, today).select_related("kecamatan__parent", "sop")
    cycle = get_object_or_404(visible, pk=cycle_pk)
    back = (f"Laporan {cycle.month.name}", reverse("reports:cycle", args=[cycle.pk]))
    if unit_pk is None:
        found = _kind(kind, Scope.CYCLE)
        return Asked(found, cycle, reverse("reports:print", args=[cycle.pk, kind]), back, cycle)
    found = _kind(kind, Scope.SECTION, Scope.UNIT)
    unit = get_object_or_404(units_for(found, cycle, request.user, today), pk=unit_pk)
    path = reverse("reports:unit_print", args=[cycle.pk, kind, unit.pk])
    return Asked(found, CycleUnit(cycle, unit), path, back, cycle)


def _of_sop(request: SignedInRequest, pk: int, kind: str) -> Asked:
    visible = sops_visible_to(request.user, timezone.localdate()).select_related("kecamatan__parent")
    sop = get_object_or_404(visible, pk=pk)
    found = _kind(kind, Scope.SOP)
    return Asked(found, sop, reverse("reports:sop_print", args=[sop.pk, kind]), ("Laporan", reverse("reports:index")))


def _of_succession(request: SignedInRequest, pk: int) -> Asked:
    started = get_object_or_404(successions_visible_to(request.user, timezone.localdate()), pk=pk)
    back = ("Laporan", reverse("reports:index"))
    return Asked(KINDS["serah-terima"], started, reverse("reports:succession", args=[started.pk]), back)


def _of_village(request: SignedInRequest, code: str) -> Asked:
    """The index of a desa, with what is tried on it: the same address as on its page."""
    unit = get_object_or_404(villages_visible_to(request.user, timezone.localdate()), code=code)
    found = village_index(unit)
    newest = found.idm[0] if found.idm else None
    trial, query = None, ""
    if newest is not None and newest.points:
        asked = WhatIf(request.GET, newest.definition, newest.points)
        trial = Trial(newest.definition, newest.points, asked.points, asked.costs, asked.locked)
        query = asked.query
    back = (str(unit), reverse("collection:village", args=[unit.code]))
    path = reverse("reports:village", args=[unit.code])
    return Asked(KINDS["indeks-desa"], VillagePrint(found, trial), path, back, query=query)


def _of_survey(request: SignedInRequest, pk: int) -> Asked:
    """Only of a survey that takes no answers any more: two reports of a running one would tell a single answer."""
    visible = surveys_visible_to(request.user, timezone.localdate()).select_related("kecamatan__parent")
    found = get_object_or_404(visible.filter(state__in=REPORTED), pk=pk)
    reads = surveys_read_by(request.user, timezone.localdate()).filter(pk=pk).exists()
    kind = replace(KINDS["laporan-skm"], build=partial(survey_print, with_answers=reads))
    return Asked(kind, found, reverse("reports:survey", args=[pk]), ("Laporan", reverse("reports:index")))


def print_page(request: SignedInRequest, asked: Asked) -> HttpResponse:
    print_ = asked.print(timezone.now())
    context = {
        "asked": asked,
        "print": print_,
        "blocks": page_blocks(print_),
        "crumbs": [asked.back, (print_.title, "")],
        "may_keep": asked.cycle is not None
        and asked.kind.scope is Scope.CYCLE
        and works_in(request.user, asked.cycle.kecamatan, timezone.localdate()),
    }
    return render(request, "reports/print.html", context)


def pdf_file(asked: Asked) -> HttpResponse:
    now = timezone.now()
    print_ = asked.print(now)
    return as_file(as_pdf(print_, now), "application/pdf", f"{slugify(print_.title)}.pdf", "inline")


def docx_file(asked: Asked) -> HttpResponse:
    now = timezone.now()
    print_ = asked.print(now)
    return as_file(as_docx(print_, now), DOCX, f"{slugify(print_.title)}.docx", "attachment")


def xlsx_file(asked: Asked) -> HttpResponse:
    if asked.kind.sheets is None:
        raise Http404
    now = timezone.now()
    print_ = asked.print(now)
    book = as_xlsx(asked.kind.sheets(asked.subject, now), title=print_.title, at=now, example=print_.example)
    return as_file(book, XLSX, f"{slugify(print_.title)}.xlsx", "attachment")


def as_file(content: bytes, content_type: str, name: str, disposition: str) -> HttpResponse:
    headers = {"Content-Disposition": f'{disposition}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


@requires(Permission.VIEW_CYCLE)
def index(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    cycles = cycles_visible_to(request.user, today).select_related("kecamatan")[:36]
    surveys = surveys_visible_to(request.user, today).filter(state__in=REPORTED)[:36]
    sops = sops_visible_to(request.user, today).select_related("kecamatan")
    context = {"cycles": cycles, "sops": sops, "surveys": surveys, "plans": years_planned(request.user, today)}
    return render(request, "reports/index.html", context)


@requires(Permission.VIEW_CYCLE)
def cycle(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    today = timezone.localdate()
    found = get_object_or_404(cycles_visible_to(request.user, today).select_related("kecamatan", "sop"), pk=cycle_pk)
    lists = offer_lists(offers_of(found, request.user, today))
    crumbs = [("Laporan", reverse("reports:index")), (found.month.name, "")]
    return render(request, "reports/cycle.html", {"cycle": found, "crumbs": crumbs} | lists)


@requires(Permission.VIEW_CYCLE)
def cycle_page(request: SignedInRequest, cycle_pk: int, kind: str) -> HttpResponse:
    return print_page(request, _of_cycle(request, cycle_pk, kind))


@file_for(Permission.VIEW_CYCLE)
def cycle_pdf(request: SignedInRequest, cycle_pk: int, kind: str) -> HttpResponse:
    return pdf_file(_of_cycle(request, cycle_pk, kind))


@file_for(Permission.VIEW_CYCLE)
def cycle_docx(request: SignedInRequest, cycle_pk: int, kind: str) -> HttpResponse:
    return docx_file(_of_cycle(request, cycle_pk, kind))


@file_for(Permission.VIEW_CYCLE)
def cycle_xlsx(request: SignedInRequest, cycle_pk: int, kind: str) -> HttpResponse:
    return xlsx_file(_of_cycle(request, cycle_pk, kind))


@requires(Permission.VIEW_CYCLE)
@once
def making(request: SignedInRequest, cycle_pk: int, kind: str) -> HttpResponse:
    """A new version of the print in the register."""
    if request.method != "POST":
        return redirect("reports:print", cycle_pk, kind)
    asked = _of_cycle(request, cycle_pk, kind)
    document = request_print(kind=asked.kind, cycle=asked.subject, unit=None, by=request.user, now=timezone.now())
    messages.success(request, f"{document.title} versi {document.version} sedang dibuat.")
    return redirect("documents:document", document.pk)


@requires(Permission.VIEW_CYCLE)
def unit_page(request: SignedInRequest, cycle_pk: int, kind: str, unit_pk: int) -> HttpResponse:
    return print_page(request, _of_cycle(request, cycle_pk, kind, unit_pk))


@file_for(Permission.VIEW_CYCLE)
def unit_pdf(request: SignedInRequest, cycle_pk: int, kind: str, unit_pk: int) -> HttpResponse:
    return pdf_file(_of_cycle(request, cycle_pk, kind, unit_pk))


@file_for(Permission.VIEW_CYCLE)
def unit_docx(request: SignedInRequest, cycle_pk: int, kind: str, unit_pk: int) -> HttpResponse:
    return docx_file(_of_cycle(request, cycle_pk, kind, unit_pk))


@file_for(Permission.VIEW_CYCLE)
def unit_xlsx(request: SignedInRequest, cycle_pk: int, kind: str, unit_pk: int) -> HttpResponse:
    return xlsx_file(_of_cycle(request, cycle_pk, kind, unit_pk))


@requires(Permission.VIEW_CYCLE)
def sop_page(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    return print_page(request, _of_sop(request, pk, kind))


@file_for(Permission.VIEW_CYCLE)
def sop_pdf(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    return pdf_file(_of_sop(request, pk, kind))


@file_for(Permission.VIEW_CYCLE)
def sop_docx(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    return docx_file(_of_sop(request, pk, kind))


@requires(Permission.VIEW_CYCLE)
def succession_page(request: SignedInRequest, pk: int) -> HttpResponse:
    return print_page(request, _of_succession(request, pk))


@file_for(Permission.VIEW_CYCLE)
def succession_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    return pdf_file(_of_succession(request, pk))


@file_for(Permission.VIEW_CYCLE)
def succession_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    return docx_file(_of_succession(request, pk))


@requires(Permission.VIEW_CYCLE)
def village(request: SignedInRequest, code: str) -> HttpResponse:
    return print_page(request, _of_village(request, code))


@file_for(Permission.VIEW_CYCLE)
def village_pdf(request: SignedInRequest, code: str) -> HttpResponse:
    return pdf_file(_of_village(request, code))


@file_for(Permission.VIEW_CYCLE)
def village_docx(request: SignedInRequest, code: str) -> HttpResponse:
    return docx_file(_of_village(request, code))


@requires(Permission.VIEW_SURVEY)
def survey(request: SignedInRequest, pk: int) -> HttpResponse:
    return print_page(request, _of_survey(request, pk))


@file_for(Permission.VIEW_SURVEY)
def survey_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    return pdf_file(_of_survey(request, pk))


@file_for(Permission.VIEW_SURVEY)
def survey_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    return docx_file(_of_survey(request, pk))
