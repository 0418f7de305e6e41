"""An answer on its way into the tables, and the statements that put it there.

Plain SQL: a row is written ten thousand times in a busy hour, and building the same statement anew each time costs
more than writing it. The tests compare the columns with the models.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from cermat.survey.formula import personal
from cermat.survey.formula.answering import AnswerForm, Code, answer_id, receipt_digest, without_control_signs
from cermat.survey.models import Answer, Showing, SurveyState
from cermat.survey.schema import RESPONDENT_FIELDS

TOLD = tuple(RESPONDENT_FIELDS)
COLUMNS = ("id", "survey_id", "service_id", "channel", "scores", *TOLD, "is_suspicious", "is_tallied")
INSERT_ANSWERS = f"INSERT INTO survey_answer ({', '.join(COLUMNS)}) VALUES "  # noqa: S608 - no value of anybody stands in it
SAID = ("id", "survey_id", "service_id", "text", "has_personal_data", "unsur", "is_marked", "showing", "public_text")
INSERT_SUGGESTIONS = f"INSERT INTO survey_suggestion ({', '.join(SAID)}) VALUES "  # noqa: S608
USE_RECEIPT = "UPDATE survey_receipt SET is_used = %s WHERE digest = %s AND survey_id = %s AND NOT is_used"
LOOK_AT_SURVEYS = "SELECT id, state, needs_receipt FROM survey_survey WHERE id IN "
IS_SQLITE = connection.vendor == "sqlite"  # asked once: each look at it costs as much as reading a form
Surveys = Mapping[int, tuple[str, bool]]  # state, needs_receipt


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
    return key.hex if IS_SQLITE else key


def looked_at(cursor: CursorWrapper, surveys: set[int], *, is_patient: bool) -> Surveys:
    """The surveys as they stand, and as they stay until this transaction ends.

    PostgreSQL: a closing takes the row FOR UPDATE, so it waits for answers that have begun, and answers for a closing
    that has. Whoever is not patient passes over a survey that is being closed: it is missing then. SQLite lets one
    write at a time.
    """
    lock = "" if IS_SQLITE else " FOR KEY SHARE" if is_patient else " FOR KEY SHARE SKIP LOCKED"
    cursor.execute(f"{LOOK_AT_SURVEYS}{_places([[*surveys]])}{lock}", [*surveys])
    found = {pk: (state, bool(needs_receipt)) for pk, state, needs_receipt in cursor.fetchall()}
    return dict.fromkeys(surveys, ("", False)) | found if IS_SQLITE or is_patient else found


def write(cursor: CursorWrapper, rows: Sequence[Row], surveys: Surveys) -> list[Code | None]:
    """Write rows inside an open transaction; what became of each. `surveys`: what `looked_at` said in it.

    None: its survey was passed over. Raises IntegrityError where the database refuses a row; then none is written.
    """
    codes = [_refusal(row, surveys) for row in rows]
    free = [row for row, code in zip(rows, codes, strict=True) if code is Code.STORED and not surveys[row.survey][1]]
    new = _insert(cursor, free)
    for at in sorted(range(len(rows)), key=lambda at: rows[at].answer[0]):  # of two alike the one that came first
        if codes[at] is not Code.STORED:
            continue
        if surveys[rows[at].survey][1]:
            codes[at] = _with_receipt(cursor, rows[at])
        elif new.pop(rows[at].answer[0], None) is None:
            codes[at] = Code.ALREADY
    return codes


def _refusal(row: Row, surveys: Surveys) -> Code | None:
    """Why the row cannot be written; STORED if it can, None if nothing is known of its survey."""
    if row.survey not in surveys:
        return None
    state, needs_receipt = surveys[row.survey]
    if state != SurveyState.OPEN:
        return known_or(row, Code.PAUSED if state == SurveyState.PAUSED else Code.NOT_OPEN)
    return known_or(row, Code.RECEIPT_NEEDED) if needs_receipt and not row.receipt else Code.STORED


def _insert(cursor: CursorWrapper, rows: Sequence[Row]) -> dict[Any, Row]:
    """All that are not there yet, in one statement, with their suggestions; those that are new by their keys.

    In the order of the keys: two processes that are sent the same ones cannot wait for each other in a ring, and the
    rows of one transaction do not tell who came first.
    """
    if not rows:
        return {}
    first = {row.answer[0]: row for row in reversed(rows)}
    answers = [first[key].answer for key in sorted(first)]
    cursor.execute(
        f"{INSERT_ANSWERS}{_places(answers)} ON CONFLICT (id) DO NOTHING RETURNING id",
        [value for answer in answers for value in answer],
    )
    new = {key: first[key] for (key,) in cursor.fetchall()}
    said = sorted(row.suggestion for row in new.values() if row.suggestion)
    if said:
        cursor.execute(f"{INSERT_SUGGESTIONS}{_places(said)}", [value for one in said for value in one])
    return new


def _places(rows: Sequence[Collection[Any]]) -> str:
    return ", ".join([f"({', '.join(['%s'] * len(rows[0]))})"] * len(rows))


def _with_receipt(cursor: CursorWrapper, row: Row) -> Code:
    """Answer, receipt and suggestion, or nothing of them."""
    try:
        with transaction.atomic():
            if not _insert(cursor, [row]):
                return Code.ALREADY
            _use(cursor, row)
    except _ReceiptRefusedError:
        return Code.RECEIPT_REFUSED
    return Code.STORED


def _use(cursor: CursorWrapper, row: Row) -> None:
    cursor.execute(USE_RECEIPT, (True, row.receipt, row.survey))
    if not cursor.rowcount:
        raise _ReceiptRefusedError


class _ReceiptRefusedError(Exception):
    """Undoes the answer that was written before its receipt was looked at."""


def known_or(row: Row, code: Code) -> Code:
    """A device that missed our word asks again, perhaps after the close: what is stored is stored."""
    return Code.ALREADY if Answer.objects.filter(pk=row.answer[0]).exists() else code
