"""The WSGI entry point that granian serves."""

import os
import re
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any, cast

import django
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import close_old_connections
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")
django.setup(set_prefix=False)

from cermat.printing.charts import warm  # noqa: E402 - as the next one
from cermat.survey.views.door import PREFIX  # noqa: E402 - its models need the settings

DOOR = "cermat.survey.views.door.nameless"
CHARSET = re.compile(r"""charset\s*=\s*["']?([^"';\s]*)""", re.IGNORECASE)
NO_FORM = "application/octet-stream; charset=unknown"
Environ = dict[str, Any]
Answer = Callable[[HttpRequest], HttpResponse]


class Application:
    """Django's, with a word for forms in a foreign encoding, and a shorter way for the answers of the public.

    A page that is whole already is handed over as bytes: the server sends those at once, and asks a response that is
    handed over as such for one piece after the other.
    """

    def __init__(self) -> None:
        self.django = WSGIHandler()
        self.door = _outermost(_beyond)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        environ = _with_our_encoding(environ)
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].startswith(PREFIX):
            return self._at_the_door(environ, start_response)
        response = self.django(environ, start_response)
        if not isinstance(response, HttpResponse):  # a file
            return response
        with closing(response):
            return [response.content]

    def _at_the_door(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """MIDDLEWARE up to the door and nothing else. What Django does around them for each request takes a
        third of the time of an answer, and it is for what lies behind the door."""
        close_old_connections()
        with closing(WSGIRequest(environ)) as request:
            response = self.door(request)
        start_response(f"{response.status_code} {response.reason_phrase}", [*response.items()])
        return [response.content]


def _with_our_encoding(environ: Environ) -> Environ:
    """No browser sends a content type to a page in UTF-8 that names another encoding, or one as RFC 2231 writes it.

    With some encodings ("hex", "undefined") Django raises while it makes the request, before any of our code could
    answer, and the log tells the address; others ("unicode_escape") bring text that no database stores. Here it is
    some type that is no form.
    """
    content_type = environ.get("CONTENT_TYPE", "")
    if "*" in content_type or not {name.lower() for name in CHARSET.findall(content_type)} <= {"utf-8", "utf8"}:
        return {**environ, "CONTENT_TYPE": NO_FORM}
    return environ


def _outermost(answer: Answer) -> Answer:
    """Behind whatever stands before the door in MIDDLEWARE, and the door itself."""
    for name in reversed(settings.MIDDLEWARE[: settings.MIDDLEWARE.index(DOOR) + 1]):
        answer = import_string(name)(answer)
    return cast(Answer, convert_exception_to_response(answer))


def _beyond(_request: HttpRequest) -> HttpResponse:
    raise Http404


application = Application()
warm()
