"""Pages that belong to no room."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from cermat.web.guards import public
from cermat.web.middleware import form_path, keep_typing


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The form's key has expired (signed out meanwhile): back to it, the typing kept."""
    keep_typing(request)
    if "typed" in request.session:
        return HttpResponseRedirect(form_path(request))
    return render(request, "web/expired.html", status=403)
