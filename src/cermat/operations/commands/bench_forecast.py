"""`./cermat bench forecast`: how often a year ended inside the interval that was told while it ran."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from pathlib import Path

from cermat.lib.csv_rows import rows_under_header
from cermat.lib.months import Month
from cermat.measurement.formula.outlook import LEAST_POINTS, Estimate, Point, Shape, run_rate, year_so_far
from cermat.measurement.formula.seasonal import LEAST as LEAST_MONTHS
from cermat.measurement.formula.seasonal import is_available, seasonal

NOMINAL, LEAST = 80, 70  # percent of the intervals that should hold the end of the year, and that must


@dataclass(frozen=True)
class Series:
    code: str
    shape: Shape
    points: tuple[Point, ...]


@dataclass
class Tally:
    """Of `told` intervals `held` contained what came; `off` is the mean distance of what was expected, in percent."""

    told: int = 0
    held: int = 0
    off: float = 0.0

    def count(self, estimate: Estimate, came: float) -> None:
        self.told += 1
        self.held += estimate.low <= came <= estimate.high
        self.off += abs(estimate.expected - came) / abs(came) * 100 if came else 0.0

    @property
    def coverage(self) -> float:
        return self.held / self.told * 100 if self.told else 0.0


def read_series(file: Path) -> list[Series]:
    """Columns kode, nama, bentuk, bulan, nilai; lines that begin with # are remarks."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    _, rows = rows_under_header(StringIO("".join(line for line in lines if not line.startswith("#"))))
    found: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for _, (code, _name, shape, month, value) in rows:
        found[(code, shape)].append(Point(Month.parse(month), Fraction(value)))
    return [Series(code, Shape(shape), tuple(points)) for (code, shape), points in found.items()]


def back_test(series: list[Series]) -> dict[tuple[str, Shape], Tally]:
    """Every month from March to November of every year stands once as today; what came after is held against it."""
    tallies: dict[tuple[str, Shape], Tally] = defaultdict(Tally)
    for one in series:
        for history, came in _todays(one):
            this_year = [point for point in history if point.month.year == history[-1].month.year]
            for estimate in (run_rate(one.shape, this_year), seasonal(one.shape, history)):
                if estimate is not None:
                    tallies[(estimate.method, one.shape)].count(estimate, came)
    return dict(tallies)


def _todays(one: Series) -> Iterator[tuple[list[Point], float]]:
    for at, today in enumerate(one.points):
        if LEAST_POINTS <= today.month.number < 12:
            year = [point for point in one.points if point.month.year == today.month.year]
            if year[-1].month.number == 12:
                yield list(one.points[: at + 1]), float(year_so_far(one.shape, year))


def is_honest(tallies: dict[tuple[str, Shape], Tally]) -> bool:
    """Whether, taken together, the intervals hold about as often as they promise."""
    told, held = sum(tally.told for tally in tallies.values()), sum(tally.held for tally in tallies.values())
    return bool(told) and held / told * 100 >= LEAST


def report_lines(tallies: dict[tuple[str, Shape], Tally]) -> list[str]:
    lines = [
        f"Selang {NOMINAL} %: berapa kali akhir tahun jatuh di dalamnya (deret contoh, setiap bulan Maret–November)"
    ]
    for (method, shape), tally in sorted(tallies.items()):
        lines.append(
            f"{method:<8}{shape.value:<11}{tally.held:4} dari {tally.told:4}  cakupan {tally.coverage:5.1f} %"
            f"  meleset rata-rata {tally.off / tally.told:5.1f} %"
        )
    if not is_available():
        lines.append(f"musiman (sejak {LEAST_MONTHS} bulan) tidak diuji: ketik ./cermat extra forecast")
    return lines
