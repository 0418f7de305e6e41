"""Storing answers: anonymously, exactly once, and never into a survey that is not open."""

from collections.abc import Sequence
from uuid import uuid4

from django.db import DatabaseError, IntegrityError, connection, transaction

from cermat.lib.errors import ConflictError, DomainError
from cermat.survey.actions.rows import COLUMNS, LOOK_AT_SURVEY, SAID, Row, row_of, write
from cermat.survey.actions.writer import WRITER, write_together
from cermat.survey.formula import personal
from cermat.survey.formula.answering import WRONG_SENTENCES, AnswerForm, Code, Stored, without_control_signs
from cermat.survey.models import RUNNING, Answer, Batch, Suggestion, Survey, SurveyState
from cermat.survey.queries.asking import rules_of

PILE = 500  # rows in one statement


def store_answer(survey: int, form: AnswerForm) -> Stored:
    """Store one answer of the public in the survey with this primary key; `form` has passed `Rules.problems_of`.

    Once per `form.key`, and only while the survey is open, which is looked at in the same transaction. No error is
    raised for what a respondent or the database can do: the returned code says what became of it.
    """
    row = row_of(survey, form)
    if connection.vendor != "sqlite":
        return Stored(_at_once(row))
    if connection.in_atomic_block:  # the writer could not pass the caller's own lock
        return Stored(write_together([row])[0])
    return Stored(WRITER.store(row))


# On PostgreSQL the commits of all connections are gathered by the server. One statement, one round trip. FOR SHARE
# waits for a closing that has begun and then sees the closed survey; a closing waits for answers that have begun.
IN_ONE_STATEMENT = f"""
WITH survey AS (SELECT state, needs_receipt FROM survey_survey WHERE id = %s FOR SHARE),
stored AS (
    INSERT INTO survey_answer ({", ".join(COLUMNS)})
    SELECT {", ".join(["%s"] * len(COLUMNS))} FROM survey WHERE state = '{SurveyState.OPEN}' AND NOT needs_receipt
    ON CONFLICT (id) DO NOTHING RETURNING 1
)
SELECT state, needs_receipt, EXISTS (SELECT FROM stored) FROM survey
"""  # noqa: S608 - no value of anybody stands in it
SUGGESTION_WITH_IT = f"""), said AS (
    INSERT INTO survey_suggestion ({", ".join(SAID)}) SELECT {", ".join(["%s"] * len(SAID))} FROM stored
)
SELECT"""  # noqa: S608
BOTH_IN_ONE_STATEMENT = IN_ONE_STATEMENT.replace(")\nSELECT", SUGGESTION_WITH_IT)


def _at_once(row: Row) -> Code:
    try:
        return _with_receipt(row) if row.receipt else _one_statement(row)
    except IntegrityError:
        return Code.INVALID
    except DatabaseError:
        return Code.BUSY


def _one_statement(row: Row) -> Code:
    with connection.cursor() as cursor:
        statement = BOTH_IN_ONE_STATEMENT if row.suggestion else IN_ONE_STATEMENT
        cursor.execute(statement, (row.survey, *row.answer, *(row.suggestion or ())))
        state, needs_receipt, is_stored = cursor.fetchone() or ("", False, False)
        if is_stored:
            return Code.STORED
        if state == SurveyState.OPEN and not needs_receipt:
            return Code.ALREADY
        return write(cursor, row, {row.survey: (state, needs_receipt)})


def _with_receipt(row: Row) -> Code:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{LOOK_AT_SURVEY} FOR SHARE", (row.survey,))
        return write(cursor, row, {row.survey: cursor.fetchone() or ("", False)})


def store_many(survey: Survey, answers: Sequence[AnswerForm], batch: Batch) -> int:
    """Store a pile (paper, import) in the caller's transaction; how many. The caller guards that it happens once.

    Raises DomainError where a sheet cannot be stored, ConflictError where the survey takes no more answers.
    """
    locked = Survey.objects.select_for_update().select_related("version").get(pk=survey.pk)
    if locked.state not in RUNNING:
        raise ConflictError("Survei ini tidak sedang berjalan, jadi jawaban tidak dapat ditambahkan.", code="not_open")
    rules = rules_of(locked)
    for number, form in enumerate(answers, 1):
        if problems := rules.problems_of(form, may_leave_out=True):
            field, wrong = next(iter(problems.items()))
            raise DomainError(f"Lembar ke-{number} ({field}): {WRONG_SENTENCES[wrong]}", field=field)
    Answer.objects.bulk_create([_typed(locked, form, batch) for form in answers], batch_size=PILE)
    said = [(form.service, without_control_signs(form.suggestion)) for form in answers]
    Suggestion.objects.bulk_create(
        [
            Suggestion(id=uuid4(), survey=locked, service_id=service, text=text, has_personal_data=bool(personal(text)))
            for service, text in said
            if text
        ],
        batch_size=PILE,
    )
    return len(answers)


def _typed(survey: Survey, form: AnswerForm, batch: Batch) -> Answer:
    return Answer(
        id=uuid4(),
        survey=survey,
        service_id=form.service,
        channel=form.channel,
        scores=form.scores,
        batch=batch,
        **{name: key for name, key in form.fields.items() if key},
    )
