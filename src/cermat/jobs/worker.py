"""Doing the queued work: one job at a time under a lease, at least once, taken up again when a worker dies."""

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import Error, close_old_connections, connection
from django.utils import timezone

from cermat.jobs.handlers import BROKEN, HANDLERS
from cermat.notifications.actions import ATTEMPTS, LEASE, claim_job, renew_lease, return_job, settle_job
from cermat.notifications.models import Job

log = logging.getLogger(__name__)
IDLE = 0.5  # seconds between looks at an empty queue
BEAT = LEASE / 3


def run_due_jobs(now: datetime) -> int:
    """Do everything that is due at `now`, and what that asks for in turn; an error stops it. How many jobs."""
    done = 0
    while job := claim_job(at=now, clock=timezone.now()):
        if error := attempt(job, now):
            raise error
        done += 1
    return done


def attempt(job: Job, now: datetime) -> Exception | None:
    """Do one claimed job and write down how it went; the error, if there was one."""
    handler = HANDLERS.get(job.topic)
    if handler is None:
        error = LookupError(f"No handler for topic {job.topic!r}: name one in jobs/handlers.py.")
        return_job(job=job, error=str(error), now=now, final=True)
        return error
    if job.attempts > ATTEMPTS:
        error = LookupError(f"{job.attempts - 1} workers died doing this job.")
        return_job(job=job, error=str(error), now=now, final=True)
        _tell_broken(job, now)
        return error
    try:
        handler(job.payload, now)
    except Exception as problem:  # whatever a handler does, the queue goes on
        return_job(job=job, error=traceback.format_exc(), now=now)
        if not isinstance(problem, Error) or job.attempts >= ATTEMPTS:  # a database that is busy is asked again
            _tell_broken(job, now)
        return problem
    settle_job(job=job, now=now)
    return None


def _tell_broken(job: Job, now: datetime) -> None:
    if ended := BROKEN.get(job.topic):
        try:
            ended(job.payload, now)
        except Exception:  # somebody called it off in this moment, or the database is away: the queue goes on
            log.exception("nobody was told that job %s (%s) is broken", job.pk, job.topic)


@contextmanager
def heartbeat(job: Job, every: timedelta = BEAT) -> Iterator[None]:
    """Renew the lease while the work lasts, however long that is."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(every.total_seconds()):
            try:
                renew_lease(job=job, clock=timezone.now())
            except Error as problem:  # the database is busy with the very work we wait for: the next beat will do
                log.warning("heartbeat of job %s: %s", job.pk, problem)
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def work_once() -> bool:
    """Do the next due job, if there is one."""
    job = claim_job(at=timezone.now(), clock=timezone.now())
    if job is None:
        return False
    with heartbeat(job):
        if error := attempt(job, timezone.now()):
            log.error("job %s (%s), attempt %s: %s", job.pk, job.topic, job.attempts, error)
    return True


def forever(step: Callable[[], bool], stop: threading.Event, pause: float) -> None:
    """Call `step` until told to stop; rest a little whenever it had nothing to do. A database away is waited for."""
    while not stop.is_set():
        close_old_connections()
        try:
            busy = step()
        except Error:
            log.exception("the database did not answer")
            busy = False
        if not busy:
            stop.wait(pause)
    connection.close()
