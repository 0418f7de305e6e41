"""Every published row of tests/measurement/data/capaian_cases.json, as its report printed it.

The file is a collection of published tables (each row names document and address). Rows that no formula reproduces
are marked inconsistent in it; the implementation is not bent to give them, and the test says that it does not.
"""

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cermat.lib.rounding import Rounding
from cermat.measurement.formula import Method, Rule, Scored, Target, achievement, is_reached, predicate, summarise
from cermat.measurement.queries import achievement_scales, all_scales

DATA = json.loads((Path(__file__).parent / "data" / "capaian_cases.json").read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = DATA["rows"]
METHODS = {method.value for method in Method}


def exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(Decimal(text))


def computed(row: dict[str, Any]) -> Decimal | None:
    method = Method(row["formula"]) if row["formula"] in METHODS else Method.POSITIVE
    cap = None if row["cap"] is None else Decimal(str(row["cap"]))
    rule = Rule(method, cap=cap, decimals=row["decimals"], rounding=Rounding(row["rounding"]))
    target = Target(exact(row["target"]), exact(row["target_low"]), exact(row["target_high"]))
    return achievement(rule, target, exact(row["realisasi_exact"] or row["realisasi"])).value


def rows(*matches: str) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in ROWS if row["match"] in matches]


def test_all_thirty_five_rows_are_here() -> None:
    assert len(ROWS) == 35


@pytest.mark.parametrize("row", rows("reproduced", "reproduced_with_exact"))
def test_a_published_achievement_is_reproduced(row: dict[str, Any]) -> None:
    assert computed(row) == Decimal(row["capaian_published"])


@pytest.mark.parametrize("row", rows("inconsistent"))
def test_an_inconsistent_published_value_is_shown_for_what_it_is(row: dict[str, Any]) -> None:
    assert computed(row) == Decimal(row["capaian_recomputed"]) != Decimal(row["capaian_published"])


@pytest.mark.parametrize("row", rows("not_computable"))
def test_a_row_without_an_actual_stays_empty(row: dict[str, Any]) -> None:
    assert computed(row) is None


@pytest.mark.parametrize("row", rows("no_published_value"))
def test_a_row_printed_as_more_than_a_hundred_has_its_uncapped_value(row: dict[str, Any]) -> None:
    assert computed(row) == Decimal(row["capaian_recomputed"])


@pytest.mark.parametrize("row", rows("status_rule"))
def test_a_published_status_is_reproduced(row: dict[str, Any]) -> None:
    reached = is_reached(Method.POSITIVE, Target(exact(row["target"])), exact(row["realisasi"]))
    assert ("Tercapai" if reached else "Belum Tercapai") == row["status_published"]


@pytest.mark.parametrize("given", [pytest.param(a, id=a["id"]) for a in DATA["aggregates"] if a["components"]])
def test_a_published_mean_is_reproduced(given: dict[str, Any]) -> None:
    scored = [Scored(None, Decimal(component)) for component in given["components"]]
    assert summarise(scored).mean == Decimal(given["mean_published"])


@pytest.mark.parametrize(
    ("scale", "value", "label"),
    [
        ("ponorogo_2015", "98.32", "Sangat Berhasil"),
        ("ponorogo_2015", "90", "Sangat Berhasil"),
        ("ponorogo_2015", "81", "Berhasil"),
        ("ponorogo_2015", "69.27", "Cukup Berhasil"),
        ("ponorogo_2015", "70", "Berhasil"),
        ("pringsewu_dashboard", "0.00", "Kritis"),
        ("pringsewu_dashboard", "105.00", "Tercapai"),
        ("pringsewu_dashboard", "105.01", "Melampaui"),
        ("permendagri_86_2017", "90.00", "Tinggi"),
        ("permendagri_86_2017", "90.01", "Sangat Tinggi"),
        ("permendagri_86_2017", "341.67", "Sangat Tinggi"),
        ("permendagri_86_2017", "50.00", "Sangat Rendah"),
        ("sampang_2019", "92.94", "Sangat Baik"),
        ("cepu_2020", "92.94", "Baik"),
        ("cepu_2020", "100.00", "Baik"),
        ("cepu_2020", "75", "Baik"),
        ("maluku_tengah_2021", "30", "Kurang"),
        ("puhpelem_2016", "89", "Baik"),
        ("puhpelem_2016", "90", "Amat Baik"),
        ("wp_eval_sakip", "99.99", "Berhasil"),
        ("akip_88_2021", "49.88", "C"),
        ("skp_pp46_2011", "61", "Cukup"),
        ("iki_permenpanrb_8_2021", "99.5", "Cukup"),
    ],
)
def test_a_scale_gives_its_printed_label(scale: str, value: str, label: str) -> None:
    assert predicate(all_scales()[scale], Decimal(value)) == label


def test_there_are_eleven_scales_and_only_those_of_achievement_are_offered() -> None:
    assert len(all_scales()) == 11
    offered = {scale.key for scale in achievement_scales()}
    assert len(offered) == 8
    assert offered.isdisjoint({"akip_88_2021", "skp_pp46_2011", "iki_permenpanrb_8_2021"})


def test_every_scale_names_its_source_and_what_to_do_in_a_gap() -> None:
    assert all(scale.source and scale.gap_rule for scale in all_scales().values())
