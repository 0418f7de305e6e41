"""How sinergitas and the documents of a cycle stand so far: what is there, and what is missing by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cermat.collection.models import Entry, EntryState, Form
from cermat.collection.queries.autos import respondents_of
from cermat.collection.queries.ledger import ledger_of
from cermat.collection.queries.scores import accepted, documents_outcome, sinergitas_sheets
from cermat.collection.queries.shapes import Sheet, SheetRow
from cermat.collection.queries.sheets import sheet_in
from cermat.indicators.formula import NOT_APPLICABLE
from cermat.indicators.models import IndicatorSet
from cermat.instruments.formula import Definition, Points
from cermat.instruments.queries import definition_of
from cermat.organisation.models import Kind, SettingKey
from cermat.organisation.queries import setting
from cermat.sop.models import Cycle


@dataclass(frozen=True)
class AspectPoints:
    """Points of one aspect so far. Assessed without evidence is 0; what nobody has assessed is missing, and named."""

    points: Fraction
    most: Fraction
    assessed: int
    of: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class SectionPoints:
    entry: Entry | None  # None: all sections together
    name: str
    aspects: Mapping[str, AspectPoints]  # by code of the aspect; one the section has no row of is not there
    whole: AspectPoints


@dataclass(frozen=True)
class SinergitasStanding:
    aspects: Mapping[str, str]  # code → name, in the order of the definition
    sections: tuple[SectionPoints, ...]
    together: SectionPoints


def sinergitas_standing(cycle: Cycle) -> SinergitasStanding | None:
    """Every section beside the others, and all together; None where the cycle has no sinergitas sheet with a row."""
    sheets = [sheet for sheet in sinergitas_sheets(cycle) if sheet.rows]
    if not sheets:
        return None
    definition = definition_of(sheets[0].rows[0].indicator.set.source)
    sections = tuple(_section(definition, sheet.entry, str(sheet.entry.unit), sheet.rows) for sheet in sheets)
    everything = [row for sheet in sheets for row in sheet.rows]
    together = _section(definition, None, "Semua seksi", everything)
    names = {group.code: group.name for group in definition.groups if not group.parent}
    asked = {code: name for code, name in names.items() if code in together.aspects}
    return SinergitasStanding(asked, sections, together)


def _section(definition: Definition, entry: Entry | None, name: str, rows: Iterable[SheetRow]) -> SectionPoints:
    found: dict[str, list[tuple[str, Points, Fraction]]] = {}
    for row in rows:
        item = definition.item[row.spec.code]
        told = (item.code, accepted(item, row), item.highest)
        found.setdefault(_aspect_of(definition, item.group), []).append(told)
    aspects = {code: _sum(told) for code, told in found.items()}
    return SectionPoints(entry, name, aspects, _sum([one for told in found.values() for one in told]))


def _aspect_of(definition: Definition, code: str) -> str:
    while definition.group[code].parent:
        code = definition.group[code].parent
    return code


def _sum(told: list[tuple[str, Points, Fraction]]) -> AspectPoints:
    known = [value for _code, value, _most in told if isinstance(value, Fraction)]
    return AspectPoints(
        points=sum(known, Fraction()),
        most=sum((most for _code, _value, most in told), Fraction()),
        assessed=len(known),
        of=len(told),
        missing=tuple(code for code, value, _most in told if value is None),
    )


# ---- Documents


@dataclass(frozen=True)
class Checklist:
    """One unit's documents of the month: those that are there, of those that are due and apply."""

    entry: Entry
    there: int
    due: int
    share: Fraction | None  # percent; None where nothing is due
    missing: tuple[str, ...]  # names, both what is not there and what nobody has answered

    def suffices(self, threshold: Fraction) -> bool:
        return self.share is not None and self.share >= threshold


@dataclass(frozen=True)
class DocumentsStanding:
    """Kelurahan are counted, desa stand apart. Only a validated checklist counts (ADR 0005)."""

    kelurahan: tuple[Checklist, ...]
    desa: tuple[Checklist, ...]
    threshold: Fraction

    @property
    def of(self) -> int:
        return len(self.kelurahan)

    @property
    def count(self) -> int:
        return sum(one.entry.state == EntryState.VALIDATED and one.suffices(self.threshold) for one in self.kelurahan)

    @property
    def expected(self) -> int:
        """How many would suffice if every checklist were validated as it stands."""
        return sum(one.suffices(self.threshold) for one in self.kelurahan)


def documents_standing(cycle: Cycle, day: date) -> DocumentsStanding | None:
    """All checklists of the cycle; None where it has none."""
    units = [entry.unit for entry in cycle.entries.filter(form=Form.DOCUMENTS).select_related("unit")]
    if not units:
        return None
    ledger, respondents = ledger_of(cycle, units), respondents_of(cycle)
    entries = [entry for entry in ledger.entries if entry.form == Form.DOCUMENTS]
    sets = IndicatorSet.objects.in_bulk({entry.indicator_set_id for entry in entries if entry.indicator_set_id})
    for entry in entries:  # the text of a set is long: read it once, not with every unit
        entry.indicator_set = sets.get(entry.indicator_set_id or 0)
    sheets = [sheet_in(ledger, entry, respondents) for entry in entries]
    found = [checklist_of(sheet) for sheet in sheets]
    threshold = Fraction(str(setting(cycle.kecamatan, SettingKey.DOCUMENT_THRESHOLD, day)))
    return DocumentsStanding(
        tuple(one for one in found if one.entry.unit.kind == Kind.KELURAHAN),
        tuple(one for one in found if one.entry.unit.kind == Kind.DESA),
        threshold,
    )


def checklist_of(sheet: Sheet) -> Checklist:
    """The documents on one sheet as it stands."""
    asked = [row for row in sheet.rows if NOT_APPLICABLE not in row.values.values()]
    missing = tuple(row.indicator.name for row in asked if row.outcome.value != 1)
    return Checklist(sheet.entry, len(asked) - len(missing), len(asked), documents_outcome(sheet).value, missing)
