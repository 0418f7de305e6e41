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


def start(pause: float, end: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "cermat.config.settings", "PYTHONPATH": "src"}
    words = [sys.executable, "-c", SLOW_WORKER, connection.settings_dict["NAME"], str(pause), str(end)]
    return subprocess.Popen(words, env=environment, cwd=settings.ROOT)


def wait_for(question, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_is_done_by_the_next(tmp_path: Path) -> None:
    told, end = tmp_path / "told", tmp_path / "end"
    post(topic="slow", payload={"file": str(told)}, now=timezone.now())
    first = start(60, end)
    wait_for(told.exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert Job.objects.get().state == JobState.LEASED
    second = start(0, end)
    wait_for(lambda: Job.objects.get().state == JobState.DONE)
    end.touch()
    assert second.wait(timeout=10) == 0
    assert told.read_text().split() == ["begun", "begun", "done"]
    assert Job.objects.get().attempts == 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_ends_cleanly_when_told_to() -> None:
    environment = os.environ | {"CERMAT_DATABASE": os.environ.get("CERMAT_DATABASE", ""), "PYTHONPATH": "src"}
    subprocess.run([sys.executable, "-m", "cermat", "migrate", "-v0"], env=environment, cwd=settings.ROOT, check=True)
    words = [sys.executable, "-m", "cermat", "worker", "-v2"]
    worker = subprocess.Popen(words, env=environment, cwd=settings.ROOT, stdout=subprocess.PIPE)
    assert worker.stdout
    assert b"siap" in worker.stdout.readline()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
