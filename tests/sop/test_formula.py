"""Time standards and the plan of a period."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cermat.lib.months import WIB, Month
from cermat.periods.formula import coordination_meeting, cutoff_day, due_day
from cermat.sop.formula import (
    PeriodDates,
    Plan,
    PlannedStep,
    Times,
    Verdict,
    clock_text,
    judge,
    make_plan,
    parse_standard,
    share_of,
    working_text,
)
from cermat.sop.schema import parse_sop
from cermat.sop.workflow import Work
from tests.periods.test_formula import decreed

READY = datetime(2026, 11, 23, 8, 0, tzinfo=WIB)  # a Monday


@pytest.mark.parametrize(
    ("text", "measure", "low", "high", "unit"),
    [
        ("1 hari", "hari_kerja", 1, 1, "hari"),
        ("5-10 menit", "pengerjaan", 5, 10, "menit"),
        ("5 – 10 Menit", "pengerjaan", 5, 10, "menit"),
        ("1 bulan", "hari_kerja", 1, 1, "bulan"),
        ("3 hari kerja", "hari_kerja", 3, 3, "hari kerja"),
        ("2 jam", "pengerjaan", 2, 2, "jam"),
        ("2 minggu", "hari_kerja", 2, 2, "minggu"),
        ("Jumat minggu I", "tanggal", 0, 0, ""),
        ("senin minggu 3", "tanggal", 0, 0, ""),
    ],
)
def test_standards_are_read_as_the_paper_writes_them(text: str, measure: str, low: int, high: int, unit: str) -> None:
    standard = parse_standard(text)
    assert (standard.measure, standard.low, standard.high, standard.unit) == (measure, low, high, unit)


def test_the_first_friday_is_the_meeting() -> None:
    assert parse_standard("Jumat minggu I").is_first_friday
    assert not parse_standard("Jumat minggu II").is_first_friday


@pytest.mark.parametrize(
    "text", ["", "secepatnya", "0 hari", "10-5 menit", "Ahad minggu I", "1,5 hari", "Jumat minggu IX"]
)
def test_an_unreadable_standard_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="waktu"):
        parse_standard(text)


@pytest.mark.parametrize(
    ("standard", "started", "finished", "verdict"),
    [
        ("5-10 menit", "2026-11-24T09:00", "2026-11-24T09:03", Verdict.WITHIN),
        ("5-10 menit", "2026-11-24T09:00", "2026-11-24T09:10", Verdict.WITHIN),
        ("5-10 menit", "2026-11-24T09:00", "2026-11-24T09:11", Verdict.OVER),
        ("1 hari", "2026-11-24T10:00", "2026-11-25T09:59", Verdict.WITHIN),
        ("1 hari", "2026-11-24T10:00", "2026-11-25T10:01", Verdict.OVER),
        ("1 hari", "2026-11-27T15:00", "2026-11-30T14:00", Verdict.WITHIN),
        ("3 hari kerja", "2026-11-27T08:00", "2026-12-01T16:00", Verdict.WITHIN),
        ("3 hari kerja", "2026-11-27T08:00", "2026-12-02T08:31", Verdict.OVER),
        ("1 bulan", "2026-11-24T09:00", "2026-12-24T09:00", Verdict.WITHIN),
        ("1 bulan", "2026-11-24T09:00", "2026-12-28T08:00", Verdict.OVER),
        ("1 bulan", "2027-01-31T09:00", "2027-03-01T09:00", Verdict.OVER),
        ("Jumat minggu I", "2026-12-04T09:00", "2026-12-04T15:00", Verdict.WITHIN),
        ("Jumat minggu I", "2026-12-04T09:00", "2026-12-07T08:00", Verdict.OVER),
    ],
)
def test_a_finished_step_is_held_against_its_standard(
    standard: str, started: str, finished: str, verdict: Verdict
) -> None:
    begin, end = (datetime.fromisoformat(text).replace(tzinfo=WIB) for text in (started, finished))
    judged = judge(parse_standard(standard), Times(READY, begin, end), end, decreed(), date(2026, 12, 4))
    assert judged.verdict is verdict


def test_waiting_counts_neither_as_handling_nor_as_elapsed_time() -> None:
    started = READY + timedelta(days=2)
    finished = started + timedelta(minutes=8)
    judged = judge(parse_standard("5-10 menit"), Times(READY, started, finished), finished, decreed())
    assert judged.waiting == timedelta(hours=17)
    assert judged.handling == judged.elapsed == timedelta(minutes=8)
    assert judged.verdict is Verdict.WITHIN


def test_a_step_nobody_has_started_is_judged_only_by_a_date() -> None:
    later = datetime(2026, 12, 7, 9, 0, tzinfo=WIB)
    waiting = Times(READY)
    assert judge(parse_standard("1 hari"), waiting, later, decreed()).verdict is Verdict.NONE
    friday = parse_standard("Jumat minggu I")
    assert judge(friday, waiting, later, decreed(), date(2026, 12, 4)).verdict is Verdict.OVER
    assert judge(friday, Times(), later, decreed(), date(2026, 12, 4)).verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("span", "by_clock", "by_work"),
    [
        (timedelta(seconds=20), "kurang dari 1 menit", "kurang dari 1 menit"),
        (timedelta(minutes=8), "8 menit", "8 menit"),
        (timedelta(hours=6), "6 jam", "6 jam"),
        (timedelta(hours=8, minutes=30), "8 jam 30 menit", "1 hari kerja"),
        (timedelta(hours=27), "1 hari 3 jam", "3 hari kerja 1 jam"),
    ],
)
def test_spans_are_spelled(span: timedelta, by_clock: str, by_work: str) -> None:
    assert (clock_text(span), working_text(span)) == (by_clock, by_work)


@given(
    st.integers(0, 40_000), st.integers(0, 40_000), st.sampled_from(["1 hari", "5-10 menit", "1 bulan", "3 hari kerja"])
)
def test_taking_longer_never_mends_a_verdict(first: int, more: int, text: str) -> None:
    start = READY
    sooner, later = start + timedelta(minutes=first), start + timedelta(minutes=first + more)
    verdicts = [
        judge(parse_standard(text), Times(READY, start, end), end, decreed()).verdict for end in (sooner, later)
    ]
    assert verdicts != [Verdict.OVER, Verdict.WITHIN]


def nganjuk_plan(month: Month, rule: str = "jumat_pertama", cutoff_days: int = 2) -> Plan:
    text = (settings.DEFINITIONS / "sop" / "kecamatan-nganjuk-01-2021.yaml").read_text(encoding="utf-8")
    steps = [
        PlannedStep(step.key, step.label, step.text, step.standard, step.work is Work.COLLECTION)
        for step in parse_sop(text).steps
    ]
    meeting = coordination_meeting(month.plus(1), rule, "berikutnya", decreed())
    cutoff = cutoff_day(meeting.day, cutoff_days, decreed())
    return make_plan(
        month, steps, PeriodDates(due_day(month, "hari_kerja_terakhir", decreed()), cutoff, meeting), decreed()
    )


def test_the_plan_of_november_2026() -> None:
    plan = nganjuk_plan(Month(2026, 11))
    assert {row.step.key: (row.start, row.end) for row in plan.rows} == {
        "pemilahan": (date(2026, 11, 2), date(2026, 11, 2)),
        "penyerahan": (date(2026, 11, 3), date(2026, 11, 3)),
        "pengumpulan": (date(2026, 11, 3), date(2026, 12, 2)),
        "pengisian": (date(2026, 12, 2), date(2026, 12, 2)),
        "monev": (date(2026, 12, 3), date(2026, 12, 3)),
        "tindak_lanjut": (date(2026, 12, 4), date(2026, 12, 4)),
        "penghitungan": (date(2026, 12, 7), date(2026, 12, 9)),
    }
    assert not plan.collides
    assert not plan.doubts


def test_steps_collide_before_11_of_the_36_meetings_of_2025_to_2027() -> None:
    """The day collection closes must lie after the day entries are due: else two working days do not fit between."""
    plans = [nganjuk_plan(Month(2024, 12).plus(count)) for count in range(36)]
    assert sum(plan.collides for plan in plans) == 11


def test_the_friday_of_the_first_full_week_never_collides() -> None:
    assert not any(nganjuk_plan(Month(2024, 12).plus(count), "jumat_minggu_penuh").collides for count in range(36))


def test_too_short_a_time_before_the_meeting_is_named() -> None:
    plan = nganjuk_plan(Month(2026, 11), cutoff_days=1)
    (sentence,) = plan.collisions
    assert sentence == (
        "Tahapan 4. Monitoring dan evaluasi (rencana selesai Jumat, 4 Desember 2026) "
        "belum selesai sebelum tahapan 5 pada Jumat, 4 Desember 2026."
    )


def test_a_plan_into_a_guessed_year_is_marked() -> None:
    plan = nganjuk_plan(Month(2026, 12))
    assert plan.doubts == ["Hari libur tahun 2027 masih perkiraan: belum seluruhnya ditetapkan pemerintah."]
    assert any(row.is_estimate for row in plan.rows)


@pytest.mark.parametrize(
    ("standard", "minutes", "share"),
    [("5-10 menit", 8, "80.0"), ("5-10 menit", 26, "260.0"), ("1 hari", 510, "100.0"), ("Jumat minggu I", 8, None)],
)
def test_the_time_taken_is_a_share_of_the_upper_figure(standard: str, minutes: int, share: str | None) -> None:
    begin = datetime(2026, 11, 23, 7, 30, tzinfo=WIB)
    end = begin + timedelta(minutes=minutes)
    held = parse_standard(standard)
    judged = judge(held, Times(begin, begin, end), end, decreed(), date(2026, 12, 4))
    assert share_of(held, judged, begin, decreed()) == (None if share is None else Decimal(share))
    assert share_of(held, judged, None, decreed()) is None
