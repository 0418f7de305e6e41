"""`./cermat bench survey`: stored answers a second, beside the least that Django can do, on both databases.

Everything runs in throw-away databases: the real server (granian, as `./cermat run` starts it), then a bare view on the
same server and database settings, 8 closed-loop clients each, and every acknowledged row is counted at the end.
"""

import json
import math
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from cermat.operations.commands import cluster
from cermat.operations.commands.serving import APPLICATION, server_words, start_server

HOST = "127.0.0.1"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
HERE = __name__
SECRET = "bench-" + "0123456789" * 5  # of throw-away databases
GENEROUS = "1000000000/1000000000"  # nobody is turned away or flagged
OTHER_SERVER = 141  # answers a second: the fastest form server we measured, by a client written in Python
QUESTIONS = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarana",
)


@dataclass(frozen=True)
class Size:
    """How much is measured. `pages`: answers behind the small and the large result page, and how often each opens."""

    seconds: float = 8.0
    clients: int = 8
    pages: tuple[int, int, int] = (1_000, 1_000_000, 15)


WHOLE = Size()


@dataclass(frozen=True)
class Run:
    """What the clients of one run saw. `took`: seconds of each request, ascending."""

    took: tuple[float, ...]
    stored: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.stored / self.seconds

    def at(self, share: float) -> float:
        """Milliseconds that this share of the requests took at most."""
        return self.took[min(len(self.took) - 1, math.ceil(share * len(self.took)) - 1)] * 1000


@dataclass(frozen=True)
class Measured:
    vendor: str
    survey: Run
    bare: Run
    plain: Run
    rows: dict[str, int]  # in the tables at the end
    pages: dict[str, float]

    @property
    def is_whole(self) -> bool:
        """Every acknowledged row is in the database, and no other."""
        return self.rows == {"survey": self.survey.stored + self.plain.stored, "bare": self.bare.stored}


def measure(size: Size = WHOLE, databases: tuple[str, ...] = tuple(NAMES)) -> Iterator[Measured]:
    """First SQLite, then PostgreSQL where its server programs are installed."""
    if "sqlite" in databases:
        with tempfile.TemporaryDirectory(prefix="cermat-bench-") as folder:
            yield _measured("sqlite", environment_of(folder, ""), size)
    programs = cluster.binaries()
    if programs is None or "postgresql" not in databases:
        return
    server = cluster.Cluster(programs, cluster.ALONE)
    server.start()
    try:
        with tempfile.TemporaryDirectory(prefix="cermat-bench-") as folder:
            yield _measured("postgresql", environment_of(folder, server.url), size)
    finally:
        server.stop()


def environment_of(folder: str, database: str) -> dict[str, str]:
    Path(folder, "static").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CERMAT_")}
    return kept | {
        "CERMAT_VAR": folder,
        "CERMAT_DATABASE": database,
        "CERMAT_SECRET_KEY": SECRET,
        "CERMAT_SURVEY_SOFT": GENEROUS,
        "CERMAT_SURVEY_SLOW": GENEROUS,
        "CERMAT_SURVEY_TABLET": GENEROUS,
        "CERMAT_SURVEY_HARD": GENEROUS,
        "CERMAT_SURVEY_BURST": GENEROUS,
        "PYTHONPATH": str(settings.ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "cermat.config.settings",
    }


def _measured(vendor: str, environment: dict[str, str], size: Size) -> Measured:
    site = _site(environment, "prepare")
    orders = _orders(site, size)
    with _served(vendor, environment, f"{HERE}.bare:application") as port:
        bare = _run(environment, size, orders | {"port": port, "path": "/store/"}, "bare")
    with _served(vendor, environment, APPLICATION) as port:
        survey = _run(environment, size, orders | {"port": port}, "survey")
        plain = _run(environment, size, orders | {"port": port, "plain": True}, "plain")
    rows = _site(environment, "counted")
    pages = _site(environment, "pages", *size.pages) if size.pages[1] else {}
    return Measured(vendor, survey, bare, plain, rows, pages)


def _orders(site: dict[str, Any], size: Size) -> dict[str, Any]:
    questions = {f"q_{name}": str(1 + at % 4) for at, name in enumerate(QUESTIONS)}
    return {
        "host": HOST,
        "path": f"/s/{site['code']}/jawaban/",
        "token_path": f"/s/{site['code']}/token/",
        "fields": {"service": str(site["service"]), **questions, "sex": "p", "age": "35"},
        "secret": SECRET,
        "survey": site["survey"],
        "expires": int(time.time()) + 3600,
        "seconds": size.seconds,
        "plain": False,
    }


def _site(environment: dict[str, str], word: str, *numbers: int) -> dict[str, Any]:
    words = [sys.executable, "-m", f"{HERE}.site", word, *map(str, numbers)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-4000:])
    made: dict[str, Any] = json.loads(done.stdout)
    return made


@contextmanager
def _served(vendor: str, environment: dict[str, str], application: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    words = server_words(HOST, port, vendor=vendor, application=application)
    child = start_server(words, environment, vendor=vendor)
    try:
        _wait_for(child, port)
        yield port
    finally:
        child.terminate()
        child.wait(30)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _wait_for(child: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and child.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            time.sleep(1)  # the workers load the application after the socket listens
            return
    raise RuntimeError("the server did not start")


def _run(environment: dict[str, str], size: Size, orders: dict[str, Any], name: str) -> Run:
    """All clients begin together; a short run before it warms the server up and is counted as stored, not as time."""
    warmed = _clients(environment, size.clients, orders | {"seconds": min(1.0, size.seconds)}, f"{name}-warm")
    ran = _clients(environment, size.clients, orders, name)
    took = tuple(sorted(second for client in ran for second in client["took"]))
    stored = sum(client["stored"] for client in ran)
    total = stored + sum(client["stored"] for client in warmed)
    return Run(took, total, size.seconds * total / max(stored, 1))


def _clients(environment: dict[str, str], count: int, orders: dict[str, Any], name: str) -> list[dict[str, Any]]:
    words = [sys.executable, "-m", f"{HERE}.client"]
    crew = [
        subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _each in range(count)
    ]
    for number, client in enumerate(crew):
        assert client.stdin
        client.stdin.write(json.dumps(orders | {"name": f"{name}-{number:02d}-"}) + "\n")
        client.stdin.flush()
    for client in crew:
        assert client.stdout
        client.stdout.readline()
    for client in crew:
        assert client.stdin
        client.stdin.write("go\n")
        client.stdin.flush()
    return [json.loads(client.communicate()[0]) for client in crew]
