"""Working days and the dates of a period, held against dates computed by hand from the decrees."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cermat.lib.months import WIB, Month
from cermat.periods.formula import (
    WORKING_DAY,
    Calendar,
    coordination_meeting,
    cutoff_day,
    due_day,
    working_time,
)

DAYS = st.dates(min_value=date(2024, 1, 10), max_value=date(2027, 12, 10))
MOMENTS = st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
SHIFTED = {
    date(2025, 4, 4): date(2025, 4, 8),
    date(2025, 6, 6): date(2025, 6, 10),
    date(2025, 9, 5): date(2025, 9, 8),
    date(2026, 4, 3): date(2026, 4, 6),
    date(2026, 5, 1): date(2026, 5, 4),
    date(2027, 1, 1): date(2027, 1, 4),
    date(2027, 2, 5): date(2027, 2, 8),
}


@cache
def decreed() -> Calendar:
    listed = json.loads((settings.DEFINITIONS / "holidays.json").read_text(encoding="utf-8"))
    days = {
        date.fromisoformat(row["date"]): row["name"]
        for year in listed["years"].values()
        for kind in ("libur", "cuti_bersama")
        for row in year[kind]
    }
    years = frozenset(int(year) for year in listed["years"])
    guessed = frozenset(day.year for day, name in days.items() if "perkiraan" in name)
    return Calendar(frozenset(days), years, guessed, days)


def every_month() -> list[Month]:
    return [Month(2024, 1).plus(count) for count in range(48)]


def test_the_first_friday_is_no_working_day_seven_times_in_2024_to_2027() -> None:
    meetings = [coordination_meeting(month, "jumat_pertama", "berikutnya", decreed()) for month in every_month()]
    assert {meeting.nominal: meeting.day for meeting in meetings if meeting.day != meeting.nominal} == SHIFTED
    assert {bool(meeting.note) for meeting in meetings if meeting.day == meeting.nominal} == {False}


@pytest.mark.parametrize(
    ("month", "rule", "on_holiday", "day"),
    [
        (Month(2026, 12), "jumat_pertama", "berikutnya", date(2026, 12, 4)),
        (Month(2026, 5), "jumat_pertama", "sebelumnya", date(2026, 4, 30)),
        (Month(2027, 1), "jumat_pertama", "sebelumnya", date(2026, 12, 31)),
        (Month(2025, 4), "jumat_pertama", "sebelumnya", date(2025, 3, 27)),
        (Month(2026, 5), "jumat_minggu_penuh", "berikutnya", date(2026, 5, 8)),
        (Month(2026, 6), "jumat_minggu_penuh", "berikutnya", date(2026, 6, 5)),
        (Month(2026, 8), "jumat_minggu_penuh", "berikutnya", date(2026, 8, 7)),
    ],
)
def test_the_meeting_follows_the_rules_the_office_chose(month: Month, rule: str, on_holiday: str, day: date) -> None:
    assert coordination_meeting(month, rule, on_holiday, decreed()).day == day


def test_a_shifted_meeting_says_why() -> None:
    note = coordination_meeting(Month(2026, 5), "jumat_pertama", "berikutnya", decreed()).note
    assert note == (
        "Jumat, 1 Mei 2026 adalah hari libur (Hari Buruh Internasional); "
        "rapat diadakan hari kerja berikutnya, Senin, 4 Mei 2026."
    )


@pytest.mark.parametrize(
    ("month", "rule", "day"),
    [
        (Month(2026, 11), "hari_kerja_terakhir", date(2026, 11, 30)),
        (Month(2026, 5), "hari_kerja_terakhir", date(2026, 5, 29)),
        (Month(2025, 3), "hari_kerja_terakhir", date(2025, 3, 27)),
        (Month(2026, 11), "25", date(2026, 11, 25)),
        (Month(2026, 10), 25, date(2026, 10, 23)),
        (Month(2026, 2), "31", date(2026, 2, 27)),
    ],
)
def test_entries_are_due_on_the_last_working_day_or_on_a_day_of_the_month(
    month: Month, rule: str | int, day: date
) -> None:
    assert due_day(month, rule, decreed()) == day


def test_the_cutoff_is_counted_back_in_working_days() -> None:
    assert cutoff_day(date(2026, 12, 4), 2, decreed()) == date(2026, 12, 2)
    assert cutoff_day(date(2026, 5, 4), 2, decreed()) == date(2026, 4, 29)


@pytest.mark.parametrize(
    ("start", "end", "taken"),
    [
        ("2026-11-23T07:30", "2026-11-23T16:00", WORKING_DAY),
        ("2026-11-23T08:00", "2026-11-23T14:00", timedelta(hours=6)),
        ("2026-11-23T15:00", "2026-11-24T08:30", timedelta(hours=2)),
        ("2026-11-20T15:00", "2026-11-23T08:30", timedelta(hours=2)),
        ("2026-11-21T09:00", "2026-11-22T09:00", timedelta(0)),
        ("2026-12-24T15:00", "2026-12-28T08:30", timedelta(hours=1)),
        ("2026-11-23T05:00", "2026-11-23T23:00", WORKING_DAY),
        ("2026-11-24T09:00", "2026-11-23T09:00", timedelta(0)),
    ],
)
def test_working_time_counts_office_hours_of_working_days(start: str, end: str, taken: timedelta) -> None:
    begin, finish = (datetime.fromisoformat(text).replace(tzinfo=WIB) for text in (start, end))
    assert working_time(begin, finish, decreed()) == taken


def test_a_year_without_data_warns_and_a_guessed_year_is_marked() -> None:
    assert decreed().doubt(2026) == ""
    assert "perkiraan" in decreed().doubt(2027)
    assert "belum dimuat" in decreed().doubt(2031)


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_counting_forth_and_back_agree(day: date, count: int) -> None:
    start = decreed().on_or_after(day)
    end = decreed().add_working_days(start, count)
    assert decreed().working_days_between(start, end) == count
    assert decreed().working_days_between(end, start) == -count
    assert decreed().add_working_days(end, -count) == start
    assert decreed().is_working(end)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_working_time_adds_up_and_never_exceeds_the_clock(one: datetime, two: datetime, three: datetime) -> None:
    start, middle, end = sorted((one, two, three))
    whole = working_time(start, end, decreed())
    assert whole == working_time(start, middle, decreed()) + working_time(middle, end, decreed())
    assert timedelta(0) <= whole <= end - start


@given(st.sampled_from(every_month()), st.sampled_from(["jumat_pertama", "jumat_minggu_penuh"]))
def test_a_meeting_is_always_on_a_working_day(month: Month, rule: str) -> None:
    later = coordination_meeting(month, rule, "berikutnya", decreed())
    earlier = coordination_meeting(month, rule, "sebelumnya", decreed())
    assert decreed().is_working(later.day)
    assert decreed().is_working(earlier.day)
    assert earlier.day <= later.nominal <= later.day
