"""What a survey asks and accepts, as the storing of answers needs it."""

from cermat.instruments.formula import Definition
from cermat.instruments.queries import definition_of
from cermat.survey.formula.answering import Rules
from cermat.survey.models import Survey
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
