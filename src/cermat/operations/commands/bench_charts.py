"""How long pictures take: the first of all, each kind anew, the same one again; and what they leave in memory."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median

from cermat.organisation.queries.boundaries import boundaries
from cermat.printing.charts import (
    MONTHS,
    Bar,
    Cell,
    Drawing,
    HeatMap,
    Panel,
    Point,
    QuarterBars,
    Region,
    RegionMap,
    SmallMultiples,
    Standards,
    Trend,
    UnsurBars,
)

MOST_WARM = 60.0  # milliseconds
MANY = 200
Values = Callable[[int], Decimal]


@dataclass(frozen=True)
class Kind:
    name: str
    warm: float  # milliseconds, median
    busy: float  # milliseconds of the processor, the least: what other work of the machine does not lengthen
    kept: float
    size: int  # letters of the SVG


@dataclass(frozen=True)
class Charts:
    first: float  # milliseconds, with the start of the engine
    kinds: tuple[Kind, ...]
    engine: float  # megabytes that the engine took
    growth: float  # megabytes over MANY charts more


def measure(repeats: int = 9, many: int = MANY) -> Charts:
    """Each chart shows other values than the one before, so that none is found kept but where that is asked."""
    before = megabytes()
    first = milliseconds(lambda: kinds(-1)["tren"].svg)
    found = [_kind(name, repeats) for name in kinds(0)]
    ready = megabytes()
    for at in range(many):
        _nth(at + 1000).svg  # noqa: B018 - drawn by being asked
    return Charts(first, tuple(found), ready - before, megabytes() - ready)


def _kind(name: str, repeats: int) -> Kind:
    drawings = [kinds(at)[name] for at in range(repeats)]
    warm, busy = [], []
    for one in drawings:
        begun = time.process_time()
        warm.append(milliseconds(lambda one=one: one.svg))  # type: ignore[misc]
        busy.append((time.process_time() - begun) * 1000)
    kept = [milliseconds(lambda one=one: one.svg) for one in drawings]  # type: ignore[misc]
    return Kind(name, median(warm), min(busy), median(kept), len(drawings[0].svg))


def _nth(at: int) -> Drawing:
    every = list(kinds(at).values())
    return every[at % len(every)]


def kinds(seed: int) -> dict[str, Drawing]:
    """One of each, as large as an office's: twelve months, fifteen units, six sections, seven steps."""
    values = _values(seed)
    months = tuple(Point(month, month, next(values), Decimal(80)) for month in MONTHS)
    names = tuple(f"Kelurahan {letter}" for letter in "ABCDEFGHIJKLMNO")
    shapes = [*boundaries("35.18.13").values()]
    lines = tuple((name, tuple(Cell(next(values)) for _month in MONTHS)) for name in names)
    bars = tuple(Bar(str(at), f"Unsur ke-{at}", next(values) / 25) for at in range(1, 10))
    steps = tuple(Bar(str(at), f"Tahapan ke-{at}", next(values), said="2 jam") for at in range(1, 8))
    regions = tuple(Region(name, next(values), shape) for name, shape in zip(names, shapes, strict=False))
    panels = tuple(Panel(f"Seksi {letter}", months) for letter in "ABCDEF")
    title = str(seed)
    return {
        "tren": Trend(title, months, "%").drawn(),
        "triwulan": QuarterBars(title, months[:4], "%").drawn(),
        "unsur": UnsurBars(title, bars).drawn(),
        "peta": RegionMap(title, regions, "%").drawn(),
        "peta panas": HeatMap(title, MONTHS, lines, "%").drawn(),
        "seksi": SmallMultiples(title, panels).drawn(),
        "waktu baku": Standards(title, steps, ()).drawn(),
    }


def _values(seed: int) -> Iterator[Decimal]:
    """0 to 100, the same in every run."""
    held = seed + 17
    while True:
        held = (held * 1103515245 + 12345) % 2**31
        yield Decimal(held % 10000) / 100


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def megabytes() -> float:
    """What the process holds in memory; 0 where the system does not say."""
    status = Path("/proc/self/status")
    rows = status.read_text().splitlines() if status.exists() else []
    return next((int(row.split()[1]) / 1024 for row in rows if row.startswith("VmRSS")), 0.0)


def lines_of(found: Charts) -> list[str]:
    slowest = max(kind.busy for kind in found.kinds)
    return [
        "                    baru      prosesor   tersimpan   tersimpan/baru   SVG",
        *(
            f"{kind.name:<14}{kind.warm:8.1f} ms{kind.busy:11.1f} ms{kind.kept:9.2f} ms{kind.kept / kind.warm:15.3f}"
            f"{kind.size / 1024:9.1f} KB"
            for kind in found.kinds
        ),
        f"gambar pertama    {found.first:7.0f} ms   (dengan menyalakan mesinnya)",
        f"paling lambat     {slowest:7.1f} ms   (batas: {MOST_WARM:.0f} ms; waktu prosesor)",
        f"memori            {found.engine:7.0f} MB untuk mesinnya, lalu {found.growth:+.0f} MB untuk {MANY} gambar",
    ]
