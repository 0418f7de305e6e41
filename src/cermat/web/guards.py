"""The doors of the pages. A page without a guard does not exist: tests/architecture checks every URL."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


class Holds(Protocol):
    """Whether a person holds a permission anywhere on a day; the rooms' queries look at the single object."""

    def __call__(self, user: Any, permission: Any, day: date) -> bool: ...


class Registry:
    """Where `organisation` leaves its answer, so that `web` need not import it."""

    holds: Holds | None = None


def requires(permission: StrEnum) -> Callable[[V], V]:
    """Only for people with `permission`; the view still fetches through what the person may see."""

    def guard(view: V) -> V:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if Registry.holds is None or not Registry.holds(request.user, permission, timezone.localdate()):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.guard = permission  # type: ignore[attr-defined]
        return cast("V", guarded)

    return guard


def signed_in(view: V) -> V:
    """For everybody who has signed in."""
    view.guard = "signed_in"  # type: ignore[attr-defined]
    return view


def public(view: V) -> V:
    """For everybody. The list of public pages is short and tests/architecture names it."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view
