"""Who is known, to whom, and whether they meet the SOP's qualifications."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet

from cermat.lib.errors import DomainError
from cermat.organisation.models import Assignment, Qualification, Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import units_reached

# Not actors of the procedure, so the SOP's qualifications do not speak of them.
OUTSIDE_SOP = (Role.ADMIN, Role.OBSERVER)


class Wanted:
    """Where `sop` leaves its answer: the qualifications the SOP in force asks for in a kecamatan on a day."""

    qualifications: Callable[[Unit, date], list[str]] | None = None


def wanted_qualifications(kecamatan: Unit | None, day: date) -> list[str]:
    if kecamatan is None or Wanted.qualifications is None:
        return []
    return Wanted.qualifications(kecamatan, day)


def people_managed_by(user: User, day: date) -> QuerySet[User]:
    """People who hold, or last held, an office in the units whose people `user` manages.

    Somebody who has moved to another kecamatan is managed there.
    """
    reached = units_reached(user, Permission.MANAGE_PEOPLE, day)
    current = Q(end=None) | Q(end__gte=day)
    here = Assignment.objects.filter(current, unit__in=reached).values("user")
    anywhere = Assignment.objects.filter(current).values("user")
    last = User.objects.annotate(until=Max("assignments__end")).exclude(pk__in=anywhere)
    was_here = Assignment.objects.filter(unit__in=reached).values("user")
    return User.objects.filter(Q(pk__in=here) | Q(pk__in=last.filter(pk__in=was_here).values("pk")))


def home_of(user: User, day: date) -> Unit:
    """The unit of the person's office on `day`, else of their next or last one."""
    assignments = list(user.assignments.select_related("unit__kecamatan").order_by("-start"))
    if not assignments:
        raise DomainError("Orang ini belum memiliki penugasan.", code="no_assignment")
    now = [a for a in assignments if a.start <= day and (a.end is None or a.end >= day)]
    return (now or assignments)[0].unit


@dataclass(frozen=True)
class PersonRow:
    """A person with the offices in force and what is missing of the SOP's qualifications."""

    user: User
    assignments: list[Assignment]
    missing: list[str]


def people_rows(people: QuerySet[User], wanted: list[str], day: date) -> list[PersonRow]:
    """Three queries however many people."""
    users = list(people.order_by("-is_active", "full_name"))
    assignments = Assignment.objects.on(day).filter(user__in=users).select_related("unit", "user")
    held: dict[int, list[Assignment]] = {}
    for assignment in assignments:
        held.setdefault(assignment.user_id, []).append(assignment)
    met: dict[int, set[str]] = {}
    for user_id, text in Qualification.objects.filter(user__in=users, is_met=True).values_list("user_id", "text"):
        met.setdefault(user_id, set()).add(text)
    return [
        PersonRow(
            user,
            held.get(user.pk, []),
            missing_of(held.get(user.pk, []), wanted, met.get(user.pk, set())),
        )
        for user in users
    ]


def missing_of(assignments: list[Assignment], wanted: list[str], met: set[str]) -> list[str]:
    """Only actors of the procedure need to qualify."""
    if all(assignment.role in OUTSIDE_SOP for assignment in assignments):
        return []
    return [text for text in wanted if text not in met]
