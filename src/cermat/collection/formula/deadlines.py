"""When a sheet is late, what an extension changes of that, who is reminded when, who comes first. Pure (ADR 0025)."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from cermat.periods.formula import Calendar

VERSION = "1"
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Deadline:
    """The days of one sheet: lateness is held against `judged` for ever; `agreed` is a later day that was set after
    `judged` had passed, until when the sheet is awaited although it is late."""

    judged: date
    agreed: date | None = None

    @property
    def until(self) -> date:
        return self.agreed or self.judged

    def extended(self, to: date, granted_on: date) -> "Deadline":
        """Granted in time it moves what is judged; granted afterwards it never turns late into punctual."""
        return Deadline(to) if granted_on <= self.judged else Deadline(self.judged, to)


class Punctuality(StrEnum):
    AHEAD = "ahead"  # the due day has not passed, and the sheet is not in: neither late nor missing
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"  # never sent, and the due day is over


def punctuality(due_on: date, first_sent_on: date | None, day: date, *, is_in: bool) -> Punctuality:
    """Judged by the first sending. `is_in`: sent or validated on `day`; one returned before the due day is not."""
    if not is_in and day <= due_on:
        return Punctuality.AHEAD
    if first_sent_on is None:
        return Punctuality.MISSING
    return Punctuality.ON_TIME if first_sent_on <= due_on else Punctuality.LATE


def days_late(due_on: date, first_sent_on: date | None, day: date, calendar: Calendar) -> int:
    """Working days after the due day, 0 in time; of a sheet that never came, up to `day`. Sent on the Saturday after
    a Friday is one day late, as if it had come on the Monday."""
    until = first_sent_on or day
    return calendar.working_days_between(due_on, calendar.on_or_after(until)) if until > due_on else 0


@dataclass(frozen=True)
class Tally:
    """The sheets of one unit that are due (or in before that): missing is counted as missing, not due is left out."""

    counted: int = 0
    complete: int = 0  # sent or validated now; what was sent back is not
    on_time: int = 0
    late: int = 0
    missing: int = 0
    days_late: int = 0  # working days, of all of them together
    ahead: int = 0  # not due yet

    def with_one(self, kind: Punctuality, days: int, *, is_in: bool) -> "Tally":
        if kind is Punctuality.AHEAD:
            return self + Tally(ahead=1)
        return self + Tally(
            counted=1,
            complete=int(is_in),
            on_time=int(kind is Punctuality.ON_TIME),
            late=int(kind is Punctuality.LATE),
            missing=int(kind is Punctuality.MISSING),
            days_late=days,
        )

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.counted + other.counted,
            self.complete + other.complete,
            self.on_time + other.on_time,
            self.late + other.late,
            self.missing + other.missing,
            self.days_late + other.days_late,
            self.ahead + other.ahead,
        )

    @property
    def share_complete(self) -> Fraction | None:
        return Fraction(100 * self.complete, self.counted) if self.counted else None

    @property
    def share_on_time(self) -> Fraction | None:
        return Fraction(100 * self.on_time, self.counted) if self.counted else None


def ranks(tallies: Mapping[K, Tally]) -> dict[K, int]:
    """By the share that is complete, then by the share on time: 1, 2, 2, 4. Without a due sheet there is no rank,
    and while nobody has sent anything nobody is first."""
    scores = {
        key: (tally.share_complete, tally.share_on_time)
        for key, tally in tallies.items()
        if tally.share_complete is not None and tally.share_on_time is not None
    }
    if not any(complete or on_time for complete, on_time in scores.values()):
        return {}
    return {key: 1 + sum(other > score for other in scores.values()) for key, score in scores.items()}


class Stage(StrEnum):
    """Why somebody is reminded by the schedule; each once for each due day."""

    BEFORE = "sebelum"
    ON_THE_DAY = "hari"


@dataclass(frozen=True)
class Reminding:
    """What the office has chosen: how many working days ahead (0: not ahead), and whether on the day itself."""

    days_before: int
    on_the_day: bool


def stage_on(day: date, until: date, chosen: Reminding, calendar: Calendar) -> Stage | None:
    """Which reminder is due on `day` for what is awaited until `until`. Only on working days; a due day that is none
    is told on the working day before it. A day on which nothing ran is made up for until the due day itself."""
    last = calendar.on_or_before(until)
    if not calendar.is_working(day) or day > until:
        return None
    if day >= last:
        return Stage.ON_THE_DAY if chosen.on_the_day else None
    if chosen.days_before and day >= calendar.add_working_days(last, -chosen.days_before):
        return Stage.BEFORE
    return None


def tally_of(rows: Iterable[tuple[date, date | None, bool]], day: date, calendar: Calendar) -> Tally:
    """`rows`: due day, day of the first sending, whether the sheet is in."""
    found = Tally()
    for due_on, first_sent_on, is_in in rows:
        kind = punctuality(due_on, first_sent_on, day, is_in=is_in)
        found = found.with_one(kind, days_late(due_on, first_sent_on, day, calendar), is_in=is_in)
    return found
