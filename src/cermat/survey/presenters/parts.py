"""Parts of a survey's result as they may be shown: services, channels, respondents, periods, units together."""

from dataclasses import dataclass
from fractions import Fraction

from cermat.instruments.formula import Definition
from cermat.instruments.presenters.words import figure
from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.survey.formula import disclosed
from cermat.survey.presenters.results import UnsurRow, grade_text, index_text, unsur_chart, unsur_rows
from cermat.survey.queries import Part, Period, RollUp, SurveyResult
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
            grade_text(part.outcome) if part.outcome else "",
            part.key if part.outcome else "",
        )
        for part in parts
    ]


def profiles(result: SurveyResult) -> list[Profile]:
    """Who answered, field by field; groups under five stand together or are not shown."""
    found = []
    for field, choices in RESPONDENT_FIELDS.items():
        counts = result.tallied.fields.get(field, {})
        names = {**choices, "": UNSAID}
        ordered = {key: counts[key] for key in names if counts.get(key)}
        shown = disclosed(ordered)
        of = sum(ordered.values())
        rows = [ProfileRow(names[key], ordered[key], _share(ordered[key], of)) for key in shown.apart]
        if shown.together:
            rest = sum(ordered[key] for key in shown.together)
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


@dataclass(frozen=True)
class RolledPage:
    index: str
    name: str
    grade: str
    margin: str
    n: str
    excluded: str
    mean: str  # "" where it would give away a unit that is not shown apart
    parts: list[PartRow]
    unsur: list[UnsurRow]
    chart: str
    left_out: str
    running: str


def rolled_page(rolled: RollUp) -> RolledPage:
    definition = rolled.definition
    return RolledPage(
        index=index_text(definition, rolled.whole),
        name=definition.index.name,
        grade=grade_text(rolled.whole),
        margin=f"± {number(rolled.interval.margin, 1)}" if rolled.interval else "",
        n=number(rolled.tallied.n),
        excluded=number(rolled.excluded),
        mean=figure(rolled.mean, definition.index.decimals) if rolled.mean is not None else "",
        parts=part_rows(definition, list(rolled.parts)),
        unsur=unsur_rows(definition, rolled.whole),
        chart=unsur_chart(definition, rolled.whole),
        left_out=", ".join(str(one.unit) for one in rolled.left_out),
        running=", ".join(str(one.unit) for one in rolled.running),
    )
