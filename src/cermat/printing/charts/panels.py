"""Small multiples: the same small chart for each section, on one scale."""

from dataclasses import dataclass

from cermat.lib.months import number
from cermat.printing.charts.drawing import Drawing
from cermat.printing.charts.palette import (
    BAR,
    GRID,
    HATCH,
    MISSING,
    PERCENT,
    Spec,
    config,
    plain,
    x_of,
)  # fmt: skip
from cermat.printing.charts.trend import Point

ROOM = {3: 165, 2: 125}  # for a panel, by how many stand beside each other


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
        labels = [point.label for point in self.panels[0].points] if self.panels else []
        shown = [label for at, label in enumerate(labels) if at % 3 == 0]
        x = x_of(labels) | {"axis": {"values": shown, "labelFontSize": 11, "domainColor": GRID}}
        step = ROOM[columns] / max(1, len(labels))
        plot = {"width": {"step": step}, "height": 70}
        return {
            "config": config(),
            "columns": columns,
            "spacing": {"row": 14, "column": 10},
            "concat": [
                {**plot, "data": {"values": _values(panel)}, "layer": [_title(panel, columns), *_layers(x)]}
                for panel in self.panels
            ],
        }


def _title(panel: Panel, columns: int) -> Spec:
    """A mark, not Vega's title: that would stand higher where a figure reaches over its panel."""
    mark = {"type": "text", "text": panel.name, "align": "left", "x": 0, "y": -16, "limit": ROOM[columns]}
    return {"data": {"values": [{}]}, "mark": mark}


def _values(panel: Panel) -> list[Spec]:
    return [
        {
            "x": point.label,
            "value": plain(point.value),
            "missing": point.is_missing,
            "said": number(point.value, 0) if point.value is not None and point is _newest(panel) else "",
        }
        for point in panel.points
    ]


def _layers(x: Spec) -> list[Spec]:
    axis = {"title": None, "values": [0, 50, 100], "domain": False, "labelFontSize": 11}
    y = {"field": "value", "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": axis}
    known = {"filter": "isValid(datum.value)"}
    dot: Spec = {"type": "point", "filled": True, "opacity": 1, "strokeWidth": 0, "size": 28, "fill": BAR}
    return [
        {
            "transform": [{"filter": "datum.missing"}],
            "mark": {"type": "bar", "fill": HATCH, "stroke": GRID, "width": {"band": 0.9}},
            "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": "height"}},
        },
        {
            "mark": {"type": "line", "stroke": BAR, "strokeWidth": 2, "invalid": "break-paths-show-path-domains"},
            "encoding": {"x": x, "y": y},
        },
        {"transform": [known], "mark": dot, "encoding": {"x": x, "y": y}},
        {
            "transform": [known],
            "mark": {"type": "text", "dy": -9, "fontSize": 11},
            "encoding": {"x": x, "y": y, "text": {"field": "said"}},
        },
    ]


def _newest(panel: Panel) -> Point | None:
    return next((point for point in reversed(panel.points) if point.value is not None), None)


def _last(panel: Panel) -> str:
    found = _newest(panel)
    return MISSING if found is None else f"{_said(found)} ({found.name})"


def _said(point: Point) -> str:
    return f"{point.said(1)} {PERCENT}" if point.value is not None else point.said(1)
