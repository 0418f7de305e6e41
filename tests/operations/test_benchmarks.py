"""The bench tells its ratios and holds the digits; how long it takes is for people to read, not for tests."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from cermat.instruments.formula import score
from cermat.instruments.formula.bulk import Bulk
from cermat.instruments.schema import shipped
from cermat.operations.commands import benchmarks
from cermat.operations.commands.benchmarks import Report, agreeing, bench_interval, bench_score, generated, sheet_of


def test_the_bench_names_both_ratios_and_finds_the_same_digits() -> None:
    report = bench_score(subjects=40, repeats=1, sample=8)
    assert report.is_right
    assert report.lines[0] == "idm-2016@1: 40 desa x 50 butir, 1 ulangan, median"
    assert [line.split("  ")[0] for line in report.lines[5:]] == ["massal / numpy", "eksak / massal", "angka sama"]
    assert report.lines[7].split()[2:] == ["8", "dari", "8", "desa"]


def test_a_desa_whose_digits_differ_is_not_counted_as_the_same() -> None:
    bulk = Bulk.of(shipped("idm-2016"))
    points = generated(bulk, 3)
    exact = [score(bulk.definition, [sheet_of(bulk, row)]) for row in points.tolist()]
    outcome = bulk.score(points)
    assert agreeing(bulk, outcome, exact) == 3
    assert agreeing(bulk, replace(outcome, index=outcome.index + 1), exact) == 0


def test_a_bench_with_other_digits_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(benchmarks.TOPICS, "score", lambda: Report(("angka sama 1 dari 2 desa",), is_right=False))
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("bench", "score", stdout=out, stderr=err)
    assert (stopped.value.code, out.getvalue()) == (1, "angka sama 1 dari 2 desa\n")
    assert "berbeda" in err.getvalue()


def test_the_bench_of_the_interval_prints_its_coverage() -> None:
    report = bench_interval(trials=30, sizes=(30,))
    assert report.is_right
    assert "%" in report.lines[-1]
