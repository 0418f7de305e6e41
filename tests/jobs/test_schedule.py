from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from cermat.jobs.handlers import tidy
from cermat.jobs.schedule import SCHEDULE, Slot, run_slot, run_slots
from cermat.notifications.actions import post, tell_about_failed_jobs
from cermat.notifications.models import Job, Message, ScheduledRun
from tests.factories import NOW, office

pytestmark = pytest.mark.django_db


def test_each_slot_runs_once() -> None:
    assert run_slots(NOW) == ["minutely", "daily", "monthly"]
    assert run_slots(NOW) == []
    assert run_slots(NOW + timedelta(minutes=1)) == ["minutely"]
    assert "daily" in run_slots(NOW + timedelta(days=1))


def test_a_day_begins_at_midnight_in_java() -> None:
    last = datetime(2026, 11, 23, 16, 59, tzinfo=UTC)  # 23.59 WIB
    run_slots(last)
    assert "daily" in run_slots(last + timedelta(minutes=1))


def test_a_slot_that_broke_is_left_to_the_next_worker() -> None:
    def broken(_now) -> None:
        raise ValueError("listrik padam")

    with pytest.raises(ValueError, match="listrik"):
        run_slot(Slot("daily", "%Y-%m-%d", broken), NOW)
    assert run_slot(SCHEDULE[1], NOW)


def test_the_database_keeps_one_row_per_slot() -> None:
    ScheduledRun.objects.create(name="daily", slot="2026-11-23", at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ScheduledRun.objects.create(name="daily", slot="2026-11-23", at=NOW)


def test_old_news_and_done_jobs_leave_after_three_months() -> None:
    here = office()
    old = NOW - timedelta(days=91)
    Job.objects.create(topic="mail", not_before=old, created=old, state="done", done_at=old)
    Job.objects.create(topic="mail", not_before=old, created=old, state="failed")
    Message.objects.create(user=here.camat, text="lama", key="a", created=old, read_at=old)
    Message.objects.create(user=here.camat, text="belum dibaca", key="b", created=old)
    Session.objects.create(session_key="lama", session_data="", expire_date=NOW - timedelta(hours=1))
    Session.objects.create(session_key="baru", session_data="", expire_date=NOW + timedelta(hours=1))
    tidy({}, NOW)
    assert Session.objects.get().session_key == "baru"
    assert Job.objects.get().state == "failed"
    assert Message.objects.get().text == "belum dibaca"


def test_the_administrator_hears_once_of_a_failed_job() -> None:
    here = office()
    job = post(topic="mail", payload={}, kecamatan=here.kecamatan, now=NOW)
    Job.objects.filter(pk=job.pk).update(state="failed", error="x")
    for _ in range(2):
        assert tell_about_failed_jobs(now=NOW) == 1
    message = Message.objects.get()
    assert message.user == here.admin
    assert str(job.pk) in message.text


def test_a_late_start_does_not_swallow_the_next_day() -> None:
    morning = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 08.00 WIB: the server was off at midnight
    midnight = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # 00.00 WIB of the 24th, the same day in UTC
    run_slots(morning)
    run_slots(midnight)
    assert Job.objects.filter(topic="tidy").count() == 2
