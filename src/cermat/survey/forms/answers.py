"""What a citizen sent, read by plain words: it runs for every answer, with and without JavaScript."""

from collections.abc import Mapping
from urllib.parse import unquote_plus

from cermat.survey.formula.answering import AnswerForm, Rules
from cermat.survey.formula.tallied import NO_ANSWER
from cermat.survey.queries import Opening
from cermat.survey.schema import QUESTION, RESPONDENT_FIELDS

LONGEST_RECEIPT = 40
MOST_FIELDS = 200


def fields_of(body: str) -> dict[str, str]:
    """A form as every browser sends it, like urllib's parse_qsl at a fraction of its cost. Raises ValueError."""
    parts = body.split("&", MOST_FIELDS)
    if len(parts) > MOST_FIELDS:
        raise ValueError(len(parts))
    found = {name: value for name, _equals, value in (part.partition("=") for part in parts if part)}
    if "%" not in body and "+" not in body:
        return found
    return {unquote_plus(name): unquote_plus(value) for name, value in found.items()}


def read_answer(data: Mapping[str, str], opening: Opening) -> AnswerForm:
    """As typed; what cannot be is found by `Rules.problems_of`."""
    assert opening.rules is not None
    given = (data.get(QUESTION + code, "") for code in opening.rules.questions)
    service = data.get("service", "")
    return AnswerForm(
        service=int(service) if service.isascii() and service.isdecimal() and len(service) < 18 else 0,
        channel=opening.channel,
        scores="".join(digit if len(digit) == 1 else NO_ANSWER for digit in given),
        fields={name: data.get(name, "") for name in RESPONDENT_FIELDS},
        suggestion=data.get("suggestion", "").replace("\r\n", "\n"),
        key=data["key"],
        receipt=data.get("receipt", "")[:LONGEST_RECEIPT] if opening.needs_receipt else "",
    )


def problems_by_name(problems: Mapping[str, str], rules: Rules) -> dict[str, str]:
    """Under the names of the form's fields."""
    return {QUESTION + name if name in rules.questions else name: wrong for name, wrong in problems.items()}
