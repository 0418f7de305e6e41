"""The stage of the demo: invented people doing real acts, one after the other, under a clock of its own."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from django.db import transaction

from cermat.lib.months import WIB, day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Role
from cermat.organisation.queries import head_of, holders, people_at
from cermat.periods.formula import Calendar

Act = Callable[[datetime], object]


@dataclass
class Stage:
    """What has been planned but not yet played. Acts are played in the order of their time."""

    kecamatan: Unit
    calendar: Calendar
    work: Callable[[datetime], int]  # does what is due in the queue
    planned: list[tuple[datetime, int, Act]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def plan(self, at: datetime, act: Act) -> None:
        heapq.heappush(self.planned, (at, next(self.numbers), act))

    def play(self, until: datetime, told: Callable[[datetime], None]) -> int:
        """Play everything that is planned up to `until`; how many acts that was."""
        played = 0
        while self.planned and self.planned[0][0] <= until:
            at, _number, act = heapq.heappop(self.planned)
            with transaction.atomic():  # one write to the disk for each act with all that follows from it
                act(at)
                self.work(at)
            told(at)
            played += 1
        return played

    # ---- who

    def head(self, unit: Unit, now: datetime) -> User:
        found = head_of(unit, day_of(now))
        if found is None:
            raise LookupError(f"nobody leads {unit}")
        return found.user

    def sekcam(self, now: datetime) -> User:
        return holders(self.kecamatan, Role.SEKCAM, day_of(now))[0].user

    def operator(self, unit: Unit, now: datetime) -> User:
        return people_at(unit, day_of(now), roles=[Role.OPERATOR])[0]

    # ---- when

    def working_day(self, day: date, plus: int = 0) -> date:
        """The first working day from `day` on, and `plus` working days after it."""
        while not self.calendar.is_working(day):
            day += timedelta(days=1)
        return self.calendar.add_working_days(day, plus) if plus else day


def clock(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of `day` in WIB."""
    return datetime.combine(day, time(hour, minute), tzinfo=WIB)
