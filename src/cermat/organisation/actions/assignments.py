"""Offices: who holds which role at which unit, from when, by which decree, and who follows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from cermat.audit.actions import record
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of, long_date
from cermat.organisation.actions.people import require_over
from cermat.organisation.actions.posts import Post, about, end_post, hold
from cermat.organisation.models import Assignment, Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import require_unless_installer


@dataclass(frozen=True)
class Succession:
    """A change of officials on `on`. Open work belongs to the unit and has passed with the office; reports prints
    the list of it from `unit`, `role` and `on`."""

    unit: Unit
    role: Role
    ended: Assignment
    started: Assignment
    on: date
    decree: str


@transaction.atomic
def assign(*, user: User, post: Post, by: User | None, now: datetime) -> Assignment:
    """Give a person an office. The role must fit the kind of unit, and a unit has one definitive head at a time."""
    require_unless_installer(by, Permission.MANAGE_PEOPLE, post.unit, day_of(now))
    require_over(by, user, now)
    return hold(user=user, post=post, by=by, now=now)


@transaction.atomic
def end_assignment(*, assignment: Assignment, on: date, by: User | None, now: datetime) -> Assignment:
    """`on` is the last day in office."""
    require_unless_installer(by, Permission.MANAGE_PEOPLE, assignment.unit, day_of(now))
    assignment = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__kecamatan", "user")
        .get(pk=assignment.pk)
    )
    if by == assignment.user and assignment.role == Role.ADMIN:
        raise NotAllowedError("Penugasan Anda sebagai administrator diakhiri oleh administrator lain.")
    _check_end(assignment, on)
    end_post(assignment, on, by=by, now=now)
    return assignment


def _check_end(assignment: Assignment, on: date) -> None:
    if on < assignment.start:
        raise DomainError(
            f"Penugasan ini baru mulai {long_date(assignment.start)}; tanggal terakhirnya tidak dapat sebelum itu.",
            code="ends_before_start",
            field="on",
        )
    if assignment.end is not None and assignment.end <= on:
        raise ConflictError(
            f"Penugasan ini sudah berakhir {long_date(assignment.end)}.", code="ended_already", field="on"
        )


@transaction.atomic
def succeed(
    *, unit: Unit, role: Role, old: Assignment, new: User, on: date, decree: str, by: User | None, now: datetime
) -> Succession:
    """One dated act: `old` ends the day before `on`, `new` holds the office from `on`.

    Open tasks, recommendations and validations pass by themselves, because they belong to the unit.
    """
    require_unless_installer(by, Permission.MANAGE_PEOPLE, unit, day_of(now))
    require_over(by, new, now)
    old = (
        Assignment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__kecamatan", "user")
        .get(pk=old.pk)
    )
    if (old.unit_id, old.role) != (unit.pk, role):
        raise DomainError("Penugasan lama bukan untuk jabatan ini. Muat ulang halaman ini.", code="another_office")
    if old.user_id == new.pk:
        raise DomainError("Pejabat baru sama dengan pejabat lama.", code="same_person", field="new")
    if not decree.strip():
        raise DomainError("Tulis nomor keputusan pergantian.", code="no_decree", field="decree")
    last = on - timedelta(days=1)
    _check_end(old, last)
    end_post(old, last, by=by, now=now)
    started = hold(user=new, post=Post(role, unit, on, decree), by=by, now=now)
    record(
        by=by,
        verb="assignment.succeeded",
        target=about(started),
        at=now,
        before={"assignment": old.pk, "user": old.user_id},
        after={"assignment": started.pk, "user": new.pk, "on": on.isoformat(), "decree": decree},
    )
    return Succession(unit, role, old, started, on, decree)
