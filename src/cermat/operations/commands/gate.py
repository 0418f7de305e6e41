"""What `./cermat check` and `./cermat test` run, here and in CI alike."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

BIN = Path(sys.executable).parent
PYTHON = [sys.executable, "-m"]
Say = Callable[[str], object]

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
]


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(settings.ROOT / "src"), "COLUMNS": "160"} | more


def check(say: Say) -> int:
    """Run every step, one line each, the output only of those that fail. The number of failures."""
    failures = 0
    for name, words in STEPS:
        begun = time.monotonic()
        done = subprocess.run(words, cwd=settings.ROOT, env=environment(), capture_output=True, text=True, check=False)
        failed = done.returncode != 0
        say(f"{'GAGAL' if failed else 'ok':<6}{name:<18}{time.monotonic() - begun:5.1f} s")
        if failed:
            failures += 1
            say((done.stdout + done.stderr).strip())
    return failures


def test(say: Say, words: list[str]) -> int:
    """All tests on SQLite, then those that touch the database on PostgreSQL. The exit code: the first that is not 0."""
    codes = []
    for database in ("sqlite", "postgres"):
        say(f"== {database}")
        sys.stdout.flush()
        done = subprocess.run(
            # three on two cores: one often waits for a browser or a program it started
            [*PYTHON, "pytest", "-n", "3", "--dist", "worksteal", *words],
            cwd=settings.ROOT,
            env=environment(CERMAT_TEST_DATABASE=database),
            check=False,
        )
        codes.append(done.returncode)
    return next((code for code in codes if code), 0)
