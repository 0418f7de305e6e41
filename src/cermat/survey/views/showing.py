"""Reading surveys: the list, one survey with all that may be done in its state, and its progress as it grows."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import authority
from cermat.survey.forms.office import (
    CorrectionForm,
    CountAgainForm,
    ExcludeForm,
    ExtensionForm,
    ReceiptForm,
    ReopenForm,
    groups_of,
)
from cermat.survey.models import Exclusion, Survey, SurveyState
from cermat.survey.presenters.office import (
    counter_row,
    move_rows,
    progress_part,
    returned_words,
    survey_row,
)
from cermat.survey.queries import (
    counters_visible_to,
    is_sent_back,
    may_leave,
    new_answers,
    progress_of,
    progress_of_all,
    restored_answers,
    step_of,
    stored_batches,
    surveys_visible_to,
    suspects_of,
    units_run_by,
    why_not_confirm,
    why_not_exclude,
)
from cermat.survey.queries.raw import may_read_answers
from cermat.survey.workflow import TABLE, Verb
from cermat.web.guards import requires
from cermat.web.typed import restored

PAGE = 25


@require_GET
@requires(Permission.VIEW_SURVEY)
def surveys(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(surveys_visible_to(request.user, today), PAGE).get_page(request.GET.get("page"))
    rows = [survey_row(progress, today) for progress in progress_of_all(list(page))]
    context = {"page": page, "rows": rows, "may_run": bool(units_run_by(request.user, today))}
    return render(request, "survey/office/surveys.html", context)


@require_GET
@requires(Permission.VIEW_SURVEY)
def survey(request: SignedInRequest, pk: int) -> HttpResponse:
    return survey_page(request, survey_of(request, pk))


@require_GET
@requires(Permission.VIEW_SURVEY)
def progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Only the part of the page that grows."""
    part = progress_part(progress_of(survey_of(request, pk)))
    return render(request, "survey/office/progress.html", {"progress": part, "survey_pk": pk})


def survey_of(request: SignedInRequest, pk: int) -> Survey:
    return get_object_or_404(surveys_visible_to(request.user, timezone.localdate()), pk=pk)


def exclude_form(survey: Survey, data: Any = None) -> ExcludeForm:
    """With the groups that may be set aside beside every result that was seen."""
    new, restored = new_answers(survey).count(), restored_answers(survey).count()
    groups = groups_of(suspects_of(survey), stored_batches(survey), new=new, restored=restored)
    may = may_leave(survey) if groups else None
    return ExcludeForm(data, groups={key: one for key, one in groups.items() if may and may(one[0].holds)})


def survey_page(request: SignedInRequest, survey: Survey, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a survey; `forms` are those that a rule has refused, with their typing."""
    today = timezone.localdate()
    found = progress_of(survey)
    may_run = authority(request.user, Permission.RUN_SURVEY, survey.desk, today) is not None
    may_confirm = authority(request.user, Permission.CONFIRM_SURVEY, survey.unit, today) is not None
    may_exclude = may_confirm and survey.state != SurveyState.CONFIRMED
    counters = counters_visible_to(request.user, today).filter(unit=survey.unit, is_active=True)
    context = {
        "survey": survey,
        "row": survey_row(found, today),
        "progress": progress_part(found),
        "survey_pk": survey.pk,
        "moves": move_rows(survey),
        "counters": [counter_row(counter, request) for counter in counters],
        "exclusions": _exclusions(request, survey, *forms.pop("again", (0, None))),
        "returned": returned_words(step_of(survey)) if is_sent_back(survey) else "",
        "may": _may(survey, may_run=may_run, may_confirm=may_confirm),
        "may_run": may_run,
        "may_exclude": may_exclude,
        "why_not_exclude": why_not_exclude(survey, request.user, today) if may_exclude else "",
        "why_not_confirm": why_not_confirm(survey, request.user) if may_confirm else "",
    }
    context |= _forms(request, survey) | _entering(request, survey, may_confirm=may_confirm) | forms
    return render(request, "survey/office/survey.html", context, status=status)


def _exclusions(request: SignedInRequest, survey: Survey, refused: int, form: Any) -> list[tuple[Exclusion, Any]]:
    """Each with the form that takes it back; `form` stands at the one that a rule has refused."""

    def typed(one: Exclusion) -> QueryDict | None:
        return restored(request, to=reverse("survey:counting_again", args=[survey.pk, one.pk]))

    rows = survey.exclusions.select_related("by")
    return [(one, form if one.pk == refused else CountAgainForm(typed(one), exclusion=one.pk)) for one in rows]


def _entering(request: SignedInRequest, survey: Survey, *, may_confirm: bool) -> dict[str, bool]:
    """Who types paper sheets and imports files, and who may have the single answers."""
    may_enter = authority(request.user, Permission.ENTER_SURVEY, survey.desk, timezone.localdate()) is not None
    return {"may_enter": may_enter, "may_read_answers": (may_enter or may_confirm) and may_read_answers(survey)}


def _forms(request: SignedInRequest, survey: Survey) -> dict[str, Any]:
    def typed(form: str) -> QueryDict | None:
        return restored(request, to=reverse(f"survey:{form}", args=[survey.pk]))

    return {
        "exclude_form": exclude_form(survey, typed("exclusion")),
        "reopen_form": ReopenForm(typed("reopening")),
        "correction_form": CorrectionForm(typed("correction")),
        "extension_form": ExtensionForm(typed("extension"), initial={"ends_on": survey.ends_on}),
        "receipt_form": ReceiptForm(typed("receipts")),
    }


def _may(survey: Survey, *, may_run: bool, may_confirm: bool) -> dict[str, bool]:
    """The verbs whose buttons stand on the page; the action asks again. Empty where there is nothing to do."""
    checking = (Verb.REOPEN, Verb.CONFIRM, Verb.CORRECT)
    verbs = [verb for state, verb in TABLE if state == survey.state]
    return {str(verb): True for verb in verbs if (may_confirm if verb in checking else may_run)}
