"""Whether an instrument can be asked by a survey. Pure.

An answer is kept as one digit for each question, and that digit is its points: on the form, on paper, in a file and in
the index. What an office has written otherwise is refused before anybody is asked, not counted wrongly afterwards.
"""

from fractions import Fraction

from cermat.instruments.formula import AnsweredBy, Definition, Item

HIGHEST = 9


def why_unfit(definition: Definition) -> str:
    """As the end of a sentence: "penjawabnya bukan responden"; "" where it fits."""
    if definition.answered_by is not AnsweredBy.RESPONDENTS:
        return "penjawabnya bukan responden"
    return next((why for item in definition.items if (why := _why(item))), "")


def _why(item: Item) -> str:
    points = [option.score for option in item.options]
    if len(points) < 2 or len(set(points)) < len(points) or not all(map(_is_digit, points)):
        return f"pilihan “{item.name}” harus sedikitnya dua, dengan skor 1–{HIGHEST} yang berbeda"
    if item.may_not_apply:
        return f"“{item.name}” boleh dijawab tidak berlaku"
    swapped = next((one for one in item.options if one.answer.isdecimal() and one.answer != str(one.score)), None)
    if swapped is not None:
        return f"jawaban {swapped.answer} pada “{item.name}” berskor {swapped.score}; keduanya akan tertukar"
    return ""


def _is_digit(points: Fraction) -> bool:
    return points.denominator == 1 and 1 <= points <= HIGHEST
