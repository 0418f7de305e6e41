"""The survey's bench counts what it was told was stored; how fast that is, is for people to read."""

from dataclasses import replace

import pytest

from cermat.operations.commands.bench_survey import Measured, Run, Size, measure
from cermat.operations.commands.benchmarks import survey_lines

RUN = Run(took=tuple(at / 1000 for at in range(1, 101)), stored=200, seconds=2.0)
MEASURED = Measured(
    "sqlite", RUN, replace(RUN, stored=100), replace(RUN, stored=40), {"survey": 240, "bare": 100},
    {"small": 0.02, "large": 0.03, "small_n": 1000.0, "large_n": 1_000_000.0},
)  # fmt: skip


def test_rates_and_shares_are_read_from_the_requests() -> None:
    assert RUN.rate == 100
    assert [RUN.at(share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]


def test_the_lines_name_the_ratios_and_their_limits() -> None:
    lines = survey_lines(MEASURED)
    assert lines[1].startswith("SQLite")
    assert lines[5].split("  ")[0] == "survei / polos"
    assert "2.00   (batas: paling kecil 1.3" in lines[5]
    assert "= semua yang diakui" in lines[7]
    assert "1.50   (batas: paling besar 2; 1000 jawaban 20.0 ms, 1000000 jawaban 30.0 ms)" in lines[8]


def test_a_row_too_few_or_too_many_is_told() -> None:
    lost = replace(MEASURED, rows={"survey": 239, "bare": 100})
    assert not lost.is_whole
    assert "BERBEDA" in survey_lines(lost)[7]


@pytest.mark.timeout(240)
def test_a_small_run_of_the_real_servers_loses_nothing() -> None:
    [measured] = measure(Size(seconds=0.3, clients=2, pages=(0, 0, 0)), databases=("sqlite",))
    assert measured.is_whole
    assert min(measured.survey.stored, measured.bare.stored, measured.plain.stored) > 0
