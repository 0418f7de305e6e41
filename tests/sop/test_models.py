"""The database refuses cycles and steps that make no sense."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cermat.sop.models import ActorRun, Cycle, CycleState, Sop, StepRun, StepState
from tests.factories import office
from tests.sop.factories import OPENED, opened_cycle

pytestmark = pytest.mark.django_db
LATER = OPENED + timedelta(hours=1)


def refuses(change: object, **values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change.update(**values)  # type: ignore[attr-defined]


def test_a_version_stands_once() -> None:
    cycle = opened_cycle(office())
    sop = Sop.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Sop.objects.create(
            kecamatan=cycle.kecamatan, number="x", name="x", version=sop.version, source="", digest="",
            valid_from=sop.valid_from, loaded_at=OPENED,
        )  # fmt: skip


def test_a_month_stands_once_in_a_kecamatan() -> None:
    cycle = opened_cycle(office())
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.create(
            kecamatan=cycle.kecamatan, sop=cycle.sop, year=2026, month_number=11, due_on=cycle.due_on,
            cutoff_on=cycle.cutoff_on, meeting_on=cycle.meeting_on, opened_at=OPENED,
        )  # fmt: skip


def test_there_is_no_thirteenth_month() -> None:
    opened_cycle(office())
    refuses(Cycle.objects, month_number=13)


def test_a_cycle_is_closed_by_somebody() -> None:
    opened_cycle(office())
    refuses(Cycle.objects, state=CycleState.CLOSED)
    refuses(Cycle.objects, closed_at=LATER)


def test_a_step_stands_once() -> None:
    cycle = opened_cycle(office())
    with pytest.raises(IntegrityError), transaction.atomic():
        StepRun.objects.create(cycle=cycle, key="monev", position=9, work="monev")


def test_nothing_starts_before_it_is_ready_or_ends_before_it_starts() -> None:
    cycle = opened_cycle(office())
    waiting, ready = cycle.steps.filter(key="monev"), cycle.steps.filter(key="pemilahan")
    refuses(waiting, started_at=LATER)
    refuses(ready, started_at=OPENED - timedelta(minutes=1))
    refuses(ready, finished_at=LATER)
    refuses(ready, started_at=LATER, finished_at=OPENED)


def test_a_state_has_its_time_and_is_known() -> None:
    cycle = opened_cycle(office())
    waiting = cycle.steps.filter(key="monev")
    for state in (StepState.READY, StepState.STARTED, StepState.FINISHED, "hilang"):
        refuses(waiting, state=state)


def test_an_actor_has_one_part_and_its_times_in_order() -> None:
    cycle = opened_cycle(office())
    row = ActorRun.objects.get(step__key="pemilahan")
    with pytest.raises(IntegrityError), transaction.atomic():
        ActorRun.objects.create(step=row.step, actor=row.actor, unit=row.unit)
    refuses(ActorRun.objects.filter(step__key="monev"), started_at=LATER)
    refuses(ActorRun.objects.filter(pk=row.pk), finished_at=LATER)
    assert cycle.is_running
