"""A confirmed result opened again for a correction; until it is confirmed anew, the figure from before counts."""

from datetime import datetime

from django.db import transaction

from cermat.lib.errors import DomainError
from cermat.lib.months import day_of
from cermat.lib.workflow import next_state
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.survey.actions.history import moved, tell_desk
from cermat.survey.actions.setting_up import locked_survey
from cermat.survey.models import Survey, SurveyState
from cermat.survey.workflow import REFUSALS, TABLE, Verb


@transaction.atomic
def correct_survey(*, survey: Survey, reason: str, by: User, now: datetime) -> Survey:
    """Back to closed: answers can be excluded, or the survey sent back to its desk; then the result is confirmed again.

    Nothing is overwritten (ADR 0006): the new result replaces the old one, which stays readable.
    """
    authority = require(by, Permission.CONFIRM_SURVEY, survey.unit, day_of(now))
    held = locked_survey(survey)
    to = next_state(TABLE, SurveyState(held.state), Verb.CORRECT, refusal=REFUSALS[Verb.CORRECT])
    text = reason.strip()
    if not text:
        raise DomainError("Tulis alasannya: alasan itu tetap terbaca pada riwayat survei.", field="reason")
    held.state, held.confirmed_by, held.confirmed_at = to, None, None
    held.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    moved(held, Verb.CORRECT, authority, now, text)
    tell_desk(held, f"{held} dibuka untuk koreksi: {text}", now)
    return held
