"""The dates of a period by the office's settings."""

from datetime import date

from cermat.lib.errors import ConflictError
from cermat.lib.months import Month
from cermat.organisation.models import SettingKey, Unit
from cermat.organisation.queries import setting
from cermat.periods.formula import Calendar, MeetingDay, coordination_meeting, cutoff_day, due_day
from cermat.periods.queries import calendar_of
from cermat.sop.formula import PeriodDates, Plan, PlannedStep, make_plan
from cermat.sop.models import Cycle, Sop
from cermat.sop.queries.versions import current_sop, definition_of
from cermat.sop.workflow import Work, steps_before


def office_dates(kecamatan: Unit, month: Month, day: date, calendar: Calendar) -> PeriodDates:
    """When entries of `month` are due, collection closes and the meeting is held, as the office chose by `day`.

    The meeting of a cycle is the one at the beginning of the next month.
    """
    meeting = coordination_meeting(
        month.plus(1),
        setting(kecamatan, SettingKey.MEETING_RULE, day),
        setting(kecamatan, SettingKey.MEETING_ON_HOLIDAY, day),
        calendar,
    )
    cutoff = cutoff_day(meeting.day, int(setting(kecamatan, SettingKey.CUTOFF_DAYS, day)), calendar)
    due = due_day(month, setting(kecamatan, SettingKey.DUE_RULE, day), calendar)
    return PeriodDates(due, cutoff, meeting)


def plan_of(
    cycle: Cycle | None = None, *, kecamatan: Unit | None = None, month: Month | None = None, day: date
) -> Plan:
    """The plan of a cycle with the dates it was opened with, or of a month that is still to be opened."""
    if cycle is not None:
        calendar = calendar_of(cycle.kecamatan)
        dates = PeriodDates(cycle.due_on, cycle.cutoff_on, meeting_of(cycle, calendar, day))
        return make_plan(cycle.month, planned_steps(cycle.sop), dates, calendar)
    assert kecamatan is not None
    assert month is not None
    sop = current_sop(kecamatan)
    if sop is None:
        raise ConflictError("Belum ada SOP. Muat berkas SOP lebih dahulu.", code="no_sop")
    calendar = calendar_of(kecamatan)
    return make_plan(month, planned_steps(sop), office_dates(kecamatan, month, day, calendar), calendar)


def meeting_of(cycle: Cycle, calendar: Calendar, day: date) -> MeetingDay:
    """The cycle's own meeting day, with the note where the rule still yields that day."""
    by_rule = office_dates(cycle.kecamatan, cycle.month, day, calendar).meeting
    return by_rule if by_rule.day == cycle.meeting_on else MeetingDay(cycle.meeting_on, cycle.meeting_on)


def planned_steps(sop: Sop) -> list[PlannedStep]:
    definition = definition_of(sop)
    ways = definition.ways
    return [
        PlannedStep(
            step.key, step.label, step.text, step.standard, step.work is Work.COLLECTION, steps_before(ways, step.key)
        )
        for step in definition.steps
    ]
