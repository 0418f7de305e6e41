from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.lib.errors import DomainError
from cermat.lib.months import number
from cermat.lib.numbers import parse_number, whole_number, whole_numbers


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("412.500.000", "412500000"), ("412500000", "412500000"), ("84,21", "84.21"), ("84.21", "84.21"),
        ("1.250", "1250"), ("Rp 1.000", "1000"),
        ("Rp1.000,50", "1000.5"), ("0", "0"), ("-3", "-3"), ("−3", "-3"), (" 7 ", "7"),
        ("94,33 %", "94.33"), ("1 250", "1250"),
        ("Rp 1\u00a0250\u00a0000,50", "1250000.5"), ("Rp1.250.000,-", "1250000"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_offices_write_them(typed: str, value: str) -> None:
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "lima",
        "1.25.0",
        "12a",
        "1,2,3",
        "1.2345",
        "--1",
        "NaN",
        "Infinity",
        "1e9",
        "0.125",
        "012.345",
        "85 90",
        "100\n200",
        "1 25",
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(DomainError, match="Tulis"):
        parse_number(typed)


def test_a_number_with_too_many_zeros_is_refused() -> None:
    with pytest.raises(DomainError, match="terlalu besar"):
        parse_number("1" + "0" * 15)


def test_more_decimals_than_any_column_keeps_are_refused() -> None:
    assert parse_number("0,123456") == Decimal("0.123456")
    with pytest.raises(DomainError, match="6 angka di belakang koma"):
        parse_number("0,1234567")


@given(st.decimals(min_value=-(10**14), max_value=10**14, places=2))
def test_what_is_shown_can_be_typed_back(value: Decimal) -> None:
    assert parse_number(number(value, 2)) == value


@pytest.mark.parametrize("made_up", ["", "-1", "1.0", "²", "٣", " 7", "9" * 10, "9" * 5000])
def test_what_none_of_our_pages_sends_is_no_whole_number(made_up: str) -> None:
    assert whole_number(made_up) is None
    assert whole_numbers(["7", made_up, "0"]) == [7, 0]
