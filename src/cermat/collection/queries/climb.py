"""Who checks a sheet: validation climbs from the section's head to Sekcam to Camat, and never to a maker.

Where the Camat of the day is a maker, too, a kasi who is not stands in (ADR 0008).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cermat.collection.models import Channel, Entry, EntryEvent, EntryValue, Evidence
from cermat.organisation.models import Assignment, Kind, SettingKey, Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import Authority, authorities, authority, lowest_free, rungs_in, section_of, setting

MAKING = ("saved", "evidence", "submitted", "sent")
HEADS = (Role.KASI, Role.KASUBBAG, Role.SEKCAM, Role.CAMAT)


def makers_of(entries: Iterable[Entry]) -> dict[int, set[int]]:
    """Entry pk → pk of everybody who made what now stands in it: saved, proved or sent since the last reopening."""
    entries = list(entries)
    revision = {entry.pk: entry.revision for entry in entries}
    made: dict[int, set[int]] = defaultdict(set)
    for entry, by, told in EntryEvent.objects.filter(entry__in=revision, verb__in=MAKING).values_list(
        "entry", "by", "revision"
    ):
        if told == revision[entry] and by is not None:
            made[entry].add(by)
    for rows in (EntryValue.objects, Evidence.objects):
        for entry, by in rows.filter(entry__in=revision).order_by().values_list("entry", "by").distinct():
            made[entry].add(by)
    return made


@dataclass(frozen=True)
class Climb:
    """The rungs of one kecamatan on one day, and who made which sheet."""

    heads: Mapping[int, frozenset[int]] = field(default_factory=dict)  # section pk → kasi, or kasubbag and sekcam
    sekcam: frozenset[int] = frozenset()
    top: Sequence[frozenset[int]] = ()  # Camat, then who stands in where the Camat is a maker
    makers: Mapping[int, set[int]] = field(default_factory=dict)

    def checkers(self, entry: Entry) -> frozenset[int]:
        """Those of the lowest rung on which somebody stands who did not make the sheet."""
        rungs = [self.sekcam, *self.top]
        if entry.unit.is_village:
            rungs.insert(0, self.heads.get(entry.section_id, frozenset()))
        return lowest_free(rungs, self.makers.get(entry.pk, set()))


def climb_of(kecamatan: Unit, entries: Iterable[Entry], day: date) -> Climb:
    heads: dict[int, set[int]] = defaultdict(set)
    sekcam: set[int] = set()
    leading = _leading(kecamatan, day)
    for assignment in leading:
        role = Role(assignment.role)
        if role is not Role.CAMAT:
            heads[section_of(assignment.unit).pk].add(assignment.user_id)
        if role is Role.SEKCAM:
            sekcam.add(assignment.user_id)
    return Climb(
        heads={section: frozenset(people) for section, people in heads.items()},
        sekcam=frozenset(sekcam),
        top=rungs_in(leading),
        makers=makers_of(entries),
    )


def _leading(kecamatan: Unit, day: date) -> list[Assignment]:
    rows = Assignment.objects.on(day).filter(unit__kecamatan=kecamatan, role__in=HEADS, user__is_active=True)
    return list(rows.select_related("unit__parent"))


def checkers_of(entry: Entry, day: date) -> frozenset[int]:
    return climb_of(entry.cycle.kecamatan, [entry], day).checkers(entry)


def may_check(user: User, entry: Entry, day: date) -> bool:
    return user.pk in checkers_of(entry, day)


def filler(user: User, entry: Entry, day: date) -> Authority | None:
    """Under what right the person fills in the sheet; staf only what their own section asks for or answers."""
    asked = {entry.section_id, entry.unit_id}
    for found in authorities(user, Permission.FILL_ENTRY, entry.unit, day):
        if found.assignment.role != Role.STAF or section_of(found.assignment.unit).pk in asked:
            return found
    return None


def approver(user: User, entry: Entry, day: date) -> Authority | None:
    """Under what right the person sends the sheet: its head, or by a dated setting the operator themselves."""
    found = authority(user, Permission.APPROVE_ENTRY, entry.unit, day)
    if found is not None or not entry.unit.is_village or entry.channel != Channel.ONLINE:
        return found
    filling = authority(user, Permission.FILL_ENTRY, entry.unit, day)
    if filling is None or filling.assignment.role != Role.OPERATOR:
        return None
    chosen = setting(entry.cycle.kecamatan, SettingKey.ONE_PERSON_APPROVES, day, unit=entry.unit)
    return filling if chosen else None


HEAD_WORDS = {Kind.KELURAHAN: "Lurah", Kind.DESA: "Kepala Desa", Kind.SECRETARIAT: "Sekcam"}


def head_word(entry: Entry) -> str:
    """Who approves the sheet: Kirim ke Lurah."""
    return HEAD_WORDS.get(Kind(entry.unit.kind), "Kasi")
