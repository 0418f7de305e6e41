"""Single answers for the office's own analysis, described no finer than a group of five."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from django.db.models import Q

from cermat.survey.formula.withholding import Description, withheld
from cermat.survey.models import Survey, SurveyState
from cermat.survey.queries.stepping import parts_are_joined
from cermat.survey.schema import CHANNEL_NAMES, RESPONDENT_FIELDS, SMALLEST_GROUP, Channel
from cermat.survey.workflow import Remark, Verb

FIELDS = tuple(RESPONDENT_FIELDS)


@dataclass(frozen=True)
class RawAnswer:
    """`told`: the words of the respondent fields; "" for not said, and for what is withheld."""

    service: str
    channel: str
    scores: str
    told: tuple[str, ...]
    is_excluded: bool


def may_read_answers(survey: Survey) -> bool:
    """Only when no more answers come: two lists taken one after the other would tell whose answer came in between."""
    return survey.state in (SurveyState.CLOSED, SurveyState.CONFIRMED)


def tells_respondents(survey: Survey) -> bool:
    """Whether a row also says its service, its channel and what the respondent said of themselves.

    Not once answers came, were set aside or were counted again after somebody may have read a list: beside the one from
    before, the new list would describe each of the few that changed.
    """
    restored = Q(verb=Remark.RESTORE, at__gt=survey.closed_at)
    return not (
        parts_are_joined(survey)
        or survey.moves.filter(Q(verb=Verb.REOPEN) | restored).exists()
        or survey.exclusions.filter(at__gt=survey.closed_at).exists()
    )


def raw_answers(survey: Survey) -> Iterator[RawAnswer]:
    """Of a closed survey, in the order of the random keys. Fewer than five answers that count, or that were set aside
    together, are not in it."""
    rows = survey.answers.order_by("pk").values_list("exclusion_id", "scores", "service__name", "channel", *FIELDS)
    sizes = Counter(row[0] for row in rows)
    listed = [row for row in rows if sizes[row[0]] >= SMALLEST_GROUP]
    described = _described(listed) if tells_respondents(survey) else repeat(("", "", *("" for _field in FIELDS)))
    for (exclusion, scores, *_all), (service, channel, *told) in zip(listed, described, strict=False):
        words = tuple(RESPONDENT_FIELDS[name].get(key, "") for name, key in zip(FIELDS, told, strict=True))
        channel_name = CHANNEL_NAMES[Channel(channel)] if channel else ""
        yield RawAnswer(service, channel_name, scores, words, exclusion is not None)


def _described(rows: Sequence[tuple[Any, ...]]) -> Iterator[Description]:
    """Those that count apart from the others: the column that tells them apart makes no group smaller than five."""
    counting = iter(withheld([row[2:] for row in rows if row[0] is None], SMALLEST_GROUP))
    set_aside = iter(withheld([row[2:] for row in rows if row[0] is not None], SMALLEST_GROUP))
    return (next(counting if row[0] is None else set_aside) for row in rows)
