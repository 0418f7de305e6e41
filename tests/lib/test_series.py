"""IDM and Indeks Desa are never one line."""

from decimal import Decimal

import pytest

from cermat.lib.series import REPLACED, Measured, difference, segments

IDM, AGAIN, INDEKS = "idm-2016@1", "idm-2016@2", "indeks-desa-2024@1"


def measured(year: int, definition: str, value: str | None = "0.7") -> Measured:
    return Measured(str(year), definition, None if value is None else Decimal(value))


def test_a_series_is_cut_where_the_instrument_changes_and_not_where_its_version_does() -> None:
    points = [measured(2023, IDM), measured(2024, AGAIN), measured(2025, INDEKS), measured(2026, INDEKS)]
    cut = segments(points, lambda one: one.instrument)
    assert [[one.period for one in part] for part in cut] == [["2023", "2024"], ["2025", "2026"]]
    assert segments([], str) == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (measured(2023, IDM, "0.70"), measured(2024, IDM, "0.75"), (Decimal("0.05"), "")),
        (measured(2024, IDM, "0.75"), measured(2025, INDEKS, "61.2"), (None, REPLACED)),
        (measured(2024, IDM, None), measured(2025, INDEKS), (None, REPLACED)),
        (measured(2023, IDM, None), measured(2024, IDM), (None, "Belum ada data 2023.")),
        (measured(2023, IDM), measured(2024, IDM, None), (None, "Belum ada data 2024.")),
    ],
)
def test_years_of_two_instruments_have_no_difference(
    before: Measured, after: Measured, expected: tuple[Decimal | None, str]
) -> None:
    assert difference(before, after) == expected
