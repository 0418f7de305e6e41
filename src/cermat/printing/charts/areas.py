"""Values by place and by month: a map of desa and kelurahan, a heat map of units over months."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.printing.charts.drawing import Drawing
from cermat.printing.charts.grades import Grades
from cermat.printing.charts.palette import (
    GROUND,
    INK,
    MIDDLE,
    MISSING,
    NARROW,
    NOT_DUE,
    SOFT,
    Spec,
    config,
    whole,
    x_of,
)

LINES = 16
LETTER = 6.4  # pixels of a digit of 11
LONGEST = 5  # letters of a figure that fit into a cell of the heat map
Geometry = dict[str, Any]  # GeoJSON: Polygon or MultiPolygon


@dataclass(frozen=True)
class Region:
    """A unit with its boundary; without one it is named in the table and under the map."""

    name: str
    value: Decimal | None
    shape: Geometry | None = field(default=None, repr=False)
    note: str = ""  # why it has no value


@dataclass(frozen=True)
class RegionMap:
    title: str
    regions: tuple[Region, ...]
    unit: str = ""
    decimals: int = 2

    def drawn(self) -> Drawing:
        notes = [self._note(one) for one in self.regions]
        rows = tuple(
            (str(at), one.name, self._said(one), *((note,) if any(notes) else ()))
            for at, (one, note) in enumerate(zip(self.regions, notes, strict=True), 1)
        )
        return Drawing(
            self.title,
            self._words(),
            ("No.", "Unit", self.unit or "Nilai", *(("Catatan",) if any(notes) else ())),
            rows,
            self._spec(MIDDLE),
            self._spec(NARROW),
        )

    def _said(self, region: Region) -> str:
        return MISSING if region.value is None else number(region.value, self.decimals)

    def _note(self, region: Region) -> str:
        return "; ".join(part for part in (region.note, "" if region.shape else "tanpa batas wilayah di peta") if part)

    @property
    def is_drawable(self) -> bool:
        return any(region.shape for region in self.regions)

    def _words(self) -> str:
        known = sorted((one for one in self.regions if one.value is not None), key=lambda one: one.value or 0)
        missing = [one.name for one in self.regions if one.value is None]
        unseen = [one.name for one in self.regions if one.shape is None]
        said = f"Peta {len(self.regions)} unit, {self.unit or 'nilai'}: "
        said += (
            f"terendah {known[0].name} {number(known[0].value, self.decimals)}, "
            f"tertinggi {known[-1].name} {number(known[-1].value, self.decimals)}."
            if known
            else f"{MISSING}."
        )
        said += f" Diarsir karena belum ada data: {', '.join(missing)}." if missing else ""
        return said + (f" Tanpa batas wilayah di peta: {', '.join(unseen)}." if unseen else "")

    def _spec(self, width: int) -> Spec:
        grades = Grades.of((one.value for one in self.regions), self.decimals)
        shapes = [
            {"type": "Feature", "geometry": one.shape, "properties": {"grade": grades.word(one.value)}}
            for one in self.regions
            if one.shape
        ]
        land: Spec = {
            "data": {"values": shapes},
            "mark": {"type": "geoshape", "stroke": SOFT, "strokeWidth": 0.8, "invalid": None},
            "encoding": {"color": grades.colour(3 if width > NARROW else 2) | {"field": "properties.grade"}},
        }
        return {
            "config": config(),
            "width": width,
            "height": width * self._height(),
            "projection": {"type": "identity", "reflectY": True},
            "layer": [land, *self._labels(grades, with_values=width > NARROW)],
        }

    def _labels(self, grades: Grades, *, with_values: bool) -> list[Spec]:
        """The number of the unit in the table, and its value below where there is room."""
        values, scale = [], MIDDLE / self._land()[0]
        for at, one in enumerate(self.regions, 1):
            if one.shape:
                x, y, room = middle(one.shape)
                said = "" if one.value is None else number(rounded(one.value, min(1, self.decimals)))
                if len(said) * LETTER + 10 > room * scale:  # it would stand on its neighbour's; the table has it
                    said = ""
                values.append({"no": str(at), "said": said, "x": x, "y": y, "ink": grades.ink(one.value)})
        place: Spec = {"longitude": {"field": "x"}, "latitude": {"field": "y"}}
        paint: Spec = {"color": {"field": "ink", "type": "nominal", "scale": None}}

        def layer(field: str, values: list[Spec], **mark: Any) -> Spec:
            return {"data": {"values": values}, "mark": {"type": "text", "fontSize": 12, **mark},
                    "encoding": {**place, **paint, "text": {"field": field}}}  # fmt: skip

        if not with_values:
            return [layer("no", values, fontWeight="bold")]
        with_room, alone = [one for one in values if one["said"]], [one for one in values if not one["said"]]
        return [
            layer("no", with_room, fontWeight="bold", dy=-6),
            layer("no", alone, fontWeight="bold"),
            layer("said", with_room, dy=7, fontSize=11),
        ]

    def _land(self) -> tuple[float, float]:
        """How wide and how high the land is, in its own measure."""
        points = [point for one in self.regions if one.shape for point in corners(one.shape)]
        xs, ys = [point[0] for point in points] or [0.0], [point[1] for point in points] or [0.0]
        return max(max(xs) - min(xs), 1e-9), max(max(ys) - min(ys), 1e-9)

    def _height(self) -> float:
        """Of the land, by its width."""
        wide, high = self._land()
        return min(max(high / wide, 0.4), 1.6)


def rings(shape: Geometry) -> list[list[list[float]]]:
    """The outer ring of each part."""
    parts = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [part[0] for part in parts]


def corners(shape: Geometry) -> Iterator[list[float]]:
    for ring in rings(shape):
        yield from ring


def middle(shape: Geometry) -> tuple[float, float, float]:
    """Where a figure has most room, and how much: tried on some lines across the largest part, as wide and as high as
    they allow."""
    ring = max(rings(shape), key=lambda one: _extent(one, 0) * _extent(one, 1))
    low, tall = min(point[1] for point in ring), _extent(ring, 1)
    found = (-1.0, ring[0][0], ring[0][1])
    for at in range(2, LINES - 1):
        y = low + tall * at / LINES
        for left, right in _chords(ring, y, across=1):
            x = (left + right) / 2
            free = next((min(y - a, b - y) for a, b in _chords(ring, x, across=0) if a <= y <= b), 0.0)
            found = max(found, (min(right - left, 3 * free), x, y))
    return found[1], found[2], found[0]


def _extent(ring: list[list[float]], axis: int) -> float:
    return max(point[axis] for point in ring) - min(point[axis] for point in ring)


def _chords(ring: list[list[float]], at: float, *, across: int) -> list[tuple[float, float]]:
    """The pieces of a line within a ring: level lines `across` 1, upright ones `across` 0."""
    along = 1 - across
    cuts = sorted(
        one[along] + (other[along] - one[along]) * (at - one[across]) / (other[across] - one[across])
        for one, other in pairwise(ring)
        if (one[across] > at) != (other[across] > at)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=False))


@dataclass(frozen=True)
class Cell:
    value: Decimal | None
    is_due: bool = True


@dataclass(frozen=True)
class HeatMap:
    """Units below each other, months beside each other."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[Cell, ...]], ...]  # the unit and its cell of each column
    unit: str = ""
    decimals: int = 2

    def drawn(self) -> Drawing:
        rows = tuple((name, *(self._said(cell) for cell in cells)) for name, cells in self.lines)
        missing = [
            f"{name} ({', '.join(column for column, cell in zip(self.columns, cells, strict=True) if _lacks(cell))})"
            for name, cells in self.lines
            if any(map(_lacks, cells))
        ]
        text = f"Peta panas {len(self.lines)} unit per bulan, {self.unit or 'nilai'}."
        text += f" Diarsir karena belum ada data: {'; '.join(missing)}." if missing else ""
        return Drawing(self.title, text, ("Unit", *self.columns), rows, self._spec(), self._spec(is_narrow=True))

    def _said(self, cell: Cell) -> str:
        if cell.value is not None:
            return number(cell.value, self.decimals)
        return MISSING if cell.is_due else NOT_DUE

    def _spec(self, *, is_narrow: bool = False) -> Spec:
        grades = self._grades()
        y = {"field": "y", "type": "nominal", "sort": [name for name, _line in self.lines], "title": None,
             "axis": {"labelColor": INK, "domain": False, "labelLimit": 110 if is_narrow else 180}}  # fmt: skip
        months = {"domain": False, "orient": "top", **({"values": list(self.columns[::3])} if is_narrow else {})}
        base: Spec = {"x": {**x_of(self.columns), "axis": months}, "y": y}
        rect = {"mark": {"type": "rect", "stroke": GROUND, "strokeWidth": 1.5, "invalid": None},
                "encoding": base | {"color": grades.colour(2 if is_narrow else 3)}}  # fmt: skip
        ink = {"color": {"field": "ink", "type": "nominal", "scale": None}, "text": {"field": "said"}}
        figures: Spec = {"mark": {"type": "text", "fontSize": 11}, "encoding": base | ink}
        size = {"width": {"step": 13 if is_narrow else 37}, "height": {"step": 24}}
        return whole([rect] if is_narrow else [rect, figures], self._values(grades), **size)

    def _grades(self) -> Grades:
        cells = [cell for _name, line in self.lines for cell in line]
        known = (cell.value for cell in cells if cell.value is not None or cell.is_due)
        waits = any(cell.value is None and not cell.is_due for cell in cells)
        return Grades.of(known, self.decimals, has_not_due=waits)

    def _values(self, grades: Grades) -> list[Spec]:
        said = [number(cell.value) for _name, line in self.lines for cell in line if cell.value is not None]
        fits = max(map(len, said), default=0) <= LONGEST
        return [
            {
                "y": name,
                "x": column,
                "grade": grades.word(cell.value, is_due=cell.is_due),
                "said": number(cell.value) if cell.value is not None and fits else "",
                "ink": grades.ink(cell.value),
            }
            for name, line in self.lines
            for column, cell in zip(self.columns, line, strict=True)
        ]


def _lacks(cell: Cell) -> bool:
    return cell.value is None and cell.is_due
