"""What a person had typed into a form that was refused at the door: kept in their session, given back once."""

import json

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

KEPT_BYTES = 64_000
NEVER_KEPT = {
    "csrfmiddlewaretoken",
    "_key",
    "_person",
    "_page",
    "password",
    "oldpassword",
    "password1",
    "password2",
    "pin",
}
SESSION_KEY = "typed"


def form_path(request: HttpRequest) -> str:
    """The page a form stood on: forms post to their own address or name it in `_page`. Never another site."""
    page = request.POST.get("_page", "")
    inside = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if inside else request.path


def keep(request: HttpRequest) -> bool:
    """Remember a refused form for the person who typed it (`_person`); whether there was something to keep."""
    data = {name: request.POST.getlist(name) for name in request.POST if name not in NEVER_KEPT}
    if not data or not request.POST.get("_person") or len(json.dumps(data)) > KEPT_BYTES:
        return False
    request.session[SESSION_KEY] = {
        "path": form_path(request),
        "to": request.path,
        "person": request.POST["_person"],
        "data": data,
    }
    return True


def waits(request: HttpRequest) -> bool:
    """Whether typing of somebody waits in this session."""
    return hasattr(request, "session") and SESSION_KEY in request.session


def restored(request: HttpRequest, *, to: str = "") -> QueryDict | None:
    """The typing that belongs to this page and this person, once; None when there is none.

    A GET view of a form gives it to the form as its data: `form = EntryForm(restored(request), …)`. It stays
    untouched for other pages; another person's typing is thrown away unseen. `to`: on a page with several forms, the
    address the form is sent to; what was sent elsewhere stays for the form it belongs to.
    """
    kept = request.session.get(SESSION_KEY) if hasattr(request, "session") else None
    if not kept or request.method != "GET" or not request.user.is_authenticated:
        return None
    if kept["person"] != str(request.user.pk):
        del request.session[SESSION_KEY]
        return None
    if kept["path"].partition("?")[0] != request.path or (to and kept.get("to") != to):
        return None
    del request.session[SESSION_KEY]
    data = QueryDict(mutable=True)
    for name, values in kept["data"].items():
        data.setlist(name, values)
    request.typing_restored = True  # type: ignore[attr-defined]  # the layout says so above the page
    return data
