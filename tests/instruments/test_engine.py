"""The engine on small instruments worked out by hand; what is missing is named, never zero."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from cermat.instruments.formula import (
    NOT_APPLICABLE,
    AnsweredBy,
    Definition,
    Given,
    Grade,
    Group,
    Index,
    Item,
    ItemKind,
    Method,
    Missing,
    Override,
    Step,
    Variant,
    linear_weights,
    score,
)

F = Fraction
D = Decimal


def item(code: str, group: str = "", *, lowest: int = 0, highest: int = 5, weight: int = 1) -> Item:
    return Item(code, code.title(), ItemKind.POINTS, group, lowest=F(lowest), highest=F(highest), weight=F(weight))


VILLAGE = Definition(
    name="kampung", version=1, title="Indeks Kampung", short="Indeks Kampung", subjects=frozenset({"desa"}),
    answered_by=AnsweredBy.ONE,
    items=(item("a1", "A"), item("a2", "A"), item("b1", "B")),
    groups=(Group("A", "Aspek A", Method.SHARE), Group("B", "Aspek B", Method.SHARE)),
    index=Index("Indeks", Method.MEAN, decimals=4),
    grades=(Grade("RENDAH", "Rendah", D(0)), Grade("TINGGI", "Tinggi", D("0.6000"))),
)  # fmt: skip

SURVEY = Definition(
    name="survei", version=2, title="Survei", short="Survei", subjects=frozenset({"kecamatan"}),
    answered_by=AnsweredBy.RESPONDENTS,
    items=(item("p1", "waktu", lowest=1, highest=4), item("p2", "waktu", lowest=1, highest=4),
           item("p3", "biaya", lowest=1, highest=4)),
    groups=(Group("waktu", "Waktu", Method.MEAN, weight=F(1, 2)), Group("biaya", "Biaya", Method.MEAN, weight=F(1, 2))),
    index=Index("IKM", Method.WEIGHTED_SUM, factor=F(25)),
    missing=Missing.SKIP, variants=(Variant("0.49", "bobot 0,49", F("0.49")),),
)  # fmt: skip

CONTEST = replace(
    VILLAGE, name="lomba", answered_by=AnsweredBy.ASSESSORS, groups=(),
    items=(item("bersih", weight=75), item("indah", weight=25)),
    index=Index("Nilai", Method.WEIGHTED_MEAN),
)  # fmt: skip

GRADED = replace(
    VILLAGE, name="lke", items=(item("k1", "sub", highest=1), item("k2", "sub", highest=1)),
    groups=(Group("sub", "Pemenuhan", Method.GRADED, weight=F(6), steps=(
        Step("AA", F(100)), Step("BB", F(80), F(99)), Step("B", F(70), F(75)), Step("E", F(0), F(-1)))),),
    index=Index("Nilai", Method.SUM),
)  # fmt: skip


def sheet(**points: int | None) -> dict[str, F | None]:
    return {code: None if value is None else F(value) for code, value in points.items()}


def test_shares_of_the_maximum_are_averaged_and_rounded_once() -> None:
    outcome = score(VILLAGE, [sheet(a1=5, a2=3, b1=2)])
    assert (outcome.value, outcome.index) == (F(3, 5), D("0.6000"))
    assert outcome.grade is not None
    assert outcome.grade.code == "TINGGI"
    assert [(line.code, line.value) for line in outcome.groups] == [("A", F(4, 5)), ("B", F(2, 5))]
    assert outcome.definition == "kampung@1"


def test_a_missing_item_stops_the_index_but_not_the_other_group() -> None:
    outcome = score(VILLAGE, [sheet(a1=5, b1=2)])
    assert (outcome.index, outcome.grade, outcome.missing) == (None, None, ("a2",))
    assert outcome.reason == "1 dari 3 butir belum ada nilainya."
    assert outcome.line("A").value is None
    assert outcome.line("B").value == F(2, 5)


def test_a_row_that_does_not_apply_leaves_the_maximum() -> None:
    outcome = score(VILLAGE, [{"a1": F(4), "a2": NOT_APPLICABLE, "b1": F(5)}])
    assert outcome.line("A").value == F(4, 5)
    assert outcome.missing == ()


def test_a_subject_of_another_kind_is_refused_with_the_reason() -> None:
    outcome = score(VILLAGE, [sheet(a1=5, a2=5, b1=5)], Given(kind="kelurahan"))
    assert (outcome.index, outcome.reason) == (None, "Indeks Kampung berlaku untuk desa, bukan kelurahan.")


def test_all_zero_means_not_surveyed_only_for_the_named_kind() -> None:
    definition = replace(VILLAGE, subjects=frozenset({"desa", "kelurahan"}), unsurveyed=frozenset({"kelurahan"}))
    zeros = [sheet(a1=0, a2=0, b1=0)]
    assert score(definition, zeros, Given(kind="kelurahan")).reason == "Tidak didata: semua nilai nol."
    assert score(definition, zeros, Given(kind="desa")).index == D("0.0000")


def test_each_question_is_averaged_over_those_who_answered_it() -> None:
    outcome = score(SURVEY, [sheet(p1=4, p2=2, p3=None), sheet(p1=2, p2=None, p3=3), sheet(p1=None, p2=None, p3=None)])
    assert outcome.n == 2
    assert [(line.value, line.counted) for line in outcome.items] == [(F(3), 2), (F(2), 1), (F(3), 1)]
    assert outcome.index == D("68.75")  # ((3 + 2) / 2 + 3) / 2 x 25


def test_without_respondents_there_is_no_index() -> None:
    outcome = score(SURVEY, [])
    assert (outcome.index, outcome.n, outcome.reason) == (None, 0, "Belum ada jawaban.")


def test_a_variant_changes_the_top_weights_and_is_named() -> None:
    outcome = score(SURVEY, [sheet(p1=4, p2=4, p3=4)], Given(variant="0.49"))
    assert (outcome.index, outcome.variant) == (D("98.00"), "0.49")
    with pytest.raises(ValueError, match=r"no variant 0\.5"):
        score(SURVEY, [], Given(variant="0.5"))


def test_group_values_may_be_given_directly() -> None:
    outcome = score(SURVEY, [], Given(groups={"waktu": F("3.5"), "biaya": F("3.1")}))
    assert (outcome.index, outcome.n, outcome.missing) == (D("82.50"), None, ())


def test_an_assessor_who_has_not_scored_stops_the_item() -> None:
    both = [sheet(bersih=4, indah=2), sheet(bersih=2, indah=4)]
    assert score(CONTEST, both).index == D("3.00")
    gap = score(CONTEST, [both[0], sheet(bersih=2)], Given(names=("Penilai A", "Penilai B")))
    assert gap.index is None
    assert gap.line("indah").gaps == ("Penilai B",)


def test_a_share_becomes_a_grade_and_a_person_may_give_another() -> None:
    assert score(GRADED, [sheet(k1=1, k2=1)]).index == D("4.80")
    half = score(GRADED, [sheet(k1=1, k2=0)]).line("sub")
    assert (half.share, half.step and half.step.code) == (F(50), "E")
    raised = score(GRADED, [sheet(k1=1, k2=1)], Given(overrides={"sub": Override("AA", "Praktik baik nasional")}))
    assert raised.index == D("6.00")
    assert raised.line("sub").override == Override("AA", "Praktik baik nasional")


def test_documents_nobody_spoke_of_count_as_absent_and_are_named() -> None:
    definition = replace(VILLAGE, missing=Missing.ABSENT, groups=(), items=(item("x", highest=1), item("y", highest=1)))
    outcome = score(definition, [sheet(x=1)])
    assert (outcome.index, outcome.missing) == (D("0.5000"), ("y",))


def test_the_weights_of_the_items_make_up_the_index() -> None:
    assert linear_weights(VILLAGE) == {"a1": F(1, 20), "a2": F(1, 20), "b1": F(1, 10)}
    assert linear_weights(SURVEY) == {"p1": F(25, 4), "p2": F(25, 4), "p3": F(25, 2)}
    with pytest.raises(ValueError, match="no weighted sum"):
        linear_weights(GRADED)


@pytest.mark.parametrize(("method", "value"), [
    (Method.MEAN, F(4)), (Method.SHARE, F(4, 5)), (Method.WEIGHTED_MEAN, F(4)), (Method.SUM, None),
    (Method.WEIGHTED_SUM, None),
])  # fmt: skip
def test_a_gap_may_be_left_out_of_a_mean_but_a_sum_would_count_it_as_zero(method: Method, value: F | None) -> None:
    plain = replace(VILLAGE, items=(item("p"), item("q")), groups=(), grades=(), missing=Missing.SKIP)
    grouped = replace(plain, items=(item("p", "G"), item("q", "G")), groups=(Group("G", "G", method),))
    for definition in (replace(plain, index=Index("I", method)), replace(grouped, index=Index("I", Method.SUM))):
        outcome = score(definition, [sheet(p=4)])
        assert (outcome.value, outcome.missing) == (value, ("q",))


def test_an_assessor_for_whom_a_row_does_not_apply_leaves_it_to_the_others() -> None:
    sheets = [{"bersih": F(80), "indah": F(60)}, {"bersih": F(90), "indah": NOT_APPLICABLE}]
    outcome = score(CONTEST, sheets, Given(names=("Polsek", "PKK")))
    assert (outcome.line("indah").value, outcome.line("bersih").value) == (F(60), F(85))


def test_a_group_of_which_nothing_is_asked_now_does_not_apply() -> None:
    items = (item("a1", "A"), replace(item("b1", "B"), due_months=(12,)))
    yearly = replace(VILLAGE, items=items)
    assert score(yearly, [sheet(a1=4)], Given(month=6)).value == F(4, 5)
    assert score(yearly, [sheet(a1=4)], Given(month=12)).missing == ("b1",)


def test_a_group_without_items_whose_value_was_not_given_is_missing() -> None:
    direct = replace(VILLAGE, groups=(*VILLAGE.groups, Group("C", "Aspek C", Method.MEAN, may_be_given=True)))
    assert score(direct, [sheet(a1=5, a2=5, b1=5)]).missing == ("C",)
    assert score(direct, [sheet(a1=5, a2=5, b1=5)], Given(groups={"C": F(1)})).value == 1


def test_a_group_value_that_was_not_given_is_missing_by_the_name_of_the_group() -> None:
    """Whoever gives the values of the groups has never heard of the items below them."""
    direct = replace(VILLAGE, groups=tuple(replace(group, may_be_given=True) for group in VILLAGE.groups))
    outcome = score(direct, [], Given(groups={"A": F("0.8")}))
    assert (outcome.missing, outcome.value) == (("B",), None)
    assert outcome.reason == "1 dari 2 nilai kelompok belum ada."


@pytest.mark.parametrize("besides", [
    Given(variant="x"), Given(groups={"X": F(1)}), Given(overrides={"X": Override("AA", "")}),
    Given(overrides={"sub": Override("ZZ", "")}),
])  # fmt: skip
def test_a_variant_a_group_or_a_grade_that_does_not_exist_is_a_mistake_of_the_caller(besides: Given) -> None:
    with pytest.raises(ValueError, match="has no"):
        score(GRADED, [sheet(k1=1, k2=1)], besides)
