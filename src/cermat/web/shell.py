"""The installed app: its manifest, its service worker, the page for no signal, and the mark of the session.

What is kept on a device and for whom: docs/adr/0021.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cermat.web.guards import public, signed_in

V = TypeVar("V", bound=Callable[..., HttpResponse])
BRAND, PAPER = "#0b5d4e", "#faf8f3"
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-mask.png", "512x512", "maskable"),
)
WORKER = 1  # told in the worker's first line; its scripts carry digests in their names
SHELF = "/isian/di-hp-ini/"  # a page of `collection`, which stands above this room
KEPT = "X-Cermat-Simpan"  # the version of what stands on the page, for a page that opens without signal


def kept_on_device(view: V) -> V:
    """The page may be kept on the device of the person it was made for. Under the guard."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return kept_as("0", request, view(request, *args, **kwargs))

    return cast("V", wrapped)


def kept_as(version: str, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The same, with the version of what the page shows: a device fetches it again when there is a newer one."""
    if request.method == "GET" and response.status_code == 200:
        response.headers[KEPT] = version
    return response


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What a phone needs to put Cermat among its apps."""
    icons = [
        {"src": static(f"web/{name}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for name, sizes, purpose in ICONS
    ]
    body = {
        "name": "Cermat", "short_name": "Cermat", "lang": "id", "id": "/", "start_url": "/", "scope": "/",
        "description": "Prosedur Pengumpulan Data Kinerja kecamatan", "display": "standalone",
        "theme_color": BRAND, "background_color": PAPER, "icons": icons,
    }  # fmt: skip
    response = JsonResponse(body, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker of the signed-in pages; that of the survey has its own, below /s/."""
    addresses = {"offline": reverse("web:offline"), "login": reverse(settings.LOGIN_URL), "shelf": SHELF}
    context = {"version": WORKER, **addresses}
    text = loader.render_to_string("web/worker.js", context)
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """What the service worker shows for an address this device has not kept. The same for everybody."""
    return render(None, "web/offline.html")


@signed_in
@require_safe
def mark(request: HttpRequest) -> HttpResponse:
    """Who is signed in on this device, the key of the session's forms, and the time that counts: the server's."""
    return JsonResponse({"person": request.user.pk, "csrf": get_token(request), "now": timezone.now().isoformat()})
