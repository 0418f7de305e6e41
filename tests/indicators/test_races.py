"""Two people at the same moment in the plan of one office: one act counts, the other is told; nothing is half done."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from cermat.indicators.actions import (
    adopt_plan_draft,
    carry_over,
    discard_plan_draft,
    keep_draft_part,
    keep_proposals,
    load_indicators,
)
from cermat.indicators.models import IndicatorSet, Plan, PlanDraft
from cermat.indicators.schema.plan_proposals import proposed
from cermat.lib.errors import ConflictError
from tests.factories import NOW, office
from tests.indicators.factories import planned, text_of
from tests.indicators.test_carry_over import NEXT, carry, completed, seen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("postgres")]
LONG = 20  # seconds; nobody waits so long


def at_once(*acts: Callable[[], Any]) -> list[BaseException]:
    """All begin together; what was refused."""
    begin, failed = threading.Barrier(len(acts)), []

    def act(one: Callable[[], Any]) -> None:
        try:
            begin.wait(LONG)
            one()
        except BaseException as error:  # the test looks at what came out of the thread
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    return failed


def test_a_year_prepared_by_two_at_once_has_one_draft() -> None:
    made = office()
    planned(made.kecamatan)
    told: dict[str, Any] = {"kecamatan": made.kecamatan, "year": NEXT, "seen": seen(made), "now": NOW}
    failed = at_once(*(lambda one=one: carry_over(**told, by=one) for one in (made.sekcam, made.kasubbag, made.admin)))
    assert [type(error) for error in failed] == [ConflictError, ConflictError]
    assert PlanDraft.objects.count() == 1


def test_a_draft_thrown_away_while_another_writes_in_it_is_gone_and_that_is_said() -> None:
    made = office()
    planned(made.kecamatan)
    draft = carry(made)
    rows = {(one.part.key, one.key) for one in proposed(draft.rows, draft.proposals)}
    told: dict[str, Any] = {"draft": draft, "seen": draft.digest, "now": NOW}
    failed = at_once(
        lambda: discard_plan_draft(draft=draft, by=made.sekcam, now=NOW),
        lambda: keep_draft_part(part="umum", rows=draft.rows["umum"], by=made.kasubbag, **told),
        lambda: keep_proposals(rows=rows, by=made.admin, **told),
    )
    assert {type(error) for error in failed} <= {ConflictError}
    assert not PlanDraft.objects.exists()


def test_a_draft_put_in_force_twice_at_once_is_one_version() -> None:
    made = office()
    planned(made.kecamatan)
    draft = completed(made, carry(made))
    told: dict[str, Any] = {"draft": draft, "seen": draft.digest, "now": NOW}
    failed = at_once(*(lambda one=one: adopt_plan_draft(by=one, **told) for one in (made.camat, made.admin)))
    assert [type(error) for error in failed] == [ConflictError]
    assert Plan.objects.filter(year=NEXT).count() == 1


@pytest.mark.parametrize(("kind", "name"), [("bulanan", "bulanan"), ("sinergitas", "sinergitas")])
def test_a_list_of_indicators_loaded_twice_at_once_stands_once(kind: str, name: str) -> None:
    made = office()
    told: dict[str, Any] = {"kecamatan": made.kecamatan, "kind": kind, "text": text_of(name), "now": NOW}
    assert at_once(*[lambda: load_indicators(by=made.admin, **told)] * 3) == []
    assert IndicatorSet.objects.count() == 1
