import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.lib.cells import TRIGGERS, safe_cell


@pytest.mark.parametrize("text", ["=1+1", "+62811", "-2", "@SUM", "\t=1", "\r=1", "\n=1", "\0=1", "  =1", "＝1", "－1"])
def test_what_a_spreadsheet_would_calculate_gets_a_quote(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Nihil", "12", "a=b", "Rp1.000", " Kedungdowo"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text())
def test_no_cell_ever_starts_with_a_trigger(text: str) -> None:
    assert not safe_cell(text).lstrip(" ").startswith(TRIGGERS)
