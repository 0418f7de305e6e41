"""The surveys of several units in one period together, from their answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cermat.instruments.formula import Definition, Outcome
from cermat.lib.months import Month
from cermat.survey.formula import Interval, Tallied, telling
from cermat.survey.models import RUNNING, Survey
from cermat.survey.queries.parts import Part, mean_of, part
from cermat.survey.queries.results import FINISHED, added, excluded_of, interval_from, printed
from cermat.survey.queries.tallies import piles_of


@dataclass(frozen=True)
class RollUp:
    """Several units together. `mean`: of the units' indices, which is another figure and only stands beside it.

    Every unit that is added has an index of its own that may be seen; else the whole minus the others would tell it.
    """

    month: Month
    definition: Definition
    whole: Outcome
    tallied: Tallied
    interval: Interval | None
    parts: tuple[Part, ...]
    mean: Fraction | None
    too_few: tuple[Survey, ...]  # nothing of them may be seen, so they are not added either
    left_out: tuple[Survey, ...]  # they follow another definition or weights: their answers cannot be added
    running: tuple[Survey, ...]
    excluded: Mapping[int, int]  # survey → answers set aside
    surveys: tuple[Survey, ...]


def roll_up(surveys: Sequence[Survey]) -> RollUp | None:
    """The finished surveys of one period together; None where none is finished."""
    finished = [one for one in surveys if one.state in FINISHED]
    if not finished:
        return None
    first = finished[0]
    alike = [one for one in finished if (one.version_id, one.variant) == (first.version_id, first.variant)]
    definition = printed(first)
    piles = piles_of(alike)
    counts = {one.pk: added(definition, (t for pile, t in piles.items() if pile.survey == one.pk)) for one in alike}
    telling_units = [one for one in alike if telling(definition, counts[one.pk], one.variant).outcome.value is not None]
    told = telling(definition, added(definition, (counts[one.pk] for one in telling_units)), first.variant)
    parts = [part(definition, first.variant, str(one.unit), counts[one.pk], str(one.pk)) for one in telling_units]
    return RollUp(
        month=first.month,
        definition=definition,
        whole=told.outcome,
        tallied=told.tallied,
        interval=None if told.outcome.index is None else interval_from(first, told.tallied),
        parts=tuple(parts),
        mean=mean_of(parts),
        too_few=tuple(one for one in alike if one not in telling_units),
        left_out=tuple(one for one in finished if one not in alike),
        running=tuple(one for one in surveys if one.state in RUNNING),
        excluded=excluded_of(telling_units),
        surveys=tuple(telling_units),
    )
