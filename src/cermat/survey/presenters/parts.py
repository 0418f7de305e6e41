"""Parts of a survey's result as they may be shown: services, channels, respondents, periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cermat.instruments.formula import Definition
from cermat.instruments.presenters.words import figure
from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.survey.presenters.results import grade_text, index_text
from cermat.survey.queries import Part, Period, SurveyResult, mean_of, respondents
from cermat.survey.schema import FIELD_NAMES, RESPONDENT_FIELDS

UNSAID = "Tidak diisi"
TOGETHER = "Lainnya, digabung"


@dataclass(frozen=True)
class PartRow:
    name: str
    n: str
    index: str
    grade: str
    key: str


@dataclass(frozen=True)
class ProfileRow:
    name: str
    n: int
    share: str


@dataclass(frozen=True)
class Profile:
    title: str
    rows: tuple[ProfileRow, ...]
    of: int
    note: str


def part_rows(definition: Definition, parts: list[Part]) -> list[PartRow]:
    return [
        PartRow(
            part.name,
            "kurang dari 5" if part.n is None else number(part.n),
            index_text(definition, part.outcome) if part.outcome else "–",
            part.outcome.grade.code if part.outcome and part.outcome.grade else "",
            part.key if part.outcome else "",
        )
        for part in parts
    ]


def mean_text(definition: Definition, parts: Sequence[Part]) -> str:
    """The mean of the parts' indices, to stand beside the whole; "" where there is none."""
    mean = mean_of(parts)
    return "" if mean is None else figure(mean, definition.index.decimals)


def profiles(result: SurveyResult) -> list[Profile]:
    """Who answered, field by field; groups under five stand together or are not shown."""
    found = []
    for field, (counts, shown) in respondents(result.tallied).items():
        names = {**RESPONDENT_FIELDS[field], "": UNSAID}
        of = sum(counts.values())
        rows = [ProfileRow(names[key], counts[key], _share(counts[key], of)) for key in shown.apart]
        if shown.together:
            rest = sum(counts[key] for key in shown.together)
            rows.append(ProfileRow(TOGETHER, rest, _share(rest, of)))
        note = "Terlalu sedikit jawaban untuk dirinci." if shown.withheld or not of else ""
        found.append(Profile(FIELD_NAMES[field], tuple(rows), of, note))
    return found


def _share(n: int, of: int) -> str:
    return f"{number(rounded(Fraction(100 * n, of), 1), 1)} %"


@dataclass(frozen=True)
class PeriodRow:
    pk: int
    period: str
    name: str
    index: str
    grade: str
    n: str
    note: str


def period_rows(definition: Definition, periods: list[Period]) -> list[PeriodRow]:
    """Newest first; a period by another definition says so."""
    return [
        PeriodRow(
            one.survey.pk,
            one.survey.period,
            one.survey.month.name,
            index_text(definition, one.outcome),
            grade_text(one.outcome),
            number(one.n),
            "" if one.outcome.definition == definition.reference else one.outcome.definition,
        )
        for one in reversed(periods)
    ]
