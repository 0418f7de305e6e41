"""What every page says about who is signed in and where."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from cermat.lib.months import long_date
from cermat.organisation.models import KIND_NAMES, Assignment, Kind, Unit, UnitQuerySet, User
from cermat.organisation.permissions import GRANTS, PERMISSION_NAMES, REACH_NAMES, ROLE_NAMES, Permission, Role
from cermat.organisation.queries import DEFAULTS, assignments_of
from cermat.organisation.queries.units import OWN_KINDS, history, in_order, kinds_below
from cermat.organisation.schema import CHOICES

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


def facts_of(user: User) -> list[tuple[str, str]]:
    """What is known about a person, as label and text."""
    rank = " ".join(part for part in (user.rank, f"({user.grade})" if user.grade else "") if part)
    return [
        ("Nama pengguna", user.username),
        ("NIP", user.nip or "–"),
        ("Pangkat dan golongan", rank or "–"),
        ("Nomor WhatsApp", user.phone or "–"),
        ("Surel", user.email or "–"),
    ]


@dataclass(frozen=True)
class PostRow:
    """A post as the page says it; `is_open` posts can be ended or handed on."""

    pk: int
    title: str
    unit: str
    span: str
    decree: str
    state: str
    state_class: str
    is_open: bool


def post_rows(user: User, day: date) -> list[PostRow]:
    return [_post_row(a, day) for a in user.assignments.select_related("unit", "user").order_by("-start", "-pk")]


def _post_row(post: Assignment, day: date) -> PostRow:
    if post.start > day:
        state, css = "Belum mulai", "now"
    elif post.end is not None and post.end < day:
        state, css = "Berakhir", "off"
    else:
        state, css = "Bertugas", "done"
    until = f"sampai {long_date(post.end)}" if post.end else "sampai sekarang" if css == "done" else ""
    return PostRow(
        pk=post.pk,
        title=post.title,
        unit=str(post.unit),
        span=f"{long_date(post.start)} {until}".strip(),
        decree=post.decree or "–",
        state=state,
        state_class=css,
        is_open=css != "off",
    )


@dataclass(frozen=True)
class UnitRow:
    """A unit in the tree; `depth` indents it, from the kecamatan on."""

    unit: Unit
    name: str
    kind: str
    depth: str
    may_change: bool
    may_add: bool


def unit_rows(units: UnitQuerySet, _day: date) -> list[UnitRow]:
    rows = in_order(units)
    top = min((unit.path.count(">") for unit in rows), default=0)
    return [
        UnitRow(
            unit=unit,
            name=str(unit),
            kind=KIND_NAMES[Kind(unit.kind)],
            depth="\u2003" * (unit.path.count(">") - top),
            may_change=unit.kind in OWN_KINDS,
            may_add=unit.is_active and bool(kinds_below(unit)),
        )
        for unit in rows
    ]


@dataclass(frozen=True)
class ChoiceRow:
    """A choice with what counts today and how it came to be."""

    key: str
    name: str
    explanation: str
    value: str
    since: str
    earlier: list[str]


def choice_rows(kecamatan: Unit, day: date) -> list[ChoiceRow]:
    rows = history(kecamatan)
    result = []
    for key, choice in CHOICES.items():
        told = [f"{choice.said(row.value)}, mulai {long_date(row.valid_from)}" for row in rows[key]]
        current = next((row for row in rows[key] if row.valid_from <= day), None)
        value = current.value if current else {str(name): value for name, value in DEFAULTS.items()}[key]
        since = f"berlaku mulai {long_date(current.valid_from)}" if current else "bawaan, belum pernah diubah"
        result.append(ChoiceRow(key, choice.name, choice.explanation, choice.said(value), since, told))
    return result


@dataclass(frozen=True)
class GrantTable:
    """The grants as a table: roles across, permissions down, how far each reaches in the cells."""

    roles: list[str]
    rows: list[tuple[str, list[tuple[str, str]]]]


def grant_table() -> GrantTable:
    def cell(role: Role, permission: Permission) -> str:
        reach = GRANTS[role].get(permission)
        return REACH_NAMES[reach] if reach else ""

    return GrantTable(
        roles=[ROLE_NAMES[role] for role in Role],
        rows=[
            (PERMISSION_NAMES[permission], [(ROLE_NAMES[role], cell(role, permission)) for role in Role])
            for permission in Permission
        ],
    )
