"""A target of a whole quarter is judged in its last month, over its three months."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pytest

from cermat.indicators.formula import Aggregate, Field, Spec
from cermat.lib.months import Month
from cermat.measurement.queries.books import Books
from cermat.measurement.queries.drawn import Standing
from cermat.measurement.queries.gathering import over_quarter

SPEC = Spec("YAN-04", "Responden", "jumlah", (Field("n", "Responden"),), aggregation="jumlah", target=Fraction(30),
            direction="naik", is_quarterly=True)  # fmt: skip


@dataclass
class AMonth:
    """A period whose sheets gave `value`."""

    month: Month
    value: int | None

    def total(self, _code: str) -> Aggregate:
        value = None if self.value is None else Fraction(self.value)
        return Aggregate(value, 0 if value is None else 2, 2)

    def leaves(self, _code: str) -> list[dict[str, object]]:
        return []


@dataclass
class SomeBooks:
    """Only what the quarter reads."""

    month: Month
    cycles: list[AMonth] = field(default_factory=list)

    def of_month(self, cycle: AMonth) -> AMonth:
        return cycle


def books(*values: int | None) -> Books:
    cycles = [AMonth(Month(2026, 9 + at), value) for at, value in enumerate(values)]
    return SomeBooks(cycles[-1].month, cycles)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("values", "standing", "actual", "words"),
    [
        ((99, 20), Standing.NOT_DUE, 20, "Target per triwulan"),
        ((99, 20, 25, 30), Standing.DUE, 75, ""),
        ((99, 20, None, 30), Standing.DUE, 50, "Jumlah 2 dari 3 bulan"),
        ((99, None, None, None), Standing.DUE, None, "Belum ada data"),
    ],
)
def test_the_months_of_a_quarter_are_judged_together_in_its_last(
    values: tuple[int | None, ...], standing: Standing, actual: int | None, words: str
) -> None:
    known = books(*values)
    drawn = over_quarter(known, SPEC, known.cycles[-1].total("YAN-04"))  # type: ignore[attr-defined]
    assert drawn.standing is standing
    assert drawn.actual == (None if actual is None else Decimal(actual))
    assert drawn.target == 60
    assert words in drawn.reason


def test_the_target_of_a_quarter_is_carried_by_all_units_whose_months_are_added_up() -> None:
    known = books(99, 20, 25, 30)
    last = Aggregate(Fraction(5), 1, 2, missing=("Kelurahan Ploso",))
    known.cycles[-1].total = lambda _code: last  # type: ignore[attr-defined, method-assign]
    drawn = over_quarter(known, SPEC, last)
    assert (drawn.target, drawn.actual) == (60, 50)
    assert "Ada bulan yang belum lengkap unitnya" in drawn.reason


def test_months_without_a_figure_add_up_to_none_and_not_to_zero() -> None:
    known = books(99, 20, 25, 30)
    for cycle in known.cycles:
        cycle.total = lambda _code: Aggregate(None, 2, 2, reason="penyebut nol")  # type: ignore[attr-defined, method-assign]
    assert over_quarter(known, SPEC, Aggregate(None, 2, 2)).actual is None
