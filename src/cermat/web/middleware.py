"""What happens around every page."""

import json
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from cermat.lib.errors import DomainError

Answer = Callable[[HttpRequest], HttpResponse]
KEPT_BYTES = 64_000


def headers(get_response: Answer) -> Answer:
    """Personal pages are not kept by caches, and no page asks for the device's sensors."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response

    return middleware


def keep_typing(request: HttpRequest) -> None:
    """Remember a refused form for the person who typed it (`_person`), to be put back after they sign in."""
    typed = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name not in {"csrfmiddlewaretoken", "_key", "password", "login"}
    }
    if _same_site(request) and typed and len(json.dumps(typed)) <= KEPT_BYTES:
        request.session["typed"] = {
            "path": form_path(request),
            "person": request.POST.get("_person", ""),
            "data": typed,
        }


def form_path(request: HttpRequest) -> str:
    """The page a form was on: forms post to their own address or name it in `_page`."""
    page = request.POST.get("_page", "")
    return page if page.startswith("/") and not page.startswith("//") else request.path


def _same_site(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()


class signed_in(MiddlewareMixin):  # noqa: N801 - a name in the list of settings, read as a sentence
    """Everything needs a signed-in person, except what says it is public. Runs after the CSRF check."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if request.user.is_authenticated or is_public(view):
            return None
        if request.method == "POST":
            keep_typing(request)
            target = form_path(request)
        else:
            target = request.get_full_path()
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': target})}")


def is_public(view: Callable[..., object]) -> bool:
    return getattr(view, "guard", None) == "public" or view.__module__.startswith(("allauth.", "django.views.static"))


class sentences(MiddlewareMixin):  # noqa: N801
    """A rule that says no becomes a page (or JSON) with its sentence, never a stack trace."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse({"code": error.code, "message": error.message}, status=error.status)
        back = request.POST.get("_page") or request.headers.get("Referer") or "/"
        return render(request, "web/refused.html", {"error": error, "back": back}, status=error.status)
