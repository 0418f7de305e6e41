"""Figures taken over from before Cermat: until when they speak, what they are held against and compared with."""

from decimal import Decimal

import pytest

from cermat.indicators.models import Iku
from cermat.lib.months import Month
from cermat.measurement.formula import FigureStatus, Target
from cermat.measurement.models import OpeningBalance
from cermat.measurement.queries.annual import Origin
from tests.factories import NOW, Office
from tests.measurement.test_annual import TODAY, year_of

pytestmark = pytest.mark.django_db


def taken_over(office: Office, year: int, until: str, value: int) -> None:
    OpeningBalance.objects.create(
        kecamatan=office.kecamatan, year=year, until=f"{year}-{until}", subject="iku", code="IKU-2", measure="nilai",
        value=value, source="LHE", source_date=TODAY, by=office.sekcam, at=NOW,
    )  # fmt: skip


def test_what_was_taken_over_counts_until_its_month(office: Office) -> None:
    taken_over(office, 2026, "06", 73)
    found = year_of(office, "IKU-2", 2026)
    assert (found.origin, found.actual, found.until) == (Origin.BALANCE, Decimal(73), Month(2026, 6))


def test_what_was_taken_over_is_held_against_the_target_of_its_quarter(office: Office) -> None:
    taken_over(office, 2026, "06", 73)
    Iku.objects.filter(code="IKU-2").update(year_target=80, quarter_targets={"1": None, "2": "70.00", "4": "80.00"})
    found = year_of(office, "IKU-2", 2026)
    assert (found.target, found.judged.status) == (Target(Decimal(70)), FigureStatus.REACHED)
    Iku.objects.filter(code="IKU-2").update(quarter_targets={"4": "80.00"})
    assert year_of(office, "IKU-2", 2026).judged.status is FigureStatus.NOT_DUE
    OpeningBalance.objects.update(until="2026-12")
    assert year_of(office, "IKU-2", 2026).judged.status is FigureStatus.NOT_REACHED


@pytest.mark.parametrize(("quarterly", "unit", "change"), [
    ("kumulatif", "kegiatan", None), ("kumulatif", "persen", -40), ("nilai_akhir", "kegiatan", -40),
])  # fmt: skip
def test_a_sum_that_was_taken_over_in_june_is_not_held_against_a_whole_year(
    office: Office, quarterly: str, unit: str, change: int | None
) -> None:
    taken_over(office, 2025, "12", 100)
    taken_over(office, 2026, "06", 60)
    Iku.objects.filter(code="IKU-2").update(quarterly=quarterly, unit_label=unit)
    assert year_of(office, "IKU-2", 2026).step.change == change
