"""Counting answers: each exactly once, however storing, counting and excluding follow one another."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.instruments.queries import definition_of
from cermat.jobs import minutely
from cermat.jobs.worker import run_due_jobs
from cermat.survey.actions import close_survey, fold, retally, tallies
from cermat.survey.formula import Tallied, codes_of
from cermat.survey.models import Answer, Exclusion, Survey, Tally
from cermat.survey.queries import tallied
from cermat.survey.schema import RESPONDENT_FIELDS
from tests.collection.factories import small_office
from tests.factories import NOW, office
from tests.survey.factories import a_survey, some_answers

pytestmark = pytest.mark.django_db
DIGITS = st.text("01234", min_size=9, max_size=9)
STEPS = st.one_of(
    st.tuples(st.just("store"), DIGITS, st.sampled_from(["qr", "kertas"]), st.sampled_from(["", "l", "p"])),
    st.tuples(st.just("fold")),
    st.tuples(st.just("exclude"), st.integers(0, 30)),
)


def a_running_survey() -> Survey:
    return a_survey(office().kecamatan)


def counted_one_by_one(survey: Survey, **where: object) -> Tallied:
    rows = Answer.objects.filter(survey=survey, exclusion=None, **where).values("scores", *RESPONDENT_FIELDS)
    codes = codes_of(definition_of(survey.version.text))
    return Tallied.of(((row.pop("scores"), row) for row in rows), codes)


def set_aside(survey: Survey, *answers: Answer) -> None:
    with transaction.atomic():
        made = Exclusion.objects.create(
            survey=survey, reason="Contoh", about="contoh", count=len(answers), by=survey.made_by, by_title="", at=NOW
        )
        Answer.objects.filter(pk__in=[answer.pk for answer in answers]).update(exclusion=made)
        retally(survey)


def take(survey: Survey, step: tuple[object, ...]) -> None:
    match step:
        case ("store", str(digits), channel, sex):
            some_answers(survey, digits, channel=channel, told={"sex": sex})  # type: ignore[arg-type]
        case ("exclude", int(at)):
            rest = list(Answer.objects.filter(survey=survey, exclusion=None).order_by("pk"))
            if at < len(rest):
                set_aside(survey, rest[at])
        case _:
            fold(survey, NOW)


@given(st.lists(STEPS, max_size=14))
@settings(max_examples=30, deadline=None)
def test_the_sums_are_those_of_the_single_answers_after_any_steps(steps: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        survey = a_running_survey()
        for step in steps:
            take(survey, step)
            assert tallied(survey) == counted_one_by_one(survey)
        assert tallied(survey, channel="qr") == counted_one_by_one(survey, channel="qr")
        transaction.set_rollback(True)


def test_answers_that_arrive_after_the_count_wait_for_the_next() -> None:
    survey = a_running_survey()
    some_answers(survey, "444444444", "333333333")
    assert fold(survey, NOW) == 2
    some_answers(survey, "222222222")
    assert (Tally.objects.get().counts["n"], tallied(survey).n) == (2, 3)
    assert fold(survey, NOW) == 1
    assert fold(survey, NOW) == 0
    assert Tally.objects.get().counts["n"] == 3


def test_an_answer_set_aside_before_it_was_counted_never_counts() -> None:
    survey = a_running_survey()
    set_aside(survey, some_answers(survey, "111111111")[0])
    assert fold(survey, NOW) == 0
    assert tallied(survey).n == 0
    assert not Answer.objects.filter(is_tallied=False).exists()


def test_the_minute_counts_five_waiting_answers_and_leaves_four() -> None:
    made = office()
    few, many = a_survey(made.kecamatan), a_survey(made.villages["35.18.13.1001"])
    some_answers(few, *["444444444"] * 4)
    some_answers(many, *["333333333"] * 5)
    minutely.run(NOW)
    assert list(Tally.objects.values_list("survey", "counts__n")) == [(many.pk, 5)]


def test_where_many_wait_a_job_does_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "AT_ONCE", 2)
    monkeypatch.setattr(tallies, "AT_MOST", 4)
    survey = a_running_survey()
    some_answers(survey, *["444444444"] * 9)
    assert fold(survey, NOW) == 4
    run_due_jobs(NOW)
    assert Tally.objects.get().counts["n"] == 9


def test_one_question_to_the_database_tells_the_sums_of_any_number_of_answers() -> None:
    survey = a_running_survey()
    some_answers(survey, "444444444")
    fold(survey, NOW)
    some_answers(survey, "333333333", "033333333")
    with CaptureQueriesContext(connection) as seen:
        assert tallied(survey).n == 3
    assert len(seen) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_an_exclusion_at_once_count_every_answer_once() -> None:
    survey = a_running_survey()
    answers = some_answers(survey, *["444444444"] * 40, *["222222222"] * 40)

    def work(task: int) -> None:
        try:
            if task == 0:
                set_aside(survey, *answers[:10])
            elif task == 1:
                some_answers(survey, *["333333333"] * 10)
            else:
                fold(survey, NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(work, range(5)))
    assert tallied(survey) == counted_one_by_one(survey)
    assert tallied(survey).n == 80


@pytest.mark.only_on("postgres")
@pytest.mark.django_db(transaction=True)
def test_a_close_that_comes_while_the_minute_counts_waits_for_it() -> None:
    """The count makes the first Tally of a service, which looks at the survey's row, while the close holds it."""
    made = small_office()
    survey = a_survey(made.kecamatan)
    some_answers(survey, *["444444444"] * 10)

    def close() -> int:
        try:
            return close_survey(survey=survey, by=made.kasi["pelayanan"], now=NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            fold(survey, NOW)
            closing = pool.submit(close)
            until_it_waits(closing)
        assert closing.result() == survey.pk
    assert Tally.objects.get().counts["n"] == 10


def until_it_waits(call: Future[int]) -> None:
    waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        while not call.done():
            cursor.execute(waits)
            if cursor.fetchone():
                return
            time.sleep(0.01)
