"""Serving: the web server and the worker as child processes, watched until Ctrl+C."""

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings
from django.db import connection

from cermat.lib.processors import allowed, keep_to_one

Say = Callable[[str], object]
STARTS = 5  # a worker that dies more often than this ends the run
PR_SET_PDEATHSIG = 1
PATIENCE = 30.0  # seconds for the server to answer, and for children to end


def port_problem(host: str, port: int) -> str:
    """Why the address cannot be used, as a sentence with what to type; empty when it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} sedang dipakai program lain. Ketik: ./cermat run --port {port + 1}"
            return f"Alamat {host}:{port} tidak dapat dipakai ({error.strerror}). Ketik: ./cermat run --port 8000"
    return ""


APPLICATION = "cermat.config.wsgi:application"


def server_words(host: str, port: int, *, vendor: str = "", application: str = APPLICATION) -> list[str]:
    """One process with threads suits SQLite, where writes queue anyway; PostgreSQL gets two. `vendor`: of another
    database than this process has."""
    workers = "1" if (vendor or connection.vendor) == "sqlite" else "2"
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host.strip("[]"), "--port", str(port)),
        *("--workers", workers, "--blocking-threads", "8", "--backlog", "1024", "--no-ws", "--http", "1"),
        *("--log-level", "error", "--respawn-failed-workers", "--workers-kill-timeout", "10s"),
        application,
    ]


def start_server(words: list[str], environment: dict[str, str], *, vendor: str = "") -> subprocess.Popen[bytes]:
    """The one process of SQLite keeps to one processor (docs/adr/0020): its threads take turns anyway."""
    alone = (vendor or connection.vendor) == "sqlite"
    return _child(words, environment, _keep_to_one if alone else _end_with_parent)


def _child(words: list[str], environment: dict[str, str], before: Callable[[], None]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        words,
        env=environment,
        start_new_session=True,
        preexec_fn=before if sys.platform == "linux" else None,  # noqa: PLW1509 - we have one thread
    )


def _end_with_parent() -> None:
    """In the child, before its program starts: be told to end when we are killed, so that no server is left behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _keep_to_one() -> None:
    _end_with_parent()
    keep_to_one()


def child_environment(host: str) -> dict[str, str]:
    hosts = [*settings.ALLOWED_HOSTS, f"[{host}]" if ":" in host and "[" not in host else host]
    return os.environ | allowed() | {"PYTHONPATH": str(settings.ROOT / "src"), "CERMAT_HOSTS": ",".join(hosts)}


@dataclass
class Crew:
    """The two children. They stand in a session of their own, so that Ctrl+C reaches them through us, once."""

    host: str
    port: int
    say: Say
    server: subprocess.Popen[bytes] = field(init=False)
    worker: subprocess.Popen[bytes] = field(init=False)
    starts: int = 0
    stopping: bool = False

    def start(self) -> None:
        self.server = start_server(server_words(self.host, self.port), child_environment(self.host))
        self.start_worker()

    def start_worker(self) -> None:
        self.starts += 1
        words = [sys.executable, "-m", "cermat", "worker"]
        self.worker = _child(words, child_environment(self.host), _end_with_parent)

    def answers(self) -> bool:
        """Wait until the server takes connections; False when it ended or took too long."""
        until = time.monotonic() + PATIENCE
        target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host).strip("[]")  # noqa: S104
        while time.monotonic() < until and self.server.poll() is None and not self.stopping:
            try:
                socket.create_connection((target, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return True
        return False

    def watch(self) -> int:
        """Until told to stop: a dead worker is started again, a dead server ends the run. The exit code."""
        while not self.stopping:
            if self.server.poll() is not None:
                self.say(f"Server berhenti sendiri (kode {self.server.returncode}). Cermat dihentikan.")
                return 1
            if self.worker.poll() is not None:
                if self.starts >= STARTS:
                    self.say(f"Pekerja latar berhenti {STARTS} kali. Cermat dihentikan; periksa pesan di atas.")
                    return 1
                self.say("Pekerja latar berhenti sendiri; dijalankan lagi.")
                self.start_worker()
            time.sleep(0.3)
        return 0

    def end(self) -> None:
        """End both with everything they started; whoever does not end in time is killed."""
        children = [self.server, self.worker]
        for child in children:
            _signal_group(child, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, until - time.monotonic()))
            _signal_group(child, signal.SIGKILL)
            child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)


def serve(crew: Crew, greet: Callable[[], object]) -> int:
    """Start, greet once the server answers, watch, and clear up. The exit code."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        crew.stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    crew.start()
    try:
        if crew.answers():
            greet()
        elif not crew.stopping:
            crew.say("Server tidak menjawab. Periksa pesan di atas.")
            return 1
        return crew.watch()
    finally:
        crew.end()
