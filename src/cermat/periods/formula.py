"""Working days, working time, and the dates of a period. Pure: the list of days off is handed in.

Basis of the working day: Perpres 21/2023 (Monday-Friday, 37 h 30 min a week, start 07.30). What is counted here is the
span 07.30-16.00 WIB of every working day, breaks included: one working day = 8 h 30 min. The longer break and later end
of Friday and the shorter days of Ramadan move no result of the SOP, whose standards are whole days or minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from cermat.lib.months import WIB, Month, full_date

VERSION = "1"
OPENS, CLOSES = time(7, 30), time(16, 0)
WORKING_DAY = timedelta(hours=8, minutes=30)
FRIDAY = 4
ONE = timedelta(days=1)


class MeetingRule(StrEnum):
    FIRST_FRIDAY = "jumat_pertama"
    FULL_WEEK = "jumat_minggu_penuh"  # the Friday of the first week whose Monday lies in the month


class OnHoliday(StrEnum):
    NEXT = "berikutnya"
    PREVIOUS = "sebelumnya"


@dataclass(frozen=True)
class Calendar:
    """Days off, and for which years they are known at all. A year outside both sets is doubtful, not holiday-free."""

    days_off: frozenset[date]
    known_years: frozenset[int]
    estimated_years: frozenset[int] = frozenset()
    names: Mapping[date, str] = field(default_factory=dict, hash=False, compare=False)

    def is_working(self, day: date) -> bool:
        return day.weekday() <= FRIDAY and day not in self.days_off

    def is_estimate(self, day: date) -> bool:
        return day.year in self.estimated_years

    def doubt(self, year: int) -> str:
        """What must be said wherever dates of `year` are shown; empty where a decree covers the year."""
        if year in self.estimated_years:
            return f"Hari libur tahun {year} masih perkiraan: belum seluruhnya ditetapkan pemerintah."
        if year in self.known_years:
            return ""
        return (
            f"Hari libur tahun {year} belum dimuat: tanggal dihitung tanpa hari libur. "
            "Muat hari libur pada halaman Kalender."
        )

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (before it, where negative); `day` itself for 0."""
        step = ONE if count >= 0 else -ONE
        left = abs(count)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + ONE * offset) for offset in range(1, (end - start).days + 1))

    def first_working_day(self, month: Month) -> date:
        return self.on_or_after(month.first)

    def last_working_day(self, month: Month) -> date:
        return self.on_or_before(month.last)

    def on_or_after(self, day: date) -> date:
        while not self.is_working(day):
            day += ONE
        return day

    def on_or_before(self, day: date) -> date:
        while not self.is_working(day):
            day -= ONE
        return day


@dataclass(frozen=True)
class MeetingDay:
    """When the coordination meeting is held, the Friday the SOP names, and why the two differ."""

    day: date
    nominal: date
    note: str = ""


def coordination_meeting(
    month: Month, rule: MeetingRule | str, on_holiday: OnHoliday | str, calendar: Calendar
) -> MeetingDay:
    """The Rapat Koordinasi Rutin held in `month` (for the cycle of the month before it).

    SOP 01/2021, warning 1: every Friday of the first week. It gives no rule for a Friday that is a day off: the next
    or the previous working day, by setting; the previous one may lie in the month before.
    """
    nominal = nominal_friday(month, MeetingRule(rule))
    if calendar.is_working(nominal):
        return MeetingDay(nominal, nominal)
    if OnHoliday(on_holiday) is OnHoliday.NEXT:
        day, word = calendar.on_or_after(nominal), "berikutnya"
    else:
        day, word = calendar.on_or_before(nominal), "sebelumnya"
    reason = calendar.names.get(nominal, "")
    why = f"hari libur ({reason})" if reason else "hari libur"
    guess = " (perkiraan)" if calendar.is_estimate(nominal) and "perkiraan" not in reason else ""
    note = f"{full_date(nominal)} adalah {why}{guess}; rapat diadakan hari kerja {word}, {full_date(day)}."
    return MeetingDay(day, nominal, note)


def nominal_friday(month: Month, rule: MeetingRule) -> date:
    if rule is MeetingRule.FULL_WEEK:
        return nth_weekday(month, 0, 1) + ONE * FRIDAY
    return nth_weekday(month, FRIDAY, 1)


def nth_weekday(month: Month, weekday: int, nth: int) -> date:
    """The `nth` Monday (0) … Sunday (6) of the month, from 1."""
    ahead = (weekday - month.first.weekday()) % 7
    return month.first + ONE * (ahead + 7 * (nth - 1))


def due_day(month: Month, rule: str | int, calendar: Calendar) -> date:
    """Until when entries of `month` are sent: its last working day, or a day of the month ("25").

    A day that is no working day moves to the working day before it; a 31 in a shorter month means its last day.
    """
    if str(rule).isdecimal() and int(rule) >= 1:
        return calendar.on_or_before(month.first.replace(day=min(int(rule), month.last.day)))
    return calendar.last_working_day(month)


def cutoff_day(meeting: date, days: int, calendar: Calendar) -> date:
    """The day collection is closed, counted back from the meeting in working days."""
    return calendar.add_working_days(meeting, -days)


def working_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Time between two moments inside 07.30-16.00 WIB of working days; zero when `end` is not after `start`."""
    begin, finish = start.astimezone(WIB), end.astimezone(WIB)
    total = timedelta(0)
    day = begin.date()
    while day <= finish.date():
        if calendar.is_working(day):
            opened = max(begin, datetime.combine(day, OPENS, WIB))
            closed = min(finish, datetime.combine(day, CLOSES, WIB))
            total += max(closed - opened, timedelta(0))
        day += ONE
    return total
