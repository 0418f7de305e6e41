"""The published figures beside this file, as sheets of points. Sources: golden/SOURCES.md."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from cermat.instruments.formula import Sheet
from cermat.instruments.schema import shipped

FOLDER = Path(__file__).parent / "golden"
DIGITS = {str(points): Fraction(points) for points in range(6)}
EPSILON = Fraction(1, 10**9)  # the ministry publishes 14 decimals, made by a float


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Village:
    """One village-year of IDM: the rows as shown, and what was published."""

    name: str
    shown: Sheet
    published: dict[str, str]
    shift: int  # shown sum of IKS less the published one: 0, or +4 or -4 where row 30 repeats row 31 (A1)

    @property
    def corrected(self) -> Sheet:
        points = self.shown["IKS-30"]
        assert isinstance(points, Fraction)
        return {**self.shown, "IKS-30": points - self.shift}


def villages() -> Iterator[Village]:
    codes = [item.code for item in shipped("idm-2016").items]
    for row in table("golden_scores.csv"):
        sheet = dict(zip(codes, (DIGITS[digit] for digit in row["skor50"]), strict=True))
        yield Village(f"{row['id_desa']} {row['tahun']}", sheet, row, int(row["selisih_iks_points"]))


def near(value: object, published: str | float) -> bool:
    return isinstance(value, Fraction) and abs(value - Fraction(published)) < EPSILON
