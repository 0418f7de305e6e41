"""Each constraint of the room, broken once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cermat.requirements.models import (
    CycleRequirement,
    Handover,
    RecordingRemark,
    RequirementPlan,
    SectionReport,
    SortedIndicator,
)
from cermat.requirements.queries import indicators_to_sort
from cermat.sop.models import Cycle
from tests.factories import NOW, Office
from tests.requirements.factories import opened, sorted_and_handed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(equipped: Office) -> Cycle:
    cycle = opened(equipped)
    sorted_and_handed(equipped, cycle)
    cycle.office = equipped  # type: ignore[attr-defined]
    return cycle


def office_of(cycle: Cycle) -> Office:
    return cycle.office  # type: ignore[attr-defined, no-any-return]


def refused(act: "object") -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        act()  # type: ignore[operator]


def test_a_requirement_is_planned_once(cycle: Cycle) -> None:
    plan = RequirementPlan.objects.get(key="ikm")
    plan.pk = None
    refused(plan.save)


def test_an_indicator_is_sorted_once(cycle: Cycle) -> None:
    row = SortedIndicator.objects.filter(cycle=cycle, indicator=indicators_to_sort(cycle)[0]).get()
    row.pk = None
    refused(row.save)


def test_a_requirement_stands_once_in_a_register(cycle: Cycle) -> None:
    row = CycleRequirement.objects.get(cycle=cycle, key="ikm")
    row.pk = None
    refused(row.save)


def test_a_section_has_one_handover_in_a_cycle(cycle: Cycle) -> None:
    row = Handover.objects.filter(cycle=cycle).first()
    assert row is not None
    row.pk = None
    refused(row.save)


def test_a_validated_set_has_its_validator_and_its_receipt(cycle: Cycle) -> None:
    refused(lambda: Handover.objects.filter(cycle=cycle).update(state="tervalidasi"))


def test_a_set_is_not_sent_back_without_a_reason(cycle: Cycle) -> None:
    refused(lambda: Handover.objects.filter(cycle=cycle).update(state="dikembalikan"))


def test_a_section_reports_once(cycle: Cycle) -> None:
    section = office_of(cycle).sections["pmd"]
    SectionReport.objects.create(cycle=cycle, section=section)
    refused(lambda: SectionReport.objects.create(cycle=cycle, section=section))


def test_a_completed_report_says_by_whom(cycle: Cycle) -> None:
    section = office_of(cycle).sections["pmd"]
    refused(lambda: SectionReport.objects.create(cycle=cycle, section=section, completed_at=timezone.now()))


def test_a_book_has_one_remark_of_the_meeting(cycle: Cycle) -> None:
    made = office_of(cycle)
    fields = {"cycle": cycle, "section": made.sections["pmd"], "text": "Tertib", "by": made.sekcam, "at": NOW}
    RecordingRemark.objects.create(**fields)
    refused(lambda: RecordingRemark.objects.create(**fields))
