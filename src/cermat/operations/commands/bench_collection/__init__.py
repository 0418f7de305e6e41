"""`./cermat bench collection`: whether the pages of the collecting are as quick in a province as in one kecamatan.

Three throw-away databases on each kind of server hold the same kecamatan of 15 desa/kelurahan and, beside it, as many
others as make 15, 284 (a kabupaten) and 8,494 units (a province), with 24 months of sheets, answers and history each.
The three are asked for each page by turns, so that a busy moment of the machine slows all alike.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from cermat.operations.commands import cluster
from cermat.operations.commands.bench_survey import NAMES, environment_of

HERE = __name__
UNITS = (15, 284, 8_494)
MONTHS = 24
# Only reads are measured: the rows need not survive a power cut, and a server for a province has some memory.
ROOMY = "-c shared_buffers=512MB -c max_wal_size=8GB -c maintenance_work_mem=256MB"
MOST_RATIO, MOST_FIRST, MOST_LATER = 1.5, 60.0, 15.0  # largest against smallest; KB of the first view, of later ones


@dataclass(frozen=True)
class Scale:
    """How much is laid and how often each page is asked for; `alone`: also one kecamatan with this month only."""

    units: tuple[int, ...] = UNITS
    months: int = MONTHS
    repeats: int = 15
    site: str = f"{HERE}.site"  # the module that lays the rows and answers
    alone: bool = False

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Units and months of each database."""
        return (*(((self.units[0], 1),) if self.alone else ()), *((units, self.months) for units in self.units))


WHOLE = Scale()


@dataclass(frozen=True)
class Page:
    """One page at every size. `took`: median seconds; `first` and `later`: bytes over the wire, the largest of all."""

    name: str
    took: tuple[float, ...]
    first: int
    later: int

    @property
    def ratio(self) -> float:
        return self.took[-1] / self.took[0]

    @property
    def is_small(self) -> bool:
        return self.first <= MOST_FIRST * 1000 and self.later <= MOST_LATER * 1000


@dataclass(frozen=True)
class Measured:
    vendor: str
    laid: tuple[dict[str, Any], ...]  # rows and seconds of each size
    pages: tuple[Page, ...] = field(default_factory=tuple)


def measure(scale: Scale = WHOLE, databases: tuple[str, ...] = tuple(NAMES)) -> Iterator[Measured]:
    """First SQLite, then PostgreSQL where its server programs are installed."""
    programs = cluster.binaries()
    for vendor in databases:
        if vendor == "sqlite" or programs is not None:
            with ExitStack() as stack:
                yield _measured(vendor, scale, stack)


def _measured(vendor: str, scale: Scale, stack: ExitStack) -> Measured:
    sites = [_Site(stack, vendor, scale.site, *size) for size in scale.sizes]
    laid = tuple(site.said() for site in sites)
    seen: dict[str, list[list[dict[str, Any]]]] = {}
    for turn in range(scale.repeats + 1):
        for name in laid[0]["pages"]:
            answers = [site.ask(name) for site in sites]
            if turn:  # the first round warms up
                seen.setdefault(name, []).append(answers)
    return Measured(vendor, laid, tuple(_page(name, rounds) for name, rounds in seen.items()))


def _page(name: str, rounds: list[list[dict[str, Any]]]) -> Page:
    by_size = list(zip(*rounds, strict=True))
    return Page(
        name=name,
        took=tuple(median(answer["took"] for answer in answers) for answers in by_size),
        first=max(answer["first"] for answers in by_size for answer in answers),
        later=max(answer["later"] for answers in by_size for answer in answers),
    )


class _Site:
    """A process with a database of its own: it lays its rows, then answers one page for each line it is sent."""

    def __init__(self, stack: ExitStack, vendor: str, site: str, units: int, months: int) -> None:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="cermat-bench-"))
        words = [sys.executable, "-m", site, str(units), str(months)]
        environment = environment_of(folder, _database(stack) if vendor == "postgresql" else "")
        self.child = subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        stack.callback(self._end)

    def said(self) -> dict[str, Any]:
        assert self.child.stdout
        line = self.child.stdout.readline()
        if not line:
            raise RuntimeError("the bench's site ended before it answered; what it wrote stands above")
        told: dict[str, Any] = json.loads(line)
        return told

    def ask(self, page: str) -> dict[str, Any]:
        assert self.child.stdin
        self.child.stdin.write(page + "\n")
        self.child.stdin.flush()
        return self.said()

    def _end(self) -> None:
        assert self.child.stdin
        self.child.stdin.close()
        self.child.wait(60)


def _database(stack: ExitStack) -> str:
    programs = cluster.binaries()
    assert programs is not None  # asked before
    server = cluster.Cluster(programs, f"{cluster.FAST} {ROOMY}")
    stack.callback(server.stop)
    server.start()
    return server.url


def lines_of(measured: Measured) -> list[str]:
    sizes = [laid.get("name", f"{laid['units']} unit") for laid in measured.laid]
    lines = ["", NAMES[measured.vendor]]
    for size, laid in zip(sizes, measured.laid, strict=True):
        rows = f"{laid['entries']:>11,} isian, {laid['values']:>12,} jawaban"
        lines.append(f"  {size:>12}: {rows}, ditulis dalam {laid['seconds']:.0f} detik")
    lines.append(
        f"{'halaman':<26}" + "".join(f"{size:>14}" for size in sizes) + "     rasio   pertama KB   berikutnya KB"
    )
    return [*lines, *(_line(page) for page in measured.pages)]


def _line(page: Page) -> str:
    took = "".join(f"{seconds * 1000:11.1f} ms" for seconds in page.took)
    faults = [
        name
        for name, is_over in (
            ("lambat", page.ratio > MOST_RATIO),
            ("halaman pertama besar", page.first > MOST_FIRST * 1000),
            ("halaman berikutnya besar", page.later > MOST_LATER * 1000),
        )
        if is_over
    ]
    over = f"   LEWAT BATAS: {', '.join(faults)}" if faults else ""
    return f"{page.name:<26}{took}{page.ratio:10.2f}{page.first / 1000:13.1f}{page.later / 1000:16.1f}{over}"
