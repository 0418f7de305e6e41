"""Runs, activities, opening balances and signatures, through the real actions."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cermat.audit.queries import first_broken_link
from cermat.indicators.queries import activities_of, ikus_of
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import Month
from cermat.measurement.actions import (
    Balance,
    calculate,
    finish_measurement,
    record_actual,
    report_activity,
    sign,
    take_over,
)
from cermat.measurement.models import ActivityReport, Figure, FigureStatus, OpeningBalance, Run, Subject
from cermat.measurement.queries import latest_run, sections_to_sign, summary_of, to_sign
from cermat.notifications.models import Message
from cermat.sop.models import Cycle
from tests.factories import Office
from tests.measurement.factories import CALCULATING, EVALUATING, collected, followed_up, fresh

pytestmark = pytest.mark.django_db


def figure(run: Run, code: str) -> Figure:
    return run.figures.get(code=code)


def provisional(office: Office, cycle: Cycle) -> Run:
    return calculate(cycle=cycle, by=office.sekcam, now=EVALUATING, provisional=True)


def test_a_figure_over_all_units_is_the_ratio_of_their_sums_and_names_its_leaves(office: Office) -> None:
    row = figure(provisional(office, collected(office, *office.villages.values())), "PBB-01")
    assert (row.actual, row.target, row.achievement) == (Decimal(90), Decimal(95), Decimal("94.74"))
    assert (row.status, row.predicate) == (FigureStatus.NOT_REACHED, "Sangat Tinggi")
    assert (row.counted, row.of) == (2, 2)
    leaf = row.inputs["leaves"][0]
    assert leaf["values"] == {"baku": "500", "realisasi": "450"}
    assert leaf["validated_by"]
    assert leaf["evidence"]


def test_a_unit_that_is_missing_is_named_and_never_counted_as_zero(office: Office) -> None:
    row = figure(provisional(office, collected(office, *office.kelurahan)), "PBB-01")
    assert row.actual == Decimal(90)
    assert (row.counted, row.of) == (1, 2)
    assert "Desa Kedungdowo" in row.reason


def test_without_any_data_a_row_is_not_reached_with_its_reason_and_never_zero(office: Office) -> None:
    run = provisional(office, collected(office))
    row = figure(run, "PBB-01")
    assert (row.status, row.actual, row.achievement) == (FigureStatus.NO_DATA, None, None)
    assert row.reason
    summary = summary_of(run, "indikator")  # type: ignore[arg-type]
    assert summary.missing > 0
    assert summary.reached == 0
    assert summary.mean is None


def test_a_context_row_is_shown_and_never_scored(office: Office) -> None:
    row = figure(provisional(office, collected(office, *office.villages.values())), "PDK-01")
    assert row.status == FigureStatus.CONTEXT
    assert row.actual is not None
    assert row.achievement is None


def test_a_row_outside_its_months_is_not_due(office: Office) -> None:
    row = figure(provisional(office, collected(office)), "PBB-02")
    assert row.status == FigureStatus.NOT_DUE


def test_an_unfilled_requirement_that_is_due_makes_its_iku_not_reached_without_data(office: Office) -> None:
    cycle = collected(office)
    cycle.requirements.filter(instrument="ikm").update(is_due=True, name="Kuesioner IKM")
    row = figure(provisional(office, cycle), "IKU-1")
    assert (row.status, row.achievement) == (FigureStatus.NO_DATA, None)
    assert "Kuesioner IKM" in row.reason


def test_an_actual_entered_by_hand_is_measured_and_its_source_kept(office: Office) -> None:
    cycle = collected(office)
    iku = next(row for row in ikus_of(office.kecamatan, 2026) if row.code == "IKU-2")
    record_actual(iku=iku, cycle=cycle, value=Decimal("72.5"), source="LHE 700/12", by=office.sekcam, now=EVALUATING)
    row = figure(provisional(office, cycle), "IKU-2")
    assert (row.actual, row.achievement) == (Decimal("72.5"), Decimal("97.97"))


def test_an_opening_balance_is_used_and_marked_as_taken_over(office: Office) -> None:
    cycle = collected(office)
    balance = Balance(
        Subject.IKU, "IKU-2", "nilai", Month(2026, 9), Decimal(70), "Laporan Triwulan III", date(2026, 10, 5)
    )
    take_over(kecamatan=office.kecamatan, balance=balance, by=office.sekcam, now=EVALUATING)
    row = figure(provisional(office, cycle), "IKU-2")
    assert row.actual == Decimal(70)
    assert row.inputs["balances"][0]["source"] == "Laporan Triwulan III"
    assert "Diambil alih" in row.reason


def test_an_opening_balance_needs_a_source_a_known_code_and_a_known_measure(office: Office) -> None:
    good = {"subject": Subject.IKU, "code": "IKU-2", "measure": "nilai", "until": Month(2026, 6)}
    amounts = {"value": Decimal(1), "source": "Laporan", "source_date": date(2026, 7, 1)}
    wrongs = (
        ("source", " "), ("code", "IKU-99"), ("measure", "keluaran"), ("value", Decimal(-1)), ("until", Month(2027, 1)),
    )  # fmt: skip
    for name, wrong in wrongs:
        field = "month" if name == "until" else name
        balance = Balance(**{**good, **amounts, name: wrong})  # type: ignore[arg-type]
        with pytest.raises(DomainError) as refused:
            take_over(kecamatan=office.kecamatan, balance=balance, by=office.sekcam, now=EVALUATING)
        assert refused.value.field == field
    assert not OpeningBalance.objects.exists()


def report(office: Office, cycle: Cycle, **amounts: str) -> ActivityReport:
    activity = next(row for row in activities_of(office.kecamatan, 2026) if row.code == "7.01.02.2.01")
    given = {"output": "10", "physical": "80", "spent": "90000000", "note": ""} | amounts
    return report_activity(
        cycle=cycle,
        activity=activity,
        output=Decimal(given["output"]),
        physical=Decimal(given["physical"]),
        spent=Decimal(given["spent"]),
        note=given["note"],
        by=office.kasi["pemerintahan"],
        now=EVALUATING,
    )


def test_an_activity_is_measured_beside_its_budget(office: Office) -> None:
    cycle = collected(office)
    report(office, cycle)
    row = figure(provisional(office, cycle), "7.01.02.2.01")
    assert (row.target, row.actual, row.achievement) == (Decimal(12), Decimal(10), Decimal("83.33"))
    assert (row.physical, row.spent, row.financial) == (Decimal(80), Decimal(90000000), Decimal("75.00"))
    assert figure(latest_run(cycle), "7.01.02.2.04").status == FigureStatus.NO_DATA  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "amount"), [("physical", "101"), ("spent", "120000001"), ("output", "-1"), ("spent", "-1")]
)
def test_progress_over_a_hundred_and_money_over_the_budget_are_refused(office: Office, field: str, amount: str) -> None:
    cycle = collected(office)
    with pytest.raises(DomainError) as refused:
        report(office, cycle, **{field: amount})
    assert refused.value.field == field


def test_a_cumulative_figure_that_falls_asks_for_its_explanation(office: Office) -> None:
    cycle = collected(office)
    for measure, value in (("keluaran", 11), ("anggaran", 50000000)):
        balance = Balance(
            Subject.ACTIVITY, "7.01.02.2.01", measure, Month(2026, 9), Decimal(value), "DPA", date(2026, 10, 1)
        )
        take_over(kecamatan=office.kecamatan, balance=balance, by=office.sekcam, now=EVALUATING)
    with pytest.raises(DomainError) as refused:
        report(office, cycle)
    assert refused.value.field == "note"
    assert report(office, cycle, note="Satu laporan ditarik.").output == Decimal(10)


def test_nobody_reports_the_activity_of_another_section(office: Office) -> None:
    cycle = collected(office)
    activity = next(row for row in activities_of(office.kecamatan, 2026) if row.code == "7.01.02.2.04")
    amounts = {"output": Decimal(1), "physical": None, "spent": None}
    with pytest.raises(NotAllowedError):
        report_activity(cycle=cycle, activity=activity, **amounts, by=office.kasi["pmd"], now=EVALUATING)


def test_a_definite_run_waits_for_its_step(office: Office) -> None:
    with pytest.raises(ConflictError):
        calculate(cycle=collected(office), by=office.sekcam, now=EVALUATING)


def test_only_the_sekcam_calculates(office: Office) -> None:
    cycle = collected(office)
    for person in (office.camat, office.kasi["pmd"], office.staf):
        with pytest.raises(NotAllowedError):
            calculate(cycle=cycle, by=person, now=EVALUATING, provisional=True)


def test_calculating_again_needs_a_reason_and_keeps_the_run_before(office: Office) -> None:
    cycle = followed_up(office)
    first = calculate(cycle=cycle, by=office.sekcam, now=CALCULATING)
    with pytest.raises(DomainError):
        calculate(cycle=cycle, by=office.sekcam, now=CALCULATING)
    second = calculate(cycle=cycle, by=office.sekcam, now=CALCULATING, reason="Koreksi data PBB")
    assert (first.number, second.number) == (1, 2)
    asked = Message.objects.filter(text__endswith="ditandatangani.", read_at=None)
    assert set(asked.values_list("url", flat=True)) == {reverse("measurement:run", args=[second.pk])}
    assert first.figures.count() == second.figures.count()
    with pytest.raises(ConflictError) as refused:
        sign(run=first, section=office.secretariat, by=office.sekcam, now=CALCULATING)
    assert refused.value.code == "run_replaced"


def test_every_section_signs_and_then_the_cycle_closes(office: Office) -> None:
    cycle = followed_up(office, *office.kelurahan)
    run = calculate(cycle=cycle, by=office.sekcam, now=CALCULATING)
    with pytest.raises(ConflictError) as refused:
        finish_measurement(cycle=cycle, by=office.sekcam, now=CALCULATING)
    assert refused.value.code == "unsigned"
    for section in sections_to_sign(run):
        head = office.kasi.get(section.key, office.sekcam)
        assert to_sign(head, CALCULATING.date()) == [(run, section)]
        sign(run=run, section=section, by=head, now=CALCULATING)
    assert not Message.objects.filter(text__endswith="ditandatangani.", read_at=None).exists()
    finish_measurement(cycle=cycle, by=office.sekcam, now=CALCULATING)
    assert not fresh(cycle).is_running
    assert first_broken_link(office.kecamatan.code) is None
    with pytest.raises(ConflictError):
        calculate(cycle=cycle, by=office.sekcam, now=CALCULATING, provisional=True)


def test_a_section_is_signed_by_its_own_head_once(office: Office) -> None:
    run = calculate(cycle=followed_up(office), by=office.sekcam, now=CALCULATING)
    section = office.sections["pemerintahan"]
    for stranger in (office.kasi["pmd"], office.camat, office.sekcam):
        with pytest.raises(NotAllowedError):
            sign(run=run, section=section, by=stranger, now=CALCULATING)
    sign(run=run, section=section, by=office.kasi["pemerintahan"], now=CALCULATING)
    with pytest.raises(ConflictError) as refused:
        sign(run=run, section=section, by=office.kasi["pemerintahan"], now=CALCULATING)
    assert refused.value.code == "already_signed"
    with pytest.raises(ConflictError):
        report(office, fresh(run.cycle))


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "tanpa_data", "reason": ""},
        {"counted": 3, "of": 2},
        {"counted": 1, "of": None},
    ],
)
def test_the_database_refuses_a_figure_that_makes_no_sense(office: Office, broken: dict[str, object]) -> None:
    run = provisional(office, collected(office))
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.create(
            **{"run": run, "kind": "iku", "code": "X", "position": 1, "name": "X", "status": "tercapai"} | broken
        )
