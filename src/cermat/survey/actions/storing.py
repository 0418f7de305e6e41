"""Storing answers: anonymously, exactly once, and never into a survey that is not open."""

from collections.abc import Sequence
from uuid import uuid4

from django.db import connection

from cermat.lib.errors import ConflictError, DomainError
from cermat.survey.actions.rows import row_of
from cermat.survey.actions.setting_up import held_survey
from cermat.survey.actions.writer import WRITER, write_alone
from cermat.survey.formula import personal
from cermat.survey.formula.answering import WRONG_SENTENCES, AnswerForm, Stored, without_control_signs
from cermat.survey.models import RUNNING, Answer, Batch, Suggestion, Survey
from cermat.survey.queries.asking import rules_of

PILE = 500  # rows in one statement
NOT_RUNNING = (
    "Survei ini tidak sedang berjalan, jadi tidak menerima jawaban. Buka survei ini dahulu; bila sudah ditutup, minta "
    "Sekcam atau Camat mengembalikannya untuk dilengkapi."
)


def store_answer(survey: int, form: AnswerForm) -> Stored:
    """Store one answer of the public in the survey with this primary key; `form` has passed `Rules.problems_of`.

    Once per `form.key`, and only while the survey is open, which is looked at in the same transaction. No error is
    raised for what a respondent or the database can do: the returned code says what became of it.
    """
    row = row_of(survey, form)
    code = None if connection.in_atomic_block else WRITER.store(row)  # it could not pass the caller's own lock
    return Stored(code or write_alone(row))


def store_many(survey: Survey, answers: Sequence[AnswerForm], batch: Batch) -> int:
    """Store a pile (paper, import) in the caller's transaction; how many. The caller guards that it happens once.

    Raises DomainError where a sheet cannot be stored, ConflictError where the survey takes no more answers.
    """
    locked = held_survey(survey)
    if locked.state not in RUNNING:
        raise ConflictError(NOT_RUNNING, code="not_open")
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
