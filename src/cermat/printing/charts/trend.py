"""Values over time against their target: a line over months or periods, bars of the quarters."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cermat.lib.months import number
from cermat.lib.series import segments
from cermat.printing.charts.drawing import Drawing
from cermat.printing.charts.palette import (
    BAR,
    GRID,
    HATCH,
    INK,
    LOW,
    MIDDLE,
    MISSING,
    NARROW,
    NOT_DUE,
    SOFT,
    Spec,
    bounds,
    config,
    plain,
    whole,
    x_of,
)  # fmt: skip

FEW = 6  # points: each has its figure beside it


@dataclass(frozen=True)
class Point:
    """One month or period. `value` None: no data, or not due yet. `series`: what may be compared with each other."""

    label: str  # Nov, TW II
    name: str  # November 2026
    value: Decimal | None
    target: Decimal | None = None
    is_due: bool = True
    is_missed: bool = False  # the target
    is_judged: bool = True  # whether anybody has said that it is reached or missed
    series: str = ""
    note: str = ""  # why it is missing, from when it is
    word: str = NOT_DUE  # said of it where it is not due

    @property
    def is_missing(self) -> bool:
        return self.value is None and self.is_due

    def said(self, decimals: int | None) -> str:
        if self.value is not None:
            return number(self.value, decimals)
        return MISSING if self.is_due else self.word


@dataclass(frozen=True)
class Trend:
    title: str
    points: tuple[Point, ...]
    unit: str = ""
    decimals: int | None = 2  # None: as many as a value has
    axis: tuple[Decimal, ...] = ()  # its marks from the lowest to the highest; empty: as the values need

    def drawn(self) -> Drawing:
        head = ("Periode", "Nilai", *(("Target",) if self._targets else ()), *(("Catatan",) if self._notes else ()))
        return Drawing(self.title, self._words(), head, tuple(map(self._row, self.points)), *self._specs())

    @property
    def _targets(self) -> bool:
        return any(point.target is not None for point in self.points)

    @property
    def _notes(self) -> bool:
        return any(point.note or point.series for point in self.points)

    def _row(self, point: Point) -> tuple[str, ...]:
        target = (number(point.target, self.decimals),) if self._targets else ()
        note = (", ".join(part for part in (point.series, point.note) if part),) if self._notes else ()
        return (point.name, point.said(self.decimals), *target, *note)

    def _words(self) -> str:
        breaks = "".join(
            f" Sejak {part[0].name} {part[0].series}: ukuran lain, tidak dibandingkan."
            for part in _parts(self.points)[1:]
        )
        return told(self.points, self.unit, self.decimals) + breaks

    def _specs(self) -> tuple[Spec, Spec | None]:
        """Few points fit on a phone as they are; of many, every second is named there."""
        if len(self.points) <= FEW:
            return self._spec(NARROW), None
        return self._spec(MIDDLE), self._spec(NARROW, every=2)

    def _spec(self, width: int, every: int = 1) -> Spec:
        parts = _parts(self.points)
        size: Spec = {"width": {"step": (width - 45) / max(3, len(self.points))}, "height": 170}
        if len(parts) == 1:
            return whole(*self._plot(self.points, every), **size)
        plots = [self._plot(part, every) for part in parts]  # side by side, each on its own axis: never one line
        return {
            "config": config(),
            "spacing": 36,
            "hconcat": [
                {"title": part[0].series, "layer": layers, "data": {"values": values}, **size}
                for part, (layers, values) in zip(parts, plots, strict=True)
            ],
        }

    def _plot(self, points: tuple[Point, ...], every: int) -> tuple[list[Spec], list[Spec]]:
        labels = [point.label for point in points]
        x = x_of(labels) | {"axis": {"domainColor": GRID, "values": labels[::every]}}
        layers = [hatched(x), *(target_line(x) if self._targets else []), *line(x, self._scale(points))]
        return layers, values_of(points, self.decimals)

    def _scale(self, points: tuple[Point, ...]) -> Spec:
        axis = y_axis(self.unit)
        if self.axis:
            marks = [float(mark) for mark in self.axis]
            return {"scale": {"domain": [marks[0], marks[-1]], "nice": False}, "axis": axis | {"values": marks}}
        known = [value for point in points for value in (point.value, point.target)]
        return {"scale": {"domain": bounds(known, from_zero=False, unit=self.unit), "zero": False}, "axis": axis}


def told(points: Sequence[Point], unit: str, decimals: int | None) -> str:
    """What a glance would see: the newest value against its target, and what is missing."""
    last = next((point for point in reversed(points) if point.value is not None), None)
    if last is None:
        return f"{MISSING.capitalize()}."
    said = f"{last.name}: {number(last.value, decimals)} {unit}".strip()
    if last.target is not None:
        word = "belum tercapai" if last.is_missed else "tercapai"
        said += f", target {number(last.target, decimals)}" + (f" ({word})" if last.is_judged else "")
    missing = ", ".join(point.name for point in points if point.is_missing)
    return f"{said}." + (f" Diarsir karena {MISSING}: {missing}." if missing else "")


def y_axis(unit: str) -> Spec:
    """Its unit stands above it, not on its side."""
    return {"title": unit or None, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12,
            "titleX": -30, "domain": False, "tickCount": 5}  # fmt: skip


def _parts(points: tuple[Point, ...]) -> list[tuple[Point, ...]]:
    """One for each way of measuring, in order."""
    return segments(points, lambda point: point.series) or [()]


def values_of(points: tuple[Point, ...], decimals: int | None) -> list[Spec]:
    known = [point.value for point in points if point.value is not None]
    ends = {min(known), max(known)} if known else set()
    last = next((point for point in reversed(points) if point.value is not None), None)
    return [
        {
            "x": point.label,
            "value": plain(point.value),
            "target": plain(point.target),
            "missing": point.is_missing,
            "missed": point.is_missed,
            "text": number(point.value, decimals) if point.value is not None else "",
            "below": len(ends) > 1 and point.value == min(ends) and point.value != 0,  # 0 lies on the axis
            "shown": len(points) <= FEW or point is last or point.value in ends,
            "wait": "" if point.is_due or point.value is not None else "belum" if point.word == NOT_DUE else "–",
        }
        for point in points
    ]


def hatched(x: Spec) -> Spec:
    """A month without data, from top to bottom."""
    return {
        "transform": [{"filter": "datum.missing"}],
        "mark": {"type": "bar", "fill": HATCH, "stroke": GRID, "width": {"band": 0.8}},
        "encoding": {"x": x, "y": {"value": 0}, "y2": {"value": "height"}},
    }


def target_line(x: Spec) -> list[Spec]:
    with_target = [{"filter": "isValid(datum.target)"}]
    y = {"field": "target", "type": "quantitative"}
    last = [*with_target, {"window": [{"op": "row_number", "as": "at"}], "sort": []},
            {"joinaggregate": [{"op": "count", "as": "of"}]}, {"filter": "datum.at == datum.of"}]  # fmt: skip
    return [
        {
            "transform": with_target,
            "mark": {"type": "line", "stroke": INK, "strokeWidth": 1.5, "strokeDash": [5, 4], "interpolate": "step"},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": last,
            "mark": {"type": "text", "text": "target", "align": "right", "dx": 14, "dy": 12, "fill": INK,
                     "fontSize": 11},
            "encoding": {"x": x, "y": y},
        },
    ]  # fmt: skip


def line(x: Spec, scale: Spec) -> list[Spec]:
    y = {"field": "value", "type": "quantitative", **scale}
    known = [{"filter": "isValid(datum.value)"}]
    dots: Spec = {"type": "point", "filled": True, "opacity": 1, "strokeWidth": 0}
    return [
        {
            "mark": {"type": "line", "stroke": BAR, "strokeWidth": 2, "invalid": "break-paths-show-path-domains"},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": [*known, {"filter": "!datum.missed"}],
            "mark": {**dots, "fill": BAR, "size": 45, "shape": "circle"},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": [*known, {"filter": "datum.missed"}],
            "mark": {**dots, "fill": LOW, "size": 75, "shape": "triangle-down"},
            "encoding": {"x": x, "y": y},
        },
        *(
            {
                "transform": [*known, {"filter": f"datum.shown && {which}"}],
                "mark": {"type": "text", "dy": dy},
                "encoding": {"x": x, "y": y, "text": {"field": "text"}},
            }
            for which, dy in (("!datum.below", -11), ("datum.below", 15))
        ),
    ]


@dataclass(frozen=True)
class QuarterBars:
    """A bar for each quarter and a line across it for its target."""

    title: str
    points: tuple[Point, ...]
    unit: str = ""
    decimals: int = 2

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
