"""Lines of paper sheets as typists type them, and two typings held against each other."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.instruments.schema import shipped
from cermat.survey.formula.comparing import differences, pairs
from cermat.survey.formula.keying import Keyboard, Typed, digits_of, line_of, read_line
from cermat.survey.queries.piles import FORM
from cermat.survey.schema import RESPONDENT_FIELDS

IKM = shipped("ikm-14-2017")
ORDER = tuple(item.code for item in IKM.items)
PRINTED = (*ORDER[:7], "sarana", "pengaduan")  # as the questionnaire asks
DIGITS = {item.code: digits_of(item) for item in IKM.items}
PLAIN = Keyboard(ORDER, ORDER, DIGITS, FORM)
PAPER = Keyboard(ORDER, PRINTED, DIGITS, FORM, {"time_band": "pagi"})


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("334433432", "334433432"),
        (" 334 433 432 ", "334433432"),
        ("33443343-", "334433430"),
        ("3-4433430 l", "304433430"),
        ("33443 3432 25", "334433432"),  # 25 is an age, not two more answers
    ],
)
def test_nine_digits_are_nine_answers_and_a_dash_is_none(text: str, scores: str) -> None:
    assert read_line(text, PLAIN).scores == scores


def test_the_printed_order_is_typed_and_that_of_the_definition_kept() -> None:
    typed = read_line("111111134", PAPER)
    assert typed.scores == "111111143"  # the eighth on paper is sarana, the ninth of the definition
    assert typed.fields == {"time_band": "pagi"}
    assert line_of(typed, PAPER) == "111111134"


def test_codes_come_in_any_order_and_the_suggestion_after_a_semicolon() -> None:
    typed = read_line("334433432 SMA L 35 siang; Antrean  panjang; tambah loket", PAPER)
    assert typed.fields == {"education": "sma", "sex": "l", "age": "35", "time_band": "siang"}
    assert typed.suggestion == "Antrean panjang; tambah loket"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("334533432", "Digit ke-4 adalah 5; isi 1–4 atau 0."),
        ("33443343x", "Digit ke-9 adalah x; isi 1–4 atau 0."),
        ("33443343", "Ada 8 digit; seharusnya 9, satu untuk setiap pertanyaan."),
        ("3344334321", "Ada 10 digit; seharusnya 9, satu untuk setiap pertanyaan."),
        ("000000000", "Tidak satu pun pertanyaan terjawab; lembar kosong tidak perlu diketik."),
        ("334433432 zz", "Kode “zz” tidak dikenal; lihat daftar kode. Saran ditulis setelah titik koma."),
        ("334433432 l p", "Jenis kelamin disebut dua kali: l dan p."),
        ("334433432; " + "a" * 1001, "Saran terlalu panjang: 1001 huruf, paling banyak 1000."),
        ("; hanya saran", "Baris ini kosong."),
    ],
)
def test_a_line_that_cannot_be_read_says_why(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        read_line(text, PLAIN)


def test_no_code_belongs_to_two_fields() -> None:
    codes = [key for keys in RESPONDENT_FIELDS.values() for key in keys]
    assert len(codes) == len(set(codes))


TYPED = st.builds(
    Typed,
    st.text("01234", min_size=9, max_size=9).filter(lambda digits: set(digits) != {"0"}),
    st.fixed_dictionaries({}, optional={name: st.sampled_from(list(keys)) for name, keys in RESPONDENT_FIELDS.items()}),
    st.text("abc; ", max_size=20).map(lambda text: " ".join(text.split())),
)


@settings(deadline=None)
@given(TYPED)
def test_what_was_typed_can_be_typed_again(typed: Typed) -> None:
    keyboard = Keyboard(ORDER, PRINTED, DIGITS, FORM)
    assert read_line(line_of(typed, keyboard), keyboard) == typed


@settings(deadline=None)
@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(text: str) -> None:
    assert told(text).endswith(".")


def told(text: str) -> str:
    try:
        return f"{len(read_line(text, PAPER).scores)} digit."
    except ValueError as fault:
        return str(fault)


def test_a_skipped_sheet_does_not_shift_the_others() -> None:
    first, second = ["1", "2", "3", "4"], ["1", "3", "4"]
    assert [(pair.first, pair.second) for pair in differences(first, second)] == [(1, None)]
    assert [(pair.first, pair.second) for pair in differences(first, ["1", "2", "9", "4"])] == [(2, 2)]
    assert differences(first, first) == []


@settings(deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_every_line_of_both_typings_is_compared_once(first: list[str], second: list[str]) -> None:
    found = pairs(first, second)
    assert [pair.first for pair in found if pair.first is not None] == list(range(len(first)))
    assert [pair.second for pair in found if pair.second is not None] == list(range(len(second)))
    assert all(
        (pair.first is not None and pair.second is not None and first[pair.first] == second[pair.second]) == pair.agrees
        for pair in found
    )
