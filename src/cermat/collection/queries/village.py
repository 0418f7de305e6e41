"""The index of a desa: its newest year line by line, what is lacking to the next class, and the years before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cermat.collection.models import Publication
from cermat.collection.queries.published import IDM, INDEKS_DESA, definition_behind
from cermat.instruments.formula import Definition, Grade, Line, Outcome, outcome_from
from cermat.instruments.models import Result
from cermat.lib.rounding import rounded
from cermat.organisation.models import Kind, Unit

INSTRUMENT = "idm"


@dataclass(frozen=True)
class Year:
    """One year of one index. `outcome` None: only its value was taken over, no lines."""

    result: Result
    definition: Definition
    outcome: Outcome | None

    @property
    def year(self) -> int:
        return int(self.result.period[:4])

    @property
    def computed(self) -> Decimal | None:
        if self.outcome is not None:
            return self.outcome.index
        return None if self.result.value is None else rounded(self.result.value, self.definition.index.decimals)

    @property
    def published(self) -> Decimal | None:
        value = self.result.published_value
        return None if value is None else rounded(value, self.definition.index.decimals)

    @property
    def index(self) -> Decimal | None:
        """What holds: the published figure, else the computed one."""
        return self.computed if self.published is None else self.published

    @property
    def label(self) -> str:
        return self.result.published_label or self.result.label

    @property
    def next_grade(self) -> Grade | None:
        return None if self.index is None else self.definition.next_grade(self.index)

    @property
    def points(self) -> dict[str, Fraction]:
        """Row → its points, as computed with; empty where no lines were kept."""
        lines = self.outcome.items if self.outcome else ()
        return {line.code: line.value for line in lines if isinstance(line.value, Fraction)}

    @property
    def anomalies(self) -> list[Mapping[str, str]]:
        return list(self.result.details.get("anomalies") or [])

    @property
    def published_groups(self) -> Mapping[str, str]:
        told: Mapping[str, Any] = self.result.details.get("published") or {}
        return dict(told.get("groups") or {})

    @property
    def groups(self) -> tuple[Line, ...]:
        return self.outcome.groups if self.outcome else ()


@dataclass(frozen=True)
class VillageIndex:
    """Everything about the indices of one desa; of a kelurahan only that it is not surveyed."""

    unit: Unit
    idm: tuple[Year, ...]  # newest first; never on one line with the other
    indeks_desa: tuple[Year, ...]
    waiting: tuple[Publication, ...]
    sent_back: tuple[Publication, ...] = ()  # of each year the last file, where it was sent back and none came since

    @property
    def is_surveyed(self) -> bool:
        return self.unit.kind == Kind.DESA


def village_index(unit: Unit) -> VillageIndex:
    rows = list(
        Result.objects.current()
        .filter(instrument=INSTRUMENT, subject=unit)
        .select_related("kecamatan", "maker", "checker")
    )
    known = _definitions(rows)
    years = [Year(row, known[row.definition], outcome_from(known[row.definition], row.details)) for row in rows]
    files = list(unit.publications.defer("text").select_related("made_by", "checked_by", "kecamatan", "unit"))
    newest = {one.year: one for one in reversed(files)}.values()
    return VillageIndex(
        unit,
        tuple(year for year in years if year.definition.name == IDM),
        tuple(year for year in years if year.definition.name != IDM),
        tuple(one for one in files if one.is_waiting),
        tuple(one for one in newest if one.reason),
    )


def newest_of_all(units: list[Unit]) -> dict[int, list[Year]]:
    """Unit pk → the newest year of each of the two indices, for the list of the kecamatan's desa."""
    rows = Result.objects.current().filter(instrument=INSTRUMENT, subject__in=units).select_related("kecamatan")
    found: dict[tuple[int, str], Result] = {}
    for row in rows:  # newest first
        found.setdefault((row.subject_id, _name(row.definition)), row)
    known = _definitions(found.values())
    years: dict[int, list[Year]] = {}
    for (pk, _index), row in found.items():
        years.setdefault(pk, []).append(Year(row, known[row.definition], None))
    return years


def _definitions(rows: Iterable[Result]) -> dict[str, Definition]:
    """Reference → definition: many years and desa, a few definitions."""
    one_of_each = {row.definition: row for row in rows}
    return {
        reference: definition_behind(row.kecamatan, reference, int(row.period[:4]))
        for reference, row in one_of_each.items()
    }


def _name(reference: str) -> str:
    name = reference.partition("@")[0]
    return name if name in {IDM, INDEKS_DESA} else INDEKS_DESA


def lacking_points(year: Year) -> Fraction | None:
    """Points of the whole index that lack to the next class, for an index that is a share of its maximum.

    None where there is no next class or nothing to count from. Exact: the smallest whole number of points whose index,
    rounded as published, lies in the class.
    """
    if year.next_grade is None or year.index is None:
        return None
    index, definition = year.definition.index, year.definition
    most = sum((item.highest for item in definition.items), Fraction())
    have = sum((line.value for line in year.groups if isinstance(line.value, Fraction)), Fraction())
    if not year.groups:
        have = Fraction(round(Fraction(year.index) * most / index.factor))
    points = have
    while rounded(points * index.factor / most, index.decimals) < year.next_grade.start:
        points += 1
    return points - have
