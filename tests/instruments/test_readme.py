"""The worked example of definitions/README.md, taken out of it as it stands: an instrument written without code."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from cermat.instruments.formula import AnsweredBy, ItemKind, Method, Missing
from cermat.instruments.schema import read_instrument
from cermat.instruments.schema.shape import GroupShape, IndexShape, InstrumentFile, ItemShape

README = (settings.DEFINITIONS / "README.md").read_text(encoding="utf-8")
CHAPTER = README.partition("## Instrumen (`instruments/`)")[2].partition("\n## ")[0]


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", CHAPTER, re.DOTALL)
    assert found
    return found[1]


def test_the_example_is_scored_as_the_page_says(tmp_path: Path) -> None:
    for name, language in (("kampung-bersih.yaml", "yaml"), ("jawaban.csv", "csv")):
        (tmp_path / name).write_text(block(language), encoding="utf-8")
    out = StringIO()
    call_command("score", str(tmp_path / "kampung-bersih.yaml"), str(tmp_path / "jawaban.csv"), stdout=out)
    assert out.getvalue() == block("json")
    assert json.loads(out.getvalue().splitlines()[0])["index"] == "77.00"


def test_the_example_has_no_fault() -> None:
    assert read_instrument(block("yaml")).reference == "kampung-bersih@1"


@pytest.mark.parametrize("shape", [InstrumentFile, IndexShape, GroupShape, ItemShape])
def test_every_key_is_explained(shape: type[InstrumentFile | IndexShape | GroupShape | ItemShape]) -> None:
    assert [key for key in shape.model_fields if f"`{key}`" not in CHAPTER] == []


@pytest.mark.parametrize("words", [ItemKind, Method, Missing, AnsweredBy])
def test_every_word_is_explained(words: type[ItemKind | Method | Missing | AnsweredBy]) -> None:
    assert [word for word in words if f"`{word}`" not in CHAPTER] == []
