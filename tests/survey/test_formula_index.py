"""The index from counts is the index over the single sheets."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.instruments.formula import Definition, Given, Option, points_of, score
from cermat.instruments.schema import shipped
from cermat.survey.formula import Tallied, codes_of, index_of, index_of_cells, lowest, ranks, scale_of, unsur_of

IKM = shipped("ikm-14-2017")
SURVEYS = ["ikm-14-2017", "skm-16", "spak-5"]


def sheets_of(definition: Definition, answers: list[str]) -> list[dict[str, object]]:
    return [
        {
            item.code: points_of(item, "" if digit == "0" else digit)
            for item, digit in zip(definition.items, answer, strict=True)
        }
        for answer in answers
    ]


@pytest.mark.parametrize("name", SURVEYS)
@given(data=st.data())
def test_counts_give_what_the_single_sheets_give(name: str, data: st.DataObject) -> None:
    definition = shipped(name)
    length = len(definition.items)
    answer = st.text("01234", min_size=length, max_size=length) | st.text("1234", min_size=length, max_size=length)
    answers = data.draw(st.lists(answer, max_size=12))
    variant = data.draw(st.sampled_from(["", *(one.name for one in definition.variants)]))
    tallied = Tallied.of(((one, {}) for one in answers), codes_of(definition))
    expected = score(definition, sheets_of(definition, answers), Given(variant=variant))
    assert index_of(definition, tallied, variant) == expected
    assert index_of_cells(definition, tallied, variant) == expected


@given(st.lists(st.text("1234", min_size=9, max_size=9), min_size=1, max_size=8), st.integers(1, 400))
def test_the_same_answers_many_times_over_give_the_same_index(answers: list[str], times: int) -> None:
    definition = shipped("ikm-14-2017")
    codes = codes_of(definition)
    once = index_of(definition, Tallied.of(((one, {}) for one in answers), codes))
    many = index_of(definition, Tallied.of_counts(((one, {}, times) for one in answers), codes))
    assert once.value == many.value


def test_no_answers_give_no_index_and_never_zero() -> None:
    outcome = index_of(shipped("ikm-14-2017"), Tallied())
    assert (outcome.value, outcome.index, outcome.n, outcome.reason) == (None, None, 0, "Belum ada jawaban.")


def test_a_sheet_without_any_digit_is_nobodys() -> None:
    definition = shipped("ikm-14-2017")
    tallied = Tallied.of([("0" * 9, {}), ("4" * 9, {})], codes_of(definition))
    outcome = index_of(definition, tallied)
    assert (outcome.n, outcome.value) == (1, Fraction(100))


def told(answers: list[str]) -> tuple[list[str], dict[str, int]]:
    """The lowest three and the places of one IKM."""
    definition = shipped("ikm-14-2017")
    lines = unsur_of(index_of(definition, Tallied.of(((one, {}) for one in answers), codes_of(definition))))
    return [line.code for line in lowest(lines)], ranks(lines)


def test_the_three_lowest_are_named_lowest_first() -> None:
    assert told(["443424144"])[0] == ["perilaku", "produk", "waktu"]


def test_whoever_ties_with_the_third_lowest_is_named_too() -> None:
    assert told(["143424344"])[0] == ["persyaratan", "produk", "waktu", "perilaku"]


def test_equal_values_share_a_place_and_the_next_place_is_left_out() -> None:
    places = told(["443424144"])[1]
    assert [places[code] for code in ("persyaratan", "prosedur", "waktu", "produk", "perilaku")] == [1, 1, 7, 8, 9]


def test_the_scale_goes_from_the_lowest_to_the_highest_answer_of_the_office_s_own_form() -> None:
    five = tuple(Option(answer, Fraction(answer)) for answer in "12345")
    own = replace(IKM, version=2, items=tuple(replace(item, options=five, highest=Fraction(5)) for item in IKM.items))
    for definition, scale in ((IKM, (1, 4)), (own, (1, 5))):
        assert scale_of(index_of(definition, Tallied.of([("3" * 9, {})], codes_of(definition)))) == scale


def test_of_a_survey_of_five_questions_the_questions_are_ranked() -> None:
    definition = shipped("spak-5")
    outcome = index_of(definition, Tallied.of([("12344", {})], codes_of(definition)))
    assert [line.code for line in lowest(unsur_of(outcome))] == ["diskriminasi", "kecurangan", "imbalan"]
