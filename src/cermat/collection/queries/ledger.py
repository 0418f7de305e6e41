"""Everything that stands in the sheets of a cycle, read in a handful of queries whatever their number."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F

from cermat.collection.models import Answer, Candidate, Entry, EntryValue, Evidence, Form
from cermat.collection.queries.answered import of_month
from cermat.collection.queries.habits import Figures, Habits, habits_of
from cermat.collection.queries.marks import mark_rows
from cermat.collection.queries.snapshots import PENDING, Snapshot, snapshots_of, standing_of, values_in
from cermat.collection.schema import FieldKey
from cermat.indicators.models import Indicator, SetKind
from cermat.lib.expression import canonical
from cermat.lib.months import Month
from cermat.organisation.models import Kind, Unit
from cermat.sop.models import Cycle

Values = dict[FieldKey, EntryValue]
ByCode = dict[tuple[int, str], dict[str, EntryValue]]  # unit pk and code → field → value
BOTH = "keduanya"
SORTED_FORMS: dict[str, SetKind] = {
    Form.MONTHLY.value: SetKind.MONTHLY,
    Form.SINERGITAS.value: SetKind.SINERGITAS,
}


def asked_of(indicator: Indicator, unit: Unit) -> bool:
    """Whether the row concerns this kind of unit."""
    if unit.kind in {Kind.KELURAHAN, Kind.DESA}:
        return indicator.applies_to in {BOTH, unit.kind}
    return indicator.applies_to not in {BOTH, Kind.KELURAHAN, Kind.DESA}


def is_due(indicator: Indicator, month: Month) -> bool:
    return indicator.due_months is None or month.number in indicator.due_months


@dataclass(frozen=True)
class TakenOver:
    """A figure a unit's sheet takes over from before Cermat: what stood there at the end of `month`."""

    unit_id: int
    code: str
    field: str
    number: Decimal
    source: str


class Balances:
    """Where `measurement` leaves its answer: what was taken over as it stood at the end of a month."""

    at_end_of: Callable[[int, Month], list[TakenOver]] | None = None  # pk of the kecamatan, the month


LASTING = frozenset({"kumulatif", "keadaan"})  # natures whose balance at a month's end is that month's figure


@dataclass(frozen=True)
class Ledger:
    """The sheets of some units in one cycle. Values are found by unit pk, then by code and field."""

    cycle: Cycle
    entries: tuple[Entry, ...]
    rows: Mapping[int, tuple[Indicator, ...]] = field(default_factory=dict)  # by entry pk
    now: Mapping[int, Values] = field(default_factory=dict)
    last: Mapping[int, Values] = field(default_factory=dict)
    history: Figures = field(default_factory=dict)  # twelve months before, of rows with rules that ask for them
    beside: Figures = field(default_factory=dict)  # last month, of all villages, of rows that ask
    evidence: Mapping[tuple[int, str], tuple[Evidence, ...]] = field(default_factory=dict)  # by entry pk and code
    standing: Mapping[int, Snapshot] = field(default_factory=dict)  # by entry pk: what counts while it is corrected

    def entries_of(self, unit_id: int) -> list[Entry]:
        return [entry for entry in self.entries if entry.unit_id == unit_id]

    def values_of(self, unit_id: int, code: str) -> dict[str, EntryValue]:
        return self._now_by_code.get((unit_id, code), {})

    def last_of(self, unit_id: int, code: str) -> dict[str, EntryValue]:
        return self._last_by_code.get((unit_id, code), {})

    @cached_property
    def _now_by_code(self) -> ByCode:
        return _by_code(self.now)

    @cached_property
    def _last_by_code(self) -> ByCode:
        return _by_code(self.last)


def _by_code(values: Mapping[int, Values]) -> ByCode:
    found: ByCode = defaultdict(dict)
    for unit_id, of_unit in values.items():
        for (code, key), value in of_unit.items():
            found[unit_id, code][key] = value
    return found


def ledger_of(cycle: Cycle, units: Collection[Unit] | None = None, *, with_habits: bool = True) -> Ledger:
    """Of all units, or of `units`: rules and prefills of a sheet look into the unit's other sheets too.

    `with_habits` False: without the months before, which rules alone ask for.
    """
    rows = cycle.entries.select_related("cycle__kecamatan", "unit__parent", "section", "sent_by", "validated_by")
    if units is not None:
        rows = rows.filter(unit__in=units)
    entries = tuple(rows.order_by("unit__sort", "unit_id", "section__sort", "form"))
    asked = rows_of(cycle, entries)
    habits = habits_of(cycle, units, asked.values()) if units is not None and with_habits else Habits()
    unit_ids = {entry.unit_id for entry in entries}
    return Ledger(
        cycle=cycle,
        entries=entries,
        rows=asked,
        now=_values(with_people=units is not None, entry__in=entries),
        last=_last(cycle, unit_ids, {row.code for rows in asked.values() for row in rows if row.nature in LASTING}),
        history=habits.own,
        beside=habits.beside,
        evidence=_evidence(entries),
        standing=standing_of(entries),
    )


def rows_of(cycle: Cycle, entries: Iterable[Entry]) -> dict[int, tuple[Indicator, ...]]:
    """The indicators of each sheet: the cycle's sorting, or the set the sheet was opened with."""
    entries = list(entries)
    sorted_rows: dict[tuple[str, int], list[Indicator]] = defaultdict(list)
    by_cycle = [entry for entry in entries if entry.form in SORTED_FORMS]
    rows = cycle.sorted_indicators.filter(
        is_included=True,
        indicator__set__kind__in={SORTED_FORMS[entry.form].value for entry in by_cycle},
        section__in={entry.section_id for entry in by_cycle},
    )
    # the text of the file stands in the set: it would come along with every row
    for row in rows.select_related("indicator__set").defer("indicator__set__source"):
        sorted_rows[(row.indicator.set.kind, row.section_id)].append(row.indicator)
    sets = {entry.indicator_set_id for entry in entries if entry.indicator_set_id}
    by_set: dict[int, list[Indicator]] = defaultdict(list)
    if sets:
        for indicator in Indicator.objects.filter(set__in=sets).order_by("position"):
            by_set[indicator.set_id].append(indicator)
    marks = _marks([entry for entry in entries if entry.form == Form.RTRW])
    found: dict[int, tuple[Indicator, ...]] = {}
    for entry in entries:
        if entry.form in SORTED_FORMS:
            own = sorted_rows[(SORTED_FORMS[entry.form].value, entry.section_id)]
        else:
            own = [row for row in by_set[entry.indicator_set_id or 0] if belongs(row, entry)]
        asked = [
            row
            for row in sorted(own, key=lambda row: row.position)
            if is_due(row, cycle.month) and asked_of(row, entry.unit)
        ]
        found[entry.pk] = (*asked, *marks.get(entry.pk, ()))
    return found


def _marks(contests: list[Entry]) -> dict[int, list[Indicator]]:
    """The rows with the marks of a contest, by entry pk: they follow from who takes part."""
    taking_part: dict[int, list[Candidate]] = defaultdict(list)
    if contests:
        for one in Candidate.objects.filter(entry__in=contests).select_related("unit"):
            taking_part[one.entry_id].append(one)
    return {entry.pk: list(mark_rows(entry, taking_part[entry.pk])) for entry in contests if taking_part[entry.pk]}


def belongs(indicator: Indicator, entry: Entry) -> bool:
    """Whether a row of the set stands on this form: the sheets of the requirements share one set."""
    return entry.form in {Form.DOCUMENTS.value, indicator.group}


def _values(*, with_people: bool, **where: Any) -> dict[int, Values]:
    """By unit. `with_people`: who typed each comes along; a whole kecamatan has thousands, and nobody asks there."""
    found: dict[int, Values] = defaultdict(dict)
    rows = EntryValue.objects.filter(**where).annotate(unit_id=F("entry__unit_id"), is_pending=PENDING).order_by("pk")
    for value in rows.select_related("by") if with_people else rows:
        found[value.unit_id][(value.code, value.field)] = value
    return found


def _last(cycle: Cycle, unit_ids: set[int], lasting: set[str]) -> dict[int, Values]:
    """Last month's sheets; before the first of them, what was taken over, marked by its source (without a sheet)."""
    before = cycle.month.plus(-1)
    found = _values(with_people=False, **of_month(cycle, before), entry__unit__in=unit_ids)
    _put_back(found)
    if Balances.at_end_of is None or not lasting:
        return found
    for row in Balances.at_end_of(cycle.kecamatan_id, before):
        if row.unit_id in unit_ids and row.code in lasting:
            value = EntryValue(
                code=row.code, field=row.field, answer=Answer.NUMBER, number=row.number, reason=row.source
            )
            found[row.unit_id].setdefault((row.code, row.field), value)
    return found


def _put_back(found: dict[int, Values]) -> None:
    """Of sheets that are open for a correction what was validated: half of a correction is no figure of that month."""
    pending: dict[int, int] = {}  # sheet → unit
    for unit, values in found.items():
        for key, value in list(values.items()):
            if value.is_pending:  # type: ignore[attr-defined]  # annotated
                pending[value.entry_id] = unit
                del values[key]
    for entry, known in snapshots_of(pending).items():
        found[pending[entry]] |= {(value.code, value.field): value for value in values_in(entry, known)}


def _evidence(entries: Iterable[Entry]) -> dict[tuple[int, str], tuple[Evidence, ...]]:
    found: dict[tuple[int, str], list[Evidence]] = defaultdict(list)
    for one in Evidence.objects.filter(entry__in=list(entries)).select_related("file", "by").order_by("pk"):
        found[(one.entry_id, one.code)].append(one)
    return {key: tuple(files) for key, files in found.items()}


def named(code: str, key: str = "") -> str:
    """A value as rules of other rows call it: PDK_01.mati."""
    return canonical(f"{code}.{key}" if key else code)
