"""Everything that stands in the sheets a person may fill in, to hold the lines of a returned workbook against."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from cermat.collection.formula import RowKey
from cermat.collection.models import Entry, EntryValue
from cermat.collection.queries.autos import autos_of, respondents_of
from cermat.collection.queries.ledger import Ledger, ledger_of
from cermat.collection.queries.shapes import EXPLANATION, FieldSpec, Sheet
from cermat.collection.queries.sheets import sheet_in
from cermat.collection.queries.workbooks import EXPLAINING, Specs, fillable, speaks_for_others
from cermat.collection.schema import FieldKey
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle


@dataclass(frozen=True, slots=True)
class Target:
    """The field a line leads to today. `note`: it has moved, or means something else now."""

    entry: Entry
    name: str  # of the indicator
    spec: FieldSpec
    note: str = ""

    @property
    def label(self) -> str:
        part = self.spec.field.label
        return self.name if part == self.name else f"{self.name}: {part}"


def desk_of(user: User, cycle: Cycle, day: date) -> "DeskOfSheets":
    """In a handful of queries, whatever the number of sheets."""
    mine = {entry.pk for entry in fillable(user, cycle, day)}
    units = list(Unit.objects.filter(entries__in=mine).distinct())
    spoken_for = {unit.code for unit in units if speaks_for_others(user, unit, day)}
    return DeskOfSheets(ledger_of(cycle, units), respondents_of(cycle), mine, spoken_for)


class DeskOfSheets:
    """`mine`: the sheets (pk) of the ledger that the person may fill in; `spoken_for`: units (code) as of others."""

    def __init__(
        self, ledger: Ledger, respondents: dict[int, int], mine: Collection[int], spoken_for: Collection[str] = ()
    ) -> None:
        self.ledger, self.respondents, self.spoken_for = ledger, respondents, spoken_for
        self.entries = {entry.pk: entry for entry in ledger.entries if entry.pk in mine}
        self.by_name = {(one.unit.code, one.section.key, one.form): one for one in self.entries.values()}
        self.units = {entry.unit.code: entry.unit for entry in self.entries.values()}
        self.computed: set[tuple[int, FieldKey]] = set()  # fields nobody types, by sheet (pk)
        specs = Specs()
        self.fields = {pk: self._fields(entry, specs) for pk, entry in self.entries.items()}

    def _fields(self, entry: Entry, specs: Specs) -> dict[FieldKey, Target]:
        autos = autos_of(self.ledger, entry.unit, self.respondents)
        found: dict[FieldKey, Target] = {}
        for indicator in self.ledger.rows[entry.pk]:
            spec = specs.of(indicator)
            for field in spec.fields:
                if field.auto in autos:
                    self.computed.add((entry.pk, (spec.code, field.key)))
                else:
                    found[spec.code, field.key] = Target(entry, indicator.name, FieldSpec(spec.code, field))
            found[spec.code, EXPLANATION] = Target(entry, indicator.name, FieldSpec(spec.code, EXPLAINING))
        return found

    def find(self, key: RowKey) -> Target | Entry | None:
        """The field; the sheet where it asks for the field no more; None: no such sheet for the person."""
        entry = self.by_name.get((key.unit, key.section, key.form))
        field = (key.code, key.field)
        if entry is not None and field in self.fields[entry.pk]:
            return self.fields[entry.pk][field]
        for other in self.entries.values():
            if other.unit.code == key.unit and other.form == key.form and field in self.fields[other.pk]:
                return replace(self.fields[other.pk][field], note=f"Sekarang pada lembar {other.section.name}.")
        return entry

    def value_of(self, target: Target) -> EntryValue | None:
        typed = self.ledger.values_of(target.entry.unit_id, target.spec.code)
        return typed.get(target.spec.field.key)

    def sheets_with(self, unit: Unit, values: Iterable[EntryValue], entries: Iterable[Entry]) -> list[Sheet]:
        """The sheets of a unit as they would stand with `values` in them."""
        now = dict(self.ledger.now.get(unit.pk, {})) | {(value.code, value.field): value for value in values}
        ledger = replace(
            self.ledger,
            entries=tuple(entry for entry in self.ledger.entries if entry.unit_id == unit.pk),
            now={unit.pk: now},
            last={unit.pk: self.ledger.last.get(unit.pk, {})},
        )
        return [sheet_in(ledger, entry, self.respondents) for entry in entries]
