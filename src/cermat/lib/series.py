"""What may stand on one line: values of one way of measuring. IDM (until 2024) and Indeks Desa (from 2025) never do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

REPLACED = "Instrumennya berganti; tidak dibandingkan."
T = TypeVar("T")


@dataclass(frozen=True)
class Measured:
    """The value of a period and the definition it was measured by: idm-2016@1."""

    period: str
    definition: str
    value: Decimal | None

    @property
    def instrument(self) -> str:
        """Versions of one instrument may be joined, another instrument may not."""
        return self.definition.partition("@")[0]


def segments(points: Iterable[T], measure: Callable[[T], str]) -> list[tuple[T, ...]]:
    """Runs of neighbours measured alike, in order: only within one of them points may be joined or compared."""
    return [tuple(part) for _measure, part in groupby(points, key=measure)]


def difference(before: Measured, after: Measured) -> tuple[Decimal | None, str]:
    """How far the value moved; without a difference the reason why there is none."""
    if len(segments((before, after), lambda one: one.instrument)) > 1:
        return None, REPLACED
    if before.value is None or after.value is None:
        return None, f"Belum ada data {before.period if before.value is None else after.period}."
    return after.value - before.value, ""
