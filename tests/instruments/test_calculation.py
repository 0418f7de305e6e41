"""The sheet of calculation of every instrument, whatever is answered and whatever is missing."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.instruments.formula import NOT_APPLICABLE, Definition, Given, Item, Override, Points, score
from cermat.instruments.presenters import calculation
from cermat.instruments.presenters.words import figure, weight
from cermat.instruments.schema import shipped, shipped_names
from tests.instruments.test_engine import CONTEST, GRADED, SURVEY, VILLAGE, sheet

F = Fraction


def points(item: Item) -> st.SearchStrategy[Points]:
    some: st.SearchStrategy[Points] = st.sampled_from(
        [item.lowest, item.highest, (item.lowest + item.highest) / 2, None]
    )
    return some | st.just(NOT_APPLICABLE) if item.may_not_apply else some


def sheets(definition: Definition) -> st.SearchStrategy[list[dict[str, Points]]]:
    one = st.fixed_dictionaries({item.code: points(item) for item in definition.items})
    return st.lists(one, max_size=3)


@pytest.mark.parametrize("name", shipped_names())
@settings(deadline=None, max_examples=8)
@given(data=st.data())
def test_every_outcome_of_every_instrument_can_be_told(name: str, data: st.DataObject) -> None:
    definition = shipped(name)
    kind = data.draw(st.sampled_from(["", *sorted(definition.subjects)]))
    outcome = score(definition, data.draw(sheets(definition)), Given(kind=kind))
    told = calculation(definition, outcome)
    assert [code for code, _name in told.missing] == list(outcome.missing)
    shown = {row.code for block in told.blocks for row in block.rows}
    assert shown >= {line.code for line in outcome.groups}
    alone = {item.code for item in definition.items if len(definition.below(item.group)) == 1}
    assert shown | alone >= {line.code for line in outcome.items}  # the only item of a group may stand in its row
    assert bool(told.rounding) == (outcome.index is not None)
    assert told.blocks[-1].formula.endswith("dihitung" if outcome.value is None else figure(outcome.value))


@pytest.mark.parametrize(
    ("definition", "answers", "extra", "sentence"),
    [
        (VILLAGE, [sheet(a1=3, a2=4, b1=5)], Given(), "(3 + 4) ÷ 10 = 0,7"),
        (VILLAGE, [sheet(a1=3, a2=4, b1=5)], Given(), "(0,7 + 1) ÷ 2 = 0,85"),
        (VILLAGE, [sheet(a1=3, a2=None, b1=5)], Given(), "belum dapat dihitung"),
        (SURVEY, [sheet(p1=3, p2=4, p3=2)], Given(), "(3,5 × 0,5 + 2 × 0,5) × 25 = 68,75"),
        (SURVEY, [sheet(p1=3, p2=4, p3=2)], Given(variant="0.49"), "(3,5 × 0,49 + 2 × 0,49) × 25 = 67,375"),
        (SURVEY, [], Given(groups={"waktu": F(3), "biaya": F(2)}), "nilai diberikan langsung = 3"),
        (CONTEST, [sheet(bersih=4, indah=2)], Given(), "(4 × 75 + 2 × 25) ÷ 100 = 3,5"),
        (GRADED, [sheet(k1=1, k2=0)], Given(), "(1 + 0) ÷ 2 = 50 % → gradasi E (0) → 6 × 0 ÷ 100 = 0"),
        (GRADED, [], Given(overrides={"sub": Override("BB", "Lengkap")}), "→ gradasi BB (80) → 6 × 80 ÷ 100 = 4,8"),
    ],
)
def test_each_level_is_written_out(
    definition: Definition, answers: list[dict[str, Fraction | None]], extra: Given, sentence: str
) -> None:
    told = calculation(definition, score(definition, answers, extra))
    assert sentence in [block.formula for block in told.blocks]


def test_figures_are_exact_or_say_that_they_go_on() -> None:
    assert figure(F(1, 9)) == "0,111111…"
    assert figure(F(391, 116)) == "3,370690…"
    assert figure(F(335, 10)) == "33,5"
    assert figure(F(8788, 100), 2) == "87,88"
    assert figure(None) == "–"
    assert (weight(F(1, 9)), weight(F(111, 1000))) == ("1/9", "0,111")


def test_what_is_its_groups_only_item_is_told_in_its_row() -> None:
    told = calculation(SURVEY, score(SURVEY, [sheet(p1=3, p2=4, p3=2)]))
    assert [[row.code for row in block.rows] for block in told.blocks] == [["p1", "p2"], ["waktu", "biaya"]]
    assert (told.has_weights, told.has_notes, told.width) == (True, False, 4)


def test_a_gap_names_the_assessor() -> None:
    given = Given(names=("Polsek", "Koramil"))
    told = calculation(CONTEST, score(CONTEST, [sheet(bersih=4, indah=2), sheet(bersih=4)], given))
    assert [row.note for row in told.blocks[-1].rows] == ["rata-rata 2 dari 2 jawaban", "belum dinilai Koramil"]
