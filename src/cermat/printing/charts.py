"""Charts for pages and prints, as plain SVG: attributes only, so that a strict content policy lets them stand.

The axis is locked to the scale it is given: two charts of two years can be laid side by side. The attributes carry the
colours of paper; a page's style sheet recolours by class (bar, low, way, grid, ink, soft), also for the dark scheme.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from cermat.lib.months import number

INK, SOFT, GRID, BAR, LOW = "#18262b", "#5b6b70", "#d5dde0", "#0f766e", "#b45309"
FONT = "Liberation Sans, Arial, sans-serif"
WIDTH, LEFT, RIGHT = 620, 56, 50
INSET = 24  # of the first and last point: their figures must not stand on the axis
ON_PAGE = 400  # the width for a page: on a phone the letters of a wider one would be too small
NARROW = 290  # beside other things: its letters keep their size, for a few points there is room


@dataclass(frozen=True)
class Bar:
    """`label` stands at the axis (U1), the name behind it is told in the table beside; None: no value, no bar."""

    label: str
    value: Decimal | None
    is_marked: bool = False  # in the second colour and with a triangle, for those who see no colours


@dataclass(frozen=True)
class Axis:
    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]
    decimals: int = 2

    def at(self, value: Decimal) -> float:
        """Where a value stands, from 0 to 1."""
        held = min(max(value, self.low), self.high)
        return float((held - self.low) / (self.high - self.low))


def bar_chart(
    bars: Sequence[Bar], axis: Axis, title: str, width: int = WIDTH, *, left: int = LEFT, kind: str = ""
) -> str:
    """Bars lying below each other, each with its figure. `left`: the room for their labels; `kind`: a further class."""
    line, top = 24, 8
    height = top + line * len(bars) + 26
    room = width - left - RIGHT
    parts = list(_grid(axis, top, top + line * len(bars), width, left))
    for at, bar in enumerate(bars):
        y = top + at * line
        parts.append(_text(left - 8, y + 16, bar.label, "end", INK))
        if bar.is_marked:
            parts.append(f'<path d="M{max(2, min(left, LEFT) - 44)} {y + 8}h9l-4.5 8z" class="low" fill="{LOW}"/>')
        if bar.value is None:
            parts.append(_text(left + 6, y + 16, "belum ada data", "start", SOFT))
            continue
        length = room * axis.at(bar.value)
        paint = f'class="low" fill="{LOW}"' if bar.is_marked else f'class="bar" fill="{BAR}"'
        parts.append(f'<rect x="{left}" y="{y + 4}" width="{length:.1f}" height="{line - 8}" {paint}/>')
        parts.append(_text(left + length + 5, y + 16, number(bar.value, axis.decimals), "start", INK))
    return _svg(height, parts, title, width, kind)


def line_chart(points: Sequence[tuple[str, Decimal]], axis: Axis, title: str, width: int = WIDTH) -> str:
    """A value for each period, oldest first."""
    top, tall = 22, 140
    height, room = top + tall + 30, width - LEFT - RIGHT
    step = (room - 2 * INSET) / max(1, len(points) - 1)
    places = [
        (LEFT + INSET + step * at, top + tall * (1 - axis.at(value))) for at, (_label, value) in enumerate(points)
    ]
    parts = []
    for tick in axis.ticks:
        y = top + tall * (1 - axis.at(tick))
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{width - RIGHT}" y2="{y:.1f}" class="grid" stroke="{GRID}"/>')
        parts.append(_text(LEFT - 8, y + 4, number(tick), "end", SOFT))
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts.append(f'<polyline points="{way}" class="way" fill="none" stroke="{BAR}" stroke-width="2"/>')
    for (x, y), (label, value) in zip(places, points, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="bar" fill="{BAR}"/>')
        parts.append(_text(x, y - 8, number(value, axis.decimals), "middle", INK))
        parts.append(_text(x, top + tall + 20, label, "middle", SOFT))
    return _svg(height, parts, title, width)


def _grid(axis: Axis, top: int, bottom: int, width: int, left: int) -> Iterator[str]:
    for tick in axis.ticks:
        x = left + (width - left - RIGHT) * axis.at(tick)
        yield f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom}" class="grid" stroke="{GRID}"/>'
        yield _text(x, bottom + 17, number(tick), "middle", SOFT)


def _text(x: float, y: float, words: str, anchor: str, colour: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"'
    kind = "soft" if colour == SOFT else "ink"
    return f'<text {place} class="{kind}" font-family="{FONT}" font-size="12">{escape(words)}</text>'


def _svg(height: int, parts: Sequence[str], title: str, width: int, kind: str = "") -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="{f"chart {kind}".strip()}" {size}'
    return f'{head} role="img" aria-label={quoteattr(title)}>{"".join(parts)}</svg>'
