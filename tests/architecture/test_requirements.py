"""What is installed: few things, each with a reason, pinned by hash, from nowhere in particular."""

import re

import pytest

from tests.architecture.source import ROOT, nothing

FOLDER = ROOT / "requirements"
PIN = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.M)


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((FOLDER / name).read_text()))


@pytest.mark.parametrize("name", ["run.in", "forecast.in", "dev.in"])
def test_every_direct_requirement_says_why(name: str) -> None:
    lines = [line for line in (FOLDER / name).read_text().splitlines() if line and not line.startswith(("#", "-r"))]
    nothing([line for line in lines if "#" not in line])


def test_there_are_few_direct_requirements() -> None:
    lines = [line for line in (FOLDER / "run.in").read_text().splitlines() if line and not line.startswith("#")]
    assert len(lines) <= 21  # docs/adr/0030


@pytest.mark.parametrize("name", ["run.txt", "forecast.txt", "dev.txt"])
def test_every_pin_has_a_hash_and_no_address(name: str) -> None:
    text = (FOLDER / name).read_text()
    assert "://" not in text
    assert "index-url" not in text
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    nothing([block.split()[0] for block in blocks if "--hash=sha256:" not in block])


def test_the_tests_run_on_the_versions_that_are_installed() -> None:
    run, dev = pins("run.txt") | pins("forecast.txt"), pins("dev.txt")
    nothing([f"{package} {version}" for package, version in run.items() if dev.get(package) != version])
