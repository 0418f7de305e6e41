"""What a survey asks and accepts, as the storing of answers needs it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from cermat.instruments.queries import definition_of
from cermat.survey.formula.answering import Rules, answer_id
from cermat.survey.formula.keying import digits_of
from cermat.survey.models import Answer, Survey
from cermat.survey.queries.surveys import last_survey_of, survey_of_counter
from cermat.survey.schema import LONGEST_SUGGESTION, RESPONDENT_FIELDS

GRACE = timedelta(days=3)  # after the last day, for answers that waited on a device for a signal
LONGEST_NUMBER = 18  # digits of a primary key
FIELD_KEYS = {name: frozenset(choices) for name, choices in RESPONDENT_FIELDS.items()}


def rules_of(survey: Survey) -> Rules:
    """Of the survey's definition and the services it offers."""
    services = frozenset(survey.offered.values_list("service_id", flat=True))
    questions = {item.code: digits_of(item) for item in definition_of(survey.version.text).items}
    return Rules(questions, FIELD_KEYS, services, LONGEST_SUGGESTION)


@dataclass(frozen=True)
class Opening:
    """What an address of the public leads to. `survey` 0: no survey runs there. `until`: its last day with grace."""

    channel: str
    unit: int = 0
    survey: int = 0
    until: date = date.max
    needs_receipt: bool = False
    rules: Rules | None = None

    def takes(self, survey: str, day: date) -> bool:
        """Whether an answer of the survey that the device names ("": it names none) is taken on that day."""
        return self.survey > 0 and survey in ("", str(self.survey)) and day <= self.until


@dataclass
class Openings:
    """What was looked up a moment ago, by the code in the address. Wrong for a moment after a change, which does no
    harm: storing looks at the survey itself, in its own transaction."""

    seconds: float
    most: int = 500
    _kept: dict[str, tuple[float, Opening]] = field(default_factory=dict)

    def at(self, code: str, now: float) -> Opening:
        """`now`: seconds of any clock that does not run backwards. Raises Counter.DoesNotExist."""
        until, opening = self._kept.get(code, (now, None))
        if opening is None or until <= now:
            opening = opening_at(code)
            self.forget(code if len(self._kept) < self.most else None)
            if opening.survey:
                self._kept[code] = (now + self.seconds, opening)
        return opening

    def forget(self, code: str | None = None) -> None:
        """One, or all."""
        if code is None:
            self._kept.clear()
        else:
            self._kept.pop(code, None)


def opening_at(code: str) -> Opening:
    counter, survey = survey_of_counter(code)
    if survey is None:
        return Opening(counter.channel, counter.unit_id)
    until = survey.ends_on + GRACE
    return Opening(counter.channel, counter.unit_id, survey.pk, until, survey.needs_receipt, rules_of(survey))


def is_stored_here(code: str, secret: str, key: str, survey: str) -> bool:
    """Whether a device's answer is stored already, in the survey of this office that it names ("": the last one).

    The device may have missed our word, and the next period may have begun since.
    """
    counter, _running = survey_of_counter(code)
    if survey.isascii() and survey.isdecimal() and len(survey) < LONGEST_NUMBER:
        named = int(survey)
    else:
        last = last_survey_of(counter.unit)
        named = last.pk if last else 0
    return Answer.objects.filter(pk=answer_id(secret, named, key), survey__unit=counter.unit_id).exists()
