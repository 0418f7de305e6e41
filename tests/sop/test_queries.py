"""The board, the current cycle, and the plan as the office's settings make it."""

from datetime import date, timedelta

import pytest

from cermat.lib.months import Month
from cermat.organisation.models import Setting, SettingKey
from cermat.periods.actions import load_holidays
from cermat.sop.actions import finish_step, open_cycle, start_step
from cermat.sop.forms import OpenCycleForm
from cermat.sop.formula import Verdict
from cermat.sop.models import StepState
from cermat.sop.queries import current_cycle, months_to_open, plan_of, step_rows
from tests.factories import office
from tests.sop.factories import OPENED, opened_cycle, other_text

pytestmark = pytest.mark.django_db


def test_the_board_is_the_papers_table_alive() -> None:
    load_holidays(by=None, now=OPENED)
    place = office()
    cycle = opened_cycle(place)
    start_step(
        cycle=cycle, work="pemilahan", actor="sekcam", unit=place.secretariat, by=place.sekcam,
        now=OPENED + timedelta(hours=1),
    )  # fmt: skip
    finish_step(cycle=cycle, work="pemilahan", by=place.sekcam, now=OPENED + timedelta(hours=7))
    start_step(
        cycle=cycle, work="penyerahan", actor="camat", unit=place.kecamatan, by=place.camat,
        now=OPENED + timedelta(hours=26),
    )  # fmt: skip
    rows = step_rows(cycle, OPENED + timedelta(hours=26, minutes=12))
    sorting, handover, collection = rows[:3]
    assert (sorting.no, sorting.standard, sorting.real, sorting.waiting) == ("1.", "1 hari", "6 jam", "1 jam")
    assert (sorting.state, sorting.verdict) == (StepState.FINISHED, Verdict.WITHIN)
    assert [dot.text for dot in sorting.dots] == ["", "✓", "", "", ""]
    assert (handover.real, handover.standard, handover.verdict) == ("12 menit", "5-10 menit", Verdict.OVER)
    assert handover.waiting == "3 jam 30 menit"
    assert handover.waiting_for == ["Camat"]
    assert handover.is_current
    assert [(dot.text, dot.of) for dot in collection.dots if dot.of] == [("·", 6), ("·", 15)]
    assert (collection.real, collection.output, collection.remark) == ("", "Data Kinerja", "")
    assert rows[5].on == date(2026, 12, 4)


def test_an_open_step_names_the_units_it_waits_for() -> None:
    place = office()
    cycle = opened_cycle(place)
    for work in ("pemilahan", "penyerahan"):
        finish_step(cycle=cycle, work=work, by=place.sekcam, now=OPENED)
    row = step_rows(cycle, OPENED)[2]
    assert len(row.waiting_for) == 21
    assert "Kelurahan Begadung" in row.waiting_for
    assert "Desa Kedungdowo" in row.waiting_for


def test_the_board_asks_the_same_queries_whatever_has_happened(django_assert_num_queries) -> None:
    place = office()
    cycle = opened_cycle(place)
    with django_assert_num_queries(4):
        step_rows(cycle, OPENED)
    finish_step(cycle=cycle, work="pemilahan", by=place.sekcam, now=OPENED)
    with django_assert_num_queries(4):
        step_rows(cycle, OPENED)


def test_the_current_cycle_is_the_running_one_of_the_newest_month_begun() -> None:
    place = office()
    assert current_cycle(place.kecamatan, date(2026, 11, 23)) is None
    november = opened_cycle(place)
    december = open_cycle(kecamatan=place.kecamatan, month=Month(2026, 12), by=place.sekcam, now=OPENED)
    assert current_cycle(place.kecamatan, date(2026, 11, 23)) == november
    assert current_cycle(place.kecamatan, date(2026, 12, 1)) == december
    assert current_cycle(place.kecamatan, date(2026, 10, 1)) == november
    for run in december.steps.all():
        finish_step(cycle=december, work=run.work, by=place.sekcam, now=OPENED)
    assert current_cycle(place.kecamatan, date(2026, 12, 1)) == november


def test_months_that_are_open_are_not_offered_again() -> None:
    place = office()
    opened_cycle(place)
    offered = months_to_open(place.kecamatan, date(2026, 11, 23))
    assert offered[0] == Month(2026, 12)
    assert Month(2026, 11) not in offered


def test_the_months_to_open_stand_in_their_order_and_the_likeliest_is_chosen() -> None:
    months = months_to_open(office().kecamatan, date(2026, 11, 23))
    field = OpenCycleForm(months=months).fields["month"]
    listed = [value for value, _name in field.choices]  # type: ignore[attr-defined]
    assert listed == ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02"]
    assert field.initial == "2026-11"


def choose(kecamatan: object, key: SettingKey, value: object) -> None:
    Setting.objects.create(kecamatan=kecamatan, key=key, value=value, valid_from=date(2026, 1, 1))


def test_the_plan_follows_the_offices_settings() -> None:
    load_holidays(by=None, now=OPENED)
    place = office()
    opened_cycle(place)
    choose(place.kecamatan, SettingKey.MEETING_RULE, "jumat_minggu_penuh")
    choose(place.kecamatan, SettingKey.CUTOFF_DAYS, 4)
    choose(place.kecamatan, SettingKey.DUE_RULE, "25")
    dates = plan_of(kecamatan=place.kecamatan, month=Month(2026, 12), day=date(2026, 11, 23)).dates
    assert (dates.due_on, dates.meeting.day) == (date(2026, 12, 23), date(2027, 1, 8))
    assert dates.cutoff_on == date(2026, 12, 31), "1 and 5 January 2027 are days off"


def test_a_cycle_keeps_the_dates_it_was_opened_with() -> None:
    load_holidays(by=None, now=OPENED)
    place = office()
    cycle = opened_cycle(place)
    choose(place.kecamatan, SettingKey.MEETING_RULE, "jumat_minggu_penuh")
    plan = plan_of(cycle, day=date(2026, 11, 23))
    assert plan.dates.meeting.day == date(2026, 12, 4)


def test_the_plan_of_april_2026_says_why_the_meeting_moves_and_what_collides() -> None:
    load_holidays(by=None, now=OPENED)
    place = office()
    opened_cycle(place)
    plan = plan_of(kecamatan=place.kecamatan, month=Month(2026, 4), day=date(2026, 4, 1))
    assert "Hari Buruh Internasional" in plan.dates.meeting.note
    assert "tidak cukup" in plan.collisions[0]


def test_two_ways_of_a_decision_lie_beside_each_other_in_the_plan() -> None:
    load_holidays(by=None, now=OPENED)
    plan = plan_of(opened_cycle(office(), text=other_text()), day=date(2026, 11, 2))
    days = {row.step.key: row.start for row in plan.rows}
    assert days["laporan"] == date(2026, 12, 3)
    assert days["kunjungan"] == date(2026, 12, 14)
    assert days["arsip"] == date(2026, 12, 15)
    assert not plan.collides
