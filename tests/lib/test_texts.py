import pytest

from cermat.lib.texts import shows_nothing


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b", "\u2060\ufeff", "\u00a0\u200d\u00ad", "\u3164", "\u2800", "\u0301"]
)
def test_a_reader_sees_nothing_in_spaces_and_invisible_signs(text: str) -> None:
    assert shows_nothing(text)


@pytest.mark.parametrize("text", ["a", "\u200ba", "–", "👩\u200d🌾", "é", "0"])
def test_whatever_is_seen_counts(text: str) -> None:
    assert not shows_nothing(text)
