"""Step 3., Pengisian: each section completes its Laporan Kinerja, the Sekcam merges them."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cermat.audit.views import once
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority
from cermat.requirements import actions
from cermat.requirements.forms import SectionReportForm
from cermat.requirements.presenters import register_rows, report_facts
from cermat.requirements.queries import register_of, reports_of, sections_in
from cermat.sop.queries import cycles_visible_to, why_closed
from cermat.web.guards import requires
from cermat.web.typed import restored


@requires(Permission.VIEW_CYCLE)
def section_reports(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    today = timezone.localdate()
    cycle = get_object_or_404(cycles_visible_to(request.user, today), pk=cycle_pk)
    rows = [
        {
            "section": section,
            "report": report,
            "mine": authority(request.user, Permission.COMPLETE_SECTION_REPORT, section, today) is not None,
        }
        for section, report in reports_of(cycle)
    ]
    context = {
        "cycle": cycle,
        "rows": rows,
        "lacking": sum(row["report"] is None for row in rows),
        "may_merge": authority(request.user, Permission.MERGE_REPORT, cycle.kecamatan, today) is not None
        and not why_closed(cycle, "pengisian"),
        "register": register_rows(register_of(cycle)),
    }
    return render(request, "requirements/section_reports.html", context)


@requires(Permission.COMPLETE_SECTION_REPORT)
@once
def section_report(request: SignedInRequest, cycle_pk: int, section_pk: int) -> HttpResponse:
    cycle = get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=cycle_pk)
    section = get_object_or_404(sections_in(cycle.kecamatan), pk=section_pk)
    known = dict(reports_of(cycle)).get(section)
    form = SectionReportForm(request.POST or restored(request), initial=model_to_dict(known) if known else None)
    if request.method == "POST" and form.is_valid():
        actions.complete_section_report(
            cycle=cycle, section=section, **form.cleaned_data, by=request.user, now=timezone.now()
        )
        messages.success(request, f"Laporan Kinerja {section} lengkap.")
        return redirect("requirements:section_reports", cycle.pk)
    lines = [line for line in register_of(cycle) if line.requirement.section_id == section.pk]
    context = {
        "cycle": cycle,
        "section": section,
        "form": form,
        "register": register_rows(lines),
        "facts": report_facts(known) if known else [],
        "closed": "" if form.errors else why_closed(cycle, "pengisian"),  # a refused form keeps its typing in sight
    }
    return render(request, "requirements/section_report.html", context, status=422 if form.errors else 200)


@requires(Permission.MERGE_REPORT)
@once
def merged(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=cycle_pk)
    if request.method == "POST":
        actions.merge_reports(cycle=cycle, by=request.user, now=timezone.now())
        messages.success(request, "Laporan Kinerja digabung. Dokumennya sedang dibuat.")
    return redirect("requirements:section_reports", cycle.pk)
