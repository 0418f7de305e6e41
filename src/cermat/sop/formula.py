"""Time standards as the paper writes them, what is held against them, and the dates of a period. Pure.

Sources: SOP 01/2021 of Kecamatan Nganjuk, column Waktu. A standard in minutes or hours is held against handling time
(the clock between started and finished); one in days, weeks or months against elapsed working time between the same
moments (07.30-16.00 of working days, see periods.formula); a date against that date. The time from ready to started is
waiting time and never counts into either.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cermat.lib.months import DAYS, WIB, Month, day_of, full_date
from cermat.lib.rounding import rounded
from cermat.periods.formula import WORKING_DAY, Calendar, MeetingDay, nth_weekday, working_time

VERSION = "1"
SECOND = timedelta(seconds=1)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
AMOUNT = re.compile(r"^(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?\s+(menit|jam|hari kerja|hari|minggu|bulan)$", re.IGNORECASE)
WEEKDAY = re.compile(r"^(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu) minggu (I{1,3}|IV|V|[1-5])$", re.IGNORECASE)
EXAMPLES = "1 hari, 5-10 menit, 1 bulan, 3 hari kerja, atau Jumat minggu I"


class Measure(StrEnum):
    """What is held against the standard."""

    HANDLING = "pengerjaan"
    ELAPSED = "hari_kerja"
    DATE = "tanggal"


class Verdict(StrEnum):
    NONE = ""  # nothing to judge yet
    WITHIN = "dalam"
    OVER = "lewat"


@dataclass(frozen=True)
class TimeStandard:
    """`5-10 menit` = low 5, high 10, unit menit. For a date: weekday 0-6 and nth of the month."""

    text: str
    measure: Measure
    low: int = 0
    high: int = 0
    unit: str = ""
    weekday: int = 0
    nth: int = 0

    @property
    def is_first_friday(self) -> bool:
        return self.measure is Measure.DATE and (self.weekday, self.nth) == (4, 1)


def parse_standard(text: str) -> TimeStandard:
    """Read a standard. Raises ValueError with an Indonesian sentence where it cannot be read."""
    bare = " ".join(text.split())
    if found := AMOUNT.match(bare):
        low, unit = int(found[1]), found[3].lower()
        high = int(found[2] or low)
        if high == 0 or low > high:
            raise ValueError(f"waktu “{bare}” tidak masuk akal: angka pertama paling besar sama dengan angka kedua.")
        measure = Measure.HANDLING if unit in {"menit", "jam"} else Measure.ELAPSED
        return TimeStandard(bare, measure, low, high, unit)
    if found := WEEKDAY.match(bare):
        nth = ROMAN.get(found[2].upper()) or int(found[2])
        return TimeStandard(bare, Measure.DATE, weekday=DAYS.index(found[1].capitalize()), nth=nth)
    raise ValueError(f"waktu “{bare[:40]}” tidak terbaca. Tulis misalnya {EXAMPLES}.")


@dataclass(frozen=True)
class Times:
    """When something became ready, was started and finished."""

    ready: datetime | None = None
    started: datetime | None = None
    finished: datetime | None = None


@dataclass(frozen=True)
class Judged:
    """Times taken and the verdict. None = that span has not begun."""

    waiting: timedelta | None  # ready → started, working time
    handling: timedelta | None  # started → finished, by the clock
    elapsed: timedelta | None  # started → finished, working time
    verdict: Verdict


def judge(standard: TimeStandard, times: Times, now: datetime, calendar: Calendar, on: date | None = None) -> Judged:
    """Hold `times` against the standard at `now`; `on` is the day a date standard means in this period."""
    waiting = working_time(times.ready, times.started or now, calendar) if times.ready else None
    if standard.measure is Measure.DATE:
        verdict = _by_date(times, now, on)
    elif times.started is None:
        verdict = Verdict.NONE
    else:
        verdict = _by_length(standard, times.started, times.finished or now, calendar)
    if times.started is None:
        return Judged(waiting, None, None, verdict)
    end = times.finished or now
    handling = max(end - times.started, timedelta(0))
    return Judged(waiting, handling, working_time(times.started, end, calendar), verdict)


def _by_date(times: Times, now: datetime, on: date | None) -> Verdict:
    if on is None or times.ready is None:
        return Verdict.NONE
    day = day_of(times.finished or now)
    if day > on:
        return Verdict.OVER
    return Verdict.WITHIN if times.finished else Verdict.NONE


def _by_length(standard: TimeStandard, start: datetime, end: datetime, calendar: Calendar) -> Verdict:
    taken = end - start if standard.measure is Measure.HANDLING else working_time(start, end, calendar)
    return Verdict.WITHIN if taken <= limit_of(standard, start, calendar) else Verdict.OVER


def limit_of(standard: TimeStandard, start: datetime, calendar: Calendar) -> timedelta:
    """The longest time within the standard, counted from `start`: under the lower figure is within, too."""
    high = standard.high
    if standard.unit == "menit":
        return timedelta(minutes=high)
    if standard.unit == "jam":
        return timedelta(hours=high)
    if standard.unit in {"hari", "hari kerja"}:
        return high * WORKING_DAY
    end = start + timedelta(weeks=high) if standard.unit == "minggu" else months_later(start, high)
    return working_time(start, end, calendar)


def share_of(standard: TimeStandard, judged: Judged, started: datetime | None, calendar: Calendar) -> Decimal | None:
    """The time taken in per cent of the standard's upper figure, one decimal; None where no span is held against it."""
    taken = judged.handling if standard.measure is Measure.HANDLING else judged.elapsed
    if started is None or taken is None or standard.measure is Measure.DATE:
        return None
    limit = limit_of(standard, started, calendar)
    return rounded(Fraction(100 * (taken // SECOND), limit // SECOND), 1) if limit >= SECOND else None


def months_later(start: datetime, months: int) -> datetime:
    """The same day and time `months` later; the last day of a shorter month."""
    local = start.astimezone(WIB)
    month = Month.of(local.date()).plus(months)
    return local.replace(year=month.year, month=month.number, day=min(local.day, month.last.day))


def date_meant(standard: TimeStandard, month: Month, meeting_on: date, calendar: Calendar) -> date | None:
    """The day a date standard means for the cycle of `month`: the first Friday is the meeting's own day."""
    if standard.measure is not Measure.DATE:
        return None
    if standard.is_first_friday:
        return meeting_on
    return calendar.on_or_after(nth_weekday(month.plus(1), standard.weekday, standard.nth))


def clock_text(span: timedelta) -> str:
    """8 menit · 1 jam 20 menit · 2 hari 3 jam"""
    return _spelled(span, timedelta(days=1), "hari")


def working_text(span: timedelta) -> str:
    """6 jam · 20 hari kerja · 2 hari kerja 3 jam, a working day being 8 h 30 min"""
    return _spelled(span, WORKING_DAY, "hari kerja")


def _spelled(span: timedelta, day: timedelta, word: str) -> str:
    days, rest = divmod(span, day)
    hours, rest = divmod(rest, timedelta(hours=1))
    minutes = rest // timedelta(minutes=1)
    parts = [f"{days} {word}"] * bool(days) + [f"{hours} jam"] * bool(hours) + [f"{minutes} menit"] * bool(minutes)
    return " ".join(parts[:2]) or "kurang dari 1 menit"


@dataclass(frozen=True)
class PlannedStep:
    """A step as the plan needs it."""

    key: str
    label: str
    text: str
    standard: TimeStandard
    is_collection: bool = False
    follows: tuple[str, ...] | None = None  # keys of the steps it comes after; None = the one above it


@dataclass(frozen=True)
class PlanRow:
    step: PlannedStep
    start: date
    end: date
    is_estimate: bool  # a date in a year whose days off are only guessed


@dataclass(frozen=True)
class PeriodDates:
    """The three dates an office sets for a period."""

    due_on: date
    cutoff_on: date
    meeting: MeetingDay


@dataclass(frozen=True)
class Plan:
    """The dates of one period, where they collide, and which years' days off are doubtful."""

    month: Month
    dates: PeriodDates
    rows: list[PlanRow]
    collisions: list[str]
    doubts: list[str]

    @property
    def collides(self) -> bool:
        return bool(self.collisions)


def make_plan(month: Month, steps: Sequence[PlannedStep], dates: PeriodDates, calendar: Calendar) -> Plan:
    """Lay the steps over the calendar, each as long as its standard.

    The day collection is closed already belongs to the next step: with the default of two working days before the
    meeting, the requirements are completed on that day and the evaluation is held on the day between.
    """
    rows: list[PlanRow] = []
    for step in steps:
        free = [_next_start(row.step, row.end, calendar) for row in _before(step, rows)]
        start, end = _span(step, max(free, default=calendar.first_working_day(month)), month, dates, calendar)
        rows.append(PlanRow(step, start, end, calendar.is_estimate(start) or calendar.is_estimate(end)))
    years = sorted({month.year, dates.meeting.day.year, *(row.end.year for row in rows)})
    doubts = [doubt for year in years if (doubt := calendar.doubt(year))]
    return Plan(month, dates, rows, _collisions(rows, dates), doubts)


def _before(step: PlannedStep, rows: Sequence[PlanRow]) -> Sequence[PlanRow]:
    """The rows a step comes after: two ways of a decision lie beside each other."""
    return rows[-1:] if step.follows is None else [row for row in rows if row.step.key in step.follows]


def _span(step: PlannedStep, cursor: date, month: Month, dates: PeriodDates, calendar: Calendar) -> tuple[date, date]:
    standard = step.standard
    if step.is_collection:
        return min(cursor, dates.cutoff_on), dates.cutoff_on
    if on := date_meant(standard, month, dates.meeting.day, calendar):
        return on, on
    if standard.unit in {"hari", "hari kerja"}:
        return cursor, calendar.add_working_days(cursor, standard.high - 1)
    if standard.unit == "minggu":
        return cursor, calendar.on_or_before(cursor + timedelta(weeks=standard.high))
    if standard.unit == "bulan":
        noon = datetime.combine(cursor, datetime.min.time(), WIB)
        return cursor, calendar.on_or_before(months_later(noon, standard.high).date())
    return cursor, cursor


def _next_start(step: PlannedStep, end: date, calendar: Calendar) -> date:
    if step.is_collection or step.standard.measure is Measure.HANDLING:
        return end
    return calendar.add_working_days(end, 1)


def _collisions(rows: Sequence[PlanRow], dates: PeriodDates) -> list[str]:
    found = []
    if any(row.step.is_collection for row in rows) and dates.cutoff_on <= dates.due_on:
        found.append(
            f"Penutupan pengumpulan ({full_date(dates.cutoff_on)}) tidak sesudah batas kirim "
            f"({full_date(dates.due_on)}): hari kerja antara batas kirim dan rapat tidak cukup. "
            "Sepakati batas kirim yang lebih awal bulan ini, atau ubah Pilihan kantor “Batas akhir pengumpulan”."
        )
    for index, row in enumerate(rows):
        if row.step.standard.measure is Measure.DATE:
            found += [
                f"Tahapan {before.step.label} {before.step.text} (rencana selesai {full_date(before.end)}) "
                f"belum selesai sebelum tahapan {row.step.label} pada {full_date(row.start)}."
                for before in _before(row.step, rows[:index])
                if before.end >= row.start
            ]
    return found
