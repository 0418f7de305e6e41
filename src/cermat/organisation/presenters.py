"""What every page says about who is signed in and where."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cermat.organisation.models import Assignment
from cermat.organisation.permissions import GRANTS, Role
from cermat.organisation.queries import assignments_of

EXAMPLE_PASSWORD = "contoh-cermat-2026"  # noqa: S105 - known to everybody: the server then listens on loopback only
LOOPBACK = {"127.0.0.1", "::1"}


@dataclass(frozen=True)
class ExamplePerson:
    username: str
    title: str


def place(request: HttpRequest) -> dict[str, Any]:
    """Context of the layout: the person's titles, their kecamatan, and what their roles grant."""
    today = timezone.localdate()
    if not request.user.is_authenticated:
        return {
            "my_titles": [],
            "my_kecamatan": None,
            "my_permissions": frozenset(),
            "examples": lambda: examples(request, today),
        }
    assignments = assignments_of(request.user, today)
    return {
        "my_titles": [assignment.title for assignment in assignments],
        "my_kecamatan": next((a.unit.kecamatan for a in assignments if a.unit.kecamatan), None),
        "my_permissions": frozenset(str(one) for a in assignments for one in GRANTS[Role(a.role)]),
    }


def examples(request: HttpRequest, day: date) -> dict[str, Any] | None:
    """One example person of each role with the password, for the page of sign-in; only on this very machine."""
    if request.META.get("REMOTE_ADDR") not in LOOPBACK or "HTTP_X_FORWARDED_FOR" in request.META:
        return None
    found: dict[str, ExamplePerson] = {}
    rows = Assignment.objects.on(day).filter(user__is_example=True, user__is_active=True).order_by("pk")
    for assignment in rows.select_related("unit", "user"):
        found.setdefault(assignment.role, ExamplePerson(assignment.user.username, assignment.title))
    people = [found[role] for role in Role if role in found]
    return {"password": EXAMPLE_PASSWORD, "people": people} if people else None
