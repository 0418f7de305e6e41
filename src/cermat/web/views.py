"""Pages that belong to no room: an expired form, what is not found or not allowed, the choice of language."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from cermat.web import typed
from cermat.web.guards import public, signed_in
from cermat.web.middleware import is_same_site, wants_json

FORBIDDEN = _("Peran Anda tidak mencakup halaman atau tindakan ini.")
UNREADABLE = _("Kiriman ini tidak dapat dibaca: terputus, terlalu panjang, atau berkasnya lebih dari 40.")
NOT_FOUND = _("Halaman atau data ini tidak ada, atau bukan bagian dari unit Anda.")


@public
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The form's key has expired (signed out meanwhile): back to it, the typing kept."""
    if wants_json(request):
        return JsonResponse({"code": "expired", "message": "Formulir kedaluwarsa. Muat ulang halaman."}, status=403)
    if is_same_site(request) and typed.keep(request):
        return HttpResponseRedirect(typed.form_path(request))
    if is_same_site(request):
        messages.warning(request, _("Halaman terlalu lama terbuka. Silakan ulangi."))
        return HttpResponseRedirect(typed.form_path(request))
    return render(request, "web/expired.html", status=403)


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """POST language=id|en and next: Indonesian or English from now on, on this device."""
    response: HttpResponse = set_language(request)
    return response


@signed_in
def own_password(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """allauth's address of the page on which people change their password; ours is among the account pages."""
    return HttpResponseRedirect(reverse("organisation:password"))


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """What was sent cannot be read whole: a page that reads nothing of it."""
    if wants_json(request):
        return JsonResponse({"code": "unreadable", "message": str(UNREADABLE)}, status=400)
    return render(None, "400.html", {"sentence": UNREADABLE}, status=400)  # the layout would read the form again


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    if wants_json(request):
        return JsonResponse({"code": "not_allowed", "message": str(FORBIDDEN)}, status=403)
    return render(request, "403.html", {"sentence": FORBIDDEN}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    if wants_json(request):
        return JsonResponse({"code": "not_found", "message": str(NOT_FOUND)}, status=404)
    return render(request, "404.html", {"sentence": NOT_FOUND}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Something broke: a page that asks nothing of the database."""
    if wants_json(request):
        return JsonResponse({"code": "failed", "message": "Terjadi kesalahan pada sistem."}, status=500)
    if request.path.startswith("/s/"):  # the survey, whose readers pay for every kilobyte
        return render(None, "survey/public/failed.html", status=500)
    return render(None, "500.html", status=500)  # without the request there is no context of the layout
