"""What `./cermat check` and `./cermat test` run, here and in CI alike."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from django.conf import settings

BIN = Path(sys.executable).parent
PYTHON = [sys.executable, "-m"]
Say = Callable[[str], object]
STOPPING = 20  # seconds until a run that was asked to end is ended

STEPS: list[tuple[str, list[str]]] = [
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("types", [str(BIN / "mypy")]),
    ("imports", [str(BIN / "lint-imports")]),
    ("templates", [str(BIN / "djlint"), "src", "--lint", "--quiet"]),
    ("template format", [str(BIN / "djlint"), "src", "--check", "--quiet"]),
    ("system", [*PYTHON, "cermat", "check", "--fail-level", "WARNING"]),
    ("deployment", ["env", "CERMAT_HTTPS=true", *PYTHON, "cermat", "check", "--deploy", "--fail-level", "WARNING"]),
    ("migrations", [*PYTHON, "cermat", "makemigrations", "--check", "--dry-run"]),
    ("shell", ["sh", "-n", "cermat"]),
    ("ci", ["bash", "-n", ".ci/run"]),
    ("tests", [*PYTHON, "pytest", "--collect-only", "--quiet"]),  # found, and compiled once for all who run them
]


def environment(**more: str) -> dict[str, str]:
    """Ours, with what Python compiles kept: the tests start many programs, and each would compile all of it again."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(settings.ROOT / "src"), "COLUMNS": "160"} | more


def check(say: Say) -> int:
    """Run every step, one line each, the output only of those that fail. The number of failures."""
    failures = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # each waits for a program of its own
        for name, done, took in pool.map(step, STEPS):
            failed = done.returncode != 0
            say(f"{'GAGAL' if failed else 'ok':<6}{name:<18}{took:5.1f} s")
            if failed:
                failures += 1
                say((done.stdout + done.stderr).strip())
    return failures


def step(named: tuple[str, list[str]]) -> tuple[str, subprocess.CompletedProcess[str], float]:
    """Run one step: its name, what it said, and how many seconds it took."""
    name, words = named
    begun = time.monotonic()
    done = subprocess.run(words, cwd=settings.ROOT, env=environment(), capture_output=True, text=True, check=False)
    return name, done, time.monotonic() - begun


def test(say: Say, words: list[str]) -> int:
    """All tests on SQLite, and beside them those that touch the database on PostgreSQL. The exit code: the first that
    is not 0.

    Side by side, because tests often wait: for a browser, a program they started, the other database. The output of
    PostgreSQL is kept back until SQLite's has been read, so that the two never mix.
    """
    with tempfile.TemporaryFile() as kept:
        beside = run_tests("postgres", words, kept)
        try:
            say("== sqlite (postgres berjalan bersamaan, hasilnya menyusul)")
            sys.stdout.flush()
            first = run_tests("sqlite", words, None).wait()
            say("== postgres")
            second = beside.wait()
        finally:
            stop(beside)
        kept.seek(0)
        say(kept.read().decode(errors="replace").rstrip())
    return first or second


def run_tests(database: str, words: list[str], output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    """Eight workers on two cores, since some always wait; SQLite has nearly three times as many tests."""
    workers = "5" if database == "sqlite" else "3"
    return subprocess.Popen(
        [*PYTHON, "pytest", "-n", workers, "--dist", "worksteal", *words],
        cwd=settings.ROOT,
        env=environment(CERMAT_TEST_DATABASE=database),
        stdout=output,
        stderr=None if output is None else subprocess.STDOUT,
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    """Where the other run was broken off: pytest takes its workers and its cluster with it."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOPPING)
        except subprocess.TimeoutExpired:
            process.kill()
