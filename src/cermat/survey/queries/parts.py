"""The parts of a survey's result that may be shown apart: its services and its channels."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cermat.instruments.formula import Definition, Outcome
from cermat.survey.formula import (
    Shown,
    Tallied,
    answered,
    codes_of,
    disclosed,
    joined_columns,
    least,
    telling,
)
from cermat.survey.queries.results import SurveyResult, added
from cermat.survey.queries.tallies import Pile
from cermat.survey.schema import CHANNEL_NAMES, Channel

JOINED = "Digabung, karena ada yang berubah kurang dari 5 jawaban sejak hasil sebelumnya"


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
    together = JOINED if result.parts_are_joined else "Layanan lain, digabung"
    return _parts(result, groups, _shown(result, groups), names, together)


def parts_by_channel(result: SurveyResult) -> list[Part]:
    """Nothing of them tells a small group beside the services either."""
    names = {channel.value: name for channel, name in CHANNEL_NAMES.items()}
    order = {channel.value: at for at, channel in enumerate(Channel)}
    groups = _groups(result, _channel)
    together = JOINED if result.parts_are_joined else "Saluran lain, digabung"
    rows = _parts(result, groups, _shown_beside_services(result, groups), names, together)
    return sorted(rows, key=lambda part: order.get(part.key, len(order)))


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


def _shown(result: SurveyResult, groups: Mapping[str, Tallied]) -> Shown[str]:
    """Small groups together, or not at all. A question that few have answered makes a group small too: else the whole
    minus the other groups would tell their digits."""
    if result.parts_are_joined and len(groups) > 1:
        return Shown((), tuple(groups))
    return disclosed({key: least(tallied) for key, tallied in groups.items()})


def _shown_beside_services(result: SurveyResult, groups: Mapping[str, Tallied]) -> Shown[str]:
    channels = _shown(result, groups)
    if not channels.apart:
        return channels
    services = _shown(result, _groups(result, _service)).apart
    counts = [_cells(result, services)]
    for code in codes_of(result.definition):
        cells = _cells(result, services, code)
        counts += [cells] if cells not in counts else []
    together = joined_columns(counts, channels.together)
    return Shown(tuple(key for key in channels.apart if key not in together), together)


def _cells(result: SurveyResult, services: Iterable[str], question: str = "") -> dict[tuple[str, str], int]:
    """Answers, or those to one question, by service, "" for those that are not shown apart, and channel."""
    cells: dict[tuple[str, str], int] = {}
    for pile, tallied in result.piles.items():
        cell = (_service(pile) if _service(pile) in services else "", pile.channel)
        cells[cell] = cells.get(cell, 0) + (answered(tallied, question) if question else tallied.n)
    return cells


def _parts(
    result: SurveyResult, groups: Mapping[str, Tallied], shown: Shown[str], names: Mapping[str, str], together: str
) -> list[Part]:
    definition, variant = result.definition, result.survey.variant
    parts = [part(definition, variant, names.get(key, key), groups[key], key) for key in shown.apart]
    if shown.together:
        rest = added(definition, (groups[key] for key in shown.together))
        listed = ", ".join(names.get(key, key) for key in shown.together)
        parts.append(part(definition, variant, f"{together}: {listed}", rest))
    return [*parts, *(Part(names.get(key, key), None, None) for key in shown.withheld)]
