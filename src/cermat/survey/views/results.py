"""What came out of a survey, and where every figure comes from."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cermat.organisation.models import SignedInRequest
from cermat.organisation.permissions import Permission
from cermat.survey.models import Survey
from cermat.survey.presenters import origins, parts
from cermat.survey.presenters import results as presenters
from cermat.survey.presenters.office import progress_part
from cermat.survey.queries import (
    SurveyResult,
    mean_of,
    part_of,
    parts_by_channel,
    parts_by_service,
    progress_of,
    result_of,
    stored_batches,
    surveys_run_by,
    surveys_visible_to,
    trend_of,
)
from cermat.survey.queries.improvements import plans_of
from cermat.survey.schema import CHANNEL_NAMES, Channel
from cermat.web.guards import requires


def survey_of(request: SignedInRequest, pk: int) -> Survey:
    visible = surveys_visible_to(request.user, timezone.localdate())
    return get_object_or_404(visible.prefetch_related("offered__service"), pk=pk)


@requires(Permission.VIEW_SURVEY)
def result(request: SignedInRequest, pk: int) -> HttpResponse:
    survey = survey_of(request, pk)
    found = result_of(survey)
    if found.is_interim:
        return _too_early(request, survey)
    periods = trend_of(survey)
    services = parts_by_service(found)
    context = {
        "survey": survey,
        "result": found,
        "origin": reverse("survey:origin", args=[pk]) + "?",
        "summary": presenters.summary(found),
        "rows": presenters.unsur_rows(found.definition, found.outcome),
        "lowest": presenters.plan_rows(found.definition, found.outcome, plans_of(survey)),
        "chart": presenters.unsur_chart(found.definition, found.outcome),
        "services": parts.part_rows(found.definition, services),
        "services_mean": parts.mean_text(found.definition, services),
        "channels": parts.part_rows(found.definition, parts_by_channel(found)),
        "profiles": parts.profiles(found),
        "periods": parts.period_rows(found.definition, periods),
        "trend": presenters.trend_chart(found.definition, periods),
        "runs_it": surveys_run_by(request.user, timezone.localdate()).filter(pk=pk).exists(),
    }
    return render(request, "survey/results/result.html", context)


def _too_early(request: SignedInRequest, survey: Survey) -> HttpResponse:
    """No figures before the close: two looks at a running survey would tell the answers that came in between."""
    part = progress_part(progress_of(survey))
    context = {"survey": survey, "progress": part, "survey_pk": survey.pk}
    return render(request, "survey/results/running.html", context)


@requires(Permission.VIEW_SURVEY)
def origin(request: SignedInRequest, pk: int) -> HttpResponse:
    """?angka= indeks, unsur, rentang, target, profil, rata-layanan, pengecualian; ?layanan=, ?saluran=: of a part."""
    found = result_of(survey_of(request, pk))
    if found.is_interim:
        return _too_early(request, found.survey)
    title, figure, stairs = _origin(request, found, request.GET.get("angka", origins.INDEX))
    context = {
        "back": reverse("survey:result", args=[pk]),
        "back_words": f"Hasil survei {found.survey.month.name}",
        "about": found.survey.unit,
        "title": title,
        "figure": figure,
        "stairs": stairs,
    }
    return render(request, "survey/results/origin.html", context)


def _origin(request: SignedInRequest, found: SurveyResult, code: str) -> tuple[str, str, list[Any]]:
    beside = _beside(found)
    if code in beside:
        title, figure, stair = beside[code]
        return title, figure, [*([stair] if stair else []), *_sources(found), origins.rule_stair(found.definition)]
    outcome, tallied, suffix = _asked(request, found)
    if code == origins.INDEX:
        title, figure = found.definition.index.name, presenters.index_text(found.definition, outcome)
    else:
        row = next((row for row in presenters.unsur_rows(found.definition, outcome) if row.code == code), None)
        if row is None:
            raise Http404
        title, figure = row.name, row.value
    stairs = origins.formula_stairs(found.definition, outcome, tallied, code)
    return f"{title}{suffix}", figure, [*stairs, *_sources(found), origins.rule_stair(found.definition)]


def _beside(found: SurveyResult) -> dict[str, tuple[str, str, origins.Stair | None]]:
    """Title, figure and first stair of what stands beside index and unsur."""
    told, services = presenters.summary(found), parts_by_service(found)
    mean = origins.mean_stair(found.definition, services, mean_of(services))
    return {
        "rentang": ("Rentang indeks", told.range or "–", origins.interval_stair(found.interval)),
        "target": ("Target sampel", told.target.removeprefix(" · target ") or "–", origins.target_stair(found)),
        "pengecualian": ("Jawaban yang dikesampingkan", told.excluded, None),
        "profil": ("Profil responden", told.n, origins.profile_stair(parts.profiles(found))),
        "rata-layanan": ("Rata-rata nilai layanan", parts.mean_text(found.definition, services) or "–", mean),
    }


def _asked(request: SignedInRequest, found: SurveyResult) -> tuple[Any, Any, str]:
    """The whole, or the part that the address names; a part too small to be shown apart does not exist here."""
    service, channel = request.GET.get("layanan", ""), request.GET.get("saluran", "")
    if not service and not channel:
        return found.outcome, found.tallied, ""
    part = part_of(found, service, channel)
    if part is None or part.tallied is None:
        raise Http404
    name = part.name if service else CHANNEL_NAMES[Channel(part.key)]
    return part.outcome, part.tallied, f" · {name}"


def _sources(found: SurveyResult) -> list[Any]:
    stored = stored_batches(found.survey)
    exclusions = found.survey.exclusions.select_related("by")
    return origins.source_stairs(
        found, parts_by_service(found), parts_by_channel(found), list(stored), list(exclusions)
    )
