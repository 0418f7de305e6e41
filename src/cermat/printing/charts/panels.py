"""Small multiples: the same small chart for each section, on one scale."""

from dataclasses import dataclass

from cermat.lib.months import number
from cermat.printing.charts.drawing import Drawing
from cermat.printing.charts.palette import BAR, GRID, HATCH, INK, MISSING, PERCENT, SOFT, Spec, whole
from cermat.printing.charts.trend import Point

ROOM = {3: 165, 2: 95}  # for a panel, by how many stand beside each other
GAP, TOP, TALL, HIGH = 40, 26, 70, 124


@dataclass(frozen=True)
class Panel:
    name: str
    points: tuple[Point, ...]  # per cent; all panels have the same labels


@dataclass(frozen=True)
class SmallMultiples:
    title: str
    panels: tuple[Panel, ...]

    def drawn(self) -> Drawing:
        names = [point.name for point in self.panels[0].points] if self.panels else []
        rows = tuple((panel.name, *(_said(point) for point in panel.points)) for panel in self.panels)
        told = "; ".join(f"{panel.name} {_last(panel)}" for panel in self.panels)
        text = f"Diagram kecil per seksi, persen yang tercapai tiap bulan; terakhir: {told or MISSING}."
        spec, narrow = self._spec(3), self._spec(2)
        return Drawing(self.title, text, ("Seksi", *names), rows, spec, narrow)

    def _spec(self, columns: int) -> Spec:
        """Drawn in one view, each panel at its place in dots: a view for each would take several times as long."""
        room = ROOM[columns]
        spots = [(at % columns * (room + GAP), at // columns * HIGH + TOP) for at in range(len(self.panels))]
        rows = [row for panel, spot in zip(self.panels, spots, strict=True) for row in _rows(panel, spot, room)]
        marks = [row for panel, spot in zip(self.panels, spots, strict=True) for row in _frame(panel, spot, room)]
        width = min(columns, max(1, len(self.panels))) * (room + GAP) - GAP
        high = max((y for _x, y in spots), default=0) + HIGH - TOP
        return whole(_layers(room), [*rows, *marks], width=width, height=high)


def _rows(panel: Panel, spot: tuple[int, int], room: int) -> list[Spec]:
    step, (left, top) = room / max(1, len(panel.points)), spot
    newest = _newest(panel)
    return [
        {
            "way": f"{panel.name} {sum(before.value is None for before in panel.points[:at])}",  # ends where data end
            "x": round(left + step * (at + 0.5), 1),
            "y": None if point.value is None else round(top + TALL * (1 - float(point.value) / 100), 1),
            "y2": top + TALL,
            "top": top,
            "kind": "missing" if point.is_missing else "point",
            "said": number(point.value, 0) if point.value is not None and point is newest else "",
        }
        for at, point in enumerate(panel.points)
    ]


def _frame(panel: Panel, spot: tuple[int, int], room: int) -> list[Spec]:
    """Its name, the lines of 0, 50 and 100 per cent, and some of its months."""
    step, (left, top) = room / max(1, len(panel.points)), spot
    lines: list[Spec] = [
        {"kind": "line", "x": left, "x2": left + room, "y": top + TALL * (100 - share) / 100, "words": str(share)}
        for share in (0, 50, 100)
    ]
    every = 3 if room > ROOM[2] else 4
    months: list[Spec] = [
        {"kind": "month", "x": left + step * (at + 0.5), "y": top + TALL + 14, "words": point.label}
        for at, point in enumerate(panel.points)
        if at % every == 0
    ]
    return [{"kind": "name", "x": left, "y": top - 16, "words": panel.name}, *lines, *months]


def _layers(room: int) -> list[Spec]:
    x: Spec = {"field": "x", "type": "quantitative", "scale": None, "axis": None}
    y: Spec = {"field": "y", "type": "quantitative", "scale": None, "axis": None}
    words = {"field": "words"}
    dot: Spec = {"type": "point", "filled": True, "opacity": 1, "strokeWidth": 0, "size": 28, "fill": BAR}
    way = {"type": "line", "stroke": BAR, "strokeWidth": 2}
    text: Spec = {"type": "text", "fontSize": 11, "baseline": "middle"}

    def layer(kind: str, mark: Spec, **encoding: Spec) -> Spec:
        return {"transform": [{"filter": kind}], "mark": mark, "encoding": {"x": x, "y": y, **encoding}}

    of = "datum.kind == '{}'".format
    known = f"{of('point')} && isValid(datum.y)"
    return [
        layer(of("line"), {"type": "rule", "stroke": GRID}, x2={"field": "x2"}),
        layer(of("line"), {**text, "fill": SOFT, "align": "right", "dx": -6}, text=words),
        layer(of("month"), {**text, "fill": SOFT}, text=words),
        layer(of("name"), {**text, "fontSize": 12, "align": "left", "fill": INK, "limit": room + 8}, text=words),
        layer(
            of("missing"),
            {"type": "bar", "fill": HATCH, "stroke": GRID, "width": 9},
            y={**y, "field": "top"},
            y2={"field": "y2"},
        ),
        layer(known, way, detail={"field": "way"}, order={"field": "x"}),
        layer(known, dot),
        layer(f"{known} && datum.said", {**text, "dy": -10}, text={"field": "said"}),
    ]


def _newest(panel: Panel) -> Point | None:
    return next((point for point in reversed(panel.points) if point.value is not None), None)


def _last(panel: Panel) -> str:
    found = _newest(panel)
    return MISSING if found is None else f"{_said(found)} ({found.name})"


def _said(point: Point) -> str:
    return f"{point.said(1)} {PERCENT}" if point.value is not None else point.said(1)
