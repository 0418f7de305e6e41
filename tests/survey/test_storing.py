"""Answers are stored once, whole, and only while the survey is open; neighbours do not disturb one another."""

import threading
import time
from collections import Counter as Count
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction

from cermat.lib.errors import ConflictError, DomainError
from cermat.survey.actions import store_answer, store_many
from cermat.survey.actions.rows import COLUMNS, SAID, Row, row_of
from cermat.survey.actions.storing import PILE
from cermat.survey.actions.writer import Writer, write_together
from cermat.survey.formula.answering import AnswerForm, Code, Verdict, receipt_digest
from cermat.survey.models import Answer, Batch, Receipt, Suggestion, Survey, SurveyState
from tests.factories import NOW, office
from tests.survey.factories import a_survey

GOOD = "344434344"
needs_threads = pytest.mark.django_db(transaction=True)


def a_form(survey: Survey, key: str = "k" * 22, **changes: Any) -> AnswerForm:
    service = survey.offered.values_list("service_id", flat=True)[0]
    return AnswerForm(**{"service": service, "channel": "qr", "scores": GOOD, "key": key} | changes)


def an_open_survey(**changes: Any) -> Survey:
    return a_survey(office().kecamatan, **changes)


def a_batch(survey: Survey) -> Batch:
    return Batch.objects.create(survey=survey, channel="kertas", name="Map 1", made_by=survey.made_by, made_at=NOW)


def together(*calls: Callable[[], Any], workers: int = 16) -> list[Any]:
    """All at once, each in a thread whose connection is closed afterwards."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db
def test_an_answer_is_kept_as_said_and_its_suggestion_apart() -> None:
    survey = an_open_survey()
    form = a_form(survey, fields={"sex": "p", "age": ""}, suggestion=" Loket\0 kurang\r\nkursi ")
    assert store_answer(survey.pk, form).verdict == Verdict.STORED
    answer = Answer.objects.get()
    assert (answer.scores, answer.sex, answer.age, answer.channel) == (GOOD, "p", "", "qr")
    assert (answer.is_tallied, answer.is_suspicious, answer.batch, answer.exclusion) == (False, False, None, None)
    suggestion = Suggestion.objects.get()
    assert suggestion.text == "Loket kurang\nkursi"
    assert suggestion.pk != answer.pk


@pytest.mark.django_db
def test_the_statements_fill_every_column_that_an_answer_and_a_suggestion_must_have() -> None:
    for model, given in ((Answer, COLUMNS), (Suggestion, SAID)):
        columns = [
            field.column for field in model._meta.concrete_fields if not field.null and not field.has_db_default()
        ]
        assert sorted(given) == sorted(columns)


@needs_threads
def test_two_hundred_parallel_sendings_of_one_form_store_one_answer() -> None:
    survey = an_open_survey()
    form = a_form(survey, suggestion="Sekali saja")
    verdicts = together(*[lambda: store_answer(survey.pk, form).verdict] * 200)
    assert Count(verdicts) == {Verdict.STORED: 1, Verdict.ALREADY: 199}
    assert (Answer.objects.count(), Suggestion.objects.count()) == (1, 1)


@needs_threads
def test_a_bad_or_doubled_row_refuses_only_itself() -> None:
    survey = an_open_survey()
    Receipt.objects.create(digest="0" * 64, survey=survey)
    forms = [a_form(survey, f"{at:022}") for at in range(40)]
    forms[7] = a_form(survey, f"{7:022}", service=999_999)  # said by the commit on SQLite
    forms[13] = a_form(survey, f"{13:022}", scores="")  # said by the statement
    forms[21] = forms[20]
    codes = together(*[lambda form=form: store_answer(survey.pk, form).code for form in forms])
    assert (codes[7], codes[13]) == (Code.INVALID, Code.INVALID)
    assert {codes[20], codes[21]} == {Code.STORED, Code.ALREADY}
    assert Count(codes) == {Code.STORED: 37, Code.INVALID: 2, Code.ALREADY: 1}
    assert Answer.objects.count() == 37


@needs_threads
def test_a_bad_row_in_one_batch_of_the_writer_stores_all_others() -> None:
    """On the writer's own path and in one transaction, whatever the database."""
    survey = an_open_survey()
    forms = [a_form(survey, f"{at:022}") for at in range(12)]
    forms[3] = a_form(survey, f"{3:022}", service=999_999)
    batches: list[int] = []

    def write(rows: list[Row]) -> list[Code]:
        batches.append(len(rows))
        time.sleep(0.05)  # the others come meanwhile
        return write_together(rows)

    writer = Writer(write, quiet=0.2)
    codes = together(*[lambda form=form: writer.store(row_of(survey.pk, form)) for form in forms])
    assert Count(codes) == {Code.STORED: 11, Code.INVALID: 1}
    assert (codes[3], Answer.objects.count()) == (Code.INVALID, 11)
    assert 1 < max(batches) <= 12


def a_row(survey: int = 1) -> Row:
    return Row(survey, ("0" * 32,), None)


def writers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "survei" and thread.is_alive()]


def ended(before: list[threading.Thread]) -> bool:
    until = time.monotonic() + 5
    while set(writers()) - set(before) and time.monotonic() < until:
        time.sleep(0.01)
    return not set(writers()) - set(before)


def test_a_whole_batch_that_fails_answers_everybody_and_the_thread_goes_on() -> None:
    before, failures = writers(), [DatabaseError("disk full"), DatabaseError("locked")]

    def write(rows: list[Row]) -> list[Code]:
        if failures:
            raise failures.pop()
        return [Code.STORED] * len(rows)

    writer = Writer(write, quiet=0.3)
    assert [writer.store(a_row()) for _turn in range(3)] == [Code.BUSY, Code.BUSY, Code.STORED]
    assert len(set(writers()) - set(before)) == 1
    assert ended(before)
    assert writer.store(a_row()) == Code.STORED  # it starts again by itself
    assert ended(before)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_of_the_program_leaves_nobody_waiting_and_the_next_answer_starts_a_new_thread() -> None:
    before, faults = writers(), [ValueError("a fault")]

    def write(rows: list[Row]) -> list[Code]:
        if faults:
            raise faults.pop()
        return [Code.STORED] * len(rows)

    writer = Writer(write, quiet=0.2)
    assert writer.store(a_row()) == Code.BUSY
    assert ended(before)
    assert writer.store(a_row()) == Code.STORED
    assert ended(before)


def test_answers_that_come_while_the_thread_ends_are_stored_all_the_same() -> None:
    before = writers()
    writer = Writer(lambda rows: [Code.STORED] * len(rows), quiet=0.001)
    for turn in range(300):
        assert writer.store(a_row()) == Code.STORED
        time.sleep(0.0005 + turn % 5 * 0.0003)
    assert ended(before)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "code"),
    [
        (SurveyState.DRAFT, Code.NOT_OPEN),
        (SurveyState.PAUSED, Code.PAUSED),
        (SurveyState.CLOSED, Code.NOT_OPEN),
        (SurveyState.CONFIRMED, Code.NOT_OPEN),
    ],
)
def test_only_an_open_survey_takes_answers(state: SurveyState, code: Code) -> None:
    survey = an_open_survey(state=state)
    assert store_answer(survey.pk, a_form(survey)).code == code
    assert store_answer(survey.pk + 1, a_form(survey)).code == Code.NOT_OPEN
    assert not Answer.objects.exists()


@pytest.mark.django_db
def test_a_device_that_missed_our_word_hears_it_after_the_close_too() -> None:
    survey = an_open_survey()
    store_answer(survey.pk, a_form(survey))
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.PAUSED)
    assert store_answer(survey.pk, a_form(survey)).code == Code.ALREADY
    assert store_answer(survey.pk, a_form(survey, "n" * 22)).code == Code.PAUSED


@needs_threads
def test_no_answer_lands_after_the_close_has_counted() -> None:
    """The close counts after it has taken the survey; whoever was told "stored" is in that count."""
    survey = an_open_survey()
    counted: list[int] = []

    def close() -> Code:
        while Answer.objects.count() < 30:
            time.sleep(0.005)
        with transaction.atomic():
            locked = Survey.objects.select_for_update().get(pk=survey.pk)
            locked.state = SurveyState.PAUSED
            locked.save(update_fields=["state"])
            time.sleep(0.1)  # answers come while the close is not yet committed
            counted.append(Answer.objects.count())
        return Code.PAUSED

    calls = [lambda at=at: store_answer(survey.pk, a_form(survey, f"{at:022}")).code for at in range(400)]
    codes = Count(together(close, *calls, workers=8))
    assert counted == [Answer.objects.count()] == [codes[Code.STORED]]
    assert codes[Code.PAUSED] > 1
    assert set(codes) == {Code.STORED, Code.PAUSED}


@needs_threads
@pytest.mark.only_on("postgres")
def test_answers_are_stored_while_a_pile_is_and_nobody_closes_meanwhile() -> None:
    """Of two connections. SQLite lets one write at a time: there answers wait for a pile."""
    survey = an_open_survey()
    with transaction.atomic():
        store_many(survey, [a_form(survey, "")] * 5, a_batch(survey))
        [code, closing] = together(lambda: store_answer(survey.pk, a_form(survey)).code, lambda: may_close(survey))
        assert (code, closing) == (Code.STORED, False)
    assert may_close(survey)
    assert Answer.objects.count() == 6


def may_close(survey: Survey) -> bool:
    """Whether the survey could be taken for a close without waiting."""
    try:
        with transaction.atomic():
            return bool(Survey.objects.select_for_update(nowait=True).get(pk=survey.pk))
    except DatabaseError:
        return False


@needs_threads
def test_a_receipt_code_opens_one_form_however_many_use_it_at_once() -> None:
    survey = an_open_survey(needs_receipt=True)
    digest = receipt_digest(settings.SECRET_KEY, survey.pk, "7KQM-2XWP")
    Receipt.objects.create(digest=digest, survey=survey)
    forms = [a_form(survey, f"{at:022}", receipt="7kqm 2xwp", suggestion="Satu") for at in range(20)]
    codes = together(*[lambda form=form: store_answer(survey.pk, form).code for form in forms])
    assert Count(codes) == {Code.STORED: 1, Code.RECEIPT_REFUSED: 19}
    assert (Answer.objects.count(), Suggestion.objects.count()) == (1, 1)
    assert Receipt.objects.get().is_used
    again = forms[codes.index(Code.STORED)]
    assert store_answer(survey.pk, again).code == Code.ALREADY


@pytest.mark.django_db
def test_a_refused_sending_uses_no_receipt_code() -> None:
    survey = an_open_survey(needs_receipt=True)
    for code in ("AAAA", "BBBB"):
        Receipt.objects.create(digest=receipt_digest(settings.SECRET_KEY, survey.pk, code), survey=survey)
    assert store_answer(survey.pk, a_form(survey)).code == Code.RECEIPT_NEEDED
    assert store_answer(survey.pk, a_form(survey, receipt="CCCC")).code == Code.RECEIPT_REFUSED
    assert store_answer(survey.pk, a_form(survey, receipt="AAAA")).code == Code.STORED
    assert store_answer(survey.pk, a_form(survey, receipt="BBBB")).code == Code.ALREADY
    assert Receipt.objects.filter(is_used=True).count() == 1
    assert Answer.objects.count() == 1


@pytest.mark.django_db
def test_a_pile_is_stored_whole_with_its_gaps_and_suggestions() -> None:
    survey = an_open_survey()
    forms = [a_form(survey, "", channel="kertas", scores="304434344", suggestion="Ramah"), a_form(survey, "")]
    assert store_many(survey, forms * 400, a_batch(survey)) == 800 > PILE
    assert Answer.objects.filter(batch__isnull=False, is_tallied=False).count() == 800
    assert Suggestion.objects.filter(text="Ramah").count() == 400


@pytest.mark.django_db
@pytest.mark.parametrize("scores", ["3444343441", "544434344", "000000000", "34443434x", ""])
def test_a_pile_with_a_sheet_that_cannot_be_is_refused_with_its_number(scores: str) -> None:
    survey = an_open_survey()
    forms = [a_form(survey, ""), a_form(survey, "", scores=scores)]
    with pytest.raises(DomainError, match="Lembar ke-2"):
        store_many(survey, forms, a_batch(survey))
    assert not Answer.objects.exists()


@pytest.mark.django_db
def test_a_pile_comes_too_late_for_a_closed_survey() -> None:
    survey = an_open_survey(state=SurveyState.CLOSED)
    with pytest.raises(ConflictError):
        store_many(survey, [a_form(survey, "")], a_batch(survey))
