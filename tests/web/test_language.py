"""English stands beside Indonesian on the layout, sign-in and overview pages: no text is left out."""

import gettext
import re
from pathlib import Path

ROOMS = Path(__file__).parents[2] / "src" / "cermat"
CATALOGUE = ROOMS / "web" / "locale" / "en" / "LC_MESSAGES" / "django.mo"
IN_TEMPLATES = re.compile(r"""{% translate (?:"([^"]+)"|'([^']+)')""")
IN_CODE = re.compile(r"""\b(?:_|gettext|gettext_noop)\(\s*(?:"([^"]+)"|'([^']+)')""")


def texts() -> set[str]:
    found: set[str] = set()
    for room in ("web", "dashboards"):
        for pattern, ending in ((IN_TEMPLATES, "*.html"), (IN_CODE, "*.py")):
            for path in (ROOMS / room).rglob(ending):
                found |= {one or other for one, other in pattern.findall(path.read_text(encoding="utf-8"))}
    return found


def test_every_text_has_its_english() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    found = texts()
    assert len(found) > 100
    assert found - set(catalogue) == set()


def test_the_compiled_catalogue_is_that_of_the_text_file() -> None:
    text = CATALOGUE.with_suffix(".po").read_text(encoding="utf-8")
    pairs = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE))
    with CATALOGUE.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert all(catalogue.gettext(key) == value for key, value in pairs.items())
