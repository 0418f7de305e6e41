"""A real worker process is killed in the middle of a job; the next one does the job."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cermat.notifications.actions import post
from cermat.notifications.models import Job, JobState

SLOW_WORKER = """
import os, sys, time, django
django.setup()
from django.conf import settings
from django.db import connections
from cermat.jobs import handlers, worker
from cermat.notifications import actions
connections["default"].settings_dict["NAME"] = sys.argv[1]
actions.LEASE = actions.timedelta(seconds=2)
pause = float(sys.argv[2])
def slow(payload, now):
    with open(payload["file"], "a") as file:
        file.write("begun\\n")
    time.sleep(pause)
    with open(payload["file"], "a") as file:
        file.write("done\\n")
handlers.HANDLERS["slow"] = slow
while not os.path.exists(sys.argv[3]):
    worker.work_once() or time.sleep(0.05)
"""


OWN_WORKER = """
import sys, django
django.setup()
from django.core.management import call_command
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
call_command("worker", verbosity=2)
"""


def start(program: str, *words: str, **more: int) -> subprocess.Popen[bytes]:
    """A worker in a process of its own, on the database of the test."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "cermat.config.settings", "PYTHONPATH": "src"}
    line = [sys.executable, "-c", program, str(connection.settings_dict["NAME"]), *words]
    return subprocess.Popen(line, env=environment, cwd=settings.ROOT, **more)


def wait_for(question, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_is_done_by_the_next(tmp_path: Path) -> None:
    told, end = tmp_path / "told", tmp_path / "end"
    post(topic="slow", payload={"file": str(told)}, now=timezone.now())
    first = start(SLOW_WORKER, "60", str(end))
    wait_for(told.exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert Job.objects.get().state == JobState.LEASED
    second = start(SLOW_WORKER, "0", str(end))
    wait_for(lambda: Job.objects.get().state == JobState.DONE)
    end.touch()
    assert second.wait(timeout=10) == 0
    assert told.read_text().split() == ["begun", "begun", "done"]
    assert Job.objects.get().attempts == 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_ends_cleanly_when_told_to() -> None:
    worker = start(OWN_WORKER, stdout=subprocess.PIPE)
    assert worker.stdout
    assert b"siap" in worker.stdout.readline()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
