"""Paper sheets typed by keyboard, with and without scripts."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cermat.audit.views import once
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.survey.actions.piles import (
    Wrong,
    add_lines,
    begin_second,
    change_line,
    drop_pile,
    remove_line,
    settle_differences,
    start_pile,
    store_pile,
)
from cermat.survey.forms.piles import DifferencesForm, LineForm, LinesForm, PileForm
from cermat.survey.models import Batch, BatchState, Survey
from cermat.survey.presenters import piles as words
from cermat.survey.queries.piles import (
    lines_of,
    piles_of,
    services_of,
    surveys_entered_by,
    takes_answers,
    version_of,
)
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires
from cermat.web.middleware import wants_json
from cermat.web.typed import restored

WRONG = "wrong_lines"  # in the session, until the page is shown


def _survey(request: SignedInRequest, pk: int) -> Survey:
    return get_object_or_404(surveys_entered_by(request.user, timezone.localdate()), pk=pk)


def _pile(request: SignedInRequest, survey: int, pk: int) -> Batch:
    return get_object_or_404(piles_of(_survey(request, survey)), pk=pk)


@requires(Permission.ENTER_SURVEY)
@once
def piles(request: SignedInRequest, survey: int) -> HttpResponse:
    """The piles of a survey, and a new one."""
    found = _survey(request, survey)
    form = PileForm(request.POST or restored(request), services=services_of(found))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = start_pile(
                survey=found, name=data["name"], service=form.services[data["service"]], fields=form.told(),
                by=request.user, now=timezone.now(),
            )  # fmt: skip
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            return redirect("survey:pile", found.pk, made.pk)
    rows = [words.batch_row(batch) for batch in piles_of(found)]
    context = {"survey": found, "form": form, "rows": rows, "takes_answers": takes_answers(found)}
    return render(request, "survey/piles.html", context, status=422 if request.method == "POST" else 200)


@requires(Permission.ENTER_SURVEY)
@once
def pile(request: SignedInRequest, survey: int, pk: int) -> HttpResponse:
    """The lines of a pile, and the box into which they are typed."""
    batch = _pile(request, survey, pk)
    if request.method == "POST":
        return _typed(request, batch)
    left = request.session.get(WRONG, {})
    wrong = [Wrong(*one) for one in request.session.pop(WRONG)["lines"]] if left.get("batch") == batch.pk else []
    form = LinesForm(restored(request), initial={"lines": "\n".join(one.text for one in wrong)})
    return _page(request, batch, form, wrong)


def _typed(request: SignedInRequest, batch: Batch) -> HttpResponse:
    """The good lines are kept at once. The wrong ones go back into the box: by the session, so that nothing of what was
    typed is kept with the form's key. A script sends line by line: it is told the number of a line, or that it is
    refused; of a refusal nothing is kept, no line and no key."""
    form = LinesForm(request.POST)
    if not form.is_valid():
        return _refused_lines(request, batch, form, [])
    added = add_lines(batch=batch, texts=form.texts(), by=request.user, now=timezone.now())
    if added.wrong and (wants_json(request) or not added.numbers):
        return _refused_lines(request, batch, form, added.wrong)
    if wants_json(request):
        return JsonResponse({"numbers": added.numbers, "count": added.count})
    if added.wrong:
        request.session[WRONG] = {"batch": batch.pk, "lines": [[one.text, one.sentence] for one in added.wrong]}
    else:
        messages.success(request, f"{len(added.numbers)} lembar tersimpan pada tumpukan ini.")
    return redirect("survey:pile", batch.survey_id, batch.pk)


def _refused_lines(request: SignedInRequest, batch: Batch, form: LinesForm, wrong: Sequence[Wrong]) -> HttpResponse:
    if wants_json(request):
        told = [{"text": one.text, "sentence": one.sentence} for one in wrong]
        return JsonResponse({"wrong": told}, status=422)
    return _page(request, batch, form, wrong, status=422)


def _page(
    request: SignedInRequest, batch: Batch, form: LinesForm, wrong: Sequence[Wrong], status: int = 200
) -> HttpResponse:
    context = {
        "survey": batch.survey, "sheet": words.pile_sheet(batch), "state": words.batch_row(batch), "form": form,
        "wrong": wrong,
    }  # fmt: skip
    return render(request, "survey/pile.html", context, status=status)


@requires(Permission.ENTER_SURVEY)
@once
def line(request: SignedInRequest, survey: int, pk: int, number: int) -> HttpResponse:
    """Correct one sheet."""
    batch = _pile(request, survey, pk)
    sheet = words.pile_sheet(batch)
    shown = next((one for one in sheet.lines if one.number == number), None)
    if shown is None or not sheet.is_open:
        return redirect("survey:pile", survey, pk)
    form = LineForm(request.POST or restored(request), initial={"text": shown.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            change_line(batch=batch, number=number, text=text, by=request.user, now=timezone.now())
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            messages.success(request, f"Lembar {shown.at} diperbaiki.")
            return redirect("survey:pile", survey, pk)
    context = {"survey": batch.survey, "sheet": sheet, "line": shown, "form": form}
    return render(request, "survey/pile_line.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@requires(Permission.ENTER_SURVEY)
@once
def line_removal(request: SignedInRequest, survey: int, pk: int, number: int) -> HttpResponse:
    remove_line(batch=_pile(request, survey, pk), number=number, by=request.user, now=timezone.now())
    messages.success(request, "Lembar dihapus dari tumpukan.")
    return redirect("survey:pile", survey, pk)


@require_POST
@requires(Permission.ENTER_SURVEY)
@once
def second_typing(request: SignedInRequest, survey: int, pk: int) -> HttpResponse:
    begin_second(batch=_pile(request, survey, pk), by=request.user, now=timezone.now())
    messages.success(request, "Ketik tumpukan yang sama sekali lagi, dari lembar pertama.")
    return redirect("survey:pile", survey, pk)


@requires(Permission.ENTER_SURVEY)
@once
def comparison(request: SignedInRequest, survey: int, pk: int) -> HttpResponse:
    """Where the two typings differ, and what the paper says."""
    batch = _pile(request, survey, pk)
    if batch.state != BatchState.SECOND:
        return redirect("survey:pile", survey, pk)
    rows = words.difference_rows(batch)
    form = DifferencesForm(request.POST or restored(request), rows=[(row.sheet, row.first, row.second) for row in rows])
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            settle_differences(batch=batch, chosen=form.chosen(), seen=seen, by=request.user, now=timezone.now())
        except DomainError as error:
            tell_or_raise(form, error)
        else:
            messages.success(request, "Kedua ketikan kini sama. Tumpukan dapat disimpan.")
            return redirect("survey:pile", survey, pk)
    context = {
        "survey": batch.survey, "batch": batch, "seen": version_of(batch), "form": form,
        "rows": list(zip(rows, form.rows(), strict=True)),
        "counts": (len(lines_of(batch)), len(lines_of(batch, second=True))),
    }  # fmt: skip
    return render(request, "survey/pile_comparison.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@requires(Permission.ENTER_SURVEY)
@once
def pile_storing(request: SignedInRequest, survey: int, pk: int) -> HttpResponse:
    stored = store_pile(batch=_pile(request, survey, pk), by=request.user, now=timezone.now())
    messages.success(request, f"{stored.stored_count} lembar “{stored.name}” tersimpan sebagai jawaban.")
    return redirect("survey:piles", survey)


@require_POST
@requires(Permission.ENTER_SURVEY)
@once
def pile_dropping(request: SignedInRequest, survey: int, pk: int) -> HttpResponse:
    dropped = drop_pile(batch=_pile(request, survey, pk), by=request.user, now=timezone.now())
    messages.success(request, f"Tumpukan “{dropped.name}” dibuang; tidak ada yang tersimpan darinya.")
    return redirect("survey:piles", survey)
