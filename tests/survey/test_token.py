"""A token counts for one survey, one key and a while."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.survey.formula.answering import answer_id, is_key, plain_receipt, receipt_digest
from cermat.survey.formula.token import LIFETIME, TokenState, is_valid, state_of, token_of

KEY = "k" * 22
TOKEN = token_of("secret", 7, KEY, 1000)


def test_a_token_is_valid_until_it_expires() -> None:
    assert state_of("secret", 7, KEY, TOKEN, 999.9) == TokenState.VALID
    assert state_of("secret", 7, KEY, TOKEN, 1000.0) == TokenState.EXPIRED
    assert is_valid("secret", 7, KEY, TOKEN, 0)
    assert LIFETIME >= 1800


@pytest.mark.parametrize(
    ("secret", "survey", "key"), [("other", 7, KEY), ("secret", 8, KEY), ("secret", 7, "k" * 21 + "j")]
)
def test_a_token_is_bound_to_the_installation_the_survey_and_the_key(secret: str, survey: int, key: str) -> None:
    assert state_of(secret, survey, key, TOKEN, 0) == TokenState.FORGED


@given(st.text(max_size=80))
def test_nobody_makes_a_token_up(text: str) -> None:
    assert state_of("secret", 7, KEY, text, 0) == TokenState.FORGED


@pytest.mark.parametrize(
    "text", ["", ".", "ffffffff", TOKEN.replace(".", ""), f"f{TOKEN}", TOKEN[:-1], f"{TOKEN}=", "-1." + TOKEN[4:]]
)
def test_a_bent_token_is_no_token(text: str) -> None:
    assert state_of("secret", 7, KEY, text, 0) == TokenState.FORGED


def test_the_number_of_an_answer_follows_from_the_key_and_leads_back_to_nothing() -> None:
    assert answer_id("secret", 7, KEY) == answer_id("secret", 7, KEY)
    assert len({answer_id("secret", 7, KEY), answer_id("secret", 8, KEY), answer_id("other", 7, KEY)}) == 3


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("a" * 22, True),
        ("a-_Z" * 16, True),
        *((text, False) for text in ("a" * 21, "a" * 65, "a" * 21 + " ", "ä" * 22)),
    ],
)
def test_a_key_is_long_and_plain(text: str, is_one: bool) -> None:
    assert is_key(text) is is_one


def test_a_receipt_code_is_the_same_however_it_is_typed() -> None:
    assert plain_receipt(" 7kqm-2xwp ") == "7KQM2XWP"
    assert receipt_digest("s", 1, "7kqm 2xwp") == receipt_digest("s", 1, "7KQM-2XWP")
    assert receipt_digest("s", 1, "7KQM2XWP") != receipt_digest("s", 2, "7KQM2XWP")
