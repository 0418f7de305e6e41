"""`./cermat achievement`: published rows in, one JSON object each out; what is bad is said and spoils only itself."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from cermat.measurement.imports.cases import COLUMNS, read_cases

PUBLISHED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "capaian_cases.json").read_text(encoding="utf-8")
)["rows"]
HEADER = COLUMNS.split(",")


def as_csv(rows: list[dict[str, Any]], columns: list[str] | None = None) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns or HEADER, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command on rows (or a whole text): its lines by id, what it complained of, and its exit code."""

    def inner(rows: list[dict[str, Any]] | str, *words: str) -> tuple[dict[str, dict[str, Any]], str, int]:
        file = tmp_path / "rows.csv"
        file.write_text(rows if isinstance(rows, str) else as_csv(rows), encoding="utf-8")
        code = 0
        try:
            call_command("achievement", str(file), *words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return {line["id"]: line for line in map(json.loads, out.splitlines())}, err, code

    return inner


def published(row: dict[str, Any]) -> dict[str, Any]:
    named = {name: row.get(name) for name in HEADER if name in row}
    return named | {"actual": row["realisasi_exact"] or row["realisasi"]}


def test_every_consistent_published_row_agrees(run: Any) -> None:
    found, err, code = run([published(row) for row in PUBLISHED])
    assert code == 0, err
    for row in PUBLISHED:
        if row["match"] in {"reproduced", "reproduced_with_exact"}:
            assert Decimal(found[row["id"]]["achievement"]) == Decimal(row["capaian_published"]), row["id"]


def test_the_nine_rows_of_status_alone_agree_by_status(run: Any) -> None:
    rows = [row for row in PUBLISHED if row["formula"] == "status_only"]
    found, _, _ = run([published(row) for row in rows])
    words = {"Tercapai": "tercapai", "Belum Tercapai": "tidak tercapai"}
    assert len(rows) == 9
    assert {key: line["status"] for key, line in found.items()} == {
        row["id"]: words[row["status_published"]] for row in rows
    }
    assert {line["achievement"] for line in found.values()} == {None}


def test_an_inconsistent_row_is_computed_and_not_bent(run: Any) -> None:
    rows = [row for row in PUBLISHED if row["match"] == "inconsistent"]
    found, _, _ = run([published(row) for row in rows])
    assert {key: line["achievement"] for key, line in found.items()} == {
        row["id"]: row["capaian_recomputed"] for row in rows
    }


def row(**cells: str) -> dict[str, str]:
    return {"id": "A", "formula": "positive", "target": "80", "actual": "90"} | cells


@pytest.mark.parametrize(
    ("cells", "achievement", "status"),
    [
        (row(), "112.50", "tercapai"),
        (row(actual=""), None, "tanpa data"),
        (row(target=""), None, "tanpa data"),
        (row(target="0", actual="0"), None, "tercapai"),
        (row(formula="negative_v1", target="0", actual="0"), None, "tercapai"),
        (row(formula="negative_v1", target="0", actual="1"), None, "tidak tercapai"),
        (row(formula="negative_v1", target="10", actual="25"), "0.00", "tidak tercapai"),
        (row(formula="negative_v2", target="10", actual="8"), "125.00", "tercapai"),
        (row(formula="negative_v2", target="10", actual="0"), None, "tercapai"),
        (row(formula="negative_v3", target="10", actual="8"), "20.00", "tercapai"),
        (
            row(formula="range_positive", target="", target_low="80", target_high="90", actual="85"),
            "100.00",
            "tercapai",
        ),
        (row(formula="range_positive", target="", target_low="0", target_high="5", actual="3"), "100.00", "tercapai"),
        (row(formula="", direction="negative", target="10", actual="8"), "120.00", "tercapai"),
        (row(cap="100"), "100.00", "tercapai"),
        (row(cap="120", target="30"), "120.00", "tercapai"),
        (row(decimals="0", target="65", actual="90.83"), "140", "tercapai"),
        (row(target="65", actual="90.83", rounding="down"), "139.73", "tercapai"),
        (row(formula="none", direction="positive", actual=""), None, "tanpa data"),
    ],
)
def test_a_row_says_what_its_rule_says(run: Any, cells: dict[str, str], achievement: str | None, status: str) -> None:
    found, err, code = run([cells])
    assert (found["A"]["achievement"], found["A"]["status"], code) == (achievement, status, 0), err
    assert (found["A"]["reason"] is None) == (achievement is not None)


def test_the_scale_is_chosen_and_named(run: Any) -> None:
    found, err, _ = run([row(actual="75.2")])
    assert (found["A"]["predicate"], "Permendagri 86/2017" in err) == ("Sangat Tinggi", True)
    found, err, _ = run([row(actual="75.2")], "--scale", "cepu_2020")
    assert (found["A"]["predicate"], "Cepu" in err) == ("Baik", True)
    _, err, code = run([row()], "--scale", "bulan")
    assert ("Skala “bulan” tidak dikenal" in err, code) == (True, 2)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (row(target="84,21"), "kolom target: “84,21” bukan angka"),
        (row(actual="NaN"), "kolom actual: “NaN” bukan angka"),
        (row(actual="1e9"), "kolom actual: “1e9” bukan angka"),
        (row(formula="r/t"), "kolom formula: “r/t” tidak dikenal"),
        (row(formula=""), "kolom formula: isi rumus atau arah"),
        (row(direction="naik"), "kolom direction: “naik” tidak dikenal"),
        (row(direction="negative"), "kolom direction: “negative” bertentangan dengan rumus positive"),
        (row(formula="status_only"), "kolom direction: harus diisi"),
        (row(cap="0"), "kolom cap: harus lebih dari nol"),
        (row(decimals="1.5"), "kolom decimals: isi bilangan bulat"),
        (row(decimals="99"), "kolom decimals: isi bilangan bulat"),
        (row(rounding="up"), "kolom rounding: “up” tidak dikenal"),
        (row(target_low="9", target_high="8"), "kolom target_low: batas bawah melebihi batas atas"),
        (row(id=""), "kolom id: harus diisi"),
    ],
)
def test_a_bad_cell_is_named_and_the_other_rows_are_computed(run: Any, cells: dict[str, str], said: str) -> None:
    found, err, code = run([cells, row(id="B")])
    assert (said in err, "Baris 2" in err, list(found), code) == (True, True, ["B"], 2), err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Berkas kosong"),
        ("id;formula;target;actual\n", "dipisah titik koma"),
        ("id,formula,target\n", "Kolom “actual” tidak ada"),
        ("id,formula,target,actual,nama\n", "Kolom “nama” tidak dikenal"),
        ("id,formula,target,actual\n", "Tidak ada satu baris pun"),
        ('id,formula,target,actual\n"a', "penulisan CSV keliru"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(run: Any, text: str, said: str) -> None:
    _, err, code = run(text)
    assert (said in err, code) == (True, 2), err


def test_an_id_stands_once_and_columns_may_be_left_out(run: Any) -> None:
    found, err, code = run("id,formula,target,actual\nA,positive,80,90\nA,positive,80,91\nB,positive,1\n")
    assert (list(found), code) == (["A"], 2)
    assert "“A” sudah ada di baris 2" in err
    assert "Baris 4: ada 3 kolom, seharusnya 4" in err


@given(st.text())
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    body = as_csv([row(), row(id=text, target=text, actual=text, cap=text, formula=text)])
    for found in read_cases(io.StringIO(body, newline="")):
        assert found.faults or found.case
