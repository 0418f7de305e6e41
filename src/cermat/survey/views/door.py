"""The door of the public's addresses (/s/…). It stands before sessions, sign-in and forms' keys.

Nothing is known of who comes through it and nothing is remembered: no cookie is read or set, there is no user, and no
line is logged. What protects the form is its token (`public_store`), not a cookie.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from typing import cast

from csp.constants import HEADER
from csp.utils import build_policy
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.response import ResponseHeaders
from django.middleware.gzip import GZipMiddleware
from django.template import loader
from django.urls import ResolverMatch, resolve

from cermat.survey.formula.answering import SENTENCES, Code
from cermat.survey.queries import Arrival
from cermat.survey.views.public import state

PREFIX = "/s/"
PAGES = "cermat.survey.urls.public"  # no other address lies behind this door; fewer are quicker found
LARGEST = 64 * 1024  # bytes of a form
HEADERS = ResponseHeaders(
    {
        "Cache-Control": "no-store",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        HEADER: build_policy(),  # one for all pages, so it is put together once
    }
)._store
Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("cermat.survey")


def nameless(get_response: Answer) -> Answer:
    compressed = cast(Answer, GZipMiddleware(_answered))

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        response = _answered(request) if request.method == "POST" else compressed(request)
        response.cookies.clear()
        response.headers._store = HEADERS | response.headers._store  # a third of what so many setdefault() take
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark: it writes no line of it
        return response

    return middleware


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        if _is_too_large(request.META.get("CONTENT_LENGTH") or "0"):
            return _refused(request, Code.INVALID, 413)
        request.get_host()
        if request.method == "POST":
            _check_form(request)
        view, words, names = _page_at(request.path_info)
        response: HttpResponse = view(request, *words, **names)
    except Http404:
        return _not_found(request)
    except (SuspiciousOperation, UnreadablePostError):
        return _refused(request, Code.INVALID, 400)
    except Exception as error:
        _tell(error)
        return _refused(request, Code.BUSY, 500)
    return response


@lru_cache(maxsize=1000)
def _page_at(path: str) -> ResolverMatch:
    return resolve(path, PAGES)


def _is_too_large(length: str) -> bool:
    digits = length.lstrip("0")[:9]
    return not (length.isascii() and length.isdecimal()) or int(digits or "0") > LARGEST


def _check_form(request: HttpRequest) -> None:
    """Whether a form can be read at all. Raises SuspiciousOperation: what is wrong here no page of ours has sent."""
    if (
        request.META.get("HTTP_SEC_FETCH_SITE") == "cross-site"
    ):  # a browser that says so sends from somebody else's page
        raise SuspiciousOperation
    if (request.content_params or {}).get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise SuspiciousOperation
    if request.content_type == "multipart/form-data":
        try:
            request.POST  # noqa: B018 - read now, so that its faults are told from ours
        except (MultiPartParserError, LookupError, ValueError) as error:
            raise SuspiciousOperation from error


def _not_found(request: HttpRequest) -> HttpResponse:
    if not request.path_info.endswith("/") and request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(f"{request.path}/")
    if _wants_json(request):
        return _refused(request, Code.NOT_OPEN, 404)
    return state(request, Arrival("tidak_dikenal"))


def _refused(request: HttpRequest, code: Code, status: int) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"code": code, "message": SENTENCES[code], "problems": {}}, status=status)
    return HttpResponse(loader.render_to_string("survey/public/failed.html"), status=status)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.META.get("HTTP_ACCEPT", "")


def _tell(error: Exception) -> None:
    """Which fault and where in the program; its text may hold what somebody typed."""
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    log.error("Galat pada halaman survei: %s di %s", type(error).__name__, " > ".join(places[-4:]))
