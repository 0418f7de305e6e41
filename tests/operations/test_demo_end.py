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
from cermat.sop.workflow import StepState
from tests.factories import Office
from tests.measurement.factories import EVALUATING, collected, fresh, office_with_plan
from tests.stages import made_once

pytestmark = pytest.mark.django_db
LONG_AFTER = EVALUATING + timedelta(days=60)

stage = made_once(office_with_plan)


def test_a_month_is_evaluated_met_over_counted_signed_and_finished(stage: Office) -> None:
    Plan.objects.update(loaded_at=LONG_AFTER)
    cycle = collected(stage)
    play = Stage(stage.kecamatan, calendar_of(stage.kecamatan), run_due_jobs)
    play.plan(EVALUATING, partial(evaluate, play, cycle))
    assert play.play(LONG_AFTER, [].append) > 10
    assert not play.planned
    run = Run.objects.get(cycle=cycle, is_provisional=False)
    assert {row.section.key for row in run.signatures.select_related("section")} >= {"pelayanan", "sekretariat"}
    assert {step.state for step in fresh(cycle).steps.all()} == {StepState.FINISHED}
