"""Loading the days off: the decrees' list, guesses for other years, and the office's own days."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import holidays
from django.conf import settings
from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of, full_date
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import holds, require
from cermat.periods.models import Holiday, HolidayKind

GUESS_BACK, GUESS_AHEAD = 3, 5  # years around today for which guesses are kept
GUESS_SOURCE = "Paket Python holidays (perkiraan, belum ada keputusan bersama)"


@transaction.atomic
def load_holidays(*, by: User | None, now: datetime) -> int:
    """Bring the national days off up to date with definitions/holidays.json; guess the years around it.

    `by` is None when the installer's own command loads them. Returns how many days were added. Loading again adds
    nothing; a guess gives way as soon as the file covers its year.
    """
    today = day_of(now)
    if by is not None and not holds(by, Permission.MANAGE_OFFICE, today):
        raise NotAllowedError
    listed = json.loads((settings.DEFINITIONS / "holidays.json").read_text(encoding="utf-8"))
    years = {int(year) for year in listed["years"]}
    Holiday.objects.filter(kecamatan=None, day__year__in=years, source=GUESS_SOURCE).delete()
    guessed = set(range(min(*years, today.year - GUESS_BACK), max(*years, today.year + GUESS_AHEAD) + 1)) - years
    wanted = [*_listed_days(listed), *_guessed_days(guessed)]
    known = set(Holiday.objects.filter(kecamatan=None).values_list("day", "name"))
    fresh = [row for row in wanted if (row.day, row.name) not in known]
    Holiday.objects.bulk_create(fresh)
    if fresh:
        target = Target("holidays", "nasional")
        record(by=by, verb="holidays.loaded", target=target, at=now, after={"added": len(fresh)})
    return len(fresh)


def _listed_days(listed: dict[str, Any]) -> Iterator[Holiday]:
    for year in listed["years"].values():
        for kind in (HolidayKind.HOLIDAY, HolidayKind.JOINT_LEAVE):
            for row in year.get(kind.value, []):
                yield Holiday(
                    day=date.fromisoformat(row["date"]),
                    name=row["name"],
                    kind=kind.value,
                    is_estimate="perkiraan" in row["name"],
                    source=listed["source"],
                )


def _guessed_days(years: set[int]) -> Iterator[Holiday]:
    for category, kind in (("public", HolidayKind.HOLIDAY), ("government", HolidayKind.JOINT_LEAVE)):
        days = holidays.country_holidays("ID", years=sorted(years), categories=(category,), language="id")
        for day, name in sorted(days.items()):
            yield Holiday(day=day, name=name[:120], kind=kind.value, is_estimate=True, source=GUESS_SOURCE)


@transaction.atomic
def add_local_holiday(*, kecamatan: Unit, day: date, name: str, by: User, now: datetime) -> Holiday:
    """A day on which this office alone does not work."""
    authority = require(by, Permission.MANAGE_OFFICE, kecamatan, day_of(now))
    name = name.strip()
    if not name:
        raise DomainError("Tulis nama hari liburnya, misalnya Hari Jadi Kabupaten.", field="name")
    if Holiday.objects.filter(kecamatan=kecamatan, day=day).exists():
        raise ConflictError(f"{full_date(day)} sudah tercatat sebagai libur lokal.", field="day")
    holiday = Holiday.objects.create(
        kecamatan=kecamatan, day=day, name=name, kind=HolidayKind.LOCAL, source=authority.assignment.title
    )
    record(
        by=by,
        verb="holiday.added",
        target=Target("holiday", holiday.pk, chain=kecamatan.code),
        at=now,
        after={"day": day.isoformat(), "reason": name},
    )
    return holiday


@transaction.atomic
def remove_local_holiday(*, holiday: Holiday, by: User, now: datetime) -> None:
    """Take back a local day. National days are not the office's to remove."""
    if holiday.kecamatan is None:
        raise NotAllowedError("Hari libur nasional tidak dapat dihapus oleh kantor.")
    require(by, Permission.MANAGE_OFFICE, holiday.kecamatan, day_of(now))
    target = Target("holiday", holiday.pk, chain=holiday.kecamatan.code)
    before = {"day": holiday.day.isoformat(), "reason": holiday.name}
    holiday.delete()
    record(by=by, verb="holiday.removed", target=target, at=now, before=before)
