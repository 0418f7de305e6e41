"""Answers added up: all that index, profile and interval need, as small for a million answers as for ten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

NO_ANSWER = "0"
COMPLETE = "="  # a cell of complete answers is named by their sum: "=27"; with gaps by those too: "110111111=27"


@dataclass(frozen=True)
class Tallied:
    """Counts of answers.

    `items`: question → how often each digit was given, "0" for no answer · `fields`: respondent field → key → how many
    ("" = did not say) · `cells`: see COMPLETE, for the interval · `sums`: cell → sum of digits per question, in the
    definition's order, so that the mean answer of a cell is known.
    """

    n: int = 0
    items: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    cells: Mapping[str, int] = field(default_factory=dict)
    sums: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Mapping[str, str]]], codes: tuple[str, ...]) -> "Tallied":
        """Of answers: (digits, respondent fields), each answer once."""
        return cls.of_counts(((scores, fields, 1) for scores, fields in rows), codes)

    @classmethod
    def of_counts(cls, rows: Iterable[tuple[str, Mapping[str, str], int]], codes: tuple[str, ...]) -> "Tallied":
        """Of (digits, respondent fields, how many gave exactly these)."""
        n = 0
        items: dict[str, dict[str, int]] = {code: {} for code in codes}
        told: dict[str, dict[str, int]] = {}
        cells: dict[str, int] = {}
        sums: dict[str, list[int]] = {}
        for scores, fields, count in rows:
            n += count
            digits = [int(digit) for digit in scores]
            for code, digit in zip(codes, scores, strict=True):
                items[code][digit] = items[code].get(digit, 0) + count
            for name, key in fields.items():
                counts = told.setdefault(name, {})
                counts[key] = counts.get(key, 0) + count
            gaps = "".join(NO_ANSWER if digit == 0 else "1" for digit in digits) if NO_ANSWER in scores else ""
            cell = f"{gaps}{COMPLETE}{sum(digits)}"
            cells[cell] = cells.get(cell, 0) + count
            before = sums.get(cell, [0] * len(digits))
            sums[cell] = [old + digit * count for old, digit in zip(before, digits, strict=True)]
        return cls(n, items, told, cells, {cell: tuple(values) for cell, values in sums.items()})

    def __add__(self, other: "Tallied") -> "Tallied":
        return Tallied(
            self.n + other.n,
            _nested(self.items, other.items),
            _nested(self.fields, other.fields),
            _added(self.cells, other.cells),
            {
                cell: tuple(
                    map(sum, zip(*(side[cell] for side in (self.sums, other.sums) if cell in side), strict=True))
                )
                for cell in {*self.sums, *other.sums}
            },
        )

    def as_json(self) -> dict[str, Any]:
        return {"n": self.n, "items": self.items, "fields": self.fields, "cells": self.cells, "sums": self.sums}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Tallied":
        sums = {cell: tuple(values) for cell, values in kept.get("sums", {}).items()}
        return cls(kept.get("n", 0), kept.get("items", {}), kept.get("fields", {}), kept.get("cells", {}), sums)


def _added(left: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    return {key: left.get(key, 0) + right.get(key, 0) for key in {*left, *right}}


def _nested(left: Mapping[str, Mapping[str, int]], right: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    return {key: _added(left.get(key, {}), right.get(key, {})) for key in {*left, *right}}
