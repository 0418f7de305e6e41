"""The result of a survey: computed from its answers, confirmed by somebody else, and from then on the unit's IKM."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cermat.collection.actions import take_survey_result
from cermat.instruments.actions import record_result
from cermat.instruments.formula import details_of
from cermat.instruments.queries import definition_of
from cermat.lib.errors import DomainError, NotAllowedError
from cermat.lib.months import day_of, number
from cermat.lib.workflow import next_state
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.sop.models import Cycle
from cermat.survey.actions.history import moved, tell_desk
from cermat.survey.actions.setting_up import locked_survey
from cermat.survey.formula import Tallied, Telling, telling
from cermat.survey.models import Survey, SurveyState
from cermat.survey.queries import INSTRUMENT, excluded_of, piles_of, why_not_confirm
from cermat.survey.schema import SMALLEST_GROUP
from cermat.survey.workflow import REFUSALS, TABLE, Verb

NO_ANSWERS = (
    "Tidak ada jawaban yang dihitung, jadi tidak ada nilai untuk disahkan. Kembalikan survei ini agar jawabannya "
    "dilengkapi."
)
TOO_FEW = (
    f"Jawaban yang dihitung kurang dari {SMALLEST_GROUP}, jadi nilainya memperlihatkan jawaban perorangan dan tidak "
    "dapat disahkan. Kembalikan survei ini agar jawabannya dilengkapi."
)


@transaction.atomic
def confirm_survey(*, survey: Survey, by: User, now: datetime) -> Survey:
    """The index of a closed survey becomes the result of its unit and month, with all that it came from.

    Not by whoever closed it or set answers of it aside. Refused where no answer counts, for an empty survey says
    nothing about an office, and where the whole or an unsur rests on fewer than five answers.
    """
    authority = require(by, Permission.CONFIRM_SURVEY, survey.unit, day_of(now))
    survey = locked_survey(survey)
    to = next_state(TABLE, SurveyState(survey.state), Verb.CONFIRM, refusal=REFUSALS[Verb.CONFIRM])
    _refuse_maker(survey, by)
    told, details = _counted(survey)
    outcome = told.outcome
    if outcome.index is None:
        raise _refusal(told)
    _hold_cycle(survey)
    survey.result = record_result(
        instrument=INSTRUMENT,
        subject=survey.unit,
        period=survey.month,
        now=now,
        definition=survey.version.reference,
        value=outcome.value,
        label=f"{outcome.grade.code} ({outcome.grade.name})" if outcome.grade else "",
        respondents=outcome.n,
        details=details,
        source="survei",
        source_ref=f"survey:{survey.pk}",
        maker=survey.closed_by,
        checker=by,
    )
    survey.state, survey.confirmed_by, survey.confirmed_at = to, by, now
    survey.save(update_fields=["state", "confirmed_by", "confirmed_at", "result"])
    survey.receipts.all().delete()  # the digests of all codes; how many were made and used stays
    moved(survey, Verb.CONFIRM, authority, now)
    if survey.unit_id == survey.kecamatan_id:
        take_survey_result(result=survey.result, now=now)  # the sheet of the requirement, without anybody typing
    shown = number(outcome.index, definition_of(survey.version.text).index.decimals)
    tell_desk(survey, f"{survey} disahkan dengan nilai {shown}.", now)
    return survey


def _refusal(told: Telling) -> DomainError:
    """Why there is no index to confirm, and what to do."""
    if told.hidden:
        return DomainError(f"{told.outcome.reason} Kembalikan survei ini agar jawabannya dilengkapi.", code="too_few")
    if 0 < told.tallied.n < SMALLEST_GROUP:
        return DomainError(TOO_FEW, code="too_few")
    return DomainError(NO_ANSWERS, code="no_answers")


def _refuse_maker(survey: Survey, by: User) -> None:
    if why := why_not_confirm(survey, by):
        raise NotAllowedError(why, code="same_person")


def _hold_cycle(survey: Survey) -> None:
    """Whatever moves a cycle locks it before anything else (`sop.actions.locked_cycle`), also a closed one here."""
    month = survey.month
    cycles = Cycle.objects.filter(kecamatan=survey.kecamatan, year=month.year, month_number=month.number)
    list(cycles.select_for_update(of=("self",), no_key=True))


def _counted(survey: Survey) -> tuple[Telling, Mapping[str, Any]]:
    """The outcome, and its details: the sheet of calculation, how many were excluded, from where answers came."""
    piles = piles_of([survey])
    whole = sum(piles.values(), Tallied())
    told = telling(definition_of(survey.version.text), whole, survey.variant)
    channels: dict[str, int] = {}
    services: dict[str, int] = {}
    for pile, tallied in piles.items():
        channels[pile.channel] = channels.get(pile.channel, 0) + tallied.n
        services[str(pile.service)] = services.get(str(pile.service), 0) + tallied.n
    return told, details_of(told.outcome) | {
        "excluded": excluded_of([survey])[survey.pk],
        "channels": channels,
        "services": services,
    }
