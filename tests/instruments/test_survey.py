"""SKM and SPAK: published results recomputed, the ones that contradict themselves named; gaps and few respondents."""

import csv
import json
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cermat.instruments.formula import Given, Outcome, as_printed, details_of, outcome_from, score, written
from cermat.instruments.schema import shipped
from cermat.lib.rounding import rounded

F, D = Fraction, Decimal
GOLDEN = Path(__file__).parent / "golden"
IKM = shipped("ikm-14-2017")
REPORTS: dict[str, dict[str, Any]] = {
    row["id"]: row for row in json.loads((GOLDEN / "ikm_published_reports.json").read_text())["reports"]
}
# What a report prints, and by which weight it follows from its own unsur.
AGREES = {
    "bantul-dptr-2023": "",
    "site2025-tw1": "",
    "site2025-tw3": "",
    "gaspul-tw3-worked-example": "0.11",  # the text says 0.1111; it also prints 91.48, which is exact
}
# What a report prints that its own unsur contradict, and what they give. These stay contradicted.
CONTRADICTED = {
    "seluma-sengkuang-village": ("80.50", "89.44", "A"),  # nine values divided by ten
    "bogor-dpmptsp-ikm": ("96.88", "87.42", "B"),  # the ninth unsur printed as the index
    "site2025-tw4": ("97.99", "98.00", "A"),  # its unsur are rounded to two decimals
}
FACILITIES, COMPLAINTS = ("sarana", "facilities"), ("pengaduan", "complaints")


def unsur_of(report: dict[str, Any]) -> dict[str, Fraction]:
    """Key of the unsur → NRR, by the names the report prints: U8 and U9 stand in either order."""
    keys = [group.code for group in IKM.groups][:7]
    for name in report["unsur_order"][7:]:
        keys.append("sarana" if any(word in name.lower() for word in FACILITIES) else "pengaduan")
        assert any(word in name.lower() for word in (*FACILITIES, *COMPLAINTS))
    values = [F(text) for text in report.get("nrr", {}).values()]
    values = values or [F(text) / 25 for text in report["unsur_conversion"].values()]
    return dict(zip(keys, values, strict=True))


def recomputed(report: dict[str, Any], variant: str = "") -> Outcome:
    return score(IKM, [], Given(groups=unsur_of(report), variant=variant))


def test_published_results_agree_or_are_known_to_contradict_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    with_unsur = [row for row in REPORTS.values() if row["kind"] == "unsur"]
    agreeing = [one for one, weight in AGREES.items() if str(recomputed(REPORTS[one], weight).index) == printed(one)]
    with capsys.disabled():
        sys.stdout.write(
            f"\nIKM: {len(agreeing)} dari {len(with_unsur)} laporan terbit terhitung sama; bertentangan dengan "
            f"unsurnya sendiri: {', '.join(CONTRADICTED)}\n"
        )
    assert agreeing == list(AGREES)
    assert {row["id"] for row in with_unsur} == {*AGREES, *CONTRADICTED}


def printed(report: str) -> str:
    return str(REPORTS[report]["ikm_published"])


@pytest.mark.parametrize(("report", "said"), CONTRADICTED.items())
def test_a_report_that_contradicts_itself_stays_contradicted(report: str, said: tuple[str, str, str]) -> None:
    published, computed, letter = said
    outcome = recomputed(REPORTS[report])
    assert (printed(report), str(outcome.index)) == (published, computed)
    assert outcome.grade is not None
    assert outcome.grade.code == letter


@pytest.mark.parametrize("report", [row["id"] for row in REPORTS.values() if "recompute" in row])
def test_every_weight_gives_what_was_worked_out_by_hand(report: str) -> None:
    known = REPORTS[report]["recompute"]
    for variant, name in (("", "w_1/9"), ("0.111", "w_0.111"), ("0.11", "w_0.11")):
        assert str(recomputed(REPORTS[report], variant).index) == known[name]


def test_one_data_set_that_was_printed_twice_is_explained_by_its_weight() -> None:
    report = REPORTS["gaspul-tw3-worked-example"]
    counts = report["answer_distribution"]
    answers = [[4] * four + [3] * three + [2] * two + [1] * one for four, three, two, one in list(counts.values())[1:]]
    keys = list(unsur_of(report))
    sheets = [{key: F(column[row]) for key, column in zip(keys, answers, strict=True)} for row in range(29)]
    assert str(score(IKM, sheets).index) == "91.48"
    assert str(score(IKM, sheets, Given(variant="0.11")).index) == "90.56"


@pytest.mark.parametrize("report", [row["id"] for row in REPORTS.values() if row["kind"] == "index_only"])
def test_published_letters_agree_with_the_classes(report: str) -> None:
    grade = IKM.grade_of(D(printed(report)))
    assert grade is not None
    assert grade.code == REPORTS[report]["mutu_published"]


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("25", "D"), ("64.99", "D"), ("64.994", "D"), ("64.995", "C"), ("65.00", "C"), ("76.60", "C"),
        ("76.604", "C"), ("76.605", "B"), ("76.61", "B"), ("88.30", "B"), ("88.305", "A"), ("88.31", "A"), ("100", "A"),
    ],
)  # fmt: skip
def test_classes_hold_at_their_bounds_after_rounding(value: str, grade: str) -> None:
    found = IKM.grade_of(rounded(F(value), 2))
    assert found is not None
    assert found.code == grade


def test_the_terminal_takes_means_and_a_weight_in_any_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unsur = unsur_of(REPORTS["gaspul-tw3-worked-example"])
    file = tmp_path / "nrr.csv"
    values = ",".join(str(written(value)) for value in unsur.values())
    file.write_text(f"subject,period,{','.join(unsur)}\nUnit,2025-TW3,{values}\n")
    for words in (["--means", "--weight", "0.11", str(file)], [str(file), "--weight", "0.11", "--means"]):
        call_command("score", "ikm-14-2017", *words)
        line = json.loads(capsys.readouterr().out)
        assert (line["index"], line["class"], line["n"], line["groups"]["pengaduan"]) == ("90.56", "A", None, "3.966")


# ---- Respondents


def sekadau() -> list[dict[str, Fraction]]:
    """33 respondents of a published table, by the order of the rule's text."""
    with (GOLDEN / "ikm_sekadau_2019s1.csv").open() as file:
        rows = list(csv.DictReader(file))
    keys = [group.code for group in IKM.groups]
    return [{key: F(row[f"U{at}"]) for at, key in enumerate(keys, 1)} for row in rows]


@pytest.mark.parametrize(
    ("variant", "index", "letter"), [("", "78.54", "B"), ("0.111", "78.46", "B"), ("0.11", "77.75", "B")]
)
def test_a_table_of_33_respondents_by_each_weight(variant: str, index: str, letter: str) -> None:
    outcome = score(IKM, sekadau(), Given(variant=variant))
    assert (str(outcome.index), outcome.n, outcome.variant) == (index, 33, variant)
    assert outcome.grade is not None
    assert outcome.grade.code == letter
    assert [line.value for line in outcome.groups] == [F(n, 33) for n in (92, 93, 102, 117, 106, 109, 108, 99, 107)]


def test_nobody_one_and_a_respondent_with_gaps_each_have_an_answer() -> None:
    nobody = score(IKM, [])
    assert (nobody.index, nobody.n, nobody.reason) == (None, 0, "Belum ada jawaban.")
    full = {item.code: F(4) for item in IKM.items}
    one = score(IKM, [full])
    assert (str(one.index), one.n) == ("100.00", 1)
    gap = score(IKM, [full, {**full, "waktu": None}, {**full, "waktu": F(1)}])
    line = next(line for line in gap.items if line.code == "waktu")
    assert (line.value, line.counted, line.of) == (F(5, 2), 2, 3)  # the mean of those who answered
    assert gap.n == 3
    silent = score(IKM, [{**full, "waktu": None}])
    assert (silent.index, silent.missing) == (None, ("waktu",))
    assert silent.reason == "1 dari 9 butir belum ada nilainya."


def test_the_as_printed_is_a_habit_that_changes_no_figure() -> None:
    outcome = score(IKM, sekadau())
    orders = {habit: tuple(child.code for child in as_printed(IKM, habit).top) for habit in ("naskah", "kuesioner")}
    assert orders["naskah"][6:] == ("perilaku", "pengaduan", "sarana")
    assert orders["kuesioner"][6:] == ("perilaku", "sarana", "pengaduan")
    for order in orders.values():
        assert sorted(order) == sorted(line.code for line in outcome.groups)
        assert sum((F(str(written(outcome.line(code).value))) for code in order), F()) * 25 / 9 == outcome.value  # type: ignore[arg-type]
    kept = details_of(outcome)
    assert outcome_from(IKM, json.loads(json.dumps(kept))) == outcome


# ---- The other two


def test_sixteen_questions_lie_on_the_same_nine_unsur() -> None:
    definition = shipped("skm-16")
    sizes = [sum(item.group == group.code for item in definition.items) for group in definition.groups]
    assert [group.code for group in definition.groups] == [group.code for group in IKM.groups]
    assert (sizes, len(definition.items)) == ([2, 3, 1, 3, 1, 1, 3, 1, 1], 16)
    answers = {item.code: F(4) for item in definition.items}
    mixed = answers | {"biaya_1": F(1), "biaya_2": F(2), "biaya_3": F(3)}
    outcome = score(definition, [mixed])
    assert outcome.line("biaya").value == 2
    assert outcome.value == F(8 * 4 + 2, 9) * 25
    half = score(definition, [answers, {**mixed, "biaya_3": None}])
    assert half.line("biaya").value == F(F(5, 2) + 3 + 4, 3)  # each question by those who answered it


def test_spak_weighs_five_items_alike() -> None:
    definition = shipped("spak-5")
    assert score(definition, [{item.code: F(4) for item in definition.items}]).index == D("100.00")
    outcome = score(definition, [{item.code: F(at) for at, item in enumerate(definition.items)}])
    assert outcome.index == D("50.00")


def test_the_lowest_answers_are_class_d_also_with_a_weight_that_lowers_them() -> None:
    outcome = score(IKM, [dict.fromkeys(IKM.item, Fraction(1))], Given(variant="0.11"))
    assert (str(outcome.index), outcome.grade and outcome.grade.code) == ("24.75", "D")
