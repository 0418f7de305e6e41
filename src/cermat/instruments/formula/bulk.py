"""Many subjects at once: the same digits as `score`, in integers over whole arrays. Pure.

A definition is compiled once to integer weights over a common denominator, for the index and for every group. An array
of points then needs one matrix product and one rounding in integers. The product runs in floats only where no sum can
outgrow their whole numbers, so nothing is ever rounded on the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from cermat.instruments.formula.definition import AnsweredBy, Definition, Item, ItemKind, Missing
from cermat.instruments.formula.engine import score
from cermat.instruments.formula.linear import group_weights, linear_weights
from cermat.instruments.formula.outcome import Given, Outcome, Sheet

Integers = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float32 | np.float64 | np.int64]
MISSING = -1  # in points, and in what cannot be computed
MULTIPLICATIONS = 200_000  # at a time: they fit the processor's cache, and BLAS starts no threads for them
EXACT_SINGLE, EXACT_DOUBLE, EXACT_INTEGER = 2**24, 2**53, 2**62  # below them every whole number has its own place


@dataclass(frozen=True)
class Column:
    """One value of every subject, rounded half up to so many decimals: (weights x points + half) // (2 x half)."""

    code: str
    weights: tuple[int, ...]  # per item
    items: tuple[bool, ...]  # those that it is made of
    half: int
    decimals: int

    @classmethod
    def of(
        cls, definition: Definition, code: str, weights: Mapping[str, Fraction], unit: int, decimals: int
    ) -> "Column":
        """`weights` of whole points; the column takes points in units of 1 / `unit`."""
        scaled = {item: weight * 2 * 10**decimals / unit for item, weight in weights.items()}
        common = lcm(*(weight.denominator for weight in scaled.values()))
        return cls(
            code=code,
            weights=tuple(int(scaled.get(item.code, Fraction()) * common) for item in definition.items),
            items=tuple(item.code in weights for item in definition.items),
            half=common,
            decimals=decimals,
        )

    def ceiling(self, highest: int, people: int = 1) -> int:
        """The largest number that rounding meets, every item at its highest."""
        return (sum(self.weights) * highest + 2 * self.half) * people

    def round(self, sums: Integers, people: Integers | int = 1) -> None:
        """Weighted sums (of so many people) become integers in units of the last decimal, in place."""
        sums += self.half * people
        sums //= 2 * self.half * people


@dataclass(frozen=True)
class BulkOutcome:
    """Per subject, in the order of the points: integers in units of the last decimal, -1 where there is no value."""

    index: Integers
    decimals: int
    groups: Mapping[str, Integers]
    group_decimals: int
    grades: npt.NDArray[np.int8]  # position in the definition's classes, lowest first
    missing: npt.NDArray[np.bool_]  # subjects with an item that has no points
    people: Integers | None = None  # who answered, where there are several

    def decimal(self, at: int, group: str = "") -> Decimal | None:
        """The value of one subject as published: "0.6190"."""
        value = int(self.groups[group][at] if group else self.index[at])
        places = self.group_decimals if group else self.decimals
        return None if value == MISSING else Decimal(value).scaleb(-places)

    def texts(self, group: str = "") -> list[str | None]:
        """The values of all subjects as published."""
        places = self.group_decimals if group else self.decimals
        return [_text(value, places) for value in (self.groups[group] if group else self.index).tolist()]


def _text(value: int, places: int) -> str | None:
    if value == MISSING:
        return None
    digits = f"{value:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


@dataclass(frozen=True)
class Bulk:
    """A definition compiled. Points are integers in units of 1 / `unit` (100 where items have two decimals)."""

    definition: Definition
    variant: str
    codes: tuple[str, ...]  # the items, in the order of the array's columns
    unit: int
    highest: int  # no point may be above it, in units
    columns: tuple[Column, ...]  # the index, then the groups
    matrix: Matrix  # columns x items
    below: npt.NDArray[np.bool_]  # columns x items: which items a column is made of
    starts: Integers  # lower bounds of the classes, in units of the index

    @classmethod
    def of(cls, definition: Definition, variant: str = "") -> "Bulk":
        """Raises ValueError where the index is no weighted sum of its items, or the integers would grow too large."""
        if variant and variant not in {one.name for one in definition.variants}:
            raise ValueError(f"{definition.name} has no variant {variant}")
        _refuse_unfit(definition)
        unit = lcm(*(_denominator(item) for item in definition.items))
        highest = max(int(item.highest * unit) for item in definition.items)
        index = definition.index
        columns = [Column.of(definition, "", linear_weights(definition, variant), unit, index.decimals)]
        for group in definition.groups:
            weights = group_weights(definition, group.code)
            columns.append(Column.of(definition, group.code, weights, unit, index.group_decimals))
        return cls(
            definition=definition,
            variant=variant,
            codes=tuple(item.code for item in definition.items),
            unit=unit,
            highest=highest,
            columns=tuple(columns),
            matrix=_matrix(columns, highest),
            below=np.array([column.items for column in columns], dtype=np.bool_),
            starts=np.array([ceil(grade.start.scaleb(index.decimals)) for grade in definition.grades], dtype=np.int64),
        )

    def points(self, sheets: Sequence[Sheet]) -> npt.NDArray[np.signedinteger]:
        """Sheets as an array of points, one row each. Raises ValueError for points that are no whole units."""
        rows = [[_units(sheet.get(code), self.unit) for code in self.codes] for sheet in sheets]
        return np.array(rows, dtype=self.kind).reshape(len(rows), len(self.codes))

    @property
    def kind(self) -> np.dtype[np.signedinteger]:
        """The shortest integers that hold these points: the less there is to read, the faster."""
        return np.dtype(np.min_scalar_type(-self.highest - 1))

    def score(self, points: npt.NDArray[np.integer]) -> BulkOutcome:
        """The outcome of N subjects with one sheet each: points[N, items] in units, -1 for no answer."""
        self._check(points)
        sums = np.empty((len(self.columns), len(points)), dtype=self.matrix.dtype)
        missing = np.zeros(len(points), dtype=np.bool_)
        size = max(MULTIPLICATIONS // self.matrix.size, 1)
        buffer = np.empty((size, len(self.codes)), dtype=self.matrix.dtype)
        for start in range(0, len(points), size):
            part = buffer[: min(size, len(points) - start)]
            np.copyto(part, points[start : start + size], casting="unsafe")
            if self._least(part) < 0:
                missing[start : start + size] = (part < 0).any(axis=1)
            np.matmul(self.matrix, part.T, out=sums[:, start : start + size])
        shown = sums.astype(np.int64)
        for at, column in enumerate(self.columns):
            column.round(shown[at])
        if missing.any():
            self._without(shown, np.flatnonzero(missing), points)
        return self._told(shown, missing)

    def score_people(self, points: npt.NDArray[np.integer], subjects: npt.NDArray[np.integer]) -> BulkOutcome:
        """The outcome of subjects whom several people judged: row i of points speaks of subject subjects[i].

        Subjects are numbered from 0; the outcome has one row each, also for a number without any sheet. Respondents may
        leave gaps and each item is averaged over who answered it; an assessor's gap leaves the item without points.
        """
        self._check(points)
        self._least(points)
        if max(column.ceiling(self.highest, len(points)) for column in self.columns) >= EXACT_INTEGER:
            raise ValueError("too many sheets at once for integers of 64 bits")
        count = int(subjects.max()) + 1 if len(subjects) else 0
        order = np.argsort(subjects, kind="stable")
        rows, own = points[order].astype(np.int64), subjects[order]
        if self.definition.answered_by is AnsweredBy.RESPONDENTS:
            said = (rows >= 0).any(axis=1)  # a sheet without a single answer is nobody's
            rows, own = rows[said], own[said]
        edges = np.searchsorted(own, np.arange(count + 1))
        people = np.diff(edges)
        totals = _sums(np.maximum(rows, 0), edges)
        answers = _sums((rows >= 0).astype(np.int64), edges)
        uneven = (answers != people[:, None]).any(axis=1) | (people == 0)
        sums = self.matrix.astype(np.int64) @ totals.T
        whole = np.where(people > 0, people, 1)
        for at, column in enumerate(self.columns):
            column.round(sums[at], whole)
        for at in np.flatnonzero(uneven).tolist():
            sums[:, at] = self._exactly(rows[edges[at] : edges[at + 1]])
        return self._told(sums, (answers == 0).any(axis=1), people)

    # ---- Inside

    def _check(self, points: npt.NDArray[np.integer]) -> None:
        if points.ndim != 2 or points.shape[1] != len(self.codes):
            raise ValueError(f"{self.definition.name} takes one column for each of its {len(self.codes)} items")
        if not np.issubdtype(points.dtype, np.integer):
            raise ValueError("points must be integers, in units")

    def _least(self, points: npt.NDArray[Any]) -> int:
        """The lowest of these points. Raises ValueError where one of them cannot be."""
        if not points.size:
            return 0
        if points.max() > self.highest:
            raise ValueError(f"points above {self.highest} units")
        if (least := int(points.min())) < MISSING:
            raise ValueError("points below zero; -1 alone says that there are none")
        return least

    def _without(self, shown: Integers, rows: npt.NDArray[np.intp], points: npt.NDArray[np.integer]) -> None:
        """Subjects with gaps: what a gap touches has no value. Where a gap may be skipped, the exact path speaks."""
        if self.definition.missing is not Missing.NO_INDEX:
            for at in rows:
                shown[:, at] = self._exactly(points[at : at + 1])
            return
        touched = self.below @ (points[rows] < 0).T
        shown[:, rows] = np.where(touched, MISSING, shown[:, rows])

    def _exactly(self, rows: npt.NDArray[np.integer]) -> list[int]:
        """One subject through the exact path, as a column of `shown`."""
        sheets = [
            {
                code: None if value < 0 else Fraction(value, self.unit)
                for code, value in zip(self.codes, row, strict=True)
            }
            for row in rows.tolist()
        ]
        outcome = score(self.definition, sheets, Given(variant=self.variant))
        return [_shown(outcome, column) for column in self.columns]

    def _told(self, shown: Integers, missing: npt.NDArray[np.bool_], people: Integers | None = None) -> BulkOutcome:
        grades = np.full(len(missing), MISSING, dtype=np.int8)
        for lower in self.starts.tolist():
            grades += shown[0] >= max(lower, 0)
        return BulkOutcome(
            index=shown[0],
            decimals=self.definition.index.decimals,
            groups={column.code: shown[at] for at, column in enumerate(self.columns) if column.code},
            group_decimals=self.definition.index.group_decimals,
            grades=grades,
            missing=missing,
            people=people,
        )


def _refuse_unfit(definition: Definition) -> None:
    if not definition.items or any(not definition.below(group.code) for group in definition.groups):
        raise ValueError(f"{definition.name} has nothing to add up")
    weights = [one.weight for one in definition.items] + [one.weight for one in definition.groups]
    weights += [one.weight for one in definition.variants]
    if min(weights) < 0 or any(item.lowest < 0 for item in definition.items):
        raise ValueError(f"{definition.name} has points or weights below zero")


def _denominator(item: Item) -> int:
    """Of all points that the item can have."""
    possible = [item.highest, *(one.score for one in item.options), *(one.score for one in item.bands), *item.steps]
    typed = 10**item.decimals if item.kind is ItemKind.POINTS else 1
    return lcm(typed, *(points.denominator for points in (*possible, *item.pieces.values())))


def _matrix(columns: Sequence[Column], highest: int) -> Matrix:
    """The weights, as floats where every sum stays a whole float. Raises ValueError where even int64 is too short."""
    if max(column.ceiling(highest) for column in columns) >= EXACT_INTEGER:
        raise ValueError("the weights have too long a common denominator for integers of 64 bits")
    largest = max(sum(column.weights) for column in columns) * highest
    kind = np.float32 if largest < EXACT_SINGLE else np.float64 if largest < EXACT_DOUBLE else np.int64
    return np.array([column.weights for column in columns], dtype=np.int64).astype(kind)


def _units(points: object, unit: int) -> int:
    if points is None:
        return MISSING
    if not isinstance(points, Fraction) or (points * unit).denominator != 1:
        raise ValueError(f"{points} is not a whole number of 1/{unit}")
    return int(points * unit)


def _sums(rows: Integers, edges: npt.NDArray[np.intp]) -> Integers:
    """Sums of the rows between the edges; an empty stretch sums to zero."""
    running = np.zeros((len(rows) + 1, rows.shape[1]), dtype=np.int64)
    np.cumsum(rows, axis=0, out=running[1:])
    return running[edges[1:]] - running[edges[:-1]]


def _shown(outcome: Outcome, column: Column) -> int:
    """The value of a column out of the exact path, in units of its last decimal."""
    if not column.code:
        return MISSING if outcome.index is None else int(outcome.index.scaleb(column.decimals))
    value = outcome.line(column.code).value
    if not isinstance(value, Fraction):
        return MISSING
    return int((2 * value * 10**column.decimals + 1) // 2)
