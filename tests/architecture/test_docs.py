"""Drawings are made from the tables, never by hand."""

import pytest

from cermat.operations.commands.drawings import PAGES
from tests.architecture.source import ROOT


@pytest.mark.parametrize("name", PAGES)
def test_the_generated_pages_say_what_the_program_does(name: str) -> None:
    assert (ROOT / "docs" / "generated" / name).read_text() == PAGES[name](), "run: ./cermat docs"
