"""Scripts and stylesheets without comments mean what they meant."""

from pathlib import Path

import pytest
from django.conf import settings

from cermat.lib.lean import BY_ENDING, lean

OURS = [path for path in sorted((settings.ROOT / "src" / "cermat").glob("*/static/**/*")) if path.suffix in BY_ENDING]


@pytest.mark.parametrize(
    ("ending", "text", "left"),
    [
        (
            ".css",
            "/* why */\n:root {\n  --ink: #000; /* black */\n\n\n  gap: 1rem;\n}\n",
            ":root {\n--ink: #000;\ngap: 1rem;\n}\n",
        ),
        (".js", "/* Why,\n   in two lines. */\n  const a = 1; // why\n", "const a = 1;\n"),
        (".js", '  go("https://cermat.example/");\n', 'go("https://cermat.example/");\n'),
        (".js", '  say("a // b");\n', 'say("a // b");\n'),
        (".svg", "<!-- why -->\n  <svg/>", "<!-- why -->\n  <svg/>"),
    ],
)
def test_what_only_people_read_goes(ending: str, text: str, left: str) -> None:
    assert lean(text, ending) == left


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_file_keeps_to_what_lean_asks(path: Path) -> None:
    text = path.read_text()
    done = lean(text, path.suffix)
    assert lean(done, path.suffix) == done
    assert path.suffix == ".js" or "/*" not in done
    assert [line for line in text.splitlines() if line.count("`") % 2] == []  # a text over a line would lose its blanks
    assert [line for line in done.splitlines() if path.suffix == ".js" and line.count('"') % 2] == []
    assert done.count("{") == done.count("}")
