"""Single answers for the office's own analysis, described no finer than a group of five."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from django.db.models import Count, Q

from cermat.survey.formula.withholding import Description, withheld
from cermat.survey.models import Answer, Survey, SurveyState
from cermat.survey.queries.stepping import parts_are_joined
from cermat.survey.schema import CHANNEL_NAMES, RESPONDENT_FIELDS, SMALLEST_GROUP, Channel

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
    before, the new list would describe each of the few that changed. Where nothing changed, the lists are the same.
    """
    if parts_are_joined(survey):
        return False
    if not survey.answers.filter(is_listed=True).exists():
        return True  # the first list
    came = Q(is_listed=False) & listed_now(survey)
    moved = Q(exclusion=None) & ~Q(seen=1) | Q(exclusion__isnull=False) & ~Q(seen=0)
    return not survey.answers.filter(came | moved).exists()


def listed_now(survey: Survey) -> Q:
    """The answers that stand in the list of a closed survey.

    Fewer than five answers that count, or that were set aside together, are not in it. Nor are those that were set
    aside, and in no list before, where they are so few of their group: a second list would single them out.
    """
    counted, groups = 0, Q(pk__in=[])
    found = Answer.objects.filter(survey=survey).order_by().values_list("exclusion", "is_listed")
    for exclusion, is_listed, n in found.annotate(n=Count("pk")):
        if exclusion is None:
            counted += n
        elif n >= SMALLEST_GROUP:
            groups |= Q(exclusion=exclusion, is_listed=is_listed)
    return groups | Q(exclusion=None) if counted >= SMALLEST_GROUP else groups


def raw_answers(survey: Survey) -> Iterator[RawAnswer]:
    """Of a closed survey, in the order of the random keys: `listed_now`."""
    rows = survey.answers.filter(listed_now(survey)).order_by("pk")
    listed = list(rows.values_list("exclusion_id", "scores", "service__name", "channel", *FIELDS))
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
