"""`./cermat bench TOPIC`: how fast, beside the least that the machine needs for it, measured in the same run."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

import numpy as np
import numpy.typing as npt

from cermat.instruments.formula import Outcome, Points, score
from cermat.instruments.formula.bulk import Bulk, BulkOutcome
from cermat.instruments.schema import shipped

DESA = 75_266  # desa and desa adat of the national list
SEED = 2024


@dataclass(frozen=True)
class Report:
    lines: tuple[str, ...]
    is_right: bool  # whether the fast way gave the digits of the exact one


def bench_score(*, subjects: int = DESA, repeats: int = 15, sample: int = 200) -> Report:
    """All desa of the country with 50 IDM rows each: bulk path, exact path on a sample, plain numpy sum of the rows."""
    bulk = Bulk.of(shipped("idm-2016"))
    points = generated(bulk, subjects)
    chosen = points[:: max(subjects // sample, 1)][:sample]
    sheets = [sheet_of(bulk, row) for row in chosen.tolist()]
    bulk_times, floor_times, exact_times = [], [], []
    for at in range(repeats):  # by turns, so that a busy moment of the machine slows all alike
        floor_times.append(seconds(lambda: points.sum(axis=1)))
        bulk_times.append(seconds(lambda: bulk.score(points)))
        if at < 3:  # the exact path is slow and varies little
            exact_times.append(seconds(lambda: [score(bulk.definition, [sheet]) for sheet in sheets]))
    same = agreeing(bulk, bulk.score(chosen), [score(bulk.definition, [sheet]) for sheet in sheets])
    took, floor, exact = median(bulk_times), median(floor_times), median(exact_times)
    per_bulk, per_exact = took / subjects, exact / len(sheets)
    return Report(
        lines=(
            f"{bulk.definition.reference}: {subjects} desa x {len(bulk.codes)} butir, {repeats} ulangan, median",
            "                         waktu     per desa",
            row_of("penjumlahan numpy", floor, floor / subjects),
            row_of("jalur massal", took, per_bulk),
            row_of(f"jalur eksak ({len(sheets)} desa)", exact, per_exact),
            f"massal / numpy   {took / floor:10.2f}   (batas: paling besar 5)",
            f"eksak / massal   {per_exact / per_bulk:10.0f}   (batas: paling kecil 100, per desa)",
            f"angka sama       {same:10d}   dari {len(sheets)} desa",
        ),
        is_right=same == len(sheets),
    )


def generated(bulk: Bulk, subjects: int) -> npt.NDArray[np.signedinteger]:
    """Points of made-up desa, every level of every row alike, the same in every run."""
    drawn = np.random.default_rng(SEED).integers(0, bulk.highest + 1, size=(subjects, len(bulk.codes)))
    return drawn.astype(bulk.kind)


def sheet_of(bulk: Bulk, row: Iterable[int]) -> dict[str, Points]:
    return {code: Fraction(value, bulk.unit) for code, value in zip(bulk.codes, row, strict=True)}


def agreeing(bulk: Bulk, outcome: BulkOutcome, exact: list[Outcome]) -> int:
    """How many subjects have the index and class of the exact path."""
    grades = bulk.definition.grades
    return sum(
        (outcome.decimal(at), None if position < 0 else grades[position]) == (one.index, one.grade)
        for at, (position, one) in enumerate(zip(outcome.grades.tolist(), exact, strict=True))
    )


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def row_of(name: str, took: float, each: float) -> str:
    return f"{name:<22}{took * 1000:9.2f} ms{each * 1e6:9.3f} µs"


TOPICS: dict[str, Callable[[], Report]] = {"score": bench_score}
