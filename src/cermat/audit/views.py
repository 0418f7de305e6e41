"""The decorator that makes a form store once."""

import hashlib
import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from cermat.audit.actions import claim_key, settle_key
from cermat.lib.errors import DomainError

V = TypeVar("V", bound=Callable[..., HttpResponse])


def once(view: V) -> V:
    """A POST with the same `_key` takes effect once; the same form again gets the same answer.

    The key is written in the transaction of the effect. An answer that refuses (4xx) keeps nothing, so that the
    mended form may come again with its key. Every form carries the key through `{% form_key %}`.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key, body = _key(request), _fingerprint(request)  # files are read before the transaction takes its lock
        with transaction.atomic():
            claimed, fresh = claim_key(
                by=request.user,
                key=key,
                route=request.path[:200],
                body=body,
                now=timezone.now(),
            )
            if not fresh:
                return _replayed(request, claimed.status, claimed.location, claimed.content)
            response = view(request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
            else:
                location = response.headers.get("Location", "")
                content = "" if location or response.streaming else response.content.decode()
                settle_key(claimed=claimed, status=response.status_code, location=location, content=content)
        return response

    return cast("V", wrapped)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("_key", ""))
    except ValueError as error:
        raise DomainError(
            "Formulir tidak lengkap. Muat ulang halaman ini, lalu kirim kembali.", code="no_key"
        ) from error


def _fingerprint(request: HttpRequest) -> str:
    digest = hmac.new(settings.AUDIT_KEY.encode(), digestmod=hashlib.sha256)  # keyed: a form may hold a password
    for name in sorted(request.POST):
        if name not in {"csrfmiddlewaretoken", "_key"}:
            digest.update(f"{name}={request.POST.getlist(name)}\n".encode())
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            digest.update(f"{name}:{file.size}\n".encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


def _replayed(request: HttpRequest, status: int, location: str, content: str) -> HttpResponse:
    kind = "application/json" if "application/json" in request.headers.get("Accept", "") else None
    response: HttpResponse = (
        HttpResponseRedirect(location) if location else HttpResponse(content, content_type=kind, status=status)
    )
    response.headers["Idempotent-Replayed"] = "true"
    return response
