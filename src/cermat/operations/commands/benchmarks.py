"""`./cermat bench TOPIC`: how fast, beside the least that the machine needs for it, measured in the same run."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median

import numpy as np
import numpy.typing as npt
from django.conf import settings

from cermat.instruments.formula import Outcome, Points, score
from cermat.instruments.formula.bulk import Bulk, BulkOutcome
from cermat.instruments.schema import shipped
from cermat.operations.commands import bench_charts as charts
from cermat.operations.commands import bench_collection as collecting
from cermat.operations.commands import bench_dashboards as dashing
from cermat.operations.commands import bench_forecast as forecasts
from cermat.operations.commands import bench_workbook as books
from cermat.operations.commands.bench_survey import NAMES, OTHER_SERVER, Measured, Run, measure
from cermat.survey.formula import coverage

DESA = 75_266  # desa and desa adat of the national list
SEED = 2024
LEAST_COVERAGE = 0.88  # of 95 %; 200 trials scatter by some percent


@dataclass(frozen=True)
class Report:
    lines: tuple[str, ...]
    is_right: bool  # whether what was measured was also right
    fault: str = "Angka jalur cepat berbeda dari jalur eksak."  # said when it was not


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


def bench_survey() -> Report:
    """Stored answers a second on both databases, beside a bare view that commits one row for each request."""
    found = list(measure())
    lines = [line for measured in found for line in survey_lines(measured)]
    if len(found) == 1:
        lines.append("PostgreSQL tidak diukur: program servernya tidak terpasang.")
    return Report(
        lines=("8 klien tanpa jeda, granian 1 × 8 (PostgreSQL 2 × 8), tiap jawaban diakui setelah commit", *lines),
        is_right=all(measured.is_whole for measured in found),
        fault="Jumlah baris di basis data berbeda dari jumlah jawaban yang diakui.",
    )


def survey_lines(measured: Measured) -> list[str]:
    least, tail = (1.3, " · p99 paling besar p99 pembanding") if measured.vendor == "sqlite" else (0.7, "")
    lines = [
        "",
        f"{NAMES[measured.vendor]:<28}   jawaban/s   p50 ms   p95 ms   p99 ms   tersimpan",
        row_of_run("view Django polos", measured.bare),
        row_of_run("survei", measured.survey),
        row_of_run("survei, http.client + token", measured.plain),
        f"survei / polos      {measured.survey.rate / measured.bare.rate:10.2f}   (batas: paling kecil {least}{tail})",
        f"http.client / {OTHER_SERVER}/s   {measured.plain.rate / OTHER_SERVER:10.1f}   (sasaran: 10)",
        f"baris di basis data {sum(measured.rows.values()):10d}   "
        + ("= semua yang diakui" if measured.is_whole else "BERBEDA dari yang diakui"),
    ]
    if pages := measured.pages:
        told = [f"{pages[f'{name}_n']:.0f} jawaban {pages[name] * 1000:.1f} ms" for name in ("small", "large")]
        ratio = pages["large"] / pages["small"]
        lines.append(f"halaman hasil       {ratio:10.2f}   (batas: paling besar 2; {', '.join(told)})")
    return lines


def row_of_run(name: str, run: Run) -> str:
    parts = "".join(f"{run.at(share):9.1f}" for share in (0.5, 0.95, 0.99))
    return f"{name:<28}{run.rate:12.0f}{parts}{run.stored:12d}"


def bench_interval(*, trials: int = 200, sizes: tuple[int, ...] = (30, 100, 384)) -> Report:
    """How often the interval of a survey's index holds the true index, in simulated surveys."""
    found = [coverage(shipped("ikm-14-2017"), n, trials=trials, seed=SEED) for n in sizes]
    return Report(
        lines=(
            f"Rentang IKM 95 %: {trials} survei tiruan tiap ukuran, dari 20.000 responden tiruan",
            "jawaban   memuat nilai sebenarnya   rata-rata ±",
            *(f"{one.n:7d}   {one.share:23.1%}   {one.mean_margin:11.1f}" for one in found),
        ),
        is_right=all(one.share >= LEAST_COVERAGE for one in found),
        fault="Rentang memuat nilai sebenarnya lebih jarang daripada yang dinyatakan.",
    )


def bench_collection(scale: collecting.Scale = collecting.WHOLE) -> Report:
    """The pages of the collecting in one kecamatan, a kabupaten and a province, on both databases; its workbook."""
    found = _of_pages(scale)
    return replace(found, lines=(*found.lines, "", *books.lines_of(books.measure_build())))


def bench_dashboards(scale: collecting.Scale = dashing.WHOLE) -> Report:
    """The numbers of each role in one kecamatan's first month, after 24 months, and among 20 kecamatan."""
    return _of_pages(scale)


def _of_pages(scale: collecting.Scale) -> Report:
    found = list(collecting.measure(scale))
    lines = [line for measured in found for line in collecting.lines_of(measured)]
    if len(found) == 1:
        lines.append("PostgreSQL tidak diukur: program servernya tidak terpasang.")
    pages = [page for measured in found for page in measured.pages]
    limits = (
        f"(batas: rasio {collecting.MOST_RATIO}, halaman pertama {collecting.MOST_FIRST:.0f} KB dengan gaya, skrip "
        f"dan huruf, berikutnya {collecting.MOST_LATER:.0f} KB; terkirim dalam gzip)"
    )
    return Report(
        lines=(
            f"{scale.months} bulan, {scale.repeats} putaran bergiliran, median; rasio = terbesar / terkecil",
            limits,
            *lines,
        ),
        is_right=all(page.is_small for page in pages),
        fault="Ada halaman yang lebih besar daripada batasnya.",
    )


def bench_workbook() -> Report:
    """The workbook of 15 units with 60 indicators beside the same cells written plainly; 100,000 cells in memory."""
    made, held = books.measure_build(), books.measure_memory()
    return Report(
        lines=(*books.lines_of(made), *books.lines_of_memory(held)),
        is_right=made.ours <= made.plain * books.MOST_TIMES and held.megabytes <= books.MOST_MEGABYTES,
        fault="Buku kerja lebih lambat atau lebih boros memori daripada batasnya.",
    )


def bench_forecast() -> Report:
    """How often the example series ended inside the interval that was told during the year."""
    tallies = forecasts.back_test(forecasts.read_series(settings.DEFINITIONS / "examples" / "deret-bulanan-contoh.csv"))
    return Report(
        lines=tuple(forecasts.report_lines(tallies)),
        is_right=forecasts.is_honest(tallies),
        fault=f"Selang perkiraan memuat akhir tahun kurang dari {forecasts.LEAST} % kali.",
    )


def bench_charts(repeats: int = 9, many: int = charts.MANY) -> Report:
    """Each kind of picture drawn anew and found again; what a process that draws keeps in memory."""
    found = charts.measure(repeats, many)
    return Report(
        lines=tuple(charts.lines_of(found)),
        is_right=max(kind.busy for kind in found.kinds) <= charts.MOST_WARM,
        fault="Ada jenis gambar yang lebih lambat daripada batasnya.",
    )


TOPICS: dict[str, Callable[[], Report]] = {
    "charts": bench_charts,
    "collection": bench_collection,
    "dashboards": bench_dashboards,
    "forecast": bench_forecast,
    "score": bench_score,
    "survey": bench_survey,
    "survey-interval": bench_interval,
    "workbook": bench_workbook,
}
