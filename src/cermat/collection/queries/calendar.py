"""What is due when in one period."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cermat.collection.queries.scopes import OPEN, entries_visible_to
from cermat.organisation.models import SettingKey, User
from cermat.organisation.queries import setting
from cermat.periods.formula import Calendar
from cermat.periods.queries import calendar_of
from cermat.sop.formula import Plan
from cermat.sop.models import Cycle
from cermat.sop.queries import plan_of


@dataclass(frozen=True)
class DueDay:
    """How many of the sheets this person sees are awaited until a day, and how many of them are not sent."""

    of: int
    open: int


@dataclass(frozen=True)
class CycleCalendar:
    cycle: Cycle
    plan: Plan
    calendar: Calendar
    due: Mapping[date, DueDay]  # the day of the period is always among them
    meeting_place: str
    meeting_time: str


def cycle_calendar(cycle: Cycle, user: User, day: date) -> CycleCalendar:
    counted: Counter[date] = Counter()
    still: Counter[date] = Counter()
    rows = entries_visible_to(user, day).filter(cycle=cycle).order_by().values_list("due_on", "extended_to", "state")
    for due_on, extended_to, state in rows:
        until = extended_to or due_on
        counted[until] += 1
        still[until] += state in OPEN
    days = {cycle.due_on, *counted}
    return CycleCalendar(
        cycle=cycle,
        plan=plan_of(cycle, day=day),
        calendar=calendar_of(cycle.kecamatan),
        due={one: DueDay(counted[one], still[one]) for one in sorted(days)},
        meeting_place=str(setting(cycle.kecamatan, SettingKey.MEETING_PLACE, day)),
        meeting_time=str(setting(cycle.kecamatan, SettingKey.MEETING_TIME, day)),
    )
