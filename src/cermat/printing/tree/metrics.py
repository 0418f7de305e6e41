"""How wide a text is in the bundled Liberation Sans (Arial has the same widths), and where it breaks."""

import re
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[1] / "fonts"
FILES = {False: "LiberationSans-Regular.ttf", True: "LiberationSans-Bold.ttf"}
UNICODE = (3, 1)  # platform and encoding of the table of letters
BLANK = re.compile(r"[^\S\u00a0]+")  # a no-break space keeps its words together
REPLACED = 0  # the glyph for what the font does not know


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    widths, em = _advances(bold)
    return sum(widths.get(ord(letter), widths[REPLACED]) for letter in text) * size / em


@lru_cache(maxsize=4096)
def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Lines no wider than `width`; a word that is wider breaks anywhere."""
    lines: list[str] = []
    for word in _pieces(text, width, size, bold=bold):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _pieces(text: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    for word in filter(None, BLANK.split(text)):
        rest = word
        while text_width(rest, size, bold=bold) > width and len(rest) > 1:
            fits = max(1, sum(text_width(rest[:end], size, bold=bold) <= width for end in range(1, len(rest) + 1)))
            yield rest[:fits]
            rest = rest[fits:]
        if rest:
            yield rest


@lru_cache(maxsize=2)
def _advances(bold: bool) -> tuple[dict[int, int], int]:  # noqa: FBT001 - a key of the cache
    """Letter → width in units of the font, and how many of these an em has."""
    font = (FONTS / FILES[bold]).read_bytes()
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in _records(font)}
    em: int = struct.unpack_from(">H", font, tables[b"head"] + 18)[0]
    counted: int = struct.unpack_from(">H", font, tables[b"hhea"] + 34)[0]
    widths = struct.unpack_from(f">{'Hh' * counted}", font, tables[b"hmtx"])[::2]
    glyphs = {REPLACED: REPLACED} | dict(_glyphs(font, tables[b"cmap"]))
    return {letter: widths[min(glyph, counted - 1)] for letter, glyph in glyphs.items()}, em


def _records(font: bytes) -> range:
    count: int = struct.unpack_from(">H", font, 4)[0]
    return range(12, 12 + 16 * count, 16)


def _glyphs(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Letter and glyph, from a table of segments (format 4 of OpenType's cmap)."""
    count: int = struct.unpack_from(">H", font, start + 2)[0]
    records = (struct.unpack_from(">HHI", font, start + 4 + 8 * at) for at in range(count))
    table = start + next(offset for platform, encoding, offset in records if (platform, encoding) == UNICODE)
    segments: int = struct.unpack_from(">H", font, table + 6)[0] // 2
    ends, starts, deltas, ranges = (table + 14 + 2 * (segments * at + (at > 0)) for at in range(4))
    for at in range(segments):
        first, last = _short(font, starts + 2 * at), _short(font, ends + 2 * at)
        delta, offset = _short(font, deltas + 2 * at), _short(font, ranges + 2 * at)
        for letter in range(first, min(last, 0xFFFE) + 1):
            found = letter if offset == 0 else _short(font, ranges + 2 * at + offset + 2 * (letter - first))
            yield letter, (found + delta) & 0xFFFF if found or offset == 0 else REPLACED


def _short(font: bytes, at: int) -> int:
    value: int = struct.unpack_from(">H", font, at)[0]
    return value
