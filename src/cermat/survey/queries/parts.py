"""The parts of a survey's result that may be shown apart: its services, its channels, who answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from cermat.instruments.formula import Definition, Outcome
from cermat.survey.formula import (
    Shown,
    Tables,
    Tallied,
    answered,
    codes_of,
    disclosed,
    tables_of,
    telling,
)
from cermat.survey.queries.results import SurveyResult, added
from cermat.survey.queries.stepping import JOINED
from cermat.survey.queries.tallies import Pile
from cermat.survey.schema import CHANNEL_NAMES, RESPONDENT_FIELDS


@dataclass(frozen=True)
class Part:
    """A service, a channel or a unit. `outcome` None: too few answers to be shown apart from others."""

    name: str
    n: int | None
    outcome: Outcome | None
    tallied: Tallied | None = None  # with the outcome
    key: str = ""  # for the address of its origin; "" for groups that are shown together


def parts_by_service(result: SurveyResult) -> list[Part]:
    names = {str(one.service_id): one.service.name for one in result.survey.offered.all()}
    groups = _groups(result, _service)
    together = JOINED.capitalize() if result.parts_are_joined else "Layanan lain, digabung"
    return _parts(result, groups, _tables(result).rows, names, together)


def parts_by_channel(result: SurveyResult) -> list[Part]:
    """Nothing of them tells a small group beside the services either."""
    names = {channel.value: name for channel, name in CHANNEL_NAMES.items()}
    groups = _groups(result, _channel)
    together = JOINED.capitalize() if result.parts_are_joined else "Saluran lain, digabung"
    return _parts(result, groups, _tables(result).columns, names, together)


class Groups(NamedTuple):
    """Who answered, by one respondent field: how many of each in the order of the form, "" for not said."""

    counts: dict[str, int]
    shown: Shown[str]


def respondents(tallied: Tallied) -> dict[str, Groups]:
    """Respondent field → its groups, and which of them may be told apart."""
    found = {}
    for field, choices in RESPONDENT_FIELDS.items():
        told = tallied.fields.get(field, {})
        counts = {key: told[key] for key in (*choices, "") if told.get(key)}
        found[field] = Groups(counts, disclosed(counts))
    return found


def part_of(result: SurveyResult, service: str, channel: str) -> Part | None:
    """The one part that somebody asks the origin of; None where there is none that may be shown apart."""
    rows = parts_by_service(result) if service else parts_by_channel(result)
    return next((part for part in rows if part.key == (service or channel) and part.outcome is not None), None)


def part(definition: Definition, variant: str, name: str, tallied: Tallied, key: str = "") -> Part:
    told = telling(definition, tallied, variant)
    return Part(name, tallied.n, told.outcome, told.tallied, key)


def mean_of(parts: Sequence[Part]) -> Fraction | None:
    """The mean of the parts' indices, whatever their size; None unless each of several is told apart, for it would
    give away the others."""
    values = [one.outcome.value for one in parts if one.key and one.outcome and one.outcome.value is not None]
    return sum(values, Fraction()) / len(values) if len(values) == len(parts) > 1 else None


def _service(pile: Pile) -> str:
    return str(pile.service)


def _channel(pile: Pile) -> str:
    return pile.channel


def _groups(result: SurveyResult, key_of: Callable[[Pile], str]) -> dict[str, Tallied]:
    sums: dict[str, list[Tallied]] = {}
    for pile, tallied in result.piles.items():
        sums.setdefault(key_of(pile), []).append(tallied)
    return {key: added(result.definition, tallies) for key, tallies in sums.items()}


def _tables(result: SurveyResult) -> Tables[str, str]:
    codes = codes_of(result.definition)
    cells = {
        (_service(pile), _channel(pile)): (one.n, *(answered(one, code) for code in codes))
        for pile, one in result.piles.items()
    }
    found = tables_of(cells)
    return Tables(_joined(found.rows), _joined(found.columns)) if result.parts_are_joined else found


def _joined(shown: Shown[str]) -> Shown[str]:
    groups = (*shown.apart, *shown.together, *shown.withheld)
    return Shown((), groups) if len(groups) > 1 else shown


def _parts(
    result: SurveyResult, groups: Mapping[str, Tallied], shown: Shown[str], names: Mapping[str, str], together: str
) -> list[Part]:
    """In the order of `names`; in the database the answers lie in none."""
    definition, variant = result.definition, result.survey.variant
    order = [*names, *sorted(set(groups) - set(names))]
    parts = [part(definition, variant, names.get(key, key), groups[key], key) for key in order if key in shown.apart]
    if shown.together:
        rest = added(definition, (groups[key] for key in shown.together))
        listed = ", ".join(names.get(key, key) for key in order if key in shown.together)
        parts.append(part(definition, variant, f"{together}: {listed}", rest))
    return [*parts, *(Part(names.get(key, key), None, None) for key in order if key in shown.withheld)]
