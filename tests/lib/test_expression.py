"""The language of the definition files: exact, total, and the same as Python's own arithmetic."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.lib.expression import UNDEFINED, ExpressionError, parse, parse_known, written

F = Fraction
NAMES = ["a", "b_2", "PDK_01", "PDK_01.mati", "lalu.realisasi"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3", F(7)),
        ("(1 + 2) * 3", F(9)),
        ("10 - 4 - 3", F(3)),
        ("100 / 10 / 5", F(2)),
        ("-a + 5", F(2)),
        ("abs(a - 10)", F(7)),
        ("0.1 + 0.2 = 0.3", True),
        ("a / 7 * 7 == a", True),
        ("PDK-01 - PDK-01.mati", F(990)),
        ("a-1", F(2)),
        ("a <= 3 and b != 0", True),
        ("a > 3 or b >= 5", True),
        ("a > 3 dan b >= 5", False),
        ("a > 3 atau b >= 5", True),
        ("a < b and b < 6 or a = 0", True),
        ("a / 0", UNDEFINED),
        ("a / 0 > 1", UNDEFINED),
        ("a / 0 + hilang", None),
        ("hilang > 1", None),
        ("hilang > 1 and a > 5", False),
        ("hilang > 1 or a < 5", True),
        ("hilang > 1 and a < 5", None),
        ("a / 0 > 1 and a < 5", UNDEFINED),
    ],
)
def test_values(text: str, result: object) -> None:
    env = {"a": F(3), "b": F(5), "PDK_01": F(1000), "PDK_01.mati": F(10), "hilang": None}
    assert parse(text).value(env) == result


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("a +", 4),
        ("a b", 3),
        ("(a", 3),
        ("a)", 2),
        ("a ; b", 3),
        ("__import__('os')", 12),
        ("a < b < c", 7),
        ("a + (b < c)", 3),
        ("a and b", 3),
        ("abs(a < b)", 1),
        ("-(a < b)", 1),
        ("1.2.3", 4),
        ("(" * 40 + "a" + ")" * 40, 31),
        ("a" * 400, 300),
    ],
)
def test_a_fault_is_named_with_its_position(text: str, position: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.position == position


def test_names_are_those_used_with_codes_in_one_spelling() -> None:
    assert parse("PDK-01.mati + lalu.hasil * abs(n)").names() == {"PDK_01.mati", "lalu.hasil", "n"}


def test_it_is_checked_where_it_is_defined() -> None:
    assert parse_known("a > b", ["a", "b"], condition=True).holds({"a": F(2), "b": F(1)})
    with pytest.raises(ValueError, match='Nama "c" dalam "a > c" tidak dikenal'):
        parse_known("a > c", ["a", "b"], condition=True)
    with pytest.raises(ValueError, match="harus menghasilkan perbandingan"):
        parse_known("a", ["a"], condition=True)
    with pytest.raises(ValueError, match="harus menghasilkan angka"):
        parse_known("a > 1", ["a"], condition=False)
    with pytest.raises(TypeError):
        parse("a > 1").number({})


def test_a_condition_on_a_missing_value_does_not_hold() -> None:
    assert not parse("a > 1").holds({"a": None})
    assert not parse("a > 1").holds({})


NUMBERS = st.one_of(st.integers(0, 999).map(str), st.decimals("0", "99", places=2).map(str))
SUMS = st.recursive(
    st.one_of(NUMBERS, st.sampled_from(NAMES)),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda t: f"abs({t})"),
        inner.map(lambda t: f"-{t}"),
    ),
    max_leaves=12,
)
ENV = st.fixed_dictionaries({name: st.fractions(-1000, 1000, max_denominator=50) for name in NAMES})


def pythons(text: str, env: dict[str, Fraction]) -> object:
    """Python's answer to the same text, with every number as a Fraction."""
    spelled = re.sub(r"(?<![\w.])\d+(\.\d+)?", lambda m: f"F('{m.group()}')", text)
    for index, name in sorted(enumerate(NAMES), key=lambda pair: -len(pair[1])):
        spelled = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", f"v[{index}]", spelled)
    try:
        return eval(spelled, {"F": Fraction, "v": [env[name] for name in NAMES], "abs": abs})
    except ZeroDivisionError:
        return UNDEFINED


@given(SUMS, ENV)
def test_arithmetic_is_pythons(text: str, env: dict[str, Fraction]) -> None:
    if len(text) <= 300:
        assert parse(text).value(env) == pythons(text, env)


@given(SUMS, SUMS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), ENV)
def test_comparison_is_pythons(left: str, right: str, sign: str, env: dict[str, Fraction]) -> None:
    a, b = pythons(left, env), pythons(right, env)
    text = f"{left} {sign} {right}"
    if len(text) > 300:
        return
    expected = UNDEFINED if UNDEFINED in (a, b) else eval(f"a {sign} b", {"a": a, "b": b})
    assert parse(text).value(env) == expected


@given(SUMS, ENV, st.sampled_from(NAMES))
def test_a_missing_name_makes_a_missing_sum_never_zero(text: str, env: dict[str, Fraction], lost: str) -> None:
    if len(text) <= 300 and lost in parse(text).names():
        assert parse(text).value(env | {lost: None}) is None


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused_with_a_sentence(text: str) -> None:
    assert refusal(text) is None or "(huruf ke-" in str(refusal(text))


def refusal(text: str) -> ExpressionError | None:
    try:
        parse(text)
    except ExpressionError as error:
        return error
    return None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("realisasi / baku * 100", "realisasi / baku × 100"),
        ("abs(hasil - awal) > 0.02 * awal", "|hasil − awal| > 0,02 × awal"),
        ("awal != PDK_01.akhir", "awal ≠ PDK-01.akhir"),
        ("desa_maju / desa_dinilai >= 1", "desa maju / desa dinilai ≥ 1"),
        ("(jumlah NRR x 1/9) x 25", "(jumlah NRR x 1/9) x 25"),
    ],
)
def test_a_formula_is_told_as_an_office_writes_it(text: str, told: str) -> None:
    assert written(text) == told
