"""Each move of a survey is a form of its own with one question."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from cermat.audit.views import once
from cermat.lib.errors import DomainError
from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.survey import actions
from cermat.survey.forms.office import CorrectionForm, CountAgainForm, ExtensionForm, ReopenForm
from cermat.survey.models import Survey
from cermat.survey.views.showing import exclude_form, survey_of, survey_page
from cermat.web.forms import tell_or_raise
from cermat.web.guards import requires


@requires(Permission.RUN_SURVEY)
@once
def opening(request: SignedInRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.open_survey, "Survei dibuka. Alamat dan poster sudah dapat dipakai.")


@requires(Permission.RUN_SURVEY)
@once
def pause(request: SignedInRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.pause_survey, "Survei dijeda. Jawaban yang sudah masuk tetap tersimpan.")


@requires(Permission.RUN_SURVEY)
@once
def resumption(request: SignedInRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.resume_survey, "Survei dilanjutkan.")


@requires(Permission.RUN_SURVEY)
@once
def closing(request: SignedInRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.close_survey, "Survei ditutup. Hasilnya menunggu pengesahan orang lain.")


@requires(Permission.CONFIRM_SURVEY)
@once
def confirmation(request: SignedInRequest, pk: int) -> HttpResponse:
    return _moved(request, pk, actions.confirm_survey, "Hasil survei disahkan dan tercatat sebagai IKM unit ini.")


@requires(Permission.CONFIRM_SURVEY)
@once
def reopening(request: SignedInRequest, pk: int) -> HttpResponse:
    words = "Survei dikembalikan kepada penyelenggara dan kini dijeda."
    return _taken_back(request, pk, "reopen_form", ReopenForm, actions.reopen_survey, words)


@requires(Permission.CONFIRM_SURVEY)
@once
def correction(request: SignedInRequest, pk: int) -> HttpResponse:
    words = "Survei dibuka untuk koreksi. Angka yang sudah disahkan berlaku sampai disahkan lagi."
    return _taken_back(request, pk, "correction_form", CorrectionForm, actions.correct_survey, words)


@requires(Permission.RUN_SURVEY)
@once
def extension(request: SignedInRequest, pk: int) -> HttpResponse:
    survey = survey_of(request, pk)
    if request.method != "POST":
        return redirect("survey:survey", pk)
    form = ExtensionForm(request.POST)
    if form.is_valid():
        try:
            actions.extend_survey(survey=survey, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, "Hari terakhir survei diubah.")
            return redirect("survey:survey", pk)
        except DomainError as error:
            tell_or_raise(form, error)
    return survey_page(request, survey, status=422, extension_form=form)


@requires(Permission.CONFIRM_SURVEY)
@once
def exclusion(request: SignedInRequest, pk: int) -> HttpResponse:
    survey = survey_of(request, pk)
    if request.method != "POST":
        return redirect("survey:survey", pk)
    form = exclude_form(survey, request.POST)
    if form.is_valid():
        given = {"survey": survey, "group": form.chosen(), "reason": form.cleaned_data["reason"]}
        try:
            made = actions.exclude(**given, by=request.user, now=timezone.now())
            messages.success(request, f"{made.count} jawaban tidak dihitung lagi. Jumlahnya ikut disebut pada hasil.")
            return redirect("survey:survey", pk)
        except DomainError as error:
            tell_or_raise(form, error)
    return survey_page(request, survey, status=422, exclude_form=form)


@requires(Permission.CONFIRM_SURVEY)
@once
def counting_again(request: SignedInRequest, pk: int, exclusion: int) -> HttpResponse:
    survey = survey_of(request, pk)
    held = get_object_or_404(survey.exclusions.select_related("survey__unit"), pk=exclusion)
    if request.method != "POST":
        return redirect("survey:survey", pk)
    form = CountAgainForm(request.POST, exclusion=held.pk)
    if form.is_valid():
        try:
            actions.count_again(exclusion=held, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, f"Dihitung lagi: {held.about}.")
            return redirect("survey:survey", pk)
        except DomainError as error:
            tell_or_raise(form, error)
    return survey_page(request, survey, status=422, again=(held.pk, form))


def _moved(request: SignedInRequest, pk: int, act: Callable[..., Survey], words: str) -> HttpResponse:
    survey = survey_of(request, pk)
    if request.method == "POST":
        act(survey=survey, by=request.user, now=timezone.now())
        messages.success(request, words)
    return redirect("survey:survey", pk)


def _taken_back(
    request: SignedInRequest, pk: int, name: str, form_class: type[Form], act: Callable[..., Survey], words: str
) -> HttpResponse:
    """A move back, which says why. `name`: of the form on the survey's page."""
    survey = survey_of(request, pk)
    if request.method != "POST":
        return redirect("survey:survey", pk)
    form = form_class(request.POST)
    if form.is_valid():
        act(survey=survey, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        messages.success(request, words)
        return redirect("survey:survey", pk)
    return survey_page(request, survey, status=422, **{name: form})
