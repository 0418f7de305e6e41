"""Who is known, to whom, and whether they meet the SOP's qualifications."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet

from cermat.lib.errors import DomainError
from cermat.organisation.models import Acting, Assignment, Qualification, Unit, User
from cermat.organisation.permissions import ROLE_KINDS, Permission, Role
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


def assignments_managed_by(user: User, day: date) -> QuerySet[Assignment]:
    """Posts, past and present, at the units whose people `user` manages."""
    reached = units_reached(user, Permission.MANAGE_PEOPLE, day)
    return Assignment.objects.filter(unit__in=reached).select_related("unit__kecamatan", "user")


def posts_open_to(user: User, day: date) -> QuerySet[Unit]:
    """Units at which `user` may give somebody a post."""
    kinds = frozenset().union(*ROLE_KINDS.values())
    return units_reached(user, Permission.MANAGE_PEOPLE, day).active().filter(kind__in=kinds)


def found(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Those whose name, user name or unit has `text` in it."""
    if not text:
        return people
    where = Q(full_name__icontains=text) | Q(username__icontains=text)
    return people.filter(where | Q(pk__in=Assignment.objects.filter(unit__name__icontains=text).values("user")))


def known_qualifications(user: User) -> list[Qualification]:
    return list(Qualification.objects.filter(user=user))


@dataclass(frozen=True)
class Succeeded:
    """A change of officials as the assignments tell it."""

    ended: Assignment
    started: Assignment


def successions_in(assignments: QuerySet[Assignment]) -> list[Succeeded]:
    """Where one post ended the day before the same office was taken by somebody else, newest first."""
    ended = {(a.unit_id, a.role, a.end): a for a in assignments.exclude(end=None)}
    followers = assignments.filter(acting=Acting.NO).order_by("-start", "-pk")
    pairs = ((ended.get((a.unit_id, a.role, a.start - timedelta(days=1))), a) for a in followers)
    return [Succeeded(old, new) for old, new in pairs if old is not None and old.user_id != new.user_id]


@dataclass(frozen=True)
class PersonRow:
    """A person with the posts in force and what is missing of the SOP's qualifications."""

    user: User
    assignments: list[Assignment]
    missing: list[str]


def person_row(user: User, day: date) -> PersonRow:
    return people_rows(User.objects.filter(pk=user.pk), day)[0]


def people_rows(people: QuerySet[User], day: date) -> list[PersonRow]:
    """Three queries however many people, and one question to the SOP for each kecamatan."""
    users = list(people.order_by("-is_active", "full_name"))
    held: dict[int, list[Assignment]] = {}
    for assignment in Assignment.objects.on(day).filter(user__in=users).select_related("unit__kecamatan", "user"):
        held.setdefault(assignment.user_id, []).append(assignment)
    met: dict[int, set[str]] = {}
    for user_id, text in Qualification.objects.filter(user__in=users, is_met=True).values_list("user_id", "text"):
        met.setdefault(user_id, set()).add(text)
    wanted: dict[int | None, list[str]] = {}
    for assignments in held.values():
        kecamatan = assignments[0].unit.kecamatan
        if kecamatan is not None and kecamatan.pk not in wanted:
            wanted[kecamatan.pk] = wanted_qualifications(kecamatan, day)
    return [
        PersonRow(user, held.get(user.pk, []), _missing(held.get(user.pk, []), wanted, met.get(user.pk, set())))
        for user in users
    ]


def _missing(assignments: list[Assignment], wanted: dict[int | None, list[str]], met: set[str]) -> list[str]:
    """Only actors of the procedure need to qualify."""
    if all(assignment.role in OUTSIDE_SOP for assignment in assignments):
        return []
    return [text for text in wanted.get(assignments[0].unit.kecamatan_id, []) if text not in met]
