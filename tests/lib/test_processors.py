import json
import subprocess
import sys

ASKED = """
import json, os
from cermat.lib.processors import keep_to_one, use_all
before = len(os.sched_getaffinity(0))
keep_to_one()
kept = len(os.sched_getaffinity(0))
use_all()
print(json.dumps([before, kept, len(os.sched_getaffinity(0))]))
"""


def test_a_process_keeps_to_one_processor_and_takes_all_back() -> None:
    """In a process of its own: this one goes on testing."""
    said = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, check=True)
    before, kept, after = json.loads(said.stdout)
    assert kept == 1
    assert after >= before  # what the machine itself forbids stays forbidden
