"""The pages under /s/: no sign-in, no session, no cookie, the language in the address."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.template import loader

from cermat.survey.models import Counter, Survey
from cermat.web.guards import public


@public
def form(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """The questionnaire of the survey that runs at this counter's office, or a page that says why there is none."""
    return _page("state.html", {"code": code})


@public
def tablet(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """The same for the tablet at a counter."""
    return _page("state.html", {"code": code})


@public
def leaving(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """The PIN that lets go of the tablet's full screen."""
    return _page("state.html", {"code": code})


@public
def thanks(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """Where a form without JavaScript ends."""
    return _page("state.html", {"code": code})


@public
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker: the page opens without signal, waiting answers go out when it returns."""
    return HttpResponse("", content_type="text/javascript; charset=utf-8")


def refilled(
    request: HttpRequest,  # noqa: ARG001
    counter: Counter,
    survey: Survey,  # noqa: ARG001 - see below
    *,
    errors: Mapping[str, str],  # noqa: ARG001
    notice: str = "",  # noqa: ARG001
    status: int = 422,
) -> HttpResponse:
    """The form again with all that was typed (request.POST) and a new key and token. For the view that stores.

    `errors`: name in the form → word of the mistake, as `forms.public.Filled.errors`; `notice`: a word of the mistakes
    that belongs to no field ("kedaluwarsa": one click sends).
    """
    return _page("state.html", {"code": counter.code}, status)


def _page(name: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """Rendered without the request: no context of signed-in pages, so nothing asks for a session."""
    return HttpResponse(loader.render_to_string(f"survey/public/{name}", dict(context)), status=status)
