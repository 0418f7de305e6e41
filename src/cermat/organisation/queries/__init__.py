"""Who somebody is on a day, what they reach, and what the office has chosen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from django.db.models import Q

from cermat.lib.errors import NotAllowedError
from cermat.organisation.models import (
    SECTIONS,
    Acting,
    Assignment,
    Kind,
    Setting,
    SettingKey,
    Unit,
    UnitQuerySet,
    User,
)
from cermat.organisation.permissions import GRANTS, Permission, Reach, Role

DEFAULTS: dict[SettingKey, Any] = {
    SettingKey.ONE_PERSON_APPROVES: False,
    SettingKey.MEETING_RULE: "jumat_pertama",  # or jumat_minggu_penuh
    SettingKey.MEETING_ON_HOLIDAY: "berikutnya",  # or sebelumnya
    SettingKey.CUTOFF_DAYS: 2,
    SettingKey.DUE_RULE: "hari_kerja_terakhir",  # or a day of the month, as "25"
    SettingKey.REMIND_BEFORE: 3,  # working days; 0: not ahead
    SettingKey.REMIND_ON_THE_DAY: True,
    SettingKey.DOCUMENT_THRESHOLD: 100,
    SettingKey.PREDICATE_SCALE: "permendagri_86_2017",
    SettingKey.UNSUR_ORDER: "naskah",  # or kuesioner
    SettingKey.MINUTES_WORD: "Notula",
    SettingKey.MEETING_PLACE: "Ruang Rapat Kantor Kecamatan",
    SettingKey.MEETING_TIME: "09.00 WIB",
    SettingKey.LETTERHEAD: {},
}


@dataclass(frozen=True)
class Authority:
    """The right under which a person acts, and for whom where they act on another's behalf (staf)."""

    assignment: Assignment
    on_behalf_of: Assignment | None = None

    @property
    def principal(self) -> User | None:
        return self.on_behalf_of.user if self.on_behalf_of else None


def assignments_of(user: User, day: date) -> list[Assignment]:
    if not user.is_authenticated or not user.is_active:
        return []
    known = {} if user.known_on is None else user.known_on
    if day not in known:
        held = user.assignments.on(day).select_related("unit__kecamatan", "unit__parent").order_by()
        known[day] = sorted(held, key=in_order)
    return known[day]


def in_order(assignment: Assignment) -> tuple[int, str, date, int]:
    """The order of the model, made here: asked at every door, and over joined tables ordering doubles what a query
    costs before the database sees it."""
    return (assignment.unit.sort, assignment.role, assignment.start, assignment.pk)


def section_of(unit: Unit) -> Unit:
    """The section or Sekretariat a unit belongs to; the unit itself where there is none above it."""
    climbing: Unit | None = unit
    while climbing is not None:
        if climbing.kind in SECTIONS:
            return climbing
        climbing = climbing.parent
    return unit


def reaches(assignment: Assignment, reach: Reach, unit: Unit) -> bool:
    home = assignment.unit
    if reach is Reach.REGION:
        return unit.path.startswith(home.path)
    if reach is Reach.KECAMATAN:
        return home.kecamatan_id is not None and unit.kecamatan_id == home.kecamatan_id
    root = section_of(home) if reach is Reach.SECTION else home
    return unit.path.startswith(root.path)


def authorities(user: User, permission: Permission, unit: Unit, day: date) -> Iterator[Authority]:
    """Every assignment that lets `user` do this at `unit` on `day`: somebody may hold an office and stand in for
    another. Staf act on behalf of their head."""
    for assignment in assignments_of(user, day):
        reach = GRANTS[Role(assignment.role)].get(permission)
        if reach is not None and reaches(assignment, reach, unit):
            head = head_of(section_of(assignment.unit), day) if assignment.role == Role.STAF else None
            yield Authority(assignment, head)


def authority(user: User, permission: Permission, unit: Unit, day: date) -> Authority | None:
    """The first of them, or None."""
    return next(authorities(user, permission, unit, day), None)


def require(user: User, permission: Permission, unit: Unit, day: date) -> Authority:
    found = authority(user, permission, unit, day)
    if found is None:
        raise NotAllowedError
    return found


def require_unless_installer(user: User | None, permission: Permission, unit: Unit, day: date) -> Authority | None:
    """As `require`; `None` stands for whoever sits at the server's terminal (first start, commands), never a page."""
    return None if user is None else require(user, permission, unit, day)


def holds(user: User, permission: Permission, day: date) -> bool:
    """Whether any assignment of the person grants this anywhere: the door of a page, not of an object."""
    return any(permission in GRANTS[Role(assignment.role)] for assignment in assignments_of(user, day))


def units_reached(user: User, permission: Permission, day: date, *others: Permission) -> UnitQuerySet:
    """All units at which `user` may do this, or one of the `others`."""
    where = Q(pk__in=[])
    for assignment, asked in product(assignments_of(user, day), (permission, *others)):
        reach = GRANTS[Role(assignment.role)].get(asked)
        home = assignment.unit
        if reach is Reach.KECAMATAN and home.kecamatan_id:
            where |= Q(kecamatan_id=home.kecamatan_id)
        elif reach is Reach.SECTION:
            where |= Q(path__startswith=section_of(home).path)
        elif reach in {Reach.UNIT, Reach.REGION}:
            where |= Q(path__startswith=home.path)
    return Unit.objects.filter(where)


def kecamatan_visible_to(user: User, day: date) -> UnitQuerySet:
    return units_reached(user, Permission.VIEW_CYCLE, day).filter(kind=Kind.KECAMATAN).active()


def head_of(unit: Unit, day: date) -> Assignment | None:
    """Who leads the unit on `day`; an acting head goes before the one they stand in for."""
    roles = {
        Kind.KECAMATAN: [Role.CAMAT],
        Kind.SECRETARIAT: [Role.SEKCAM],
        Kind.SUBSECTION: [Role.KASUBBAG],
        Kind.SECTION: [Role.KASI],
        Kind.KELURAHAN: [Role.LURAH],
        Kind.DESA: [Role.KADES],
    }.get(Kind(unit.kind), [])
    heads = (
        unit.assignments.on(day).filter(role__in=roles, user__is_active=True).select_related("user", "unit").order_by()
    )
    return min(heads, key=lambda head: (head.acting == Acting.NO, head.pk), default=None)


def holders(kecamatan: Unit, role: Role, day: date) -> list[Assignment]:
    """All who hold a role in the kecamatan on `day`."""
    return list(
        Assignment.objects.on(day)
        .filter(unit__kecamatan=kecamatan, role=role, user__is_active=True)
        .select_related("user", "unit")
    )


def top_rungs(kecamatan: Unit, day: date) -> list[frozenset[int]]:
    """The top of the climb of validation as user pks: the Camat, then those who stand in for a Camat who is a maker.

    Empty where nobody holds the post of Camat: then the office names a Plt. or Plh. first (ADR 0008).
    """
    held = Assignment.objects.on(day).filter(unit__kecamatan=kecamatan, role__in=TOP, user__is_active=True)
    return rungs_in(held)


TOP = (Role.CAMAT, Role.KASI)


def rungs_in(assignments: Iterable[Assignment]) -> list[frozenset[int]]:
    """`top_rungs` among assignments that are read already."""
    holding: dict[str, set[int]] = {role: set() for role in TOP}
    for one in assignments:
        if one.role in holding:
            holding[one.role].add(one.user_id)
    return [frozenset(people) for people in holding.values()] if holding[Role.CAMAT] else []


def lowest_free(rungs: Iterable[frozenset[int]], makers: set[int]) -> frozenset[int]:
    """Those of the lowest rung on which somebody stands who is not among the makers."""
    return next((rung - makers for rung in rungs if rung - makers), frozenset())


def people_at(unit: Unit, day: date, *, roles: list[Role] | None = None) -> list[User]:
    """Everybody assigned to the unit itself on `day`."""
    people = User.objects.filter(is_active=True, assignments__in=unit.assignments.on(day))
    return list((people.filter(assignments__role__in=roles) if roles else people).distinct())


def setting(kecamatan: Unit, key: SettingKey, day: date, *, unit: Unit | None = None) -> Any:
    """The office's choice on `day`; a choice for one unit goes before the one for all."""
    rows = Setting.objects.filter(kecamatan=kecamatan, key=key, valid_from__lte=day)
    own = rows.filter(unit=unit).first() if unit else None
    chosen = own or rows.filter(unit=None).first()
    return chosen.value if chosen else DEFAULTS[key]
