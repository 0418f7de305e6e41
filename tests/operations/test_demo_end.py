"""The end of a month as the first start plays it: the people of the examples act in the past, the plan is of today."""

from datetime import timedelta
from functools import partial

import pytest

from cermat.indicators.models import Plan
from cermat.jobs.worker import run_due_jobs
from cermat.measurement.models import Run
from cermat.operations.actions.evaluating import evaluate
from cermat.operations.actions.stage import Stage
from cermat.periods.queries import calendar_of
from cermat.sop.models import Cycle
from cermat.sop.workflow import StepState
from tests.measurement.factories import EVALUATING, collected, fresh, office_with_plan
from tests.stages import made_once

pytestmark = pytest.mark.django_db
LONG_AFTER = EVALUATING + timedelta(days=60)


def played() -> tuple[Stage, Cycle]:
    """A month whose sheets are in, played to its end. One act of the demo is many people's, one transaction."""
    office = office_with_plan()
    Plan.objects.update(loaded_at=LONG_AFTER)
    cycle = collected(office)
    play = Stage(office.kecamatan, calendar_of(office.kecamatan), run_due_jobs)
    play.plan(EVALUATING, partial(evaluate, play, cycle))
    play.play(LONG_AFTER, [].append)
    return play, fresh(cycle)


stage = made_once(played)


def test_a_month_is_evaluated_met_over_counted_signed_and_finished(stage: tuple[Stage, Cycle]) -> None:
    play, cycle = stage
    assert not play.planned
    run = Run.objects.get(cycle=cycle, is_provisional=False)
    assert {row.section.key for row in run.signatures.select_related("section")} >= {"pelayanan", "sekretariat"}
    assert {step.state for step in cycle.steps.all()} == {StepState.FINISHED}
