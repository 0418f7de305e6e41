"""Which instruments a survey can ask."""

from dataclasses import replace
from fractions import Fraction

import pytest

from cermat.instruments.formula import Definition, Item, Option
from cermat.instruments.schema import shipped
from cermat.survey.formula.fitting import why_unfit
from cermat.survey.formula.keying import digits_of

IKM = shipped("ikm-14-2017")


def with_options(*options: tuple[str, int | Fraction]) -> Definition:
    first, *others = IKM.items
    changed = replace(first, options=tuple(Option(answer, Fraction(score)) for answer, score in options))
    return replace(IKM, items=(changed, *others))


@pytest.mark.parametrize("name", ["ikm-14-2017", "skm-16", "spak-5"])
def test_what_respondents_answer_with_one_digit_fits(name: str) -> None:
    assert why_unfit(shipped(name)) == ""


def test_letters_on_paper_fit_and_are_typed_by_their_points() -> None:
    lettered = with_options(("d", 4), ("a", 1), ("b", 2), ("c", 3))
    assert (why_unfit(lettered), digits_of(lettered.items[0])) == ("", "1234")


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (shipped("idm-2016"), "penjawabnya bukan responden"),
        (with_options(("1", 4), ("2", 3), ("3", 2), ("4", 1)), "jawaban 1 pada “Persyaratan” berskor 4"),
        (with_options(("1", 1)), "harus sedikitnya dua"),
        (with_options(("a", 1), ("b", 1)), "harus sedikitnya dua"),
        (with_options(("a", 0), ("b", 1)), "skor 1–9"),
        (with_options(("a", 5), ("b", 10)), "skor 1–9"),
        (with_options(("a", 1), ("b", Fraction(3, 2))), "skor 1–9"),
        (replace(IKM, items=tuple(replace(item, may_not_apply=True) for item in IKM.items)), "tidak berlaku"),
    ],
)
def test_what_would_be_counted_wrongly_is_refused_with_its_reason(definition: Definition, words: str) -> None:
    assert words in why_unfit(definition)


def test_a_question_without_choices_takes_no_digit() -> None:
    assert digits_of(Item("a", "A", IKM.items[0].kind)) == ""
