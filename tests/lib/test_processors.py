import json
import os
import subprocess
import sys

import pytest

from cermat.lib import processors

ASKED = """
import json, os
from cermat.lib.processors import allowed, keep_to_one, use_all
os.sched_setaffinity(0, json.loads(os.environ["OF"]))
before = sorted(os.sched_getaffinity(0))
os.environ |= allowed()
keep_to_one()
kept = sorted(os.sched_getaffinity(0))
use_all()
print(json.dumps([before, kept, sorted(os.sched_getaffinity(0))]))
"""
HERE = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@pytest.mark.skipif(not HERE, reason="the system has no such choice")
@pytest.mark.parametrize("given", [HERE, HERE[:1]])
def test_a_process_keeps_to_one_processor_and_takes_back_what_it_was_given(given) -> None:
    """In a process of its own: this one goes on testing. Never more than `taskset` has left it."""
    environment = os.environ | {"OF": json.dumps(given)}
    said = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, check=True, env=environment)
    before, kept, after = json.loads(said.stdout)
    assert (before, kept, after) == (given, given[-1:], given)


def test_where_nothing_was_taken_nothing_is_taken_back(monkeypatch) -> None:
    monkeypatch.delenv(processors.ALLOWED, raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", pytest.fail, raising=False)
    processors.use_all()
