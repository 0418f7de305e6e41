"""What must hold for every instrument: scale, order, permutation, what is missing, variants, one rounding."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.instruments.formula import (
    AnsweredBy,
    Definition,
    Index,
    Item,
    ItemKind,
    Method,
    Missing,
    linear_weights,
    score,
    totals_of,
    value_bounds,
)
from cermat.instruments.formula import Given as Besides
from cermat.instruments.schema import shipped, shipped_names
from cermat.lib.rounding import rounded

# Grades make steps; a document that does not apply leaves the sum.
LINEAR = [name for name in shipped_names() if name not in {"lke-88-2021", "dokumen-kelurahan"}]
SURVEYS = [name for name in shipped_names() if shipped(name).answered_by is AnsweredBy.RESPONDENTS]
Filled = dict[str, Fraction]
QUICK = settings(max_examples=40, deadline=None)


def worth(item: Item) -> tuple[Fraction, ...]:
    """Points that an item can be given, lowest first."""
    match item.kind:
        case ItemKind.EVIDENCE:
            return tuple(sorted(totals_of(item)))
        case ItemKind.STEPS:
            return tuple(sorted({Fraction(0), *item.steps}))
        case ItemKind.CHOICE | ItemKind.LETTER:
            return tuple(sorted({option.score for option in item.options}))
        case ItemKind.DOCUMENT | ItemKind.ALL_OR_NOTHING:
            return (Fraction(0), item.highest)
        case _:
            span = item.highest - item.lowest
            return tuple(item.lowest + Fraction(rounded(span * part / 7, item.decimals)) for part in range(8))


def sheets_of(definition: Definition) -> st.SearchStrategy[Filled]:
    """Filled in at random, from one drawn seed: a hundred single draws per sheet would take a minute."""
    return st.integers(0, 2**32).map(lambda seed: filled(definition, Random(seed)))


def filled(definition: Definition, chance: Random) -> Filled:
    return {item.code: chance.choice(worth(item)) for item in definition.items}


def value_of(definition: Definition, *sheets: Filled, variant: str = "") -> Fraction:
    value = score(definition, sheets, Besides(variant=variant)).value
    assert value is not None
    return value


# ---- Scale


@pytest.mark.parametrize("name", LINEAR)
def test_everything_at_its_best_is_the_best_class_and_the_highest_index(name: str) -> None:
    definition = shipped(name)
    best = score(definition, [{item.code: item.highest for item in definition.items}])
    worst = score(definition, [{item.code: item.lowest for item in definition.items}])
    weights = linear_weights(definition)
    assert best.value == sum(weights[item.code] * item.highest for item in definition.items)
    assert worst.value == sum(weights[item.code] * item.lowest for item in definition.items)
    if definition.grades:
        assert (best.grade, worst.grade) == (definition.grades[-1], definition.grades[0])


@pytest.mark.parametrize(("name", "highest"), [
    ("idm-2016", 1), ("indeks-desa-2025", 100), ("sdgs-desa", 100), ("ikm-14-2017", 100), ("skm-16", 100),
    ("sinergitas-sumedang-2026", 100), ("rtrw-cantik-contoh", 100), ("dokumen-kelurahan", 100), ("spak-5", 100),
])  # fmt: skip
def test_the_scale_ends_where_the_rule_says(name: str, highest: int) -> None:
    definition = shipped(name)
    assert value_of(definition, {item.code: item.highest for item in definition.items}) == highest


def test_graded_components_reach_what_the_machine_may_give() -> None:
    lke = shipped("lke-88-2021")
    best = score(lke, [{item.code: item.highest for item in lke.items}])
    assert best.value == 70  # B everywhere: BB, A and AA are given by a person
    assert {line.step.code for line in best.groups if line.step} == {"B"}


# ---- Order, permutation, one rounding


@QUICK
@given(st.sampled_from(shipped_names()), st.data())
def test_raising_one_item_never_lowers_the_index(name: str, data: st.DataObject) -> None:
    definition = shipped(name)
    sheet = data.draw(sheets_of(definition))
    item = definition.item[data.draw(st.sampled_from(list(definition.item)))]
    better = data.draw(st.sampled_from([points for points in worth(item) if points >= sheet[item.code]]))
    before, after = value_of(definition, sheet), value_of(definition, {**sheet, item.code: better})
    assert after >= before
    if name in LINEAR:
        assert after - before == linear_weights(definition)[item.code] * (better - sheet[item.code])


@QUICK
@given(st.sampled_from(shipped_names()), st.data())
def test_the_order_of_items_and_of_people_changes_nothing(name: str, data: st.DataObject) -> None:
    definition = shipped(name)
    many = definition.answered_by is not AnsweredBy.ONE
    sheets = data.draw(st.lists(sheets_of(definition), min_size=1, max_size=4 if many else 1))
    chance = Random(data.draw(st.integers(0, 2**32)))
    items, shuffled = list(definition.items), list(sheets)
    chance.shuffle(items)
    chance.shuffle(shuffled)
    here, there = score(definition, sheets), score(replace(definition, items=tuple(items)), shuffled)
    assert (here.value, here.index, here.grade, here.n) == (there.value, there.index, there.grade, there.n)


@QUICK
@given(st.sampled_from(shipped_names()), st.data())
def test_there_is_one_rounding_and_it_is_the_last(name: str, data: st.DataObject) -> None:
    definition = shipped(name)
    outcome = score(definition, [data.draw(sheets_of(definition))])
    assert outcome.value is not None
    assert outcome.index == rounded(outcome.value, definition.index.decimals)
    assert outcome.index is not None
    assert outcome.grade == definition.grade_of(outcome.index)
    for line in outcome.groups:
        assert isinstance(line.value, Fraction)
        assert line.lowest <= line.value <= line.highest
        assert (line.lowest, line.highest) == value_bounds(definition, definition.group[line.code])


# ---- What is missing


@QUICK
@given(st.sampled_from([name for name in shipped_names() if shipped(name).missing is Missing.NO_INDEX]), st.data())
def test_without_one_answer_there_is_no_index_and_the_answer_is_named(name: str, data: st.DataObject) -> None:
    definition = shipped(name)
    gone = data.draw(st.sampled_from(list(definition.item)))
    outcome = score(definition, [{**data.draw(sheets_of(definition)), gone: None}])
    assert (outcome.index, outcome.grade, outcome.missing) == (None, None, (gone,))
    assert outcome.reason == f"1 dari {len(definition.items)} butir belum ada nilainya."


@QUICK
@given(st.data())
def test_where_gaps_are_left_out_the_mean_is_of_those_that_are_there(data: st.DataObject) -> None:
    definition = replace(shipped("sdgs-desa"), missing=Missing.SKIP)
    sheet = data.draw(sheets_of(definition))
    gone = data.draw(st.sets(st.sampled_from(list(definition.item))))
    outcome = score(definition, [{**sheet, **dict.fromkeys(gone)}])
    left = [points for code, points in sheet.items() if code not in gone]
    assert outcome.value == (sum(left, Fraction()) / len(left) if left else None)
    assert set(outcome.missing) == gone or not left


@QUICK
@given(st.data())
def test_a_document_that_is_not_there_yet_counts_as_not_there_and_is_named(data: st.DataObject) -> None:
    definition = shipped("dokumen-kelurahan")
    sheet = data.draw(sheets_of(definition))
    gone = data.draw(st.sampled_from(list(definition.item)))
    without = score(definition, [{**sheet, gone: None}])
    assert without.value == value_of(definition, {**sheet, gone: Fraction(0)})
    assert without.missing == (gone,)


@QUICK
@given(st.sampled_from(SURVEYS), st.data())
def test_a_respondent_with_a_gap_is_left_out_of_that_question_only(name: str, data: st.DataObject) -> None:
    definition = shipped(name)
    first, second = data.draw(sheets_of(definition)), data.draw(sheets_of(definition))
    code = data.draw(st.sampled_from(list(definition.item)))
    outcome = score(definition, [first, {**second, code: None}])
    line = next(line for line in outcome.items if line.code == code)
    assert (line.value, line.counted, line.of) == (first[code], 1, 2)
    assert outcome.index is not None
    assert outcome.n == 2


@pytest.mark.parametrize("name", shipped_names())
def test_nobody_has_answered(name: str) -> None:
    outcome = score(shipped(name), [])
    assert (outcome.index, outcome.grade, outcome.n, outcome.reason) == (None, None, 0, "Belum ada jawaban.")


# ---- Variants


@QUICK
@given(st.sampled_from(["ikm-14-2017", "skm-16"]), st.data())
def test_a_variant_changes_the_weight_and_nothing_else(name: str, data: st.DataObject) -> None:
    definition = shipped(name)
    sheets = data.draw(st.lists(sheets_of(definition), min_size=1, max_size=3))
    exact = value_of(definition, *sheets)
    for variant in definition.variants:
        assert value_of(definition, *sheets, variant=variant.name) == exact * variant.weight * 9


def test_a_method_of_an_index_without_groups_is_the_method_of_its_items() -> None:
    plain = replace(shipped("sdgs-desa"), index=Index("Jumlah", Method.SUM))
    assert value_of(plain, {item.code: Fraction(1) for item in plain.items}) == 18
