"""Lateness, extensions, reminders and ranks, without a database."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.collection.formula.deadlines import (
    Deadline,
    Punctuality,
    Reminding,
    Stage,
    Tally,
    days_late,
    punctuality,
    ranks,
    stage_on,
    tally_of,
)
from cermat.periods.formula import Calendar

MONDAY = date(2026, 11, 30)
FRIDAY = date(2026, 11, 27)
PLAIN = Calendar(frozenset(), frozenset({2026}))
OFF = Calendar(frozenset({date(2026, 12, 1)}), frozenset({2026}))
ONE = timedelta(days=1)


def on(number: int) -> date:
    return date(2026, 11, 1) + ONE * number


@pytest.mark.parametrize(
    ("sent", "day", "is_in", "expected"),
    [
        (None, MONDAY, False, Punctuality.AHEAD),
        (None, MONDAY + ONE, False, Punctuality.MISSING),
        (MONDAY, MONDAY, True, Punctuality.ON_TIME),
        (MONDAY + ONE, MONDAY + ONE, True, Punctuality.LATE),
        (FRIDAY, MONDAY, False, Punctuality.AHEAD),  # returned before the due day: there is time to mend it
        (FRIDAY, MONDAY + ONE, False, Punctuality.ON_TIME),  # judged by the first sending
    ],
)
def test_a_sheet_is_ahead_on_time_late_or_missing(sent: date | None, day: date, is_in: bool, expected: Punctuality):
    assert punctuality(MONDAY, sent, day, is_in=is_in) is expected


@pytest.mark.parametrize(
    ("due", "sent", "day", "calendar", "expected"),
    [
        (FRIDAY, FRIDAY, FRIDAY, PLAIN, 0),
        (FRIDAY, FRIDAY + ONE, FRIDAY + ONE, PLAIN, 1),  # the Saturday counts as the Monday
        (FRIDAY, MONDAY, MONDAY, PLAIN, 1),
        (MONDAY, None, MONDAY, PLAIN, 0),
        (MONDAY, None, MONDAY + 2 * ONE, PLAIN, 2),
        (MONDAY, None, MONDAY + 2 * ONE, OFF, 1),
    ],
)
def test_days_late_are_working_days(due: date, sent: date | None, day: date, calendar: Calendar, expected: int):
    assert days_late(due, sent, day, calendar) == expected


DAYS = st.integers(0, 60)
GRANTS = st.lists(st.tuples(DAYS, st.integers(1, 20)), max_size=6)


def after(due: date, grants: Sequence[tuple[int, int]], until: date) -> Deadline:
    """What stands on the day `until`: each grant adds days to what stood before."""
    found = Deadline(due)
    for granted, more in sorted(grants):
        if on(granted) <= until:
            found = found.extended(found.until + ONE * more, on(granted))
    return found


@given(DAYS, GRANTS, DAYS)
def test_an_extension_never_changes_what_has_happened(due: int, grants: list[tuple[int, int]], sent: int):
    """Whatever is granted after the sending, the verdict stays; and what was late once is late for ever."""
    at_sending, at_end = after(on(due), grants, on(sent)), after(on(due), grants, on(99))
    assert (on(sent) > at_sending.judged) == (on(sent) > at_end.judged)
    for day in range(61):
        if on(day) > after(on(due), grants, on(day)).judged:
            assert on(day) > at_end.judged


@given(DAYS, GRANTS)
def test_a_due_day_only_moves_on_and_awaiting_never_ends_before_it(due: int, grants: list[tuple[int, int]]):
    standing = [after(on(due), grants, on(day)) for day in range(62)]
    assert [one.judged for one in standing] == sorted(one.judged for one in standing)
    assert all(one.until >= one.judged for one in standing)
    in_time = [granted for granted, _more in grants if on(granted) <= on(due)]
    assert in_time or standing[-1].judged == on(due)


OFFS = st.frozensets(DAYS, max_size=25)


@given(st.integers(20, 60), OFFS, st.integers(0, 8), st.booleans())
def test_reminders_come_on_working_days_up_to_the_due_day(due: int, off: frozenset[int], before: int, last: bool):
    calendar = Calendar(frozenset(map(on, off)), frozenset({2026}))
    chosen = Reminding(before, last)
    stages = {on(day): stage_on(on(day), on(due), chosen, calendar) for day in range(-45, 75)}
    told = {day: stage for day, stage in stages.items() if stage}
    assert all(calendar.is_working(day) and day <= on(due) for day in told)
    end = calendar.on_or_before(on(due))
    assert (stages[end] is Stage.ON_THE_DAY if end >= on(0) else True) == (last or end < on(0))
    ahead = [day for day, stage in told.items() if stage is Stage.BEFORE]
    assert bool(ahead) == (before > 0)
    if ahead:
        assert calendar.working_days_between(min(ahead), end) == before


def test_a_weekend_due_day_is_told_on_the_friday_before():
    sunday = FRIDAY + 2 * ONE
    assert stage_on(FRIDAY, sunday, Reminding(0, on_the_day=True), PLAIN) is Stage.ON_THE_DAY
    assert stage_on(sunday, sunday, Reminding(0, on_the_day=True), PLAIN) is None


def test_what_is_not_due_is_not_counted_and_nothing_due_is_no_share():
    rows = [(MONDAY, None, False), (MONDAY, FRIDAY, True), (FRIDAY, MONDAY, True), (FRIDAY, None, False)]
    tally = tally_of(rows, MONDAY, PLAIN)
    assert (tally.counted, tally.complete, tally.on_time, tally.late, tally.missing) == (3, 2, 1, 1, 1)
    assert (tally.ahead, tally.days_late) == (1, 2)
    assert tally.share_on_time == Fraction(100, 3)
    assert tally_of(rows[:1], MONDAY, PLAIN).share_on_time is None


TALLIES = st.builds(
    lambda of, complete, on_time: Tally(counted=of, complete=min(of, complete), on_time=min(of, on_time)),
    st.integers(0, 4), st.integers(0, 4), st.integers(0, 4),
)  # fmt: skip


@given(st.dictionaries(st.integers(), TALLIES, max_size=8))
def test_ranks_are_shared_by_equals_and_nobody_without_a_due_sheet_has_one(tallies: dict[int, Tally]):
    found = ranks(tallies)
    begun = any(tally.counted and (tally.complete or tally.on_time) for tally in tallies.values())
    assert set(found) == {key for key, tally in tallies.items() if tally.counted and begun}
    order = sorted(found, key=lambda key: found[key])
    for place, key in enumerate(order):
        better = [one for one in found if found[one] < found[key]]
        assert found[key] == len(better) + 1 <= place + 1
    for one in found:
        for other in found:
            same = (tallies[one].share_complete, tallies[one].share_on_time) == (
                tallies[other].share_complete, tallies[other].share_on_time,
            )  # fmt: skip
            assert same == (found[one] == found[other])


def test_nobody_is_first_while_nobody_has_sent_anything():
    waiting = Tally(counted=3, missing=3)
    assert ranks({1: waiting, 2: waiting}) == {}
    assert ranks({1: waiting, 2: Tally(counted=3, complete=1, late=1)}) == {2: 1, 1: 2}
