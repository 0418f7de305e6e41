"""The calendar in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cermat.periods.formula import Calendar
from cermat.periods.models import Holiday, HolidayKind

KIND_WORDS = {
    HolidayKind.HOLIDAY: "Hari libur nasional",
    HolidayKind.JOINT_LEAVE: "Cuti bersama",
    HolidayKind.LOCAL: "Libur lokal",
}


@dataclass(frozen=True)
class DayOff:
    pk: int
    day: date
    name: str
    kind: str
    mark: str
    is_local: bool


@dataclass(frozen=True)
class CalendarYear:
    year: int
    doubt: str
    days: list[DayOff]


def calendar_year(year: int, rows: Iterable[Holiday], calendar: Calendar) -> CalendarYear:
    days = [
        DayOff(
            pk=row.pk,
            day=row.day,
            name=row.name,
            kind=KIND_WORDS[HolidayKind(row.kind)],
            mark="perkiraan" if row.is_estimate and "perkiraan" not in row.name else "",
            is_local=row.kind == HolidayKind.LOCAL,
        )
        for row in rows
    ]
    return CalendarYear(year, calendar.doubt(year), days)
