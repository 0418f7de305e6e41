"""The WSGI entry point that granian serves."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")
NO_FORM = "application/octet-stream; charset=unknown"


class Application(WSGIHandler):
    """Django's, with a word for a content type whose parameters are written in the encoding of RFC 2231.

    No browser sends such a one. With an unknown encoding Django raises while it makes the request, before any of our
    code could answer, and the log tells the address. Here it is some type that is no form.
    """

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        if "*" in environ.get("CONTENT_TYPE", ""):
            environ = {**environ, "CONTENT_TYPE": NO_FORM}
        return super().__call__(environ, start_response)


django.setup(set_prefix=False)
application = Application()
