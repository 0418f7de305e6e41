"""What goes to whom by when, from the lines of the plan."""

from datetime import date

import pytest

from cermat.periods.formula import Calendar
from cermat.years.formula import Planned, Standing, deliveries_in, standing

NO_DAYS_OFF = Calendar(frozenset(), frozenset({2026}))
LKJIP = Planned("LKjIP tahun lalu", "Bagian Organisasi", "paling lambat akhir Februari", (2,))
QUARTERS = Planned("Laporan SKM triwulan I dan publikasinya", "Bagian Organisasi", "", (4, 7, 10, 1))


def test_a_document_is_due_on_the_last_working_day_of_its_month() -> None:
    assert [(due.document, due.due_on) for due in deliveries_in([LKJIP], 2026, NO_DAYS_OFF)] == [
        ("LKjIP tahun lalu", date(2026, 2, 27))  # the 28th is a Saturday
    ]


def test_what_repeats_is_named_after_the_quarter_that_has_just_ended() -> None:
    assert [(due.due_on.month, due.document[:33]) for due in deliveries_in([QUARTERS], 2026, NO_DAYS_OFF)] == [
        (1, "Laporan SKM triwulan IV 2025 dan "),
        (4, "Laporan SKM triwulan I dan publik"),
        (7, "Laporan SKM triwulan II dan publi"),
        (10, "Laporan SKM triwulan III dan publ"),
    ]


def test_the_calendar_is_in_order_of_date_and_every_line_has_a_key_of_its_own() -> None:
    found = deliveries_in([QUARTERS, LKJIP], 2026, NO_DAYS_OFF)
    assert [due.due_on.month for due in found] == [1, 2, 4, 7, 10]
    assert len({due.key for due in found}) == 5


@pytest.mark.parametrize(
    ("due_on", "delivered_on", "expected"),
    [
        (date(2026, 2, 27), date(2026, 3, 2), Standing.DONE),
        (date(2026, 2, 27), None, Standing.LATE),
        (date(2026, 1, 30), None, Standing.BEFORE),
        (date(2026, 1, 30), date(2026, 1, 30), Standing.DONE),
        (date(2026, 3, 1), None, Standing.NEAR),
        (date(2026, 3, 31), None, Standing.NEAR),
        (date(2026, 4, 1), None, Standing.LATER),
    ],
)
def test_a_line_is_done_late_near_or_later_and_what_was_due_before_the_first_period_is_not_late(
    due_on: date, delivered_on: date | None, expected: Standing
) -> None:
    assert standing(due_on, delivered_on, date(2026, 3, 1), date(2026, 2, 1)) is expected
