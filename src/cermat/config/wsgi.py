"""The WSGI entry point that granian serves."""

import os
import re
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermat.config.settings")
CHARSET = re.compile(r"""charset\s*=\s*["']?([^"';\s]*)""", re.IGNORECASE)
NO_FORM = "application/octet-stream; charset=unknown"


class Application(WSGIHandler):
    """Django's, with a word for a content type that names another encoding than UTF-8, or one as RFC 2231 writes it.

    No browser sends such a one to a page in UTF-8. With some encodings ("hex", "undefined") Django raises while it
    makes the request, before any of our code could answer, and the log tells the address; others ("unicode_escape")
    bring text that no database stores. Here it is some type that is no form.
    """

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        content_type = environ.get("CONTENT_TYPE", "")
        if "*" in content_type or not {name.lower() for name in CHARSET.findall(content_type)} <= {"utf-8", "utf8"}:
            environ = {**environ, "CONTENT_TYPE": NO_FORM}
        return super().__call__(environ, start_response)


django.setup(set_prefix=False)
application = Application()
