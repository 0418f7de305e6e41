"""The colours of the tokens: legible on a light and on a dark page, by the formula of WCAG 2.2."""

import re

import pytest
from django.conf import settings

TOKENS = settings.ROOT / "src/cermat/web/static/web/css/tokens.css"
COLOUR = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{6});")
TEXT = 4.5
EDGE = 3
PAGES = ("paper", "sheet", "sunk")
LEGIBLE = [
    *[(ink, page, TEXT) for ink in ("ink", "ink-2", "brand", "late") for page in PAGES],
    *[(state, f"{state}-soft", TEXT) for state in ("ok", "warn", "late", "wait", "brand")],
    ("ink-2", "wait-soft", TEXT),
    ("on-brand", "brand", TEXT),
    ("sheet", "late", TEXT),  # the number of new messages
    ("sheet", "ok", TEXT),  # the tick of a finished step
    *[("ink", f"ramp-{step}", TEXT) for step in (1, 2, 3)],  # figures on a map
    *[("on-brand", f"ramp-{step}", TEXT) for step in (4, 5)],
    *[("edge", page, EDGE) for page in PAGES],
]


def colours(scheme: int) -> dict[str, str]:
    light, dark = (dict(COLOUR.findall(part)) for part in TOKENS.read_text().split("@media"))
    assert light.keys() == dark.keys()
    return dark if scheme else light


def luminance(colour: str) -> float:
    """0 black to 1 white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(scheme: int) -> None:
    found = colours(scheme)
    told = {(fore, back): contrast(found[fore], found[back]) - least for fore, back, least in LEGIBLE}
    assert {pair: round(over, 2) for pair, over in told.items() if over < 0} == {}


def test_no_stylesheet_needs_a_browser_that_an_old_phone_does_not_get() -> None:
    """Chrome ends at 119 on Android 7; `light-dark()` came with 123, and without it a page has no colours at all."""
    sheets = (settings.ROOT / "src").rglob("*.css")
    assert [
        sheet.name for sheet in sheets if "light-dark(" in re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    ] == []
