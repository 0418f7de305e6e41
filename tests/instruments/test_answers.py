"""What may be typed in an item, and what it is worth; everything else is refused with what is allowed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.instruments.formula import (
    NOT_APPLICABLE,
    Band,
    Item,
    ItemKind,
    Option,
    allowed_text,
    banded,
    number_of,
    points_of,
    totals_of,
    written_number,
)
from cermat.instruments.schema import shipped, shipped_names

F = Fraction
CHOICE = Item("c", "C", ItemKind.CHOICE, options=(Option("1", F(1)), Option("2", F(5, 2))))
LETTER = Item("h", "H", ItemKind.LETTER, options=(Option("A", F(1)), Option("B", F("0.66"))), may_not_apply=True)
BANDED = Item("a", "A", ItemKind.NUMBER, highest=F(5), measure="menit",
              bands=(Band(F(5), F(30)), Band(F(3), F(60), inclusive=False), Band(F(1))))  # fmt: skip
RATIO = Item("r", "R", ItemKind.NUMBER, decimals=3, bands=(Band(F(1), F("0.1")), Band(F(2))))
GROWTH = Item("g", "G", ItemKind.NUMBER, bands=(Band(F(0), F(-5)), Band(F(1))))
DOCUMENT = Item("d", "D", ItemKind.DOCUMENT)
EVIDENCE = Item("b", "B", ItemKind.EVIDENCE, highest=F(2), pieces={"a": F(1), "b1": F(1, 2), "b2": F(1, 2)})
STEPS = Item("l", "L", ItemKind.STEPS, highest=F(2), steps=(F(1, 2), F(2)))
WHOLE = Item("p", "P", ItemKind.ALL_OR_NOTHING, highest=F(5, 2))
POINTS = Item("n", "N", ItemKind.POINTS, lowest=F(1), highest=F(100), decimals=2)

WORTH = [
    (CHOICE, "2", "5/2"), (CHOICE, " 1 ", "1"), (LETTER, "a", "1"), (LETTER, "B", "33/50"),
    (BANDED, "0", "5"), (BANDED, "30", "5"), (BANDED, "31", "3"), (BANDED, "60", "1"), (BANDED, "999999", "1"),
    (RATIO, "0,1", "1"), (RATIO, "0.101", "2"), (GROWTH, "-5", "0"), (GROWTH, "-4", "1"),
    (DOCUMENT, "1", "1"), (DOCUMENT, "Tidak  ada", "0"), (DOCUMENT, "ya", "1"), (DOCUMENT, "T", "0"),
    (EVIDENCE, "a", "1"), (EVIDENCE, "a+b2", "3/2"), (EVIDENCE, "b1, B2", "1"), (EVIDENCE, "ab1b2", "2"),
    (EVIDENCE, "1,5", "3/2"), (EVIDENCE, "0", "0"), (STEPS, "0", "0"), (STEPS, "0,50", "1/2"), (STEPS, "2", "2"),
    (WHOLE, "0", "0"), (WHOLE, "2.5", "5/2"), (POINTS, "1", "1"), (POINTS, "99,99", "9999/100"),
]  # fmt: skip

REFUSED = [
    (CHOICE, "3", "1 atau 2"), (CHOICE, "1.0", "1 atau 2"), (LETTER, "C", "A atau B, atau “tidak berlaku”"),
    (BANDED, "1.250", "angka bulat, menit, tanpa pemisah ribuan"), (BANDED, "-1", None),
    (RATIO, "0.1234", "angka dengan paling banyak 3 desimal, tanpa pemisah ribuan"),
    (DOCUMENT, "2", "1 (ada) atau 0 (tidak ada)"), (DOCUMENT, "-", "1 (ada) atau 0 (tidak ada)"),
    (EVIDENCE, "a+a", "huruf bukti yang diterima (a = 1, b1 = 0,5, b2 = 0,5), misalnya a+b1, atau 0"),
    (EVIDENCE, "c", None), (EVIDENCE, "0,25", None), (EVIDENCE, "3", None), (EVIDENCE, "a-b1", None),
    (STEPS, "1", "0, 0,5 atau 2"), (WHOLE, "1", "0 atau 2,5"), (WHOLE, "-0,1", None),
    (POINTS, "0", "angka dengan paling banyak 2 desimal 1 sampai 100"),
    (POINTS, "100,01", None), (POINTS, "5,555", None),
    (POINTS, "１", None), (POINTS, "1e2", None), (POINTS, "=1", None), (POINTS, "NaN", None), (POINTS, "1_0", None),
    (POINTS, "tidak berlaku", None), (POINTS, "9" * 500, None),
]  # fmt: skip


@pytest.mark.parametrize(("item", "typed", "points"), WORTH)
def test_an_answer_has_its_points(item: Item, typed: str, points: str) -> None:
    assert points_of(item, typed) == F(points)


@pytest.mark.parametrize(("item", "typed", "allowed"), REFUSED)
def test_another_answer_is_refused_with_what_is_allowed(item: Item, typed: str, allowed: str | None) -> None:
    with pytest.raises(ValueError, match="tidak dapat dipakai; isi dengan") as error:
        points_of(item, typed)
    assert str(error.value).endswith(f"isi dengan {allowed or allowed_text(item)}.")
    assert len(str(error.value)) < 200


def test_nothing_typed_is_no_answer_and_never_zero() -> None:
    assert all(points_of(item, typed) is None for item in (CHOICE, POINTS, DOCUMENT) for typed in ("", "  ", "\t"))


def test_only_a_row_that_may_not_apply_can_be_said_not_to_apply() -> None:
    assert points_of(LETTER, "Tidak berlaku") is NOT_APPLICABLE
    assert points_of(LETTER, "-") is NOT_APPLICABLE


def test_a_measured_number_has_points_however_large_or_fine_it_is() -> None:
    """Sheets hold numbers that nobody could type at the terminal: 14 digits, or six decimals of a formula."""
    item = Item("I", "I", ItemKind.NUMBER, bands=(Band(Fraction(1), Fraction(10)), Band(Fraction(4))))
    assert [banded(item, Fraction(number)) for number in (10**14, "10.000001", "61/6", 10, -1)] == [4, 4, 4, 1, None]


def test_the_totals_of_evidence_are_those_that_pieces_can_make() -> None:
    assert sorted(totals_of(EVIDENCE)) == [0, F(1, 2), 1, F(3, 2), 2]


def test_a_figure_is_written_as_people_write_it() -> None:
    assert [written_number(F(text)) for text in ("5", "2.5", "-0.111", "1/3")] == ["5", "2,5", "-0,111", "1/3"]


@given(st.sampled_from(shipped_names()), st.data(), st.text(max_size=12))
def test_whatever_is_typed_gives_points_within_bounds_or_a_sentence(name: str, data: st.DataObject, typed: str) -> None:
    item = shipped(name).item[data.draw(st.sampled_from(list(shipped(name).item)))]
    try:
        points = points_of(item, typed)
    except ValueError as error:
        assert allowed_text(item) in str(error)  # noqa: PT017 - either way must hold
    else:
        assert points is None or points is NOT_APPLICABLE or item.lowest <= points <= item.highest


@given(st.sampled_from(shipped_names()), st.data())
def test_what_the_sentence_allows_is_accepted(name: str, data: st.DataObject) -> None:
    item = shipped(name).item[data.draw(st.sampled_from(list(shipped(name).item)))]
    answers = [option.answer for option in item.options] or [written_number(item.lowest), written_number(item.highest)]
    answers += ["+".join(item.pieces)] if item.pieces else []
    for answer in answers:
        points = points_of(item, answer)
        assert isinstance(points, F)
        assert item.lowest <= points <= item.highest


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_number_reads_the_same_with_a_point_and_with_a_comma(units: int, decimals: int) -> None:
    text = f"{units / 10**decimals:.{decimals}f}"
    assert number_of(text) == number_of(text.replace(".", ",")) == F(text)
