from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cermat.lib import months
from cermat.lib.months import Month


def test_a_month_knows_its_ends_and_its_name() -> None:
    month = Month(2028, 2)
    assert (month.first, month.last) == (date(2028, 2, 1), date(2028, 2, 29))
    assert (month.name, str(month), month.quarter) == ("Februari 2028", "2028-02", 1)
    assert len(list(month.days())) == 29


@pytest.mark.parametrize(("step", "text"), [(1, "2027-01"), (-12, "2025-12"), (0, "2026-12"), (14, "2028-02")])
def test_months_are_counted_over_years(step: int, text: str) -> None:
    assert str(Month.parse("2026-12").plus(step)) == text


def test_there_is_no_thirteenth_month() -> None:
    with pytest.raises(ValueError, match="no such month"):
        Month(2026, 13)


def test_dates_are_written_in_indonesian_and_in_western_time() -> None:
    moment = datetime(2026, 12, 3, 18, 14, tzinfo=UTC)  # already the 4th in Java
    assert months.date_time(moment) == "4 Desember 2026 01.14 WIB"
    assert months.full_date(date(2026, 12, 4)) == "Jumat, 4 Desember 2026"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (None, None, "–"), (Decimal("412500000"), None, "412.500.000"), (Decimal("84.210"), None, "84,21"),
        (Decimal("84.2"), 2, "84,20"), (Decimal("84.125"), 2, "84,13"),
        (Decimal("-0.005"), 2, "−0,01"), (Decimal(-3), None, "−3"), (0, None, "0"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_offices_write_them(value, decimals, text) -> None:
    assert months.number(value, decimals) == text
