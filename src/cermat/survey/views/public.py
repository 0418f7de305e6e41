"""The pages under /s/: no sign-in, no session, no cookie, the language in the address."""

from collections.abc import Mapping
from secrets import token_urlsafe
from time import time

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cermat.survey.formula.answering import is_key
from cermat.survey.formula.token import LIFETIME, token_of
from cermat.survey.models import Counter
from cermat.survey.presenters.public import Typed, form_page, office_name, state_page
from cermat.survey.queries import Arrival, arrival_at, asked_in, has_results
from cermat.survey.queries.arriving import by_examples
from cermat.survey.schema import Channel, texts_in
from cermat.web.guards import public

STATUS = {"tidak_dikenal": 404, "nonaktif": 410}
TRIES, PATIENCE = 5, 300  # wrong PINs of one tablet, and how many seconds they are remembered


@public
@require_safe
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The questionnaire of the survey that runs at this counter's office, or a page that says why there is none."""
    arrival = arrival_at(code, timezone.localdate())
    if not arrival.standing and is_tablet(arrival.counter):
        return HttpResponseRedirect(reverse("public:tablet", args=[code]))
    return state(request, arrival) if arrival.standing else filled(request, arrival)


@public
@require_safe
def tablet(request: HttpRequest, code: str) -> HttpResponse:
    """The same for the tablet at a counter."""
    arrival = arrival_at(code, timezone.localdate())
    if not arrival.standing and not is_tablet(arrival.counter):
        return HttpResponseRedirect(reverse("public:form", args=[code]))
    return state(request, arrival) if arrival.standing else filled(request, arrival)


@public
def leaving(request: HttpRequest, code: str) -> HttpResponse:
    """The PIN that lets go of the tablet's full screen: 204 or a page for scripts and people, 422 and 429 if not."""
    arrival = arrival_at(code, timezone.localdate())
    if not is_tablet(arrival.counter):
        return state(request, Arrival("tidak_dikenal"))
    texts = texts_in(language_of(request))
    problem = _problem_of(arrival.counter, request) if request.method == "POST" else ""
    status = {"": 200, "pin_tunggu": 429}.get(problem, 422)
    sentence = getattr(texts.tablet, problem) if problem else ""
    if "application/json" in request.headers.get("Accept", ""):
        return _kept_nowhere(JsonResponse({"sentence": sentence}, status=status))
    is_free = request.method == "POST" and not problem
    context = {"texts": texts, "code": code, "sentence": sentence, "is_free": is_free}
    return _page("leaving.html", context, status)


@public
@require_safe
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Where a form without JavaScript ends. A tablet goes back to its start by itself."""
    arrival = arrival_at(code, timezone.localdate())
    if arrival.counter is None:
        return state(request, arrival)
    texts = texts_in(language_of(request))
    context = {"texts": texts, "office": office_of(arrival), "results": results_of(arrival)}
    response = _page("thanks.html", context)
    if is_tablet(arrival.counter):
        response["Refresh"] = f"30; url={reverse('public:tablet', args=[code])}"
    return response


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker: the page opens without signal, waiting answers go out when it returns."""
    text = loader.render_to_string("survey/public/worker.js", {"offline": reverse("public:offline")})
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/s/"}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows for an address that this device has never opened."""
    return state(request, Arrival("tanpa_sinyal"))


def filled(
    request: HttpRequest,
    arrival: Arrival,
    *,
    errors: Mapping[str, str] | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form with all that was typed (request.POST), a new key and token. Also for the view that stores.

    `errors`: name in the form → code of what is wrong; `notice`: a code that belongs to no field ("expired": one more
    click sends). See formula.answering.
    """
    assert arrival.survey is not None
    assert arrival.counter is not None
    today, given = timezone.localdate(), request.POST.dict()
    typed = Typed(given, errors or {}, notice, _hidden(arrival.survey.pk, given))
    asked = asked_in(arrival.survey, today)
    page = form_page(arrival, asked, language_of(request), typed, results=results_of(arrival))
    code = arrival.counter.code
    addresses = {"action": reverse("public:answer", args=[code]), "home": reverse("public:form", args=[code])}
    response = _page("form.html", {"page": page, "texts": page.texts} | addresses, status)
    response["X-Survei"] = "formulir"  # the service worker keeps this page and no other
    return response


def _hidden(survey: int, given: Mapping[str, str]) -> dict[str, str]:
    """A form that comes back keeps its key, so that sending it twice stores it once."""
    key = given["key"] if is_key(given.get("key", "")) else token_urlsafe(24)
    expires = int(time()) + LIFETIME
    return {"survey": str(survey), "key": key, "token": token_of(settings.SECRET_KEY, survey, key, expires)}


def _problem_of(counter: Counter | None, request: HttpRequest) -> str:
    """Why the PIN does not open: guesses are counted for the tablet, not for the address they come from."""
    assert counter is not None
    name = f"survey.pin.{counter.pk}"
    if _tries(name) > TRIES:
        return "pin_tunggu"
    if check_password(request.POST.get("pin", "")[:40], counter.pin):
        cache.delete(name)
        return ""
    return "pin_salah"


def _tries(name: str) -> int:
    """This one included: counted before the PIN is looked at, so that guesses at the same moment count as well."""
    cache.add(name, 0, PATIENCE)
    try:
        return cache.incr(name)
    except ValueError:  # forgotten between the two lines: the first one again
        cache.set(name, 1, PATIENCE)
        return 1


def language_of(request: HttpRequest) -> str:
    return request.GET.get("bahasa", "")


def is_tablet(counter: Counter | None) -> bool:
    return counter is not None and counter.channel == Channel.TABLET


def office_of(arrival: Arrival) -> str:
    """The office whose address this is; "" where nobody knows it."""
    if arrival.counter is None:
        return ""
    return office_name(arrival.counter.unit, is_example=by_examples(arrival.counter.unit))


def results_of(arrival: Arrival) -> str:
    """The address of the office's published results; "" where there are none."""
    if arrival.counter is None or not has_results(arrival.counter.unit):
        return ""
    return reverse("public:results", args=[arrival.counter.unit.code])


def state(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    """Why there is no form here."""
    page = state_page(arrival, language_of(request), office=office_of(arrival), results=results_of(arrival))
    return _page("state.html", {"page": page, "texts": page.texts}, STATUS.get(arrival.standing, 200))


def _page(name: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """Rendered without the request: no context of signed-in pages, so nothing asks for a session."""
    return _kept_nowhere(HttpResponse(loader.render_to_string(f"survey/public/{name}", dict(context)), status=status))


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


__all__ = ["filled", "form", "leaving", "offline", "state", "tablet", "thanks", "worker"]
