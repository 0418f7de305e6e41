"""Opening balances stand beside the fields of the first sheets, marked as taken over."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from cermat.collection.presenters.sheets import last_text
from cermat.collection.queries import sheet_of
from cermat.lib.months import Month
from cermat.measurement.actions import Balance, take_over
from cermat.measurement.models import Subject
from tests.collection.factories import OPENED, collecting, entry_of, small_office

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("until", "shown"), [(10, True), (9, False)])
def test_a_balance_of_the_month_before_is_last_months_figure(until: int, shown: bool) -> None:
    office = small_office()
    cycle = collecting(office)
    unit = office.kelurahan[0]
    balance = Balance(
        Subject.INDICATOR,
        "PBB-01",
        "realisasi",
        Month(2026, until),
        Decimal(400),
        "Rekap Bapenda",
        date(2026, 11, 1),
        unit,
    )
    take_over(kecamatan=office.kecamatan, balance=balance, by=office.sekcam, now=OPENED)
    sheet = sheet_of(entry_of(cycle, unit, office.sections["pemerintahan"]))
    cell = next(
        cell for row in sheet.rows for cell in row.fields if (cell.code, cell.field.key) == ("PBB-01", "realisasi")
    )
    assert cell.last_value == (Fraction(400) if shown else None)
    assert last_text(cell) == ("400 (diambil alih dari Rekap Bapenda)" if shown else "")
