"""Where the actual of an IKU comes from, and what is rolled up from activities."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from cermat.indicators.actions import load_plan
from cermat.indicators.models import Iku
from cermat.indicators.queries import current_plan, ikus_of
from cermat.instruments.actions import record_result
from cermat.lib.months import Month
from cermat.measurement.actions import Balance, report_activity, take_over
from cermat.measurement.models import Figure, FigureKind, Subject
from cermat.measurement.presenters import counts_of, figure_row
from cermat.measurement.queries.activities import draw_activities, rows_of_year
from cermat.measurement.queries.books import Books
from cermat.measurement.queries.drawn import Standing
from cermat.measurement.queries.ikus import draw_iku
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle
from tests.factories import Office
from tests.indicators.factories import text_of
from tests.indicators.test_chain import revised
from tests.measurement.factories import EVALUATING, calculated, collected

pytestmark = pytest.mark.django_db


def iku(office: Office, code: str) -> Iku:
    return next(row for row in ikus_of(office.kecamatan, 2026) if row.code == code)


def cumulative_iku(office: Office) -> Iku:
    """Deaths reported of deaths, over the months of the year."""
    return Iku.objects.create(
        plan=current_plan(office.kecamatan, 2026), kecamatan=office.kecamatan, year=2026, code="IKU-9", name="Akta",
        objective="S", unit_label="persen", direction="naik", achievement_formula="positive", quarterly="kumulatif",
        source={"indicator": "PDK-04"}, section=office.sections["pelayanan"], quarter_targets={"4": "90"},
    )  # fmt: skip


def balance(office: Office, code: str, measure: str, value: int, subject: Subject = Subject.INDICATOR) -> None:
    row = Balance(subject, code, measure, Month(2026, 10), Decimal(value), "Laporan Oktober", date(2026, 11, 2))
    take_over(kecamatan=office.kecamatan, balance=row, by=office.sekcam, now=EVALUATING)


def result(cycle: Cycle, instrument: str, subject: Unit, value: int, label: str = "", month: int = 11) -> None:
    record_result(
        instrument=instrument, subject=subject, period=Month(2026, month), definition="uji", value=Decimal(value),
        label=label, source="isian", maker=None, checker=None, now=EVALUATING,
    )  # fmt: skip


def test_a_cumulative_iku_adds_up_months_and_what_was_taken_over(office: Office) -> None:
    cycle = collected(office, *office.kelurahan)
    wanted = cumulative_iku(office)
    assert draw_iku(Books(cycle), wanted).actual == 100
    balance(office, "PDK-04", "lapor", 6)
    balance(office, "PDK-04", "mati", 8)
    drawn = draw_iku(Books(cycle), wanted)
    assert (drawn.part, drawn.whole, drawn.actual) == (8, 10, 80)
    assert "diambil alih dari Laporan Oktober" in drawn.reason
    assert len(drawn.inputs["balances"]) == 2


def test_an_iku_from_an_instrument_takes_the_last_valid_result_of_the_year(office: Office) -> None:
    cycle = collected(office)
    wanted = iku(office, "IKU-1")
    assert draw_iku(Books(cycle), wanted).actual is None
    result(cycle, "ikm", office.kecamatan, 84, "B (Baik)", month=9)
    drawn = draw_iku(Books(cycle), wanted)
    assert drawn.actual == 84
    assert drawn.reason == "Data terakhir September 2026."


def test_a_share_of_few_villages_always_carries_its_counts(office: Office) -> None:
    cycle = collected(office)
    result(cycle, "idm", office.desa[0], 70, "Maju")
    row = calculated(office, cycle).figures.get(code="IKU-4")
    assert (row.actual, row.part, row.whole) == (100, 1, 1)
    assert counts_of(row).startswith("1 dari 1")
    assert figure_row(row).word == "Tercapai"


def test_an_iku_of_the_last_month_counts_units_and_one_over_the_year_counts_months() -> None:
    told = {"kind": FigureKind.IKU, "counted": 1, "of": 2}
    assert counts_of(Figure(**told, inputs={"kind": "months"})) == "data 1 dari 2 unit"
    assert counts_of(Figure(**told, inputs={"kind": "months", "sums": {"n": "3"}})) == "data 1 dari 2 bulan"


def test_kelurahan_with_less_than_the_threshold_do_not_suffice(office: Office) -> None:
    cycle = collected(office)
    result(cycle, "dokumen_kelurahan", office.kelurahan[0], 95)
    drawn = draw_iku(Books(cycle), iku(office, "IKU-3"))
    assert (drawn.actual, drawn.part, drawn.whole) == (0, 0, 1)


def test_a_quarter_without_target_is_not_due_and_still_shows_what_is_known(office: Office) -> None:
    cycle = collected(office)
    wanted = iku(office, "IKU-2")
    wanted.quarter_targets = {"4": None}
    balance(office, "IKU-2", "nilai", 70, Subject.IKU)
    drawn = draw_iku(Books(cycle), wanted)
    assert (drawn.standing, drawn.target, drawn.actual) == (Standing.NOT_DUE, None, 70)


def test_a_programme_rolls_up_the_activities_that_were_reported_and_says_how_many(office: Office) -> None:
    cycle = collected(office)
    rows = {row.code: row for row in rows_of_year(office.kecamatan, 2026)}
    report_activity(
        cycle=cycle, activity=rows["7.01.02.2.01"], output=Decimal(10), physical=Decimal(80), spent=Decimal(93000000),
        by=office.kasi["pemerintahan"], now=EVALUATING,
    )  # fmt: skip
    drawn = {row.activity.code: row for row in draw_activities(Books(cycle), list(rows.values()))}["7.01.02"]
    assert (drawn.spent, drawn.physical, drawn.financial) == (93000000, 80, Fraction(30))
    assert (drawn.drawn.counted, drawn.drawn.of, drawn.drawn.actual) == (1, 2, None)


def test_of_several_versions_of_a_pk_the_newest_says_the_programmes(office: Office) -> None:
    load_plan(kecamatan=office.kecamatan, text=revised(text_of("rencana")), by=None, now=EVALUATING)
    programmes = [row for row in rows_of_year(office.kecamatan, 2026) if row.level == "program"]
    assert [(row.code, row.budget) for row in programmes] == [("7.01.02", Decimal(300_000_000))]
