"""How a contest of several RT/RW stands: the index of each by the definition, and who comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from cermat.collection.models import Candidate
from cermat.collection.queries.marks import assessor_keys, contest_definition, mark_code
from cermat.collection.queries.shapes import Sheet
from cermat.instruments.formula import Definition, Outcome, Place, places, score
from cermat.instruments.formula import Given as About


@dataclass(frozen=True)
class Contestant:
    """A candidate with the whole way to its index, and its place once there is one."""

    candidate: Candidate
    outcome: Outcome
    place: Place | None

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """Criterion and assessor of each mark that is not there."""
        return tuple((line.name, name) for line in self.outcome.items for name in line.gaps)


@dataclass(frozen=True)
class Contest:
    definition: Definition
    assessors: Mapping[str, str]
    contestants: tuple[Contestant, ...]  # in the order of the sheet

    @property
    def ranked(self) -> tuple[Contestant, ...]:
        """Best first; those without an index last."""
        return tuple(sorted(self.contestants, key=lambda one: one.place.number if one.place else len(self.contestants)))

    @property
    def winners(self) -> tuple[Contestant, ...]:
        return tuple(one for one in self.contestants if one.place and one.place.number == 1)


def contest_of(sheet: Sheet) -> Contest:
    """The contest as the marks on the sheet stand."""
    entry = sheet.entry
    definition = contest_definition(entry)
    assessors = assessor_keys(definition)
    marks: dict[str, Mapping[str, object]] = {row.spec.code: row.values for row in sheet.rows}
    outcomes: dict[Candidate, Outcome] = {}
    for candidate in entry.candidates.select_related("unit"):
        sheets = [
            {
                item.code: _mark(marks.get(mark_code(item.code, candidate.number), {}).get(key))
                for item in definition.items
            }
            for key in assessors
        ]
        outcomes[candidate] = score(definition, sheets, About(names=tuple(assessors.values())))
    ranks = places({candidate: outcome.index for candidate, outcome in outcomes.items()})
    found = tuple(Contestant(candidate, outcome, ranks.get(candidate)) for candidate, outcome in outcomes.items())
    return Contest(definition, assessors, found)


def _mark(value: object) -> Fraction | None:
    return value if isinstance(value, Fraction) else None
