"""Kelurahan that suffice: n of all of them, whoever has not been validated (ADR 0005)."""

from decimal import Decimal

import pytest

from cermat.collection.actions import close_collection
from cermat.collection.models import Form
from cermat.measurement.actions import calculate
from cermat.measurement.models import Figure, FigureStatus
from cermat.organisation.models import Unit
from cermat.requirements.presenters import register_rows
from cermat.requirements.queries import RegisterLine, register_of
from cermat.sop.models import Cycle
from tests.collection.factories import collecting, small_office, validated
from tests.factories import Office
from tests.indicators.factories import planned
from tests.measurement.factories import EVALUATING, WORKS, fresh

pytestmark = pytest.mark.django_db


def two_kelurahan() -> Office:
    office = small_office(("Payaman", "Ploso"))
    planned(office.kecamatan)
    return office


def checked(office: Office, *units: Unit) -> Cycle:
    """Step 3 closed at the cut-off with the checklists of `units` validated."""
    cycle = collecting(office, due=("dokumen_kelurahan",), works=WORKS)
    for entry in cycle.entries.filter(form=Form.DOCUMENTS, unit__in=units).select_related("unit"):
        validated(entry, office.operator[entry.unit.code], office.lurah[entry.unit.code])
    close_collection(cycle=cycle, by=office.sekcam, now=EVALUATING)
    return fresh(cycle)


def line(cycle: Cycle) -> RegisterLine:
    return next(row for row in register_of(cycle) if row.requirement.instrument == "dokumen_kelurahan")


def iku_3(office: Office, cycle: Cycle) -> Figure:
    return calculate(cycle=cycle, by=office.sekcam, now=EVALUATING, provisional=True).figures.get(code="IKU-3")


def test_a_kelurahan_without_a_validated_checklist_does_not_suffice_and_is_named() -> None:
    office = two_kelurahan()
    cycle = checked(office, office.kelurahan[0])
    assert line(cycle).is_filled
    row = next(row for row in register_rows(register_of(cycle)) if row.key == "dokumen_kelurahan")
    assert (row.word, row.figure) == ("Terisi", "1 dari 2 kelurahan")
    assert "Kelurahan Ploso" in row.detail
    figure = iku_3(office, cycle)
    assert (figure.part, figure.whole, figure.actual) == (1, 2, Decimal(50))
    assert "dihitung belum mencukupi: Kelurahan Ploso" in figure.reason


def test_without_one_validated_checklist_the_requirement_is_unfilled_and_there_is_no_figure() -> None:
    office = two_kelurahan()
    cycle = checked(office)
    assert line(cycle).is_unfilled_due
    figure = iku_3(office, cycle)
    assert (figure.status, figure.actual) == (FigureStatus.NO_DATA, None)
    assert "belum terisi" in figure.reason


def test_a_requirement_whose_sheet_says_there_is_no_data_is_not_filled() -> None:
    office = two_kelurahan()
    cycle = checked(office, *office.kelurahan)
    office.kecamatan.results.update(value=None)
    for unit in office.kelurahan:
        unit.results.update(value=None)
    assert line(cycle).is_unfilled_due
