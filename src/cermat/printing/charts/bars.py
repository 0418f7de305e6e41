"""Bars that lie below each other: the unsur of a survey, and the steps of the SOP against their standard time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cermat.lib.months import number
from cermat.printing.charts.drawing import Drawing
from cermat.printing.charts.palette import BAR, GRID, HATCH, INK, LOW, MISSING, NARROW, SOFT, WIDE, Spec, plain, whole

LINE = 26
ROOM = {"label": 290, "figure": 150}  # for names at the left, for figures at the right


@dataclass(frozen=True)
class Bar:
    no: str
    name: str
    value: Decimal | None
    is_marked: bool = False  # in the second colour and with a triangle, for those who see no colours
    said: str = ""  # instead of the value
    is_due: bool = True  # else it has no bar, and nothing is missing


@dataclass(frozen=True)
class UnsurBars:
    """Each unsur on the scale of the answers, from the lowest to the highest."""

    title: str
    bars: tuple[Bar, ...]
    low: int = 1
    high: int = 4
    decimals: int = 3

    def drawn(self) -> Drawing:
        rows = tuple((bar.no, bar.name, _said(bar, self.decimals)) for bar in self.bars)
        text = f"Nilai rata-rata tiap unsur, skala {self.low} sampai {self.high}. {self._words()}".strip()
        return Drawing(self.title, text, ("No.", "Unsur", "Nilai"), rows, self._spec(named=True), self._spec())

    def _words(self) -> str:
        low = ", ".join(f"{bar.no} {bar.name}" for bar in self.bars if bar.is_marked)
        missing = ", ".join(f"{bar.no} {bar.name}" for bar in self.bars if bar.value is None)
        said = f"Segitiga: terendah ({low})." if low else ""
        return said + (f" Diarsir karena {MISSING}: {missing}." if missing else "")

    def _spec(self, *, named: bool = False) -> Spec:
        marks = list(range(self.low, self.high + 1))
        scale = {"domain": [self.low, self.high], "nice": False}
        axis = {"values": marks, "format": "d", "grid": True, "domain": False, "orient": "bottom", "title": None}
        return lying(self.bars, {"scale": scale, "axis": axis}, base=self.low, decimals=self.decimals, named=named)


@dataclass(frozen=True)
class Standards:
    """The time each step took as a share of its standard; the line at 100 % is the standard itself.

    A step without a span of its own to hold against (a date, not begun) says so instead of a bar.
    """

    title: str
    bars: tuple[Bar, ...]  # value: per cent of the standard
    rows: tuple[tuple[str, ...], ...]  # no., step, standard, taken, state

    def drawn(self) -> Drawing:
        within = sum(bar.value is not None and not bar.is_marked for bar in self.bars)
        held = sum(bar.value is not None for bar in self.bars)
        over = ", ".join(bar.no for bar in self.bars if bar.is_marked)
        text = f"{within} dari {held} tahapan yang berjalan ada di dalam waktu bakunya (garis 100 %)."
        text += f" Melewati waktu baku (segitiga): {over}." if over else ""
        head = ("No.", "Tahapan", "Waktu baku", "Realisasi", "Status")
        return Drawing(self.title, text, head, self.rows, self._spec(named=True), self._spec())

    def _spec(self, *, named: bool = False) -> Spec:
        axis = {"values": [0, 100, 200], "labelExpr": "datum.value + ' %'", "grid": True, "domain": False,
                "title": None}  # fmt: skip
        scale = {"domain": [0, 200], "nice": False, "clamp": True}
        spec = lying(self.bars, {"scale": scale, "axis": axis}, base=0, decimals=0, named=named, apart=True)
        rule: Spec = {"data": {"values": [{"at": 100}]},
                      "mark": {"type": "rule", "stroke": INK, "strokeWidth": 1.5, "strokeDash": [5, 4]},
                      "encoding": {"x": {"field": "at", "type": "quantitative"}}}  # fmt: skip
        spec["layer"].append(rule)
        return spec


def lying(bars: Sequence[Bar], scale: Spec, *, base: int, decimals: int, named: bool, apart: bool = False) -> Spec:
    """With the names where there is room, else with the numbers of the table beside. `apart`: what is said stands in a
    column at the right, not at the end of each bar."""
    label = "named" if named else "no"
    values: list[Spec] = [
        {
            "no": bar.no,
            "named": f"{bar.no} {bar.name}".strip(),
            "value": plain(bar.value),
            "base": base,
            "missing": bar.value is None and bar.is_due,
            "marked": bar.is_marked,
            "text": ("▼ " if bar.is_marked else "") + _said(bar, decimals),
        }
        for bar in bars
    ]
    y: Spec = {"field": label, "type": "nominal", "sort": [value[label] for value in values], "title": None,
               "axis": {"labelColor": INK, "labelLimit": ROOM["label"], "domain": False, "minExtent": 24}}  # fmt: skip
    longest = max((len(value["text"]) for value in values), default=0)
    figures = min(max(44, 7 * longest), ROOM["figure"])
    width = WIDE - ROOM["label"] - figures if named else max(90, NARROW - 30 - figures)
    return whole(_lying(y, scale, apart=apart), values, width=width, height={"step": LINE})


def _lying(y: Spec, scale: Spec, *, apart: bool) -> list[Spec]:
    x = {"field": "value", "type": "quantitative", **scale}
    bar: Spec = {"type": "bar", "height": {"band": 0.66}}
    known = {"filter": "isValid(datum.value)"}
    spans = {"y": y, "x": x, "x2": {"field": "base"}}
    said = {"text": {"field": "text"}, "y": y}
    right: Spec = {"value": "width"}
    return [
        {
            "transform": [{"filter": "datum.missing"}],
            "mark": {**bar, "fill": HATCH, "stroke": GRID},
            "encoding": {"y": y, "x": {"value": 0}, "x2": {"value": "width"}},
        },
        {"transform": [known, {"filter": "!datum.marked"}], "mark": {**bar, "fill": BAR}, "encoding": spans},
        {"transform": [known, {"filter": "datum.marked"}], "mark": {**bar, "fill": LOW}, "encoding": spans},
        {
            "transform": [known],
            "mark": {"type": "text", "align": "left", "dx": 5},
            "encoding": {**said, "x": right if apart else x},
        },
        {
            "transform": [{"filter": "!isValid(datum.value) && !datum.missing"}],
            "mark": {"type": "text", "align": "left", "dx": 5, "fill": SOFT},
            "encoding": {**said, "x": right if apart else {"value": 0}},
        },
        {
            "transform": [{"filter": "datum.missing"}],
            "mark": {"type": "text", "align": "left", "dx": 5, "fill": SOFT},
            "encoding": {**said, "x": right},
        },
    ]


def _said(bar: Bar, decimals: int) -> str:
    if bar.said:
        return bar.said
    return MISSING if bar.value is None else number(bar.value, decimals)
