"""Storing answers: anonymously and exactly once."""

from collections.abc import Sequence

from cermat.survey.formula.answering import AnswerForm, Stored
from cermat.survey.models import Batch, Survey


def store_answer(survey: int, form: AnswerForm) -> Stored:
    """Store one answer of the public; `form` has passed `Rules.problems_of`.

    Once per `form.key`, and only while the survey is open, which is looked at in the same transaction. No error is
    raised for what a respondent can do: the returned code says what became of it.
    """
    raise NotImplementedError


def store_many(survey: Survey, answers: Sequence[AnswerForm], batch: Batch) -> int:
    """Store a pile (paper, import) in the caller's transaction; how many. The caller guards that it happens once.

    Raises DomainError where a sheet cannot be stored or the survey takes no more answers.
    """
    raise NotImplementedError
