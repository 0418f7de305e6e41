"""Values over time against their target: a line over months or periods."""

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
        return layers, values_of(points, self.decimals, self._domain(points)[0])

    def _scale(self, points: tuple[Point, ...]) -> Spec:
        axis, domain = y_axis(self.unit), self._domain(points)
        if self.axis:
            marks = [float(mark) for mark in self.axis]
            return {"scale": {"domain": domain, "nice": False}, "axis": axis | {"values": marks}}
        return {"scale": {"domain": domain, "zero": False}, "axis": axis}

    def _domain(self, points: tuple[Point, ...]) -> list[float]:
        if self.axis:
            return [float(self.axis[0]), float(self.axis[-1])]
        return bounds(
            [value for point in points for value in (point.value, point.target)], from_zero=False, unit=self.unit
        )


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


def values_of(points: tuple[Point, ...], decimals: int | None, low: float | None = None) -> list[Spec]:
    """`low`: where the axis begins; a figure that stands on it is not written below it."""
    named = _named(points)
    return [
        {
            "x": point.label,
            "value": plain(point.value),
            "target": plain(point.target),
            "missing": point.is_missing,
            "missed": point.is_missed,
            "text": number(point.value, decimals) if point.value is not None else "",
            "below": _is_below(point, points, low),
            "shown": point in named,
            "wait": "" if point.is_due or point.value is not None else "belum" if point.word == NOT_DUE else "–",
        }
        for point in points
    ]


def _named(points: tuple[Point, ...]) -> list[Point]:
    """Those that have their figure beside them: each of a few; of many the newest, and the newest at either end."""
    known = [point for point in points if point.value is not None]
    if len(points) <= FEW or not known:
        return known
    newest = known[::-1]
    ends = (max(newest, key=lambda point: point.value or 0), min(newest, key=lambda point: point.value or 0))
    return [newest[0], *(point for point in ends if point.value != newest[0].value)]


def _is_below(point: Point, points: tuple[Point, ...], low: float | None) -> bool:
    """Away from its target, whose name stands on the other side; the lowest below the line."""
    known = [one.value for one in points if one.value is not None]
    if point.value is None or (low is not None and float(point.value) - low < (float(max(known)) - low) / 10):
        return False
    if point.target is not None:
        return point.value < point.target
    return point.value == min(known) != max(known)


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
            "mark": {"type": "rule", "stroke": INK, "strokeWidth": 1.5, "strokeDash": [5, 4]},
            "encoding": {"x": x | {"bandPosition": 0}, "x2": {"field": "x", "bandPosition": 1}, "y": y},
        },
        {
            "transform": last,
            "mark": {"type": "text", "text": "target", "align": "right", "dx": 14, "fill": INK, "fontSize": 11,
                     "dy": {"expr": "datum.below ? -6 : 12"}},
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
