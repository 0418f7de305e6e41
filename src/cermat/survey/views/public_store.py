"""Where the public's answers arrive: `POST /s/<code>/token/` and `POST /s/<code>/jawaban/`.

Names in the form: `survey`, `key`, `token`, `service`, `q_<question>`, the respondent fields, `suggestion`,
`receipt`. With `Accept: application/json` the outcome is JSON: {code, message, problems: {name: what is wrong},
token?}.
"""

import json
import os
import time
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cermat.lib.months import day_of
from cermat.survey.actions import store_answer
from cermat.survey.forms.answers import fields_of, problems_by_name, read_answer
from cermat.survey.formula.answering import AnswerForm, Code, Stored, is_key
from cermat.survey.formula.pace import Bucket, Limits, Pace, PaceKeeper, Sender
from cermat.survey.formula.token import LIFETIME, is_valid, token_of
from cermat.survey.models import Counter
from cermat.survey.queries import Arrival, Opening, Openings, arrival_at, is_stored_here
from cermat.survey.schema import Channel
from cermat.survey.views.public import filled, language_of, state
from cermat.web.guards import public

STATUS = {
    Code.STORED: 200, Code.ALREADY: 200, Code.EXPIRED: 409, Code.NOT_OPEN: 409, Code.PAUSED: 409, Code.TOO_MANY: 429,
    Code.BUSY: 503,
}  # fmt: skip
AGAIN_AFTER = {Code.TOO_MANY: "60", Code.BUSY: "15"}  # seconds
OPENINGS = Openings(settings.SURVEY_LOOKUP_SECONDS)
PACE = PaceKeeper(Limits(**{name: Bucket.parse(text) for name, text in settings.SURVEY_PACE.items()}), os.urandom(16))


@public
@require_POST
def token(request: HttpRequest, code: str) -> HttpResponse:
    """A token for the key of one answer, fetched when it is sent: {token}, or {code} where nothing can be stored.

    `survey` is the one that was filled in: an answer that waited for a signal until the next one began is too late,
    and so is one that comes later than the days of grace (`queries.asking.GRACE`).
    """
    opening, key, survey = _opening(code), request.POST.get("key", ""), request.POST.get("survey", "")
    if not is_key(key):
        return _as_json(Stored(Code.INVALID, {"key": "unknown"}))
    if not opening.takes(survey, day_of(timezone.now())):
        return _as_json(_missed_or_closed(code, key, survey))
    return JsonResponse({"token": _fresh(opening, key)})


@public
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Store an answer: JSON, or the page that follows. Whoever loads that page anew comes to the form."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("public:form", args=[code]))
    opening, data = _opening(code), _typed(request)
    outcome = _outcome(request, code, opening, data)
    if "application/json" in request.META.get("HTTP_ACCEPT", ""):  # request.headers is put together for one look
        return _as_json(outcome, _fresh(opening, data["key"]) if outcome.code == Code.EXPIRED else "")
    return _as_page(request, code, outcome)


def _typed(request: HttpRequest) -> dict[str, str]:
    """The form's fields; as every browser sends them they are read quicker than by request.POST."""
    if request.content_type != "application/x-www-form-urlencoded":
        return dict(request.POST.dict())
    try:
        return fields_of(request.body.decode(errors="replace"))
    except ValueError as error:
        raise SuspiciousOperation from error


def _opening(code: str) -> Opening:
    try:
        return OPENINGS.at(code, time.monotonic())
    except Counter.DoesNotExist as error:
        raise Http404 from error


def _outcome(request: HttpRequest, code: str, opening: Opening, data: Mapping[str, str]) -> Stored:
    """Cheap questions first: the key, the token, what was answered, how many came lately; then the database."""
    key = data.get("key", "")
    if not is_key(key):
        return Stored(Code.INVALID, {"key": "unknown"})
    survey = data.get("survey", "")
    if opening.rules is None or not opening.takes(survey, day_of(timezone.now())):
        return _missed_or_closed(code, key, survey)
    if not is_valid(settings.SECRET_KEY, opening.survey, key, data.get("token", ""), time.time()):
        return Stored(Code.EXPIRED)
    form = read_answer(data, opening)
    if problems := opening.rules.problems_of(form):
        return Stored(Code.INVALID, problems_by_name(problems, opening.rules))
    sender = Sender(code, opening.unit, address_of(request), is_tablet=opening.channel == Channel.TABLET)
    pace = PACE.arrived(sender, key, time.monotonic())
    if pace == Pace.TOO_FAST:
        return Stored(Code.TOO_MANY)
    return _stored(code, opening, form, is_suspicious=pace == Pace.SUSPICIOUS)


def _stored(code: str, opening: Opening, form: AnswerForm, *, is_suspicious: bool) -> Stored:
    outcome = store_answer(opening.survey, form.flagged() if is_suspicious else form)
    if outcome.code in (Code.NOT_OPEN, Code.PAUSED):
        OPENINGS.forget(code)
    return outcome


def _missed_or_closed(code: str, key: str, survey: str) -> Stored:
    return Stored(Code.ALREADY if is_stored_here(code, settings.SECRET_KEY, key, survey) else Code.NOT_OPEN)


def _fresh(opening: Opening, key: str) -> str:
    return token_of(settings.SECRET_KEY, opening.survey, key, int(time.time()) + LIFETIME)


def address_of(request: HttpRequest) -> str:
    """Only to count by, in memory. Behind the proxy that ends TLS it is the sender's (web.middleware.behind_proxy)."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _as_json(outcome: Stored, fresh: str = "") -> HttpResponse:
    text = _text(outcome, fresh) if fresh or outcome.problems else _plain_text(outcome.code)
    response = HttpResponse(text, content_type="application/json", status=STATUS.get(outcome.code, 422))
    if outcome.code in AGAIN_AFTER:
        response["Retry-After"] = AGAIN_AFTER[outcome.code]
    return response


@cache
def _plain_text(code: Code) -> str:
    return _text(Stored(code), "")


def _text(outcome: Stored, fresh: str) -> str:
    body = {"code": outcome.code, "verdict": outcome.verdict, "message": outcome.sentence, "problems": outcome.problems}
    return json.dumps(body | {"token": fresh} if fresh else body)


def _as_page(request: HttpRequest, code: str, outcome: Stored) -> HttpResponse:
    """Thanks, the form with everything typed and a fresh token, or why there is no form any more."""
    if outcome.code in (Code.STORED, Code.ALREADY):
        language = f"?bahasa={language_of(request)}" if language_of(request).isalpha() else ""
        return HttpResponseRedirect(reverse("public:thanks", args=[code]) + language)
    arrival, status = arrival_at(code, day_of(timezone.now())), STATUS.get(outcome.code, 422)
    if outcome.code == Code.NOT_OPEN and not arrival.standing:  # the form was of a survey that is over
        arrival = Arrival("tutup", arrival.counter)
    if arrival.survey is None or outcome.code == Code.NOT_OPEN:
        return state(request, arrival)
    errors = dict(outcome.problems)
    if outcome.code in (Code.RECEIPT_NEEDED, Code.RECEIPT_REFUSED):
        errors["receipt"] = outcome.code
    response = filled(request, arrival, errors=errors, notice="" if errors else outcome.code, status=status)
    if outcome.code in AGAIN_AFTER:
        response["Retry-After"] = AGAIN_AFTER[outcome.code]
    return response
