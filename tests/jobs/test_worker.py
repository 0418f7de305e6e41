import threading
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.jobs import handlers
from cermat.jobs.worker import attempt, heartbeat, run_due_jobs, work_once
from cermat.lib.errors import ConflictError
from cermat.notifications.actions import ATTEMPTS, LEASE, claim_job, post, renew_lease, return_job, settle_job
from cermat.notifications.models import Job, JobState
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch) -> list[object]:
    """A topic `note` that writes down what it was asked, and one, `trouble`, that always fails."""
    seen: list[object] = []

    def trouble(_payload, _now):
        raise ValueError("tinta habis")

    monkeypatch.setitem(handlers.HANDLERS, "note", lambda payload, _now: seen.append(payload["n"]))
    monkeypatch.setitem(handlers.HANDLERS, "trouble", trouble)
    return seen


def test_due_jobs_are_done_in_order(done) -> None:
    for n in range(3):
        post(topic="note", payload={"n": n}, now=NOW)
    assert run_due_jobs(NOW) == 3
    assert done == [0, 1, 2]
    assert set(Job.objects.values_list("state", "lease", "done_at")) == {("done", None, NOW)}


def test_a_job_for_later_waits(done) -> None:
    post(topic="note", payload={"n": 1}, now=NOW, not_before=NOW + timedelta(days=1))
    assert run_due_jobs(NOW) == 0
    assert run_due_jobs(NOW + timedelta(days=1)) == 1


def test_work_asked_for_by_work_is_done_in_the_same_round(done, monkeypatch) -> None:
    monkeypatch.setitem(handlers.HANDLERS, "first", lambda _payload, now: post(topic="note", payload={"n": 7}, now=now))
    post(topic="first", payload={}, now=NOW)
    assert run_due_jobs(NOW) == 2
    assert done == [7]


def test_a_claimed_job_is_not_claimed_twice() -> None:
    post(topic="note", payload={}, now=NOW)
    assert claim_job(at=NOW, clock=NOW)
    assert claim_job(at=NOW, clock=NOW + LEASE / 2) is None


def test_a_job_whose_lease_is_over_is_taken_up_again() -> None:
    post(topic="note", payload={}, now=NOW)
    dead = claim_job(at=NOW, clock=NOW)
    alive = claim_job(at=NOW, clock=NOW + LEASE * 2)
    assert dead
    assert alive
    assert alive.pk == dead.pk
    settle_job(job=dead, now=NOW)  # the dead one wakes up: its lease counts no more
    assert Job.objects.get().state == JobState.LEASED
    assert not renew_lease(job=dead, clock=NOW)
    settle_job(job=alive, now=NOW)
    assert Job.objects.get().state == JobState.DONE


def test_a_renewed_lease_keeps_others_away() -> None:
    post(topic="note", payload={}, now=NOW)
    job = claim_job(at=NOW, clock=NOW)
    assert job
    assert renew_lease(job=job, clock=NOW + LEASE)
    assert claim_job(at=NOW, clock=NOW + LEASE * 1.5) is None


def test_an_error_is_kept_and_tried_again_after_a_growing_wait(done) -> None:
    post(topic="trouble", payload={}, now=NOW)
    moment, waits = NOW, []
    for _ in range(ATTEMPTS):
        job = claim_job(at=moment, clock=moment)
        assert job
        attempt(job, moment)
        job.refresh_from_db()
        assert "tinta habis" in job.error
        waits.append(job.not_before - moment)
        moment = job.not_before
    assert waits == sorted(waits)
    assert job.state == JobState.FAILED
    assert claim_job(at=moment + timedelta(days=9), clock=moment) is None


def test_an_error_stops_a_round_that_a_test_or_the_demo_asked_for(done) -> None:
    post(topic="trouble", payload={}, now=NOW)
    with pytest.raises(ValueError, match="tinta habis"):
        run_due_jobs(NOW)


def test_the_worker_outlives_a_message_that_cannot_be_told(done, monkeypatch) -> None:
    def called_off(_payload, _now):
        raise ConflictError("Buku kerja ini sudah dibatalkan.")

    monkeypatch.setitem(handlers.BROKEN, "trouble", called_off)
    post(topic="trouble", payload={}, now=NOW)
    job = claim_job(at=NOW, clock=NOW)
    assert job is not None
    assert isinstance(attempt(job, NOW), ValueError)


def test_a_topic_nobody_handles_fails_at_once_and_says_so() -> None:
    post(topic="unheard_of", payload={}, now=NOW)
    with pytest.raises(LookupError):
        run_due_jobs(NOW)
    job = Job.objects.get()
    assert job.state == JobState.FAILED
    assert "unheard_of" in job.error


def test_a_job_that_kills_its_workers_fails_in_the_end(done) -> None:
    post(topic="note", payload={"n": 1}, now=NOW)
    for turn in range(ATTEMPTS):
        assert claim_job(at=NOW, clock=NOW + LEASE * 2 * turn)
    job = claim_job(at=NOW, clock=NOW + LEASE * 2 * ATTEMPTS)
    assert job
    assert attempt(job, NOW)
    assert Job.objects.get().state == JobState.FAILED
    assert done == []


@pytest.mark.parametrize(
    "wrong",
    [{"state": "leased"}, {"state": "done"}, {"lease_until": NOW}, {"done_at": NOW}],
)
def test_the_database_refuses_a_job_that_is_half_leased_or_half_done(wrong) -> None:
    job = post(topic="note", payload={}, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["claim", "settle", "return", "die"]), max_size=20))
def test_whatever_happens_a_job_is_owned_once_and_ends_only_when_settled(events) -> None:
    with transaction.atomic():
        post(topic="note", payload={}, now=NOW)
        held, moment = None, NOW
        for event in events:
            if event == "claim":
                taken = claim_job(at=moment + timedelta(days=9), clock=moment)
                assert not (taken and held)
                held = taken or held
            elif event == "die":
                moment, held = moment + LEASE * 2, None
            elif held and event == "settle":
                settle_job(job=held, now=moment)
                held = None
                assert Job.objects.get().state == JobState.DONE
            elif held:
                return_job(job=held, error="x", now=moment)
                held = None
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_the_same_job(monkeypatch) -> None:
    counted: list[int] = []
    monkeypatch.setitem(handlers.HANDLERS, "note", lambda payload, _now: counted.append(payload["n"]))
    for n in range(30):
        post(topic="note", payload={"n": n}, now=timezone.now())

    def work() -> None:
        while work_once():
            pass
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(counted) == list(range(30))


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_renews_the_lease_of_long_work() -> None:
    post(topic="note", payload={}, now=timezone.now())
    job = claim_job(at=timezone.now(), clock=timezone.now())
    assert job
    assert job.lease_until
    with heartbeat(job, every=timedelta(milliseconds=20)):
        time.sleep(0.3)
    assert Job.objects.get().lease_until > job.lease_until
