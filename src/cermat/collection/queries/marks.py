"""The rows with the marks of a contest of several RT/RW: candidate by criterion, one field for each assessor."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from cermat.collection.models import Candidate, Entry, Form
from cermat.indicators.models import Indicator
from cermat.instruments.formula import Definition, Item
from cermat.instruments.queries import definition_in_force, definition_named
from cermat.instruments.schema import shipped
from cermat.lib.errors import DomainError
from cermat.organisation.models import Unit

CONTEST = "rtrw-cantik-contoh"
MARK = re.compile(r"(?P<item>.+)-P(?P<number>\d+)")


def contest_definition(entry: Entry) -> Definition:
    """The criteria, assessors and weights the sheet was opened with; where the office has none, those that ship."""
    return definition_named(entry.cycle.kecamatan, entry.definition) or shipped(CONTEST)


def contest_in_force(kecamatan: Unit, day: date) -> str:
    """The reference a contest of that day is opened with."""
    try:
        version, _definition = definition_in_force(kecamatan, CONTEST, day)
    except DomainError:
        return shipped(CONTEST).reference
    return version.reference


def assessor_keys(definition: Definition) -> dict[str, str]:
    """Key of the field → name of the assessor: {"forpimcam": "Forpimcam"}."""
    return {re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]: name for name in definition.assessors}


def mark_code(item: str, number: int) -> str:
    """Code of the row with the marks of one candidate for one criterion: RTR-01-P2."""
    return f"{item}-P{number}"


def candidate_number(code: str) -> int | None:
    """The candidate a row belongs to; None for a row of the sheet as a whole."""
    found = MARK.fullmatch(code)
    return int(found["number"]) if found else None


def mark_rows(entry: Entry, candidates: Iterable[Candidate]) -> Iterator[Indicator]:
    """One row for each candidate and criterion, one field for each assessor; made by the definition, never stored."""
    definition = contest_definition(entry)
    assessors = assessor_keys(definition)
    for candidate in candidates:
        for position, item in enumerate(definition.items):
            yield Indicator(
                set=entry.indicator_set,
                code=mark_code(item.code, candidate.number),
                position=candidate.number * 1000 + position,
                name=item.name,
                group=f"P{candidate.number}",
                group_name=str(candidate),
                applies_to=Form.RTRW.value,
                nature="nilai",
                fields=[_field(item, key, name) for key, name in assessors.items()],
                unit_label="nilai",
                section_key=entry.section.key,
            )


def _field(item: Item, key: str, assessor: str) -> dict[str, object]:
    return {
        "key": key,
        "label": f"Nilai penilai {assessor}",
        "unit": "nilai",
        "kind": "angka",
        "decimals": item.decimals,
        "least": str(item.lowest),
        "most": str(item.highest),
    }
