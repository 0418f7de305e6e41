"""A year by its quarters: a bar for each, with its target across it."""

from dataclasses import dataclass

from cermat.lib.months import number
from cermat.printing.charts.drawing import Drawing
from cermat.printing.charts.palette import BAR, INK, LOW, NARROW, SOFT, Spec, bounds, whole, x_of
from cermat.printing.charts.trend import Point, hatched, told, values_of, y_axis


@dataclass(frozen=True)
class QuarterBars:
    """A bar for each quarter and a line across it for its target."""

    title: str
    points: tuple[Point, ...]
    unit: str = ""
    decimals: int | None = 2  # None: as many as a value has

    def drawn(self) -> Drawing:
        rows = tuple(
            (point.name, point.said(self.decimals), number(point.target, self.decimals), point.note)
            for point in self.points
        )
        text = told(self.points, self.unit, self.decimals)
        return Drawing(self.title, text, ("Triwulan", "Realisasi", "Target", "Catatan"), rows, self._spec())

    def _spec(self) -> Spec:
        known = [value for point in self.points for value in (point.value, point.target)]
        scale: Spec = {"scale": {"domain": bounds(known, from_zero=True, unit=self.unit)}, "axis": y_axis(self.unit)}
        x = x_of(point.label for point in self.points)
        layers = [hatched(x), *_quarter_layers(x, scale)]
        return whole(layers, values_of(self.points, self.decimals), width={"step": (NARROW - 45) / 4}, height=170)


def _quarter_layers(x: Spec, scale: Spec) -> list[Spec]:
    y = {"field": "value", "type": "quantitative", **scale}
    known = {"filter": "isValid(datum.value)"}
    bar: Spec = {"type": "bar", "width": {"band": 0.55}}
    base: Spec = {"x": x, "y": y}
    return [
        {"transform": [known, {"filter": "!datum.missed"}], "mark": {**bar, "fill": BAR}, "encoding": base},
        {"transform": [known, {"filter": "datum.missed"}], "mark": {**bar, "fill": LOW}, "encoding": base},
        {
            "transform": [{"filter": "isValid(datum.target)"}],
            "mark": {"type": "tick", "stroke": INK, "fill": INK, "orient": "horizontal", "thickness": 2.5, "opacity": 1,
                     "width": {"band": 0.85}},
            "encoding": {"x": x, "y": {"field": "target", "type": "quantitative"}},
        },
        {
            "transform": [{"calculate": "datum.missed ? '▼ ' + datum.text : datum.text", "as": "said"},
                          {"calculate": "max(datum.value, datum.target || 0)", "as": "top"}, known],
            "mark": {"type": "text", "dy": -9},
            "encoding": {"x": x, "y": {"field": "top", "type": "quantitative"}, "text": {"field": "said"}},
        },
        {
            "transform": [{"filter": "datum.wait"}],
            "mark": {"type": "text", "fill": SOFT, "baseline": "bottom", "dy": -4},
            "encoding": {"x": x, "y": {"value": "height"}, "text": {"field": "wait"}},
        },
    ]  # fmt: skip
