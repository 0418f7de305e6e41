"""Sheets: opened, saved, sent, checked, closed."""

from decimal import Decimal

import pytest

from cermat.instruments.models import Result
from cermat.organisation.models import User
from cermat.sop.models import StepState
from tests.collection.factories import collecting, small_office, validated
from tests.factories import Office

pytestmark = pytest.mark.django_db
ALL = ("sinergitas", "dokumen_kelurahan", "ikm", "idm", "rtrw_cantik")


def makers(office: Office, unit_code: str) -> tuple[User, User]:
    if unit_code in office.operator:
        return office.operator[unit_code], office.lurah[unit_code]
    head = office.kasi.get(unit_code.rpartition("/")[2], office.sekcam)
    return head, head


def test_a_month_runs_until_every_sheet_is_validated_and_the_step_ends_by_itself():
    office = small_office()
    cycle = collecting(office, due=ALL)
    for entry in cycle.entries.all():
        validated(entry, *makers(office, entry.unit.code))
    step = cycle.steps.get(work="pengumpulan")
    asked = {entry.unit_id for entry in cycle.entries.all()}
    assert step.state == StepState.FINISHED
    assert not step.actors.filter(finished_at=None, unit__in=asked).exists()
    results = {(row.instrument, row.subject.name): (row.value, row.label) for row in Result.objects.current()}
    assert results == {
        ("ikm", "Nganjuk"): (Decimal(90), "A (Sangat Baik)"),
        ("idm", "Kedungdowo"): (Decimal(70), "Mandiri"),
        ("rtrw_cantik", "Nganjuk"): (Decimal(2), ""),
        ("sinergitas", "Nganjuk"): (Decimal(2), ""),
        ("dokumen_kelurahan", "Payaman"): (Decimal(100), "Mencukupi"),
        ("dokumen_kelurahan", "Kedungdowo"): (Decimal(100), "Mencukupi"),
        ("dokumen_kelurahan", "Nganjuk"): (Decimal(1), "1 dari 1 kelurahan"),
    }
