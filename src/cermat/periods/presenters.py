"""The calendar in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cermat.lib.months import long_date
from cermat.periods.formula import Calendar
from cermat.periods.models import Holiday, HolidayKind, YearLock, YearOpening, scope_name

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


@dataclass(frozen=True)
class YearNotice:
    """What a page about figures of a locked year says above them."""

    year: int
    tone: str
    text: str
    holds: bool = False  # nothing of the year may be changed now


def year_notice(lock: YearLock | None, openings: Iterable[YearOpening], month: int | None) -> YearNotice | None:
    """That the year is locked, or for what reason the Camat has opened it; `month` of the page's period."""
    if lock is None:
        return None
    for opening in openings:
        if opening.closed_at is None and opening.month_number in {None, month}:
            text = f"{scope_name(lock.year, opening.month_number)} dibuka Camat untuk koreksi: {opening.reason}"
            return YearNotice(lock.year, "late", text)
    text = f"Tahun {lock.year} dikunci: {lock.report} diserahkan {long_date(lock.handed_in_on)}."
    return YearNotice(lock.year, "info", f"{text} Koreksi hanya setelah dibuka Camat.", holds=True)
