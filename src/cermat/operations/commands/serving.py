"""Serving: the web server and the worker as child processes, watched until Ctrl+C."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings
from django.db import connection

Say = Callable[[str], object]
STARTS = 5  # a worker that dies more often than this ends the run
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


def server_words(host: str, port: int) -> list[str]:
    """One process with threads suits SQLite, where writes queue anyway; PostgreSQL gets two."""
    workers = "1" if connection.vendor == "sqlite" else "2"
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host.strip("[]"), "--port", str(port)),
        *("--workers", workers, "--blocking-threads", "8", "--backlog", "1024", "--no-ws", "--http", "1"),
        *("--log-level", "error", "--respawn-failed-workers", "--workers-kill-timeout", "10s"),
        "cermat.config.wsgi:application",
    ]


def child_environment(host: str) -> dict[str, str]:
    hosts = [*settings.ALLOWED_HOSTS, f"[{host}]" if ":" in host and "[" not in host else host]
    return os.environ | {"PYTHONPATH": str(settings.ROOT / "src"), "CERMAT_HOSTS": ",".join(hosts)}


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
        self.server = self._child(server_words(self.host, self.port))
        self.start_worker()

    def start_worker(self) -> None:
        self.starts += 1
        self.worker = self._child([sys.executable, "-m", "cermat", "worker", "--with-parent"])

    def _child(self, words: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(words, env=child_environment(self.host), start_new_session=True)

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
        children = [child for child in (self.server, self.worker) if child.poll() is None]
        for child in children:
            child.terminate()
        until = time.monotonic() + PATIENCE
        for child in children:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


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
