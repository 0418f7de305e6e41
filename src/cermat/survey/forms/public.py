"""What a citizen sent, read by plain words: it runs for every answer, with and without JavaScript.

Names in the form: `q_<code of the question>` (the chosen digit), `service` (its pk), the keys of RESPONDENT_FIELDS,
`suggestion`, `receipt`; beside them `key` and `token`, which `views.public_store` checks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from cermat.instruments.formula import Definition
from cermat.survey.schema import LONGEST_SUGGESTION, RESPONDENT_FIELDS

QUESTION = "q_"
NO_ANSWER = "0"
LONGEST_RECEIPT = 40


@dataclass(frozen=True)
class Filled:
    """An answer as read. `errors`: name in the form → word of the mistake (`kesalahan` in definitions/survey)."""

    scores: str  # one digit per question, in the order of the definition
    service: int | None
    fields: Mapping[str, str] = field(default_factory=dict)  # every respondent field, "" where nothing was said
    suggestion: str = ""
    receipt: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def read_answer(
    definition: Definition, services: Collection[int], data: Mapping[str, str], *, needs_receipt: bool
) -> Filled:
    """`data` as a respondent typed it; `services` are the pks that the survey offers."""
    errors: dict[str, str] = {}
    scores = "".join(_digit(item.code, {option.answer for option in item.options}, data) for item in definition.items)
    for item, digit in zip(definition.items, scores, strict=True):
        if digit == NO_ANSWER:
            errors[QUESTION + item.code] = "pertanyaan"
    service = _service(services, data.get("service", ""))
    if service is None:
        errors["service"] = "layanan"
    suggestion = data.get("suggestion", "").replace("\r\n", "\n").strip()
    if len(suggestion) > LONGEST_SUGGESTION:
        errors["suggestion"] = "saran_panjang"
    receipt = "".join(data.get("receipt", "").split())[:LONGEST_RECEIPT]
    if needs_receipt and not receipt:
        errors["receipt"] = "kode_kosong"
    return Filled(scores, service, _fields(data), suggestion, receipt, errors)


def _digit(code: str, allowed: Collection[str], data: Mapping[str, str]) -> str:
    given = data.get(QUESTION + code, "")
    return given if given in allowed else NO_ANSWER


def _service(services: Collection[int], text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None
    return number if number in services else None


def _fields(data: Mapping[str, str]) -> dict[str, str]:
    """A word that is not on the form counts as not said: these fields are nobody's duty."""
    return {name: said if (said := data.get(name, "")) in keys else "" for name, keys in RESPONDENT_FIELDS.items()}
