"""What sheets are worth by the instrument they were made from, as they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cermat.collection.models import Entry, Form
from cermat.collection.queries.autos import respondents_of
from cermat.collection.queries.ledger import ledger_of
from cermat.collection.queries.shapes import Sheet, SheetRow
from cermat.collection.queries.sheets import sheet_in
from cermat.indicators.formula import NOT_APPLICABLE as ROW_NOT_APPLICABLE
from cermat.indicators.models import IndicatorSet
from cermat.instruments.formula import (
    NOT_APPLICABLE,
    Definition,
    Given,
    Item,
    ItemKind,
    Outcome,
    Points,
    banded,
    score,
)
from cermat.instruments.queries import definition_of
from cermat.sop.models import Cycle


def sinergitas_sheets(cycle: Cycle) -> list[Sheet]:
    """The sinergitas sheets of all sections, whatever their state."""
    sections = [entry.unit for entry in cycle.entries.filter(form=Form.SINERGITAS).select_related("unit")]
    ledger, respondents = ledger_of(cycle, sections), respondents_of(cycle)
    return [sheet_in(ledger, entry, respondents) for entry in ledger.entries if entry.form == Form.SINERGITAS]


def sinergitas_outcome(sheets: Iterable[Sheet]) -> Outcome | None:
    """The kecamatan's score from its sections' sheets; None without a single row.

    Assessed without evidence is 0 points, not assessed is missing; an item that the sorting left out is not asked.
    """
    rows = {row.spec.code: row for sheet in sheets for row in sheet.rows}
    if not rows:
        return None
    definition = definition_of(next(iter(rows.values())).indicator.set.source)
    points = {item.code: accepted(item, rows[item.code]) if item.code in rows else NOT_APPLICABLE
              for item in definition.items}  # fmt: skip
    return score(definition, [points])


@dataclass(frozen=True)
class PointsSoFar:
    """What one section, or the kecamatan, has as its sheets stand now."""

    points: Fraction
    most: Fraction
    assessed: int
    of: int
    unproven: tuple[str, ...]  # points were given, evidence is not there: worth 0 until it is


def points_so_far(entry: Entry) -> tuple[PointsSoFar, PointsSoFar] | None:
    """Of the section of a sinergitas sheet, and of all sections together; None for every other sheet."""
    if entry.form != Form.SINERGITAS:
        return None
    sheets = sinergitas_sheets(entry.cycle)
    own = [row for sheet in sheets if sheet.entry.pk == entry.pk for row in sheet.rows]
    return _so_far(own), _so_far([row for sheet in sheets for row in sheet.rows])


def _so_far(rows: list[SheetRow]) -> PointsSoFar:
    definition = definition_of(rows[0].indicator.set.source) if rows else None
    items = definition.item if definition else {}
    points = {row.spec.code: accepted(items[row.spec.code], row) for row in rows}
    known = [value for value in points.values() if isinstance(value, Fraction)]
    return PointsSoFar(
        points=sum(known, Fraction()),
        most=sum((items[code].highest for code in points), Fraction()),
        assessed=len(known),
        of=len(rows),
        unproven=tuple(row.spec.code for row in rows if row.outcome.value and not row.evidence),
    )


def accepted(item: Item, row: SheetRow) -> Points:
    """What a row is worth: None while nobody has assessed it, 0 without evidence, never more than its highest."""
    value = row.outcome.value
    if value is None:
        return None
    if not row.evidence:
        return Fraction(0)
    points = banded(item, value) if item.kind is ItemKind.NUMBER else value
    return None if points is None else min(points, item.highest)


def documents_outcome(sheet: Sheet) -> Outcome:
    """The share of the documents that are due and there. What nobody has answered is not there, and named."""
    entry = sheet.entry
    definition = definition_of_entry(entry)
    points = {row.spec.code: _is_there(row) for row in sheet.rows}
    return score(definition, [points], Given(kind=entry.unit.kind, month=entry.cycle.month.number))


def definition_of_entry(entry: Entry) -> Definition:
    """The definition behind the set a sheet was opened with."""
    held: IndicatorSet | None = entry.indicator_set
    assert held is not None  # every sheet but the sorted ones is opened with its set
    return definition_of(held.source)


def _is_there(row: SheetRow) -> Points:
    if any(value is ROW_NOT_APPLICABLE for value in row.values.values()):
        return NOT_APPLICABLE
    value = row.outcome.value
    return None if value is None else Fraction(value == 1)
