"""A PostgreSQL cluster of one's own, for tests and measurements. It lives as long as the process that started it."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

ALONE = "-c listen_addresses='' -c max_connections=60"  # reached by its socket only; durable as shipped
FAST = f"{ALONE} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: what pg_config names, Debian's folders (newest first), or the search path."""
    places = [path.parent for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)]
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        places.insert(0, Path(answer.stdout.strip()))
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


def owner() -> str | None:
    """initdb refuses root: then an existing unprivileged user owns the cluster."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


class Cluster:
    """One cluster in a temporary folder, reached by a socket in that folder; nobody else's port is used."""

    def __init__(self, programs: Path, options: str = FAST) -> None:
        self.programs = programs
        self.options = options
        self.owner = owner()
        self.folder = Path(tempfile.mkdtemp(prefix="cermat-pg-"))
        self.url = f"postgres://cermat@{quote(str(self.folder), safe='')}:5432/postgres"
        if self.owner:
            entry = pwd.getpwnam(self.owner)
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)

    def start(self) -> None:
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "cermat", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        atexit.register(self.stop)
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-w", "-l", log, "-o", f"-k {self.folder} {self.options}", "start")

    def stop(self) -> None:
        if not self.folder.exists():
            return
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        done = subprocess.run(
            [str(self.programs / program), *words],
            user=self.owner,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd="/",
            text=True,
            check=False,
        )
        if check and done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program}: {done.stdout or ''}{log.read_text() if log.exists() else ''}")
