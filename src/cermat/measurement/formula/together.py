"""Several figures together: quarters of a year, rows of a run, parts of a whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cermat.lib.rounding import rounded

FEW_UNITS = 5  # a percentage over fewer units always carries "n dari m"


class Quarterly(StrEnum):
    CUMULATIVE = "kumulatif"
    LAST = "nilai_akhir"


@dataclass(frozen=True)
class Quarter:
    target: Fraction | None
    actual: Fraction | None


@dataclass(frozen=True)
class OverQuarters:
    """Target and actual over the quarters; `counted` of `of` quarters had both."""

    target: Fraction | None
    actual: Fraction | None
    counted: int
    of: int


def over_quarters(how: Quarterly, quarters: Sequence[Quarter], *, filled_only: bool = True) -> OverQuarters:
    """kumulatif: sum of R and sum of T, over filled quarters only (Pringsewu) or T over all (wp-eval-sakip);
    nilai_akhir: the last filled quarter. A quarter without an actual is not filled; one with 0 is."""
    filled = [quarter for quarter in quarters if quarter.actual is not None and quarter.target is not None]
    if not filled:
        return OverQuarters(None, None, 0, len(quarters))
    if how is Quarterly.LAST:
        return OverQuarters(filled[-1].target, filled[-1].actual, len(filled), len(quarters))
    wanted = filled if filled_only else quarters
    return OverQuarters(
        sum((quarter.target for quarter in wanted if quarter.target is not None), Fraction(0)),
        sum((quarter.actual for quarter in filled if quarter.actual is not None), Fraction(0)),
        len(filled),
        len(quarters),
    )


@dataclass(frozen=True)
class Scored:
    """One row of a run, as far as the summary needs it. `reached` None = no data."""

    reached: bool | None
    value: Decimal | None


@dataclass(frozen=True)
class Summary:
    """One convention everywhere: `reached` of `due`; the mean covers the values that exist; `missing` have no data."""

    due: int
    reached: int
    missing: int
    averaged: int
    mean: Decimal | None

    @property
    def sentence(self) -> str:
        text = f"{self.reached} tercapai dari {self.due} jatuh tempo"
        return f"{text}, {self.missing} tanpa data" if self.missing else text


def summarise(rows: Iterable[Scored], *, cap: Decimal | None = None, decimals: int = 2) -> Summary:
    """The rows are those that are due. `cap` limits each value in the mean only (Kota Semarang caps at 100)."""
    due = list(rows)
    values = [
        Fraction(row.value) if cap is None else min(Fraction(row.value), Fraction(cap))
        for row in due
        if row.value is not None
    ]
    return Summary(
        due=len(due),
        reached=sum(row.reached is True for row in due),
        missing=sum(row.reached is None for row in due),
        averaged=len(values),
        mean=rounded(sum(values, Fraction(0)) / len(values), decimals) if values else None,
    )


def percentage(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    """`part` of `whole` in percent; None where one is missing or there is nothing to be part of."""
    if part is None or whole is None or whole == 0:
        return None
    return part / whole * 100


def needs_counts(whole: Fraction | Decimal | int | None) -> bool:
    """Whether a percentage over `whole` must carry "n dari m"."""
    return whole is not None and 0 < whole < FEW_UNITS
