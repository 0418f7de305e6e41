"""What a survey asks and accepts, as the storing of answers needs it."""

from dataclasses import dataclass, field

from cermat.instruments.formula import Definition
from cermat.instruments.queries import definition_of
from cermat.survey.formula.answering import Rules, answer_id
from cermat.survey.models import Answer, Survey
from cermat.survey.queries.surveys import last_survey_of, survey_of_counter
from cermat.survey.schema import LONGEST_SUGGESTION, RESPONDENT_FIELDS

FIELD_KEYS = {name: frozenset(choices) for name, choices in RESPONDENT_FIELDS.items()}


def rules_of(survey: Survey) -> Rules:
    """Of the survey's definition and the services it offers."""
    services = frozenset(survey.offered.values_list("service_id", flat=True))
    return Rules(digits_of(definition_of(survey.version.text)), FIELD_KEYS, services, LONGEST_SUGGESTION)


def digits_of(definition: Definition) -> dict[str, str]:
    """Question → the digits it takes ("1234"): the whole scores of its options, or of its bounds."""
    return {
        item.code: "".join(
            str(digit)
            for digit in range(1, 10)
            if (any(option.score == digit for option in item.options))
            or (not item.options and item.lowest <= digit <= item.highest)
        )
        for item in definition.items
    }


@dataclass(frozen=True)
class Opening:
    """What an address of the public leads to. `survey` 0: no survey runs there."""

    channel: str
    survey: int = 0
    needs_receipt: bool = False
    rules: Rules | None = None


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
        return Opening(counter.channel)
    return Opening(counter.channel, survey.pk, survey.needs_receipt, rules_of(survey))


def is_stored_in_last_survey(code: str, secret: str, key: str) -> bool:
    """Whether a device's answer is among those of the survey that ran here last: it may have missed our word."""
    counter, _survey = survey_of_counter(code)
    last = last_survey_of(counter.unit)
    return last is not None and Answer.objects.filter(pk=answer_id(secret, last.pk, key)).exists()
