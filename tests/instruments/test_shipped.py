"""Sinergitas, documents, RT/RW Cantik and LKE as they come with Cermat."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.instruments.formula import (
    NOT_APPLICABLE,
    Given,
    ItemKind,
    Override,
    Points,
    allowed_text,
    highest_of,
    points_of,
    reaching,
    score,
    totals_of,
    written,
)
from cermat.instruments.schema import shipped, shipped_names
from cermat.lib.rounding import rounded

F, D = Fraction, Decimal
SINERGITAS, DOCUMENTS = shipped("sinergitas-sumedang-2026"), shipped("dokumen-kelurahan")
CONTEST, LKE = shipped("rtrw-cantik-contoh"), shipped("lke-88-2021")


def test_every_definition_names_its_sources_and_what_was_made_up_says_so() -> None:
    for name in shipped_names():
        assert shipped(name).sources, name
    for definition in (SINERGITAS, DOCUMENTS, CONTEST):
        assert "emplat" in definition.origin or "ontoh" in definition.origin


# ---- Sinergitas


def test_the_sinergitas_aspects_add_up_to_one_hundred() -> None:
    assert [highest_of(SINERGITAS, group) for group in SINERGITAS.groups] == [30, 30, 5, 20, 5, 10]
    best = score(SINERGITAS, [{item.code: item.highest for item in SINERGITAS.items}])
    assert (best.index, len(SINERGITAS.items)) == (D("100.00"), 114)
    assert {item.kind for item in SINERGITAS.items} == {
        ItemKind.EVIDENCE, ItemKind.STEPS, ItemKind.CHOICE, ItemKind.ALL_OR_NOTHING,
    }  # fmt: skip


def test_every_sinergitas_item_has_a_section_and_can_reach_its_highest() -> None:
    for item in SINERGITAS.items:
        assert item.details["seksi"], item.code
        reachable = {ItemKind.EVIDENCE: totals_of(item), ItemKind.STEPS: set(item.steps)}.get(item.kind, {item.highest})
        assert max(reachable) == item.highest, item.code
        assert points_of(item, "0") == 0, item.code


@pytest.mark.parametrize(
    ("code", "typed", "points"),
    [
        ("A-01", "2", F(2)), ("A-02", "a+c", F(3, 2)), ("A-02", "0,5", F(1, 2)), ("B-16", "a1+b2", F(3, 4)),
        ("B-28", "0.75", F(3, 4)), ("B-03", "3", F(3, 4)), ("D-04", "4,25", F(17, 4)), ("C-03", "0.18", F(9, 50)),
        ("D-02", "7", F(7)), ("A-01", "", None),
    ],
)  # fmt: skip
def test_points_that_an_item_allows(code: str, typed: str, points: Fraction | None) -> None:
    assert points_of(SINERGITAS.item[code], typed) == points


@pytest.mark.parametrize(
    ("code", "typed"),
    [("A-01", "1"), ("A-01", "2,5"), ("A-02", "a+a"), ("A-02", "d"), ("B-16", "a4"), ("B-16", "a1a1"), ("B-28", "0,6"),
     ("D-04", "4,5"), ("B-03", "9"), ("D-02", "5"), ("C-03", "0,2")],
)  # fmt: skip
def test_points_that_it_does_not_allow_are_refused_with_what_is(code: str, typed: str) -> None:
    item = SINERGITAS.item[code]
    with pytest.raises(ValueError, match="isi dengan") as refused:
        points_of(item, typed)
    assert allowed_text(item) in str(refused.value)


def test_assessed_without_evidence_is_zero_and_not_assessed_is_missing() -> None:
    sheet: dict[str, Points] = {item.code: item.highest for item in SINERGITAS.items}
    zero = score(SINERGITAS, [{**sheet, "A-01": F(0)}])
    assert (zero.index, zero.missing) == (D("98.00"), ())
    missing = score(SINERGITAS, [{**sheet, "A-01": None}])
    assert (missing.index, missing.missing) == (None, ("A-01",))
    assert missing.line("B").value == 30  # the aspects that are whole are told


def test_what_the_sorting_left_out_is_not_asked() -> None:
    sheet: dict[str, Points] = {item.code: item.highest for item in SINERGITAS.items}
    assert score(SINERGITAS, [{**sheet, "A-01": NOT_APPLICABLE}]).index == D("98.00")


# ---- Documents


def test_each_kind_has_its_documents_and_its_months() -> None:
    counts = {
        (kind, month): len(DOCUMENTS.items_for(kind, month)) for kind in ("kelurahan", "desa") for month in (8, 12)
    }
    assert len(DOCUMENTS.items) == 63
    assert len(DOCUMENTS.items_for("kelurahan")) + len(DOCUMENTS.items_for("desa")) == 63 + 9  # nine are asked of both
    assert counts == {("kelurahan", 8): 19, ("kelurahan", 12): 24, ("desa", 8): 23, ("desa", 12): 26}


def test_the_share_counts_the_unsaid_as_not_there_and_names_it() -> None:
    asked = DOCUMENTS.items_for("kelurahan", 8)
    sheet: dict[str, Points] = {item.code: F(1) for item in asked}
    about = Given(kind="kelurahan", month=8)
    assert score(DOCUMENTS, [sheet], about).index == D("100.00")
    gap = score(DOCUMENTS, [{**sheet, "KEL-A.1": None, "KEL-A.3": F(0)}], about)
    assert gap.value == F(100 * (len(asked) - 2), len(asked))
    assert gap.missing == ("KEL-A.1",)
    without = score(DOCUMENTS, [{**sheet, "KEL-A.1": NOT_APPLICABLE, "KEL-A.3": F(0)}], about)
    assert without.value == F(100 * (len(asked) - 2), len(asked) - 1)
    assert score(DOCUMENTS, [{}], about).index is None


def test_the_number_of_kelurahan_that_suffice() -> None:
    shares = {"Bogo": F(100), "Ploso": F(99), "Kauman": None, "Payaman": F(95)}
    whole, nearly = reaching(shares, F(100)), reaching(shares, F(95))
    assert (whole.count, whole.of, whole.reached, whole.missing) == (1, 4, ("Bogo",), ("Kauman",))
    assert (nearly.count, nearly.threshold) == (3, 95)
    assert reaching({}, F(100)).count == 0


# ---- RT/RW Cantik


def test_rtrw_is_the_mean_over_assessors_then_the_weighted_sum() -> None:
    marks = [{item.code: F(80 + number) for item in CONTEST.items} for number in range(5)]
    marks[0]["RTR-01"] = F(30)
    outcome = score(CONTEST, marks, Given(names=CONTEST.assessors))
    assert outcome.items[0].value == F(30 + 81 + 82 + 83 + 84, 5)
    assert (outcome.value, outcome.n) == ((72 + 4 * F(82)) / 5, 5)
    assert list(CONTEST.assessors) == ["Polsek", "Kesehatan", "Pertanian", "PKK", "Forpimcam"]


def test_the_gap_of_one_assessor_is_named_and_stops_the_index() -> None:
    marks: list[dict[str, Points]] = [{item.code: F(80) for item in CONTEST.items} for _ in CONTEST.assessors]
    marks[3]["RTR-04"] = None
    outcome = score(CONTEST, marks, Given(names=CONTEST.assessors))
    assert (outcome.index, outcome.missing) == (None, ("RTR-04",))
    assert outcome.line("RTR-04").gaps == ("PKK",)
    assert outcome.line("RTR-01").value == 80


def test_a_mark_is_between_one_and_a_hundred() -> None:
    item = CONTEST.items[0]
    assert points_of(item, "82,75") == F(331, 4)
    for typed in ("0", "100,5", "82,755"):
        with pytest.raises(ValueError, match="1 sampai 100"):
            points_of(item, typed)


@given(st.lists(st.lists(st.integers(1, 100), min_size=5, max_size=5), min_size=1, max_size=5))
def test_an_index_of_a_contest_lies_between_its_marks(rows: list[list[int]]) -> None:
    sheets = [{item.code: F(mark) for item, mark in zip(CONTEST.items, row, strict=True)} for row in rows]
    value = score(CONTEST, sheets).value
    assert value is not None
    assert min(map(min, rows)) <= value <= max(map(max, rows))


# ---- LKE


def lke(answer: Fraction, **changed: Points) -> dict[str, Points]:
    return {item.code: answer for item in LKE.items} | {code.replace("_", "."): one for code, one in changed.items()}


def test_the_weights_of_the_lke_are_those_of_the_rule() -> None:
    components = [group for group in LKE.groups if not group.parent]
    assert [highest_of(LKE, group) for group in components] == [30, 30, 15, 25]
    for component in components:
        parts = [child.weight for child in LKE.below(component.code)]
        total = highest_of(LKE, component)
        assert parts == [total * F(share, 10) for share in (2, 3, 5)]
    assert len(LKE.items) == 76
    assert {option.answer: option.score for option in LKE.item["AREN002.5"].options} == {
        "A": 1, "B": F(66, 100), "C": F(33, 100), "D": 0,
    }  # fmt: skip
    assert [option.answer for option in LKE.item["AREN001.1"].options] == ["Y", "T"]


@pytest.mark.parametrize(
    ("value", "predicate"),
    [
        ("100", "AA"), ("90.01", "AA"), ("90.00", "A"), ("90.004", "A"), ("90.005", "AA"), ("80.01", "A"),
        ("80", "BB"), ("70.01", "BB"), ("70", "B"), ("60.01", "B"), ("60", "CC"), ("50.01", "CC"), ("50", "C"),
        ("49.88", "C"), ("30.01", "C"), ("30", "D"), ("0", "D"),
    ],
)  # fmt: skip
def test_predicates_hold_at_their_bounds(value: str, predicate: str) -> None:
    """A 2019 report calls 49.88 "D"; on the scale it is C."""
    found = LKE.grade_of(rounded(F(value), 2))
    assert found is not None
    assert found.code == predicate


def test_a_share_becomes_a_grade_and_the_grade_a_part_of_the_weight() -> None:
    met = score(LKE, [lke(F(1))])
    assert {line.step.code for line in met.groups if line.step} == {"B"}  # above B only a person grades
    assert met.index == D("70.00")
    nothing = score(LKE, [lke(F(0))])
    assert ({line.step.code for line in nothing.groups if line.step}, nothing.index) == ({"E"}, D("0.00"))
    quarter = score(LKE, [lke(F(1), AREN001_1=F(0), AREN001_2=F(0), AREN001_3=F(0))])
    line = quarter.line("AREN001")
    assert line.step is not None
    assert (line.share, line.step.code, line.value) == (25, "D", 6 * F(30, 100))


def test_a_person_overrides_a_grade_and_the_reason_is_kept() -> None:
    grades = {group.code: Override("AA", "Praktik baik yang ditiru.") for group in LKE.groups if group.parent}
    outcome = score(LKE, [lke(F(1))], Given(overrides=grades))
    assert outcome.index == D("100.00")
    assert outcome.grade is not None
    assert outcome.grade.code == "AA"
    line = outcome.line("DVAL003")
    assert line.override is not None
    assert (line.share, line.override.reason) == (100, "Praktik baik yang ditiru.")


def test_a_criterion_without_an_answer_is_missing_not_unmet() -> None:
    outcome = score(LKE, [lke(F(1), BKUR001_3=None)])
    assert (outcome.index, outcome.missing) == (None, ("BKUR001.3",))
    assert outcome.line("CLAP01").value == F(105, 10)


# ---- Figures as text


@pytest.mark.parametrize(
    ("value", "text"),
    [(F(81, 4), "20.25"), (F(100), "100"), (F(61, 3), "61/3"), (F(0), "0"), (F(-1, 8), "-0.125"), (None, None)],
)
def test_an_exact_figure_as_text(value: Fraction | None, text: str | None) -> None:
    assert written(value) == text


@given(st.fractions(max_denominator=10**6))
def test_the_text_of_a_figure_is_the_figure(value: Fraction) -> None:
    assert F(str(written(value))) == value


def test_a_group_that_no_document_stands_in_is_left_out() -> None:
    alone = replace(DOCUMENTS, items=DOCUMENTS.items[:1])
    assert score(alone, [{"KEL-A.1": F(1)}], Given(kind="desa", month=8)).index is None
