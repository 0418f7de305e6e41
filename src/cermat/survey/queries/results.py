"""What came out of a survey: the whole, and earlier periods."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Sum

from cermat.instruments.formula import Definition, Outcome
from cermat.instruments.queries import as_the_office_prints, definition_of
from cermat.survey.formula import Interval, Tallied, codes_of, interval_of, krejcie_morgan, telling
from cermat.survey.models import Survey, SurveyState
from cermat.survey.queries.stepping import parts_are_joined
from cermat.survey.queries.tallies import Pile, piles_of
from cermat.survey.schema import SMALLEST_GROUP

PERIODS = 8  # shown in the trend
FINISHED = (SurveyState.CLOSED, SurveyState.CONFIRMED)


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
    parts_are_joined: bool  # services and channels are not told apart

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
        interval=None if told.outcome.index is None else interval_from(survey, told.tallied),
        population=sum(served for served, _n in known) if known else None,
        target=sum(krejcie_morgan(served) for served, _n in known) if known else None,
        towards=sum(min(krejcie_morgan(served), n) for served, n in known),
        without_target=tuple(one.service.name for one in offered if one.population is None),
        excluded=excluded_of([survey]).get(survey.pk, 0),
        piles=piles,
        parts_are_joined=parts_are_joined(survey),
    )


def excluded_of(surveys: Iterable[Survey]) -> dict[int, int]:
    """Survey → how many of its answers were set aside."""
    from_exclusions = Survey.objects.filter(pk__in=[one.pk for one in surveys]).order_by()
    return {pk: n or 0 for pk, n in from_exclusions.values_list("pk").annotate(n=Sum("exclusions__count"))}


def added(definition: Definition, parts: Iterable[Tallied]) -> Tallied:
    """With every question named, also where nobody has answered."""
    return sum(parts, Tallied.of((), codes_of(definition)))


def interval_from(survey: Survey, tallied: Tallied) -> Interval | None:
    kept = tuple(sorted((cell, n, tallied.sums[cell]) for cell, n in tallied.cells.items()))
    return _drawn(survey.version.text, survey.variant, survey.pk, kept)


@lru_cache(maxsize=64)
def _drawn(text: str, variant: str, seed: int, cells: tuple[tuple[str, int, tuple[int, ...]], ...]) -> Interval | None:
    """The same counts give the same interval; pages that are opened again need not draw it again."""
    definition = definition_of(text)
    counts, sums = {cell: n for cell, n, _ in cells}, {cell: one for cell, _, one in cells}
    tallied = Tallied(sum(counts.values()), cells=counts, sums=sums)
    return interval_of(definition, tallied, variant, seed=seed)


# ---- Periods


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
