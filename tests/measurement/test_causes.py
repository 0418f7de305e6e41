"""Why a figure differs between two runs, read from what both have kept."""

from typing import Any

import pytest

from cermat.measurement.formula import Cause, CauseKind, Kept, causes
from cermat.measurement.presenters.changes import ELSEWHERE, cause_words, why_changed

pytestmark = pytest.mark.alike


def sheet(unit: str = "Desa Kedungdowo", value: str | None = "450", revision: int = 1) -> dict[str, Any]:
    return {
        "unit": unit, "month": "2026-11", "entry": 7, "revision": revision,
        "values": {} if value is None else {"realisasi": value},
    }  # fmt: skip


def result(value: str | None = "80", pk: int = 1) -> dict[str, Any]:
    return {
        "result": pk, "instrument": "ikm", "subject": "Kecamatan Nganjuk", "period": "2026-11", "value": value,
        "label": "B",
    }  # fmt: skip


def between(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(one.kind, one.what, one.before, one.after) for one in causes(Kept(old), Kept(new))]


def test_a_corrected_sheet_is_named_with_its_revision_and_both_values() -> None:
    found = causes(Kept({"leaves": [sheet()]}), Kept({"leaves": [sheet(value="500", revision=2)]}))
    assert found == [Cause(CauseKind.SHEET, "Desa Kedungdowo", "2026-11", "450", "500", 2)]


def test_a_sheet_that_counts_only_now_is_named_and_one_that_says_the_same_is_not() -> None:
    old = {"leaves": [sheet(value=None), sheet("Kelurahan Payaman")]}
    new = {"leaves": [sheet(), sheet("Kelurahan Payaman", revision=2)]}
    assert between(old, new) == [(CauseKind.SHEET, "Desa Kedungdowo", "", "450")]


def test_a_sheet_that_is_asked_no_more_is_named() -> None:
    assert between({"leaves": [sheet()]}, {"leaves": []}) == [(CauseKind.SHEET, "Desa Kedungdowo", "450", "")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            {"leaves": [result()]},
            {"leaves": [result("82", 2)]},
            (CauseKind.RESULT, "ikm Kecamatan Nganjuk", "80", "82"),
        ),
        (
            {"balances": [{"measure": "nilai", "until": "2026-06", "value": "1"}]},
            {"balances": [{"measure": "nilai", "until": "2026-06", "value": "2"}]},
            (CauseKind.BALANCE, "nilai 2026-06", "1", "2"),
        ),
        ({"values": {"fisik": "10"}}, {"values": {"fisik": "20"}}, (CauseKind.REPORT, "fisik", "10", "20")),
        ({"rule": {"batas": None}}, {"rule": {"batas": "120"}}, (CauseKind.RULE, "batas", "", "120")),
        ({"threshold": 100}, {"threshold": 90}, (CauseKind.DEFINITION, "threshold", "100", "90")),
        ({"leaves": ["7.01"]}, {"leaves": ["7.01", "7.02"]}, (CauseKind.PARTS, "", "7.01", "7.01, 7.02")),
    ],
    ids=["result", "balance", "report", "rule", "definition", "parts"],
)  # fmt: skip
def test_each_kind_of_input_is_named(old: dict[str, Any], new: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert between(old, new) == [expected]


def test_a_result_that_was_replaced_by_the_same_figure_is_no_cause() -> None:
    assert between({"leaves": [result()]}, {"leaves": [result(pk=2)]}) == []


def test_a_target_that_moved_is_named() -> None:
    found = causes(Kept({}, {"target": "80"}), Kept({}, {"target": "85"}))
    assert [cause_words(one) for one in found] == ["Rencana: target: 80 → 85"]


def test_a_row_that_came_or_went_says_so() -> None:
    assert [one.kind for one in causes(None, Kept({}))] == [CauseKind.ADDED]
    assert [one.kind for one in causes(Kept({}), None)] == [CauseKind.REMOVED]


def test_what_has_no_cause_of_its_own_and_what_has_many_say_so() -> None:
    assert why_changed([]) == [ELSEWHERE]
    many = [Cause(CauseKind.SHEET, f"Desa {number}", "2026-11", "", "1/3") for number in range(9)]
    assert why_changed(many)[0] == "Isian Desa 0 November 2026: belum ada → 0,33"
    assert why_changed(many)[-1] == "dan 3 masukan lain"
