"""The colours of a drawing on paper, each with the class by which a page's stylesheet paints it anew, and what all
specifications share. A colour stands for one thing only: the painter knows it by its figure."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

Spec = dict[str, Any]

INK, SOFT, GRID = "#18262b", "#52636a", "#d5dde0"
GROUND, ON = "#ffffff", "#fefefe"  # behind the drawing · figures on a deep colour
BAR, LOW = "#0b5d4e", "#a8261c"
HATCH = "#c0ffee"  # never seen: a place without data, the painter draws lines there
RAMP = ("#e3f0ec", "#b5d8cf", "#7fbcae", "#2c7d6c", "#0a5042")
DEEP = frozenset(RAMP[3:])

CLASSES = {
    INK: "ink",
    SOFT: "soft",
    GRID: "grid",
    GROUND: "ground",
    ON: "on",
    BAR: "bar",
    LOW: "low",
    **{colour: f"ramp{at}" for at, colour in enumerate(RAMP, 1)},
}
FONT = "Liberation Sans"  # measured with it
FONTS = "Liberation Sans, Arial, sans-serif"  # shown in it, or in one of the same widths
WIDE, MIDDLE, NARROW = (
    620,
    370,
    340,
)  # on paper and where there is room · one of two beside each other · on a phone
PERCENT = "%"
MISSING, NOT_DUE = "belum ada data", "belum jatuh tempo"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")

LOCALE = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""], "minus": "−"}


def config() -> Spec:
    axis = {
        "labelColor": SOFT, "labelFontSize": 12, "labelFont": FONT, "titleFont": FONT, "titleColor": SOFT,
        "titleFontSize": 12, "titleFontWeight": "normal", "domainColor": GRID, "gridColor": GRID, "ticks": False,
        "labelPadding": 6,
    }  # fmt: skip
    return {
        "font": FONT,
        "background": GROUND,
        "padding": {"left": 8, "right": 12, "top": 4, "bottom": 4},  # the page's own font is a little wider
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"labelAngle": 0, "grid": False},
        "axisQuantitative": {"format": ",~f"},
        "title": {"font": FONT, "fontSize": 12, "fontWeight": "normal", "color": SOFT, "anchor": "start", "offset": 4},
        "text": {"font": FONT, "fontSize": 12, "fill": INK},
        "legend": {
            "labelFont": FONT, "labelFontSize": 12, "labelColor": INK, "titleFont": FONT, "titleFontSize": 12,
            "titleColor": SOFT, "titleFontWeight": "normal", "symbolStrokeWidth": 1, "symbolStrokeColor": SOFT,
            "orient": "bottom", "labelLimit": 300,
        },
        "header": {"labelFont": FONT, "labelFontSize": 12, "labelColor": INK, "labelLimit": 300},
    }  # fmt: skip


def whole(layers: Iterable[Spec], values: Iterable[Spec], **more: Any) -> Spec:
    """A specification with its own values: nothing is ever fetched."""
    return {"config": config(), "data": {"values": list(values)}, "layer": list(layers), **more}


def plain(value: Decimal | None) -> float | None:
    """For the drawing alone, where a pixel is the measure."""
    return None if value is None else float(value)


def x_of(labels: Iterable[str]) -> Spec:
    """The axis of months or periods, in the order given."""
    return {"field": "x", "type": "ordinal", "sort": list(labels), "title": None}


def bounds(values: Iterable[Decimal | None], *, from_zero: bool, unit: str = "") -> list[float]:
    """Where an axis begins and ends; a line need not begin at zero where all its values are far from it."""
    known = [float(value) for value in values if value is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    if unit == PERCENT and low >= 0 and high <= 100:
        return [0.0, 100.0]
    if from_zero or low < high / 2:
        low = min(low, 0.0)
    room = (high - low) * 0.12 or abs(high) * 0.12 or 1.0
    return [low if low == 0 else low - room, high + room]
