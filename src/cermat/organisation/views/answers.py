"""How every form page of this room answers."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from cermat.lib.errors import DomainError, NotAllowedError
from cermat.organisation.models import SignedInRequest
from cermat.web import typed
from cermat.web.forms import tell

T = TypeVar("T")


def data_of(request: SignedInRequest) -> QueryDict | None:
    """What was sent, or what had been typed before the form expired."""
    return request.POST if request.method == "POST" else typed.restored(request)


def done(request: SignedInRequest, form: forms.Form, act: Callable[[], T]) -> T | None:
    """Run `act` for a form that was sent and is valid. A rule that says no becomes an error at its field."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except NotAllowedError:
        raise
    except DomainError as error:
        tell(form, error)
        return None


def form_page(
    request: SignedInRequest, form: forms.Form, *, title: str, button: str, back: tuple[str, str], intro: str = ""
) -> HttpResponse:
    """A page with one form; 422 with its errors where it was sent. `back` is a name and an address."""
    context = {"form": form, "title": title, "button": button, "back": back, "intro": intro}
    return render(request, "organisation/form.html", context, status=422 if request.method == "POST" else 200)
