"""What happens around every page."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from cermat.lib.errors import DomainError
from cermat.lib.texts import shows_nothing
from cermat.web import typed

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict

Answer = Callable[[HttpRequest], HttpResponse]
LOOKS = {"GET", "HEAD"}  # the methods that change nothing


class Looks(Protocol):
    """A person of the office; `web` does not import the model."""

    def only_looks(self) -> None: ...


def behind_proxy(get_response: Answer) -> Answer:
    """First of all: whose request it is. Behind our own proxy the sender is the last address it names; what anybody
    else says of addresses or of https is not believed. X-Forwarded-For itself stays: it tells that a proxy is there."""
    trusted = frozenset(settings.TRUSTED_PROXIES)

    def middleware(request: HttpRequest) -> HttpResponse:
        sender = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if request.META.get("REMOTE_ADDR") not in trusted:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        elif sender:
            request.META["REMOTE_ADDR"] = sender
        return get_response(request)

    return middleware


def headers(get_response: Answer) -> Answer:
    """Personal pages are not kept by caches, and no page asks for the device's sensors."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def language(get_response: Answer) -> Answer:
    """Indonesian, unless the person chose otherwise. What the browser prefers does not count: an office phone that
    was never set up would show half a page in English."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def is_same_site(request: HttpRequest) -> bool:
    """Whether the browser says that the form came from our own pages."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()


class signed_in(MiddlewareMixin):  # noqa: N801 - a name in the list of settings, read as a sentence
    """Everything needs a signed-in person, except what says it is public. Runs after the CSRF check."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if is_public(view):  # first: a public page asks for no session
            return None
        if request.user.is_authenticated:
            if request.method in LOOKS:
                cast("Looks", request.user).only_looks()
                request.seen_by = request.user.pk  # type: ignore[attr-defined]
            return None
        if wants_json(request):
            return JsonResponse(
                {"code": "signed_out", "message": translation.gettext("Anda sudah keluar. Masuk lagi.")}, status=401
            )
        target = request.get_full_path()
        if request.method == "POST":
            target = typed.form_path(request)
            if is_same_site(request):
                typed.keep(request)
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': target})}")

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Whose page it is: the service worker shows nobody a page that was made for somebody else."""
        if hasattr(request, "seen_by"):
            response.headers["X-Cermat-Orang"] = str(request.seen_by)
        return response


class own_password(MiddlewareMixin):  # noqa: N801
    """Whoever came with a one-time password chooses their own before anything else."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if is_public(view) or not getattr(request.user, "must_change_password", False):
            return None
        page = reverse("organisation:password")
        return None if request.path == page else HttpResponseRedirect(page)


def is_public(view: Callable[..., object]) -> bool:
    return getattr(view, "guard", None) == "public" or view.__module__.startswith(("allauth.", "django.views.static"))


class plain_text(MiddlewareMixin):  # noqa: N801
    """Text with a NUL, which no keyboard types and no database stores, is refused at the door for every page, and so
    is an address with one. Text of nothing but invisible signs counts as not written, whatever it was asked for."""

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        given = (text for data in (request.GET, request.POST) for _name, texts in data.lists() for text in texts)
        if "\0" not in request.path_info and not any("\0" in text for text in given):
            request.POST = _written(request.POST)
            return None
        error = DomainError("Teks memuat tanda yang tidak dapat disimpan (NUL). Hapus tanda itu, lalu kirim kembali.")
        return _refusal(request, error, kept=False)


def _written(post: "_ImmutableQueryDict") -> "_ImmutableQueryDict":
    """The form without texts in which a reader sees nothing: a reason of U+200B alone is no reason."""
    blank = {
        name
        for name, texts in post.lists()
        if name not in typed.NEVER_KEPT and any(not text.isascii() and shows_nothing(text) for text in texts)
    }
    if not blank:
        return post
    data = post.copy()
    for name in blank:
        data.setlist(name, ["" if shows_nothing(text) else text for text in post.getlist(name)])
    data._mutable = False
    return cast("_ImmutableQueryDict", data)


class sentences(MiddlewareMixin):  # noqa: N801
    """A rule that says no becomes a page (or JSON) with its sentence, never a stack trace. The typing is kept: the
    way back leads to the form with everything in it (for pages that use `web.typed.restored`)."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        return _refusal(request, error, kept=request.method == "POST" and typed.keep(request))


class FormOnlyError(DomainError):
    """An address that only takes a form was opened."""

    status = HTTPStatus.METHOD_NOT_ALLOWED


class form_only(MiddlewareMixin):  # noqa: N801
    """Whoever opens the address of a form (a bookmark, a copied link) gets a page with a way on, not a white one.
    The survey's own addresses stay as small as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        is_opened = request.method in LOOKS and "text/html" in request.headers.get("Accept", "")
        if response.status_code != FormOnlyError.status or not is_opened or request.path.startswith("/s/"):
            return response
        sentence = "Alamat ini hanya menerima kiriman formulir. Buka halamannya, lalu kirim formulir dari sana."
        page = _refusal(request, FormOnlyError(sentence, code="form_only"), kept=False)
        if "Allow" in response:
            page["Allow"] = response["Allow"]
        return page


def _refusal(request: HttpRequest, error: DomainError, *, kept: bool) -> HttpResponse:
    if wants_json(request):
        body = {"code": error.code, "message": error.message, "field": error.field}
        return JsonResponse(body, status=error.status)
    context = {"error": error, "back": _way_back(request), "kept": kept}
    return render(request, "web/refused.html", context, status=error.status)


def _way_back(request: HttpRequest) -> str:
    if request.method == "POST" and request.POST.get("_page"):
        return typed.form_path(request)
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and came_from.path != request.path:
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return "/"
