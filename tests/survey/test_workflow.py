"""The state table of a survey, its drawing, and a machine that tries every order of moves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cermat.lib.errors import DomainError
from cermat.lib.workflow import as_mermaid
from cermat.organisation.models import User
from cermat.survey.actions import (
    Group,
    close_survey,
    confirm_survey,
    exclude,
    open_survey,
    pause_survey,
    reopen_survey,
    resume_survey,
)
from cermat.survey.models import Survey
from cermat.survey.queries import excluded_of, tallied, why_not_confirm
from cermat.survey.workflow import REFUSALS, TABLE, SurveyState, Verb
from tests.collection.factories import small_office
from tests.factories import NOW
from tests.survey.factories import a_survey, some_answers

DRAWING = Path(__file__).parents[2] / "docs" / "generated" / "survey.mmd"
PEOPLE = ("kasi", "sekcam", "camat", "lurah", "staf")
MOVES: dict[str, Callable[..., Any]] = {
    "open": open_survey, "pause": pause_survey, "resume": resume_survey, "close": close_survey,
    "confirm": confirm_survey,
}  # fmt: skip


def test_the_drawing_in_the_docs_is_the_table() -> None:
    assert DRAWING.read_text() == as_mermaid(TABLE, SurveyState.DRAFT)


def test_every_state_can_be_left_and_every_verb_has_its_refusal() -> None:
    assert {state for state, _verb in TABLE} == set(SurveyState)
    assert {move.to for move in TABLE.values()} == set(SurveyState) - {SurveyState.DRAFT}
    assert set(REFUSALS) == set(Verb)
    assert all("Muat ulang halaman ini" in sentence for sentence in REFUSALS.values())


class Surveys(RuleBasedStateMachine):
    """One survey, five people, moves in any order, answers of which some come in a burst."""

    survey: ClassVar[Survey]
    people: ClassVar[dict[str, User]]

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.stored = 0
        self.path = [SurveyState.DRAFT.value]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def now(self) -> Survey:
        return Survey.objects.get(pk=self.survey.pk)

    def excluded(self) -> int:
        return excluded_of([self.survey])[self.survey.pk]

    @contextmanager
    def trying(self) -> Iterator[None]:
        """A refusal is fine; what it must never do is change something."""
        before = (self.now().state, self.excluded())
        try:
            with transaction.atomic():
                yield
        except DomainError:
            assert (self.now().state, self.excluded()) == before
        else:
            if self.now().state != self.path[-1]:
                self.path.append(self.now().state)

    @initialize()
    def begin(self) -> None:
        self.move("kasi", "open")

    @rule(who=st.sampled_from(["kasi"] * 6 + ["sekcam"] * 3 + list(PEOPLE)), verb=st.sampled_from(list(MOVES)))
    def move(self, who: str, verb: str) -> None:
        with self.trying():
            MOVES[verb](survey=self.now(), by=self.people[who], now=NOW + timedelta(minutes=1))

    @rule(who=st.sampled_from(["sekcam"] * 4 + list(PEOPLE)))
    def reopen(self, who: str) -> None:
        with self.trying():
            reopen_survey(survey=self.now(), reason="periksa lagi", by=self.people[who], now=NOW)

    @rule(is_burst=st.booleans(), count=st.integers(1, 3))
    def answer(self, count: int, *, is_burst: bool) -> None:
        if self.now().state == SurveyState.OPEN:
            some_answers(self.survey, *["343434343"] * count, is_suspicious=is_burst)
            self.stored += count

    @rule(who=st.sampled_from(["sekcam"] * 4 + list(PEOPLE)))
    def exclude(self, who: str) -> None:
        with self.trying():
            exclude(survey=self.now(), group=Group(), reason="lonjakan", by=self.people[who], now=NOW)

    @invariant()
    def the_checker_is_no_maker(self) -> None:
        survey = self.now()
        assert survey.confirmed_by_id is None or survey.confirmed_by_id != survey.closed_by_id
        assert survey.confirmed_by_id is None or not why_not_confirm(survey, survey.confirmed_by)

    @invariant()
    def no_state_is_skipped(self) -> None:
        moves = {(state.value, move.to.value) for (state, _verb), move in TABLE.items()}
        assert set(zip(self.path, self.path[1:], strict=False)) <= moves

    @invariant()
    def every_answer_counts_or_was_excluded(self) -> None:
        assert tallied(self.survey).n + self.excluded() == self.stored

    @invariant()
    def a_confirmed_result_speaks_of_all_that_count(self) -> None:
        result = self.now().result
        assert result is None or result.respondents == tallied(self.survey).n


@pytest.mark.django_db
def test_whatever_the_order_no_maker_checks_no_state_is_skipped_no_answer_is_lost() -> None:
    office = small_office()
    Surveys.survey = a_survey(office.kecamatan, SurveyState.DRAFT)
    Surveys.people = {
        "kasi": office.kasi["pelayanan"],
        "sekcam": office.sekcam,
        "camat": office.camat,
        "lurah": office.lurah[office.kelurahan[0].code],
        "staf": office.staf,
    }
    limits = settings(
        max_examples=12,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    run_state_machine_as_test(Surveys, settings=limits)
