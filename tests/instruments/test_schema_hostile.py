"""Whatever stands in a file: it is read and can be scored, or it is refused in sentences. Nothing else happens."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.instruments.formula import allowed_text, score
from cermat.instruments.schema import read_instrument
from cermat.instruments.schema.shipped import FOLDER
from cermat.lib.errors import DefinitionError
from tests.instruments.test_schema import VALID, faults_of

ODD = ["", "0", "-1", "1e9999", "NaN", "true", "null", "[]", "{}", "[[1]]", "1/0", "9" * 40, "'", "&a", "*a",
       "2026-02-30", "A", "nilai", "gradasi", "lewati", "{a: {b: 1}}", "[1, x]"]  # fmt: skip


def told_in_sentences(problems: list[str]) -> None:
    assert problems
    assert all(problem.startswith(("Baris ", "Berkas ", "… dan ")) for problem in problems)


def survives(text: str) -> None:
    try:
        definition = read_instrument(text)
    except DefinitionError as error:
        told_in_sentences(error.problems)
        return
    for sheets in ([], [{}], [{item.code: item.highest for item in definition.items}]):
        outcome = score(definition, sheets)
        assert (outcome.index is None) == bool(outcome.reason)
    assert all(allowed_text(item) for item in definition.items)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 48), st.sampled_from(["drop", "double", "value", "cut"]), st.sampled_from(ODD))
def test_a_spoilt_file_is_read_or_refused(at: int, how: str, odd: str) -> None:
    lines = VALID.splitlines()
    at %= len(lines)
    key = lines[at].partition(":")[0]
    spoilt = {
        "drop": [],
        "double": [lines[at]] * 2,
        "value": [f"{key}: {odd}"],
        "cut": [lines[at][: len(lines[at]) // 2]],
    }
    survives("\n".join([*lines[:at], *spoilt[how], *lines[at + 1 :]]))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(ODD))
def test_a_spoilt_word_is_read_or_refused(place: int, odd: str) -> None:
    words = VALID.split(" ")
    at = place % len(words)
    survives(" ".join([*words[:at], odd, *words[at + 1 :]]))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_refused_in_sentences(text: str) -> None:
    survives(text)


@pytest.mark.parametrize("number", ["1e9", "NaN", "Infinity", "1/9", "60,5"])
def test_the_bound_of_a_class_is_a_plain_decimal(number: str) -> None:
    assert "bukan angka" in faults_of(VALID.replace("dari: 60.5", f'dari: "{number}"'))[0]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_file_cut_anywhere_is_read_or_refused(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for part in range(1, 8):
        survives(text[: len(text) * part // 8])


@pytest.mark.parametrize(("key", "most"), [("judul", 200), ("singkatan", 60), ("asal", 300)])
def test_what_stands_in_a_row_of_the_database_is_no_longer_than_its_column(key: str, most: int) -> None:
    assert read_instrument(_with(key, "p" * most))
    assert f"paling banyak {most} karakter" in faults_of(_with(key, "p" * (most + 1)))[0]


def _with(key: str, text: str) -> str:
    kept = [line for line in VALID.splitlines() if not line.startswith(f"{key}:")]
    return "\n".join([*kept[:1], f"{key}: {text}", *kept[1:]])
