"""A year in the height of two lines, beside a row of a table: where it goes and whether it meets its target."""

from dataclasses import dataclass, replace
from typing import Any

from cermat.printing.charts.drawing import Drawing
from cermat.printing.charts.palette import BAR, INK, LOW, Spec, bounds, whole, x_of
from cermat.printing.charts.trend import Point, Trend, hatched

WIDE, HIGH = 108, 32


@dataclass(frozen=True)
class Spark:
    """Words and table are those of the large picture; letters would be too small here."""

    title: str
    points: tuple[Point, ...]
    unit: str = ""
    decimals: int | None = 2

    def drawn(self) -> Drawing:
        large = Trend(self.title, self.points, self.unit, self.decimals)
        return replace(large.drawn(), spec=self._spec(), narrow=None)

    def _spec(self) -> Spec:
        x = x_of([point.label for point in self.points]) | {"axis": None}
        seen = [value for point in self.points for value in (point.value, point.target)]
        scale = {"scale": {"domain": bounds(seen, from_zero=False), "zero": False}, "axis": None}
        return whole(_layers(x, scale), self._values(), width={"step": WIDE / max(3, len(self.points))}, height=HIGH)

    def _values(self) -> list[Spec]:
        newest = next((point for point in reversed(self.points) if point.value is not None), None)
        return [
            {
                "x": point.label,
                "value": None if point.value is None else float(point.value),
                "target": None if point.target is None else float(point.target),
                "missing": point.is_missing,
                "missed": point.is_missed,
                "newest": point is newest,
            }
            for point in self.points
        ]


def _layers(x: Spec, scale: Spec) -> list[Spec]:
    value: Spec = {"field": "value", "type": "quantitative", **scale}
    target: Spec = {"field": "target", "type": "quantitative", **scale}
    return [
        hatched(x),
        {
            "transform": [{"filter": "isValid(datum.target)"}],
            "mark": {"type": "rule", "stroke": INK, "strokeWidth": 1, "strokeDash": [3, 3]},
            "encoding": {"x": x | {"bandPosition": 0}, "x2": {"field": "x", "bandPosition": 1}, "y": target},
        },
        {
            "mark": {"type": "line", "stroke": BAR, "strokeWidth": 2, "invalid": "break-paths-show-path-domains"},
            "encoding": {"x": x, "y": value},
        },
        _dot(x, value, "!datum.missed", fill=BAR, size=40, shape="circle"),
        _dot(x, value, "datum.missed", fill=LOW, size=60, shape="triangle-down"),
    ]


def _dot(x: Spec, y: Spec, which: str, **mark: Any) -> Spec:
    """The newest, by its shape too; of many the line itself shows the way."""
    return {
        "transform": [{"filter": f"datum.newest && {which}"}],
        "mark": {"type": "point", "filled": True, "opacity": 1, "strokeWidth": 0, **mark},
        "encoding": {"x": x, "y": y},
    }
