"""The results that an office has confirmed, for everybody: no sign-in, no cookie, and small."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template import loader

from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.organisation.models import Unit
from cermat.survey.exports import open_data
from cermat.survey.models import Survey, SurveyState
from cermat.survey.presenters import parts
from cermat.survey.presenters import results as presenters
from cermat.survey.queries import parts_by_channel, parts_by_service
from cermat.survey.queries.arriving import by_examples
from cermat.survey.queries.published import announced_surveys, published_suggestions, published_surveys, published_unit
from cermat.survey.queries.results import SurveyResult, periods_of, result_of
from cermat.survey.schema import SMALLEST_GROUP
from cermat.web.guards import public

FRESH = 300  # seconds that a copy may be shown: a moderated suggestion may take so long to appear or go


@public
def newest(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """The last confirmed survey of a unit, or a page that says there is none yet."""
    unit = _unit(code)
    survey = announced_surveys(unit).first()
    if survey is None:
        return _page("published_none.html", unit)
    return _published(survey)


@public
def of_period(request: HttpRequest, code: str, period: str) -> HttpResponse:  # noqa: ARG001
    survey = announced_surveys(_unit(code)).filter(period=period).first()
    if survey is None:
        raise Http404
    return _published(survey)


@public
def as_csv(request: HttpRequest, code: str, period: str) -> HttpResponse:  # noqa: ARG001
    found = _told(code, period)
    text = open_data.as_csv(open_data.open_rows(found))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    mark = "data-contoh-" if by_examples(found.survey.unit) else ""  # rows of figures alone have no place for it
    response["Content-Disposition"] = f'attachment; filename="{mark}survei-{code}-{period}.csv"'
    return _cached(response)


@public
def as_json(request: HttpRequest, code: str, period: str) -> HttpResponse:  # noqa: ARG001
    found = _told(code, period)
    mark = "DATA CONTOH: orang dan angka rekaan. " if by_examples(found.survey.unit) else ""
    source = f"{mark}{found.survey.unit}, {found.survey.month.name}"
    data = open_data.as_data(open_data.open_rows(found), source)
    return _cached(JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1}))


def _unit(code: str) -> Unit:
    unit = published_unit(code)
    if unit is None:
        raise Http404
    return unit


def _survey(code: str, period: str) -> Survey:
    survey = published_surveys(_unit(code)).filter(period=period).first()
    if survey is None:
        raise Http404
    return survey


def _told(code: str, period: str) -> SurveyResult:
    """Only of five answers and more: fewer would tell how single people answered."""
    found = result_of(_survey(code, period))
    if found.tallied.n < SMALLEST_GROUP:
        raise Http404
    return found


def _published(survey: Survey) -> HttpResponse:
    if survey.state != SurveyState.CONFIRMED:
        return _corrected(survey)
    found = result_of(survey)
    if found.tallied.n < SMALLEST_GROUP:
        return _page("published_none.html", survey.unit, survey=survey)
    every = list(published_surveys(survey.unit)[:8])
    periods = [one for one in periods_of(every[::-1]) if one.n >= SMALLEST_GROUP]
    context = {
        "survey": survey,
        "result": found,
        "summary": presenters.summary(found),
        "rows": presenters.unsur_rows(found.definition, found.outcome),
        "chart": presenters.unsur_chart(found.definition, found.outcome),
        "services": parts.part_rows(found.definition, parts_by_service(found)),
        "channels": parts.part_rows(found.definition, parts_by_channel(found)),
        "profiles": parts.profiles(found),
        "periods": parts.period_rows(found.definition, periods),
        "trend": presenters.trend_chart(found.definition, periods),
        "suggestions": published_suggestions(survey),
        "columns": open_data.COLUMNS.items(),
        "is_public": True,
    }
    return _page("published.html", survey.unit, **context)


def _corrected(survey: Survey) -> HttpResponse:
    """Only the figure that was confirmed; the answers may be changing now."""
    result = survey.result
    assert result is not None
    few = result.respondents is None or result.respondents < SMALLEST_GROUP
    value = None if few or result.counted_value is None else rounded(result.counted_value, result.decimals)
    shown = "" if value is None else number(value, result.decimals)
    return _page("published_correcting.html", survey.unit, survey=survey, result=result, index=shown)


def _page(name: str, unit: Unit, **context: object) -> HttpResponse:
    """Rendered without the request, so that nothing asks for a session and copies may be kept by anybody."""
    context |= {"unit": unit, "is_example": by_examples(unit)}
    return _cached(HttpResponse(loader.render_to_string(f"survey/results/{name}", context)))


def _cached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={FRESH}"
    return response
