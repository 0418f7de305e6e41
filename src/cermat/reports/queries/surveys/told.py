"""Everything the report of a survey tells, read once."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cermat.instruments.formula import Definition, Line, Outcome
from cermat.instruments.models import Result
from cermat.instruments.queries import definition_of
from cermat.lib.rounding import rounded
from cermat.survey.formula import Interval, Tallied, codes_of, lowest, ranks, scale_of, unsur_of
from cermat.survey.models import Exclusion, Improvement, Suggestion, Survey
from cermat.survey.queries import piles_of, result_of
from cermat.survey.schema import Channel
from cermat.survey.workflow import Showing

EARLIER = 8  # periods of the trend


@dataclass(frozen=True)
class Told:
    survey: Survey
    definition: Definition  # in the office's printed order
    codes: tuple[str, ...]  # the questions in the order of an answer's digits
    tallied: Tallied
    outcome: Outcome
    interval: Interval | None
    services: tuple[tuple[str, int | None, int], ...]  # name, people served, answers that count
    target: int | None  # respondents that all services with a known population need
    towards: int
    without_target: tuple[str, ...]
    channels: tuple[tuple[Channel, int], ...]
    exclusions: tuple[Exclusion, ...]
    suggestions: tuple[Suggestion, ...]  # only those that may be shown
    improvements: tuple[Improvement, ...]
    trend: tuple[Result, ...]  # oldest first, this one among them once it is confirmed

    @property
    def unsur(self) -> tuple[Line, ...]:
        return unsur_of(self.outcome)

    @property
    def scale(self) -> tuple[int, int]:
        return scale_of(self.outcome)

    @property
    def numbers(self) -> dict[str, str]:
        """Unsur → U1 … U9, as the office prints them."""
        return {line.code: f"U{at}" for at, line in enumerate(self.unsur, 1)}

    @property
    def places(self) -> dict[str, int]:
        return ranks(self.unsur)

    @property
    def lowest(self) -> tuple[Line, ...]:
        return lowest(self.unsur)

    @property
    def excluded(self) -> int:
        return sum(one.count for one in self.exclusions)

    @property
    def weight(self) -> str:
        """1/9, or the office's own as its variant names it."""
        if self.survey.variant:
            return next(one.label for one in self.definition.variants if one.name == self.survey.variant)
        return str(self.unsur[0].weight) if self.unsur else ""

    def weighted(self, line: Line) -> Decimal | None:
        """The unsur's part in the index, before the factor."""
        if not isinstance(line.value, Fraction):
            return None
        chosen = next((one.weight for one in self.definition.variants if one.name == self.survey.variant), line.weight)
        return rounded(line.value * chosen, 3)

    def converted(self, line: Line) -> Decimal | None:
        """On the scale of the index, so that it has a class of its own."""
        return rounded(line.value * self.definition.index.factor, 2) if isinstance(line.value, Fraction) else None


def told_of(survey: Survey) -> Told:
    """On the same figures as the page of the survey's result (`survey.queries.result_of`)."""
    found = result_of(survey)
    services, channels = Counter[int](), Counter[str]()
    for pile, part in piles_of([survey]).items():
        services[pile.service] += part.n
        channels[pile.channel] += part.n
    offered = survey.offered.select_related("service")
    return Told(
        survey=survey,
        definition=found.definition,
        codes=codes_of(definition_of(survey.version.text)),
        tallied=found.tallied,
        outcome=found.outcome,
        interval=found.interval,
        target=found.target,
        towards=found.towards,
        without_target=found.without_target,
        services=tuple((row.service.name, row.population, services[row.service_id]) for row in offered),
        channels=tuple((Channel(channel), n) for channel, n in channels.most_common() if n),
        exclusions=tuple(survey.exclusions.all()),
        suggestions=tuple(survey.suggestions.filter(showing=Showing.SHOWN)),
        improvements=tuple(survey.improvements.select_related("owner").order_by("year", "quarter", "pk")),
        trend=_trend(survey),
    )


def _trend(survey: Survey) -> tuple[Result, ...]:
    rows = Result.objects.current().filter(instrument="ikm", subject=survey.unit, period__lte=survey.period)
    return tuple(reversed(rows.with_figure().order_by("-period")[:EARLIER]))
