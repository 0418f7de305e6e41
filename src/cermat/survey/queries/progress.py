"""How far a survey has come: counted answers against the sample that the served population asks for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from cermat.survey.formula import krejcie_morgan
from cermat.survey.models import RUNNING, Answer, Batch, Service, Survey
from cermat.survey.queries.tallies import piles_of
from cermat.survey.schema import Channel


@dataclass(frozen=True)
class ServiceProgress:
    service: Service
    population: int | None
    counted: int

    @property
    def target(self) -> int | None:
        """The sample by Krejcie and Morgan; None where the population is not known."""
        return None if self.population is None else krejcie_morgan(self.population)

    @property
    def towards(self) -> int:
        """Of the counted answers those that the target asks for: more than enough of one service helps no other."""
        return min(self.counted, self.target or 0)


@dataclass(frozen=True)
class Progress:
    """`counted`: answers that count, in all; `excluded` stand beside them and count nowhere."""

    survey: Survey
    counted: int
    services: tuple[ServiceProgress, ...]
    channels: tuple[tuple[Channel, int], ...]  # those with answers, most first
    excluded: int
    suspicious: int  # wait for somebody to look at them

    @property
    def target(self) -> int | None:
        """Of all services together; None where no population is known."""
        known = [row.target for row in self.services if row.target is not None]
        return sum(known) if known else None

    @property
    def towards(self) -> int:
        """How much of the target is reached: each service for itself."""
        return sum(row.towards for row in self.services)

    @property
    def without_target(self) -> list[str]:
        """The services whose population nobody has told."""
        return [row.service.name for row in self.services if row.target is None]


def progress_of(survey: Survey) -> Progress:
    return progress_of_all([survey])[0]


def progress_of_all(surveys: Sequence[Survey]) -> list[Progress]:
    """Of several surveys, in five queries however many."""
    prefetch_related_objects(surveys, "offered__service")
    piles = piles_of(surveys)
    excluded = _by_survey(Answer.objects.filter(survey__in=surveys, exclusion__isnull=False))
    waiting = _by_survey(Answer.objects.filter(survey__in=surveys, is_suspicious=True, exclusion=None))
    found = []
    for survey in surveys:
        services: Counter[int] = Counter()
        channels: Counter[str] = Counter()
        for pile, tallied in piles.items():
            if pile.survey == survey.pk:
                services[pile.service] += tallied.n
                channels[pile.channel] += tallied.n
        rows = tuple(ServiceProgress(o.service, o.population, services[o.service_id]) for o in survey.offered.all())
        ordered = tuple((Channel(channel), n) for channel, n in channels.most_common() if n)
        counts = excluded.get(survey.pk, 0), waiting.get(survey.pk, 0)
        found.append(Progress(survey, services.total(), rows, ordered, *counts))
    return found


def _by_survey(answers: QuerySet[Answer]) -> dict[int, int]:
    return dict(answers.order_by().values_list("survey").annotate(n=Count("pk")))


def countable(survey: Survey) -> QuerySet[Answer]:
    """The answers that nobody has excluded."""
    return Answer.objects.filter(survey=survey, exclusion=None)


@dataclass(frozen=True)
class Suspect:
    """Answers that came in one burst: by service and channel, for Sekcam to judge as a group."""

    service: Service
    channel: Channel
    count: int


def suspects_of(survey: Survey) -> list[Suspect]:
    rows = countable(survey).filter(is_suspicious=True).order_by().values_list("service", "channel")
    found = list(rows.annotate(n=Count("pk")))
    services = Service.objects.in_bulk([service for service, *_rest in found])
    suspects = [Suspect(services[service], Channel(channel), n) for service, channel, n in found]
    return sorted(suspects, key=lambda one: (one.service.sort, one.service.name, one.channel))


def stored_batches(survey: Survey) -> list[Batch]:
    """Paper and import piles that hold answers which count, also half-stored imports; `counting`: how many."""
    rows = Batch.objects.filter(survey=survey).select_related("stored_by")
    return list(rows.annotate(counting=Count("answers", filter=Q(answers__exclusion=None))).filter(counting__gt=0))


def overdue(survey: Survey, day: date) -> bool:
    """Still running after its last day: nothing closes by itself."""
    return survey.state in RUNNING and day > survey.ends_on


def overdue_surveys(day: date) -> list[Survey]:
    rows = Survey.objects.filter(state__in=RUNNING, ends_on__lt=day)
    return list(rows.select_related("kecamatan", "unit", "desk"))
