"""A sheet with everything beside each field: last month, computed figure, rules, evidence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from cermat.collection.models import Entry, EntryValue
from cermat.collection.queries.answered import given_of
from cermat.collection.queries.autos import Auto, autos_of, is_auto, respondents_of
from cermat.collection.queries.ledger import Ledger, ledger_of, named, rows_of
from cermat.collection.queries.marks import candidate_number
from cermat.collection.queries.shapes import (
    EVIDENCE,
    EXPLANATION,
    FieldCell,
    FieldSpec,
    IndicatorRow,
    Sheet,
    SheetGroup,
    SheetRow,
)
from cermat.collection.queries.snapshots import Snapshot, given_in
from cermat.collection.schema import FieldKey
from cermat.indicators.formula import (
    Around,
    Field,
    Given,
    Spec,
    broken_rules,
    compute,
    known_around,
    prefill,
    rules_in_force,
    target_of,
)
from cermat.indicators.models import Indicator
from cermat.indicators.queries import spec_of
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle

UNANSWERED = "Belum diisi. Isi, atau pilih nihil, belum ada data, atau tidak berlaku."


@dataclass(frozen=True)
class Books:
    """One unit's values by row, with what was computed for it."""

    ledger: Ledger
    unit: Unit
    autos: Mapping[str, Auto]

    def values(self, spec: Spec) -> dict[str, Given]:
        typed = self.ledger.values_of(self.unit.pk, spec.code)
        return {
            field.key: self.autos[field.auto].value if field.auto in self.autos else given_of(typed.get(field.key))
            for field in spec.fields
        }

    def last_values(self, spec: Spec) -> dict[str, Given]:
        return {key: given_of(value) for key, value in self.ledger.last_of(self.unit.pk, spec.code).items()}


def sheet_of(entry: Entry, *, with_habits: bool = True) -> Sheet:
    """The sheet as it stands, whatever its state. `with_habits` False: its figures, for readers that ask no rule."""
    ledger = ledger_of(entry.cycle, [entry.unit], with_habits=with_habits)
    held = next(one for one in ledger.entries if one.pk == entry.pk)
    return sheet_in(ledger, held, respondents_of(entry.cycle))


def sheets_of(cycle: Cycle, unit: Unit, *, with_habits: bool = True) -> list[Sheet]:
    """All sheets of one unit in the cycle."""
    ledger = ledger_of(cycle, [unit], with_habits=with_habits)
    respondents = respondents_of(cycle)
    return [sheet_in(ledger, entry, respondents) for entry in ledger.entries]


def sheet_in(ledger: Ledger, entry: Entry, respondents: dict[int, int]) -> Sheet:
    books = Books(ledger, entry.unit, autos_of(ledger, entry.unit, respondents))
    specs = {row.code: spec_of(row) for row in _rows_of_unit(ledger, entry.unit)}
    others = others_of(books, specs.values())
    rows = [_row(books, entry, indicator, specs[indicator.code], others) for indicator in ledger.rows[entry.pk]]
    groups = tuple(
        SheetGroup(key, group[0].indicator.group_name or key, tuple(group))
        for key, group in ((key, list(rows)) for key, rows in groupby(rows, key=lambda row: row.indicator.group))
    )
    return Sheet(entry, groups)


def _rows_of_unit(ledger: Ledger, unit: Unit) -> list[Indicator]:
    return [row for entry in ledger.entries_of(unit.pk) for row in ledger.rows[entry.pk]]


def others_of(books: Books, specs: Iterable[Spec]) -> dict[str, Fraction | None]:
    """The unit's figures, of this month and the last, as rules and prefills of other rows call them."""
    found: dict[str, Fraction | None] = {}
    for spec in specs:
        for prefix, values in (("", books.values(spec)), ("lalu.", books.last_values(spec))):
            found[prefix + named(spec.code)] = compute(spec, values).value
            for key, value in values.items():
                found[prefix + named(spec.code, key)] = value if isinstance(value, Fraction) else None
    return found


def _row(
    books: Books, entry: Entry, indicator: Indicator, spec: Spec, others: Mapping[str, Fraction | None]
) -> SheetRow:
    ledger, unit = books.ledger, entry.unit
    typed, last = ledger.values_of(unit.pk, spec.code), ledger.last_of(unit.pk, spec.code)
    values, last_values = books.values(spec), books.last_values(spec)
    explanation = typed[EXPLANATION].text if EXPLANATION in typed else ""
    around = _around(books, unit, spec, others, explanation)
    files = ledger.evidence.get((entry.pk, spec.code), ())
    is_claimed = any(isinstance(value, Fraction) and value > 0 for value in values.values())
    return SheetRow(
        indicator=indicator,
        spec=spec,
        fields=tuple(_cell(books, spec, field, typed, last, around) for field in spec.fields),
        outcome=compute(spec, values),
        last_outcome=compute(spec, last_values),
        target=target_of(spec, around.month),
        problems=tuple(broken_rules(spec, values, around)),
        rules=rules_in_force(spec, around),
        known=known_around(spec, around),
        explanation=explanation,
        evidence=files,
        needs_evidence=indicator.evidence_required and is_claimed and all(one.is_leaving for one in files),
    )


def _cell(
    books: Books,
    spec: Spec,
    field: Field,
    typed: Mapping[str, EntryValue],
    last: Mapping[str, EntryValue],
    around: Around,
) -> FieldCell:
    auto = books.autos.get(field.auto) if field.auto else None
    answer = None if auto else typed.get(field.key)
    return FieldCell(
        code=spec.code,
        field=field,
        is_auto=auto is not None,
        typed=answer,
        value=auto.value if auto else given_of(answer),
        why_missing=auto.why_missing if auto else (answer.reason if answer else ""),
        last=last.get(field.key),
        last_value=given_of(last.get(field.key)),
        prefill=prefill(spec, field.key, around),
    )


def _figures(spec: Spec, told: Iterable[Mapping[str, Given]]) -> tuple[Fraction, ...]:
    """The row's figure out of each set of answers that gives one."""
    found = (compute(spec, answers).value for answers in told)
    return tuple(figure for figure in found if figure is not None)


def _around(books: Books, unit: Unit, spec: Spec, others: Mapping[str, Fraction | None], explanation: str) -> Around:
    ledger, code = books.ledger, spec.code
    beside = [months for pk, months in ledger.beside.get(code, {}).items() if pk != unit.pk]
    return Around(
        month=ledger.cycle.month,
        previous=books.last_values(spec),
        others=others,
        history=_figures(spec, ledger.history.get(code, {}).get(unit.pk, {}).values()),
        neighbours=_figures(spec, (answers for months in beside for answers in months.values())),
        reason=explanation,
    )


def fields_of(entry: Entry) -> dict[FieldKey, FieldSpec]:
    """The fields people may fill in on the sheet, each row's explanation among them."""
    respondents = respondents_of(entry.cycle)
    found: dict[FieldKey, FieldSpec] = {}
    for indicator in rows_of(entry.cycle, [entry])[entry.pk]:
        spec = spec_of(indicator)
        for field in spec.fields:
            if not is_auto(field.auto, entry.unit, respondents):
                found[(spec.code, field.key)] = FieldSpec(spec.code, field)
        explaining = Field(EXPLANATION, "Penjelasan", kind="teks")
        found[(spec.code, EXPLANATION)] = FieldSpec(spec.code, explaining)
    return found


def what_stops(sheet: Sheet) -> dict[FieldKey, str]:
    """Why the sheet cannot be sent yet, field by field; empty when it can."""
    found: dict[FieldKey, str] = {}
    for row in sheet.rows:
        code = row.spec.code
        for cell in row.fields:
            if not cell.is_answered:
                found[(code, cell.field.key)] = UNANSWERED
        for problem in row.problems:
            if problem.stops:
                found.setdefault((code, problem.field), problem.message)
        if candidate_number(code) is not None:
            found |= _unmarked(row)
        if row.needs_evidence:
            found[(code, EVIDENCE)] = f"Lampirkan bukti dukung: {row.indicator.evidence or 'foto atau PDF'}."
    return found


def _unmarked(row: SheetRow) -> dict[FieldKey, str]:
    """A contest is judged by all its marks: one that is not there is named, whatever the reason."""
    return {
        (row.spec.code, cell.field.key): f"{cell.field.label} untuk {row.indicator.group_name} belum ada."
        for cell in row.fields
        if not isinstance(cell.value, Fraction)
    }


def indicator_rows(cycle: Cycle, code: str) -> list[IndicatorRow]:
    """Every unit that is asked for the indicator, answered or not, in print order."""
    return indicator_figures(cycle).get(code, [])


def indicator_figures(cycle: Cycle) -> dict[str, list[IndicatorRow]]:
    """Code → rows of all units, for every indicator of the cycle, in a handful of queries."""
    ledger = ledger_of(cycle)
    respondents = respondents_of(cycle)
    units = {entry.unit_id: entry.unit for entry in ledger.entries}
    books_of = {pk: Books(ledger, unit, autos_of(ledger, unit, respondents)) for pk, unit in units.items()}
    specs: dict[tuple[int | None, str], Spec] = {}
    found: dict[str, list[IndicatorRow]] = defaultdict(list)
    for entry in ledger.entries:
        books = books_of[entry.unit_id]
        for indicator in ledger.rows[entry.pk]:
            key = (indicator.set_id, indicator.code)
            if key not in specs:
                specs[key] = spec_of(indicator)
            spec = specs[key]
            known = ledger.standing.get(entry.pk)
            row = _figure(books, entry, spec) if known is None else _standing(entry, spec, known)
            found[spec.code].append(row)
    return dict(found)


def _figure(books: Books, entry: Entry, spec: Spec) -> IndicatorRow:
    typed = books.ledger.values_of(entry.unit_id, spec.code)
    values = books.values(spec)
    reasons = {key: value.reason for key, value in typed.items() if value.reason}
    reasons |= {
        field.key: books.autos[field.auto].why_missing
        for field in spec.fields
        if field.auto in books.autos and books.autos[field.auto].why_missing
    }
    return IndicatorRow(entry.unit, entry, spec, values, reasons, compute(spec, values))


def _standing(entry: Entry, spec: Spec, known: Snapshot) -> IndicatorRow:
    """A correction is on its way: until it is validated the figure that was validated stands."""
    told = known.get(spec.code, {})
    values = {key: value for key, value in given_in(told).items() if spec.field(key)}
    reasons = {key: str(row["reason"]) for key, row in told.items() if row.get("reason")}
    return IndicatorRow(entry.unit, entry, spec, values, reasons, compute(spec, values), is_standing=True)
