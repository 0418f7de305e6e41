"""`./cermat run`, as a real process on a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.timeout(90)


def environment_of(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CERMAT_")}
    return kept | {"CERMAT_VAR": str(folder), "PYTHONPATH": str(settings.ROOT / "src")}


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # tests started in the background: children would be deaf
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen(
        [sys.executable, "-m", "cermat", "run", *words],
        env=environment_of(folder), cwd=settings.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_until(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout
    said = ""
    while text not in said:
        line = process.stdout.readline()
        assert line, f"ended without saying {text!r}:\n{said}"
        said += line
    return said


def end(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGINT)
    return process.wait(timeout=30)


@dataclass(frozen=True)
class FirstStart:
    folder: Path
    said: str  # until it was ready
    then: str  # about the data that is to be loaded


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> FirstStart:
    """A folder in which an empty Cermat was started and ended once."""
    folder = tmp_path_factory.mktemp("var") / "data kantor"
    port = free_port()
    process = start(folder, "--empty", "--port", str(port))
    said = read_until(process, "Cermat siap")
    then = read_until(process, "requirements load")
    assert answers(port)
    assert end(process) == 0
    return FirstStart(folder, said, then)


@pytest.fixture
def started(first_start: FirstStart, tmp_path: Path) -> Path:
    return shutil.copytree(first_start.folder, tmp_path / "data kantor")


def answers(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sistem/sehat/") as answer:
        return bool(answer.status == 200)


def test_it_starts_on_an_empty_folder_and_again_and_ends_by_ctrl_c(first_start: FirstStart, started: Path) -> None:
    assert "Menyiapkan basis data" in first_start.said
    assert "./cermat units load" in first_start.then
    port = free_port()
    process = start(started, "--empty", "--port", str(port))
    assert "Menyiapkan basis data" not in read_until(process, "Cermat siap")
    assert "./cermat units load" in read_until(process, "requirements load")
    assert answers(port)
    busy = start(started, "--empty", "--port", str(port))
    assert f"./cermat run --port {port + 1}" in busy.communicate(timeout=30)[0]
    assert busy.returncode == 1
    assert end(process) == 0


def test_a_first_start_that_is_stopped_keeps_nothing_and_begins_anew(started: Path) -> None:
    """On tables that an empty start has made; to make them once more takes long."""
    process = start(started, "--port", str(free_port()))
    read_until(process, "Memainkan")
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)[0]
    assert process.returncode == 130
    assert "Dihentikan sebelum siap" in said
    assert "Traceback" not in said
    again = start(started, "--port", str(free_port()))
    assert "orang rekaan" in read_until(again, "Memainkan")
    assert end(again) == 130


def test_examples_are_never_served_to_other_machines(tmp_path: Path) -> None:
    process = start(tmp_path, "--host", "0.0.0.0", "--port", str(free_port()))
    said = process.communicate(timeout=30)[0]
    assert process.returncode == 1
    assert "hanya boleh didengar dari komputer ini" in said


def test_a_worker_that_dies_is_started_again(started: Path) -> None:
    process = start(started, "--empty", "--port", str(free_port()))
    read_until(process, "Cermat siap")
    worker = next(
        pid for pid in children(process.pid) if b"cermat\0worker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    os.killpg(worker, signal.SIGKILL)
    assert "dijalankan lagi" in read_until(process, "dijalankan lagi")
    assert end(process) == 0


def test_a_server_that_dies_ends_the_run_loudly(started: Path) -> None:
    process = start(started, "--empty", "--port", str(free_port()))
    read_until(process, "Cermat siap")
    os.killpg(child(process, b"granian"), signal.SIGKILL)
    read_until(process, "Server berhenti sendiri")
    assert process.wait(timeout=30) == 1


def test_nothing_is_left_behind_when_it_is_killed_itself(started: Path) -> None:
    port = free_port()
    process = start(started, "--empty", "--port", str(port))
    read_until(process, "Cermat siap")
    process.kill()
    assert process.communicate(timeout=30)[0] == ""  # the pipe closes when the last child has gone
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def child(process: subprocess.Popen[str], words: bytes) -> int:
    return next(pid for pid in children(process.pid) if words in Path(f"/proc/{pid}/cmdline").read_bytes())


def children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(status.parent.name))
    return found


COMMANDS = (
    "demo --months 12",
    "audit verify",
    "worker",
    "units load 35.18.13",
    "sop load definitions/sop/kecamatan-nganjuk-01-2021.yaml --kecamatan 35.18.13",
    'admin budi --kecamatan 35.18.13 --name "Budi Rekaan"',
)
ONE_AFTER_ANOTHER = """
import shlex, sys
from cermat.__main__ import main
*others, last = sys.argv[1:]
for words in others:
    sys.argv[1:] = shlex.split(words)
    try:
        main()
    except SystemExit as end:
        print(end.code, file=sys.stderr)
sys.argv[1:] = shlex.split(last)
main()
"""


def test_a_command_before_the_first_start_says_what_to_type(tmp_path: Path) -> None:
    """One sentence, no traceback, nothing half made. In one process: to start six takes long."""
    process = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_ANOTHER, *COMMANDS], capture_output=True, text=True, check=False,
        cwd=settings.ROOT, env=environment_of(tmp_path),
    )  # fmt: skip
    assert process.returncode == 1
    sentence = "Basis data belum disiapkan atau belum diperbarui. Ketik: ./cermat run\n"
    assert process.stderr.splitlines(keepends=True) == [sentence] * len(COMMANDS)
    assert process.stdout == ""


@pytest.mark.parametrize("shell", ["sh", "dash"])
def test_the_script_helps_without_installing_anything(shell: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell} here")
    copy = tmp_path / "folder with blanks"
    copy.mkdir()
    shutil.copy(settings.ROOT / "cermat", copy / "cermat")
    said = subprocess.run([program, str(copy / "cermat")], capture_output=True, text=True, check=True).stdout
    assert "./cermat run" in said
    assert not (copy / ".venv").exists()
