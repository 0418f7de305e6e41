"""Step 1, Pemilahan: the page on which the Sekcam gives every indicator its section."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.requirements import actions
from cermat.requirements.forms import SortingForm
from cermat.requirements.presenters import choices_of, counts, sorting_page
from cermat.requirements.queries import (
    indicators_to_sort,
    previous_cycle,
    sections_of,
    sent_back,
    sorting_closed,
    sorting_of,
)
from cermat.sop.models import Cycle
from cermat.sop.queries import cycles_visible_to
from cermat.web.guards import requires
from cermat.web.typed import restored


def _cycle(request: SignedInRequest, pk: int) -> Cycle:
    return get_object_or_404(cycles_visible_to(request.user, timezone.localdate()), pk=pk)


def _page(request: SignedInRequest, cycle: Cycle, form: SortingForm | None = None, problem: str = "") -> HttpResponse:
    sections, indicators, rows = sections_of(cycle), indicators_to_sort(cycle), sorting_of(cycle)
    chosen = choices_of(rows)
    if form is not None:
        chosen |= {item.pk: str(form.data.get(f"s{item.pk}", "")) for item in indicators}
    names = {str(section.pk): section.short_name or section.name for section in sections} | {"0": "Tidak dipakai"}
    problems = {int(name[1:]): str(texts[0]) for name, texts in (form.errors if form else {}).items()}
    context = {
        "cycle": cycle,
        "mended": sent_back(cycle),
        "sets": sorting_page(indicators, chosen, names, problems),
        "choices": list(names.items()),
        "counts": counts(sections, rows),
        "undecided": sum(not chosen.get(item.pk) for item in indicators),
        "previous": previous_cycle(cycle),
        "problem": problem,
        "closed": "" if form else sorting_closed(cycle),  # a refused form keeps its typing in sight
    }
    return render(request, "requirements/sorting.html", context, status=422 if request.method == "POST" else 200)


@requires(Permission.SORT_INDICATORS)
@once
def sorting(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = _cycle(request, cycle_pk)
    if request.method != "POST":
        typed = restored(request)
        return _page(request, cycle, _form(cycle, typed) if typed else None)
    return _store(request, cycle, finish=False)


@requires(Permission.SORT_INDICATORS)
@once
def finished(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = _cycle(request, cycle_pk)
    if request.method != "POST":
        return redirect("requirements:sorting", cycle_pk)
    return _store(request, cycle, finish=True)


def _form(cycle: Cycle, data: QueryDict) -> SortingForm:
    return SortingForm(data, indicators=indicators_to_sort(cycle), sections=sections_of(cycle))


def _store(request: SignedInRequest, cycle: Cycle, *, finish: bool) -> HttpResponse:
    form = _form(cycle, request.POST)
    if not form.is_valid():
        return _page(request, cycle, form, "Ada pilihan yang tidak dikenal. Periksa baris yang ditandai.")
    try:
        actions.sort_indicators(cycle=cycle, sorting=form.sorting(), by=request.user, now=timezone.now())
        if finish:
            actions.finish_sorting(cycle=cycle, by=request.user, now=timezone.now())
    except DomainError as error:
        return _page(request, cycle, form, error.message)
    if finish:
        messages.success(request, "Pemilahan selesai. Persyaratan sudah diserahkan kepada setiap seksi.")
        return redirect("requirements:handovers", cycle.pk)
    then = " Serahkan lagi persyaratan yang dikembalikan." if sent_back(cycle) else ""
    messages.success(request, f"Pemilahan disimpan.{then}")
    return redirect("requirements:sorting", cycle.pk)


@requires(Permission.SORT_INDICATORS)
@once
def carried_over(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = _cycle(request, cycle_pk)
    if request.method == "POST":
        number = actions.carry_over_sorting(cycle=cycle, by=request.user, now=timezone.now())
        messages.success(request, f"Pilihan {number} indikator disalin dari bulan lalu. Periksa, lalu selesaikan.")
    return redirect("requirements:sorting", cycle.pk)


@requires(Permission.SORT_INDICATORS)
@once
def suggested(request: SignedInRequest, cycle_pk: int) -> HttpResponse:
    cycle = _cycle(request, cycle_pk)
    if request.method == "POST":
        number = actions.suggest_sorting(cycle=cycle, by=request.user, now=timezone.now())
        messages.success(request, f"{number} indikator diisi sesuai usulan. Periksa, lalu selesaikan.")
    return redirect(reverse("requirements:sorting", args=[cycle.pk]))
