"""Typing on an older version: field by field."""

import pytest

from cermat.collection.formula.merging import merged

STORED, DIFFERS, NOTHING = "stored", "differs", "nothing"
CASES = [
    # typed, before (page, then own sendings), standing, → what happens
    ("7", ["5"], "5", STORED),  # only this person changed it
    ("5", ["5"], "8", NOTHING),  # only the other changed it
    ("8", ["5"], "8", NOTHING),  # both to the same
    ("7", ["5"], "8", DIFFERS),  # both, differently
    (None, ["5"], "5", STORED),  # taken away by this person
    (None, ["5"], "8", DIFFERS),
    ("7", [], "5", DIFFERS),  # the page did not say what it showed
    ("9", ["5", "7"], "7", STORED),  # the sheet shows what this device itself sent before
    ("9", ["5", "7"], "8", DIFFERS),
    ("5", ["5", "7"], "7", STORED),  # this person went back to what the page showed
]


@pytest.mark.parametrize(("typed", "before", "standing", "outcome"), CASES)
def test_a_field_is_stored_only_where_nobody_else_changed_it(
    typed: object, before: list[object], standing: object, outcome: str
) -> None:
    found = merged({"f": typed}, {"f": before}, {"f": standing})
    assert ("f" in found.mine, "f" in found.differs) == (outcome == STORED, outcome == DIFFERS)


def test_what_is_handed_in_as_shown_is_stored_though_untouched() -> None:
    found = merged({"f": "5", "g": "5"}, {"f": ["5"], "g": ["5"]}, {"f": "5", "g": "5"}, affirmed={"f"})
    assert found.mine == {"f"}
