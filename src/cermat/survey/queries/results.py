"""What came out of a survey: the whole, its parts that may be shown apart, earlier periods, and units together."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from django.db.models import Sum

from cermat.instruments.formula import Definition, Outcome
from cermat.instruments.queries import as_the_office_prints, definition_of
from cermat.lib.months import Month
from cermat.survey.formula import Interval, Tallied, codes_of, disclosed, interval_of, krejcie_morgan, least, telling
from cermat.survey.models import RUNNING, Survey, SurveyState
from cermat.survey.queries.tallies import Pile, piles_of
from cermat.survey.schema import CHANNEL_NAMES, SMALLEST_GROUP, Channel

PERIODS = 8  # shown in the trend
FINISHED = (SurveyState.CLOSED, SurveyState.CONFIRMED)


@dataclass(frozen=True)
class Part:
    """A service, a channel or a unit. `outcome` None: too few answers to be shown apart from others."""

    name: str
    n: int | None
    outcome: Outcome | None
    tallied: Tallied | None = None  # with the outcome
    key: str = ""  # for the address of its origin; "" for groups that are shown together


@dataclass(frozen=True)
class SurveyResult:
    """`definition`: in the office's printed order. `excluded`: answers set aside, which nothing here counts.

    Only what may be seen: nothing of a survey that is not closed, no digits that rest on fewer than five answers.
    """

    survey: Survey
    definition: Definition
    tallied: Tallied
    outcome: Outcome
    interval: Interval | None
    population: int | None
    target: int | None
    towards: int  # how much of the target is reached, each service for itself
    without_target: tuple[str, ...]  # the services whose population nobody has told
    excluded: int
    piles: Mapping[Pile, Tallied]

    @property
    def is_interim(self) -> bool:
        """Whether it moves: then nothing shows, for the step between two looks would be the answers of few."""
        return self.survey.state not in FINISHED


def printed(survey: Survey) -> Definition:
    return as_the_office_prints(definition_of(survey.version.text), survey.kecamatan, survey.ends_on)


def result_of(survey: Survey) -> SurveyResult:
    """All figures of a survey, in a handful of queries however many answers there are."""
    definition = printed(survey)
    piles = piles_of([survey]) if survey.state in FINISHED else {}
    told = telling(definition, added(definition, piles.values()), survey.variant)
    if told.tallied.n < SMALLEST_GROUP:
        piles = {}
    counted = Counter[int]()
    for pile, counts in piles.items():
        counted[pile.service] += counts.n
    offered = survey.offered.all()
    known = [(one.population, counted[one.service_id]) for one in offered if one.population is not None]
    return SurveyResult(
        survey=survey,
        definition=definition,
        tallied=told.tallied,
        outcome=told.outcome,
        interval=None if told.outcome.index is None else _interval(survey, told.tallied),
        population=sum(served for served, _n in known) if known else None,
        target=sum(krejcie_morgan(served) for served, _n in known) if known else None,
        towards=sum(min(krejcie_morgan(served), n) for served, n in known),
        without_target=tuple(one.service.name for one in offered if one.population is None),
        excluded=excluded_of([survey]).get(survey.pk, 0),
        piles=piles,
    )


def excluded_of(surveys: Iterable[Survey]) -> dict[int, int]:
    """Survey → how many of its answers were set aside."""
    from_exclusions = Survey.objects.filter(pk__in=[one.pk for one in surveys]).order_by()
    return {pk: n or 0 for pk, n in from_exclusions.values_list("pk").annotate(n=Sum("exclusions__count"))}


def added(definition: Definition, parts: Iterable[Tallied]) -> Tallied:
    """With every question named, also where nobody has answered."""
    return sum(parts, Tallied.of((), codes_of(definition)))


def _interval(survey: Survey, tallied: Tallied) -> Interval | None:
    kept = tuple(sorted((cell, n, tallied.sums[cell]) for cell, n in tallied.cells.items()))
    return _drawn(survey.version.text, survey.variant, survey.pk, kept)


@lru_cache(maxsize=64)
def _drawn(text: str, variant: str, seed: int, cells: tuple[tuple[str, int, tuple[int, ...]], ...]) -> Interval | None:
    """The same counts give the same interval; pages that are opened again need not draw it again."""
    definition = definition_of(text)
    counts, sums = {cell: n for cell, n, _ in cells}, {cell: one for cell, _, one in cells}
    tallied = Tallied(sum(counts.values()), cells=counts, sums=sums)
    return interval_of(definition, tallied, variant, seed=seed)


# ---- Parts


def parts_by_service(result: SurveyResult) -> list[Part]:
    names = {str(one.service_id): one.service.name for one in result.survey.offered.all()}
    return _parts(result, lambda pile: str(pile.service), names, "Layanan lain, digabung")


def parts_by_channel(result: SurveyResult) -> list[Part]:
    names = {channel.value: name for channel, name in CHANNEL_NAMES.items()}
    order = {channel.value: at for at, channel in enumerate(Channel)}
    rows = _parts(result, lambda pile: pile.channel, names, "Saluran lain, digabung")
    return sorted(rows, key=lambda part: order.get(part.key, len(order)))


def _parts(result: SurveyResult, key_of: Callable[[Pile], str], names: Mapping[str, str], together: str) -> list[Part]:
    sums: dict[str, list[Tallied]] = {}
    for pile, tallied in result.piles.items():
        sums.setdefault(key_of(pile), []).append(tallied)
    groups = {key: added(result.definition, tallies) for key, tallies in sums.items()}
    named = {key: (names.get(key, key), tallied) for key, tallied in groups.items()}
    return shown_parts(result.definition, named, result.survey.variant, together)


def shown_parts(
    definition: Definition, groups: Mapping[str, tuple[str, Tallied]], variant: str, together: str
) -> list[Part]:
    """Groups as they may be shown: small ones together, or not at all. A question that few have answered makes a group
    small too: else the whole minus the other groups would tell their digits."""
    shown = disclosed({key: least(tallied) for key, (_name, tallied) in groups.items()})
    parts = [_part(definition, variant, *groups[key], key) for key in shown.apart]
    if shown.together:
        rest = added(definition, (groups[key][1] for key in shown.together))
        names = ", ".join(groups[key][0] for key in shown.together)
        parts.append(_part(definition, variant, f"{together}: {names}", rest))
    return [*parts, *(Part(groups[key][0], None, None) for key in shown.withheld)]


def _part(definition: Definition, variant: str, name: str, tallied: Tallied, key: str = "") -> Part:
    told = telling(definition, tallied, variant)
    return Part(name, tallied.n, told.outcome, told.tallied, key)


def part_of(result: SurveyResult, service: str, channel: str) -> Part | None:
    """The one part that somebody asks the origin of; None where there is none that may be shown apart."""
    rows = parts_by_service(result) if service else parts_by_channel(result)
    return next((part for part in rows if part.key == (service or channel) and part.outcome is not None), None)


# ---- Periods and units


@dataclass(frozen=True)
class Period:
    survey: Survey
    n: int
    outcome: Outcome


def trend_of(survey: Survey) -> list[Period]:
    """The finished surveys of the same unit up to this one, oldest first; they need not follow the same definition."""
    earlier = Survey.objects.filter(unit=survey.unit_id, period__lte=survey.period, state__in=FINISHED)
    surveys = list(earlier.select_related("unit", "version", "kecamatan").order_by("-period")[:PERIODS])
    return periods_of(surveys[::-1])


def periods_of(surveys: Sequence[Survey]) -> list[Period]:
    piles = piles_of(surveys)
    found = []
    for one in surveys:
        definition = definition_of(one.version.text)
        tallied = added(definition, (counts for pile, counts in piles.items() if pile.survey == one.pk))
        found.append(Period(one, tallied.n, telling(definition, tallied, one.variant).outcome))
    return found


@dataclass(frozen=True)
class RollUp:
    """Several units together. `mean`: of the units' indices, which is another figure and only stands beside it."""

    month: Month
    definition: Definition
    whole: Outcome
    tallied: Tallied
    interval: Interval | None
    parts: tuple[Part, ...]
    mean: Fraction | None
    left_out: tuple[Survey, ...]  # they follow another definition: their answers cannot be added
    running: tuple[Survey, ...]
    excluded: int
    surveys: tuple[Survey, ...]


def roll_up(surveys: Sequence[Survey]) -> RollUp | None:
    """The finished surveys of one period together, from their answers; None where none is finished."""
    finished = [one for one in surveys if one.state in FINISHED]
    if not finished:
        return None
    first = finished[0]
    alike = [one for one in finished if (one.version_id, one.variant) == (first.version_id, first.variant)]
    definition = printed(first)
    piles = piles_of(alike)
    groups = {
        str(one.pk): (str(one.unit), added(definition, (t for pile, t in piles.items() if pile.survey == one.pk)))
        for one in alike
    }
    told = telling(definition, added(definition, piles.values()), first.variant)
    if told.tallied.n < SMALLEST_GROUP:
        groups = {}
    parts = shown_parts(definition, groups, first.variant, "Unit lain, digabung")
    values = [telling(definition, counts, first.variant).outcome.value for _name, counts in groups.values()]
    known = [value for value in values if value is not None]
    is_whole = all(part.key for part in parts)  # a mean would give away a unit that is not shown apart
    return RollUp(
        month=first.month,
        definition=definition,
        whole=told.outcome,
        tallied=told.tallied,
        interval=None if told.outcome.index is None else _interval(first, told.tallied),
        parts=tuple(parts),
        mean=sum(known, Fraction()) / len(known) if len(known) > 1 and is_whole else None,
        left_out=tuple(one for one in finished if one not in alike),
        running=tuple(one for one in surveys if one.state in RUNNING),
        excluded=sum(excluded_of(alike).values()),
        surveys=tuple(alike),
    )
