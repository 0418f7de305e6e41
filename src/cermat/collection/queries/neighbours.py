"""The same field at the other desa and kelurahan: lowest, median, highest, and where this one stands."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from cermat.collection.models import Entry, EntryValue
from cermat.collection.queries.answered import given_of
from cermat.collection.queries.ledger import asked_of
from cermat.collection.queries.scopes import HANDED_IN
from cermat.collection.queries.shapes import Sheet, SheetRow
from cermat.collection.schema import FieldKey
from cermat.indicators.formula import NOT_APPLICABLE, Given, Status, compute, middle

ByUnit = Mapping[int, Mapping[str, Mapping[str, Given]]]  # unit pk → code → field → value


@dataclass(frozen=True)
class Neighbours:
    """Exact figures of the other units, ascending. `missing`: asked, and no figure handed in."""

    known: tuple[Fraction, ...]
    missing: int
    value: Fraction | None  # of the unit itself

    @property
    def lowest(self) -> Fraction:
        return self.known[0]

    @property
    def highest(self) -> Fraction:
        return self.known[-1]

    @property
    def median(self) -> Fraction:
        """The middle one; of an even number the exact mean of the two in the middle."""
        return middle(self.known)

    @property
    def place(self) -> int | None:
        """Counted from the highest, the unit itself among them; equal figures share a place."""
        return None if self.value is None else 1 + sum(figure > self.value for figure in self.known)

    @property
    def of(self) -> int:
        """Units with a figure, this one among them where it has one."""
        return len(self.known) + (self.value is not None)


def neighbours_of(sheet: Sheet) -> dict[FieldKey, Neighbours]:
    """By field, and by ("CODE", "") for the computed figure; only where other units are asked for it. Two queries.

    Nothing for a sheet of the kecamatan's own sections: each has other rows. Figures that Cermat computes from other
    sheets are left out.
    """
    entry = sheet.entry
    if not entry.unit.is_village:
        return {}
    others = list(_others(entry).select_related("unit"))
    told = _told(entry)
    found: dict[FieldKey, Neighbours] = {}
    for row in sheet.rows:
        asked = [other.unit_id for other in others if asked_of(row.indicator, other.unit)]
        found |= {key: one for key, one in _of_row(row, asked, told) if asked}
    return found


def _others(entry: Entry) -> QuerySet[Entry]:
    same = Entry.objects.filter(cycle=entry.cycle_id, section=entry.section_id, form=entry.form)
    return same.exclude(pk=entry.pk)


def _told(entry: Entry) -> ByUnit:
    rows = EntryValue.objects.filter(entry__in=_others(entry).filter(state__in=HANDED_IN)).select_related("entry")
    found: dict[int, dict[str, dict[str, Given]]] = defaultdict(lambda: defaultdict(dict))
    for value in rows:
        found[value.entry.unit_id][value.code][value.field] = given_of(value)
    return found


def _of_row(row: SheetRow, asked: list[int], told: ByUnit) -> list[tuple[FieldKey, Neighbours]]:
    code = row.spec.code
    answers = {unit: told.get(unit, {}).get(code, {}) for unit in asked}
    found = []
    for cell in row.fields:
        if cell.field.kind == "angka" and not cell.is_auto:
            given = [answers[unit].get(cell.field.key) for unit in asked]
            found.append(((code, cell.field.key), _neighbours(given, cell.value)))
    if row.spec.formula and not any(cell.is_auto for cell in row.fields):
        given = [_computed(row, answers[unit]) for unit in asked]
        found.append(((code, ""), _neighbours(given, row.outcome.value)))
    return found


def _computed(row: SheetRow, values: Mapping[str, Given]) -> Given:
    outcome = compute(row.spec, values)
    return NOT_APPLICABLE if outcome.status is Status.NOT_APPLICABLE else outcome.value


def _neighbours(given: list[Given], own: Given) -> Neighbours:
    known = sorted(value for value in given if isinstance(value, Fraction))
    missing = sum(value is None for value in given)  # "tidak berlaku" is an answer, not a gap
    return Neighbours(tuple(known), missing, own if isinstance(own, Fraction) else None)
