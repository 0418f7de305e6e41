"""An answer on its way into the tables, and the statements that put it there.

Plain SQL: a row is written ten thousand times in a busy hour, and building the same statement anew each time costs
more than writing it. The tests compare the columns with the models.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from cermat.survey.formula import personal
from cermat.survey.formula.answering import AnswerForm, Code, answer_id, receipt_digest, without_control_signs
from cermat.survey.models import Answer, Showing, SurveyState
from cermat.survey.schema import RESPONDENT_FIELDS

TOLD = tuple(RESPONDENT_FIELDS)
COLUMNS = ("id", "survey_id", "service_id", "channel", "scores", *TOLD, "is_suspicious", "is_tallied")
INSERT_ANSWER = (
    f"INSERT INTO survey_answer ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))}) "  # noqa: S608
    "ON CONFLICT (id) DO NOTHING"
)
SAID = ("id", "survey_id", "service_id", "text", "has_personal_data", "unsur", "is_marked", "showing", "public_text")
INSERT_SUGGESTION = f"INSERT INTO survey_suggestion ({', '.join(SAID)}) VALUES ({', '.join(['%s'] * len(SAID))})"  # noqa: S608
USE_RECEIPT = "UPDATE survey_receipt SET is_used = %s WHERE digest = %s AND survey_id = %s AND NOT is_used"
LOOK_AT_SURVEY = "SELECT state, needs_receipt FROM survey_survey WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Row:
    survey: int
    answer: tuple[Any, ...]  # as COLUMNS
    suggestion: tuple[Any, ...] | None  # as SAID
    receipt: str = ""  # digest


def row_of(survey: int, form: AnswerForm) -> Row:
    """Ready to be written: the answer under the key that follows from the device's, the suggestion under another."""
    text = without_control_signs(form.suggestion)
    told = (form.fields.get(name, "") for name in TOLD)
    key = own_key(answer_id(settings.SECRET_KEY, survey, form.key))
    return Row(
        survey,
        (key, survey, form.service, form.channel, form.scores, *told, form.is_suspicious, False),
        (own_key(uuid4()), survey, form.service, text, bool(personal(text)), "", False, Showing.NEW, "")
        if text
        else None,
        receipt_digest(settings.SECRET_KEY, survey, form.receipt) if form.receipt else "",
    )


def own_key(key: UUID) -> str | UUID:
    """As the database keeps it."""
    return key.hex if connection.vendor == "sqlite" else key


def write(cursor: CursorWrapper, row: Row, surveys: dict[int, tuple[str, bool]]) -> Code:
    """Write one row inside an open transaction; what became of it. `surveys`: what LOOK_AT_SURVEY said in it.

    A row that the database refuses leaves nothing behind and disturbs none of its neighbours.
    """
    state, needs_receipt = surveys.get(row.survey, ("", False))
    if state != SurveyState.OPEN:
        return known_or(row, Code.PAUSED if state == SurveyState.PAUSED else Code.NOT_OPEN)
    if needs_receipt and not row.receipt:
        return known_or(row, Code.RECEIPT_NEEDED)
    try:
        if not needs_receipt and row.suggestion is None:
            cursor.execute(INSERT_ANSWER, row.answer)
            return Code.STORED if cursor.rowcount else Code.ALREADY
        with transaction.atomic():
            return _write_all(cursor, row, needs_receipt=needs_receipt)
    except _ReceiptRefusedError:
        return Code.RECEIPT_REFUSED
    except IntegrityError:
        return Code.INVALID


def _write_all(cursor: CursorWrapper, row: Row, *, needs_receipt: bool) -> Code:
    """Answer, receipt and suggestion, or nothing of them."""
    cursor.execute(INSERT_ANSWER, row.answer)
    if not cursor.rowcount:
        return Code.ALREADY
    if needs_receipt:
        cursor.execute(USE_RECEIPT, (True, row.receipt, row.survey))
        if not cursor.rowcount:
            raise _ReceiptRefusedError
    if row.suggestion is not None:
        cursor.execute(INSERT_SUGGESTION, row.suggestion)
    return Code.STORED


class _ReceiptRefusedError(Exception):
    """Undoes the answer that was written before its receipt was looked at."""


def known_or(row: Row, code: Code) -> Code:
    """A device that missed our word asks again, perhaps after the close: what is stored is stored."""
    return Code.ALREADY if Answer.objects.filter(pk=row.answer[0]).exists() else code
