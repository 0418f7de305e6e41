"""Single answers for the office's own analysis, described no finer than a group of five."""

from collections.abc import Iterator
from dataclasses import dataclass

from cermat.survey.formula.withholding import withheld
from cermat.survey.models import Survey, SurveyState
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


def raw_answers(survey: Survey) -> Iterator[RawAnswer]:
    """In the order of the random keys. Fewer than five answers altogether are not shown at all, and no descriptions
    where two lists, one after the other, would tell the few that a service got in between."""
    rows = list(
        survey.answers.order_by("pk").values_list("service__name", "channel", *FIELDS, "scores", "exclusion_id")
    )
    if len(rows) < SMALLEST_GROUP:
        return
    described = [tuple(row[:-2]) for row in rows]
    nothing = ("",) * len(described[0])
    shown = [nothing] * len(rows) if parts_are_joined(survey) else withheld(described, SMALLEST_GROUP)
    for (*_described, scores, exclusion), (service, channel, *told) in zip(rows, shown, strict=True):
        words = tuple(RESPONDENT_FIELDS[name].get(key, "") for name, key in zip(FIELDS, told, strict=True))
        channel_name = CHANNEL_NAMES[Channel(channel)] if channel else ""
        yield RawAnswer(service, channel_name, scores, words, exclusion is not None)
