"""Answers added up: what the worker has counted already, and the newest that it has not."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import CharField, Count, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from cermat.instruments.queries import definition_of
from cermat.survey.formula import Tallied, codes_of
from cermat.survey.models import Answer, Service, Survey, Tally
from cermat.survey.schema import RESPONDENT_FIELDS, Channel


class Pile(NamedTuple):
    """Where answers were given, and how they came."""

    survey: int
    service: int
    channel: str


TOLD = tuple(RESPONDENT_FIELDS)
NOTHING = Value("", output_field=CharField())


def tallied(survey: Survey, *, service: Service | None = None, channel: Channel | str | None = None) -> Tallied:
    """The answers of a survey that count, all or of one service or channel: exact at the moment of the call."""
    codes = codes_of(definition_of(survey.version.text))
    return Tallied.of((), codes) + total(
        counts
        for pile, counts in piles_of([survey]).items()
        if (service is None or pile.service == service.pk) and (channel is None or pile.channel == channel)
    )


def total(parts: Iterable[Tallied]) -> Tallied:
    return sum(parts, Tallied())


def piles_of(surveys: Iterable[Survey]) -> dict[Pile, Tallied]:
    """The answers that count of these surveys, by survey, service and channel. One statement, so that an answer which
    the worker tallies meanwhile is seen either as counted or as not, never as both or neither."""
    codes = {survey.pk: codes_of(definition_of(survey.version.text)) for survey in surveys}
    found: dict[Pile, Tallied] = {}
    fresh: dict[Pile, list[tuple[str, dict[str, str], int]]] = {}
    new = counted(Answer.objects.filter(survey__in=codes, is_tallied=False, exclusion=None)).annotate(
        kept=Value("", output_field=TextField())
    )
    old = Tally.objects.filter(survey__in=codes).order_by().values_list("survey", "service", "channel")
    old = old.annotate(
        **{f"no_{name}": NOTHING for name in ("scores", *TOLD)},
        n=Value(0, output_field=IntegerField()),
        kept=Cast("counts", TextField()),
    )
    for survey, service, channel, scores, *told, n, kept in new.union(old, all=True):
        pile = Pile(survey, service, channel)
        if kept:
            found[pile] = Tallied.from_json(json.loads(kept))
        else:
            fresh.setdefault(pile, []).append((scores, dict(zip(TOLD, told, strict=True)), n))
    for pile, rows in fresh.items():
        found[pile] = found.get(pile, Tallied()) + Tallied.of_counts(rows, codes[pile.survey])
    return found


def added_up(answers: QuerySet[Answer], codes: tuple[str, ...]) -> dict[tuple[int, str], Tallied]:
    """Answers of one survey by service and channel; `codes`: its questions."""
    rows: dict[tuple[int, str], list[tuple[str, dict[str, str], int]]] = {}
    for _survey, service, channel, scores, *told, n in counted(answers):
        rows.setdefault((service, channel), []).append((scores, dict(zip(TOLD, told, strict=True)), n))
    return {pile: Tallied.of_counts(counts, codes) for pile, counts in rows.items()}


def counted(answers: QuerySet[Answer]) -> QuerySet[Answer, tuple[Any, ...]]:
    """Survey, service, channel, digits, what was told of oneself → how many answers are just so."""
    return answers.order_by().values_list("survey", "service", "channel", "scores", *TOLD).annotate(n=Count("pk"))
