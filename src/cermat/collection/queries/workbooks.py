"""What stands in the workbook of a period: the sheets a person may fill in, line by line."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import Count, QuerySet

from cermat.collection.formula import SOURCE, RowKey
from cermat.collection.models import Entry, Fate, Form, Workbook, WorkbookLine
from cermat.collection.queries.autos import Auto, autos_of, respondents_of
from cermat.collection.queries.cells import SOURCES, as_cells, as_line, given_from
from cermat.collection.queries.ledger import Ledger, ledger_of
from cermat.collection.queries.scopes import OPEN, entries_visible_to
from cermat.collection.queries.shapes import EXPLANATION
from cermat.collection.queries.sheets import Books, others_of
from cermat.indicators.formula import NOT_APPLICABLE, Around, Field, Spec, prefill
from cermat.indicators.models import Indicator
from cermat.indicators.queries import spec_of
from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import GRANTS, Permission, Role
from cermat.organisation.queries import assignments_of, reaches, section_of
from cermat.sop.models import Cycle

SOURCE_FIELD = Field(SOURCE, "Sumber angka unit ini", kind="sumber")
PARTS = {"ubah": (Fate.CHANGE,), "pilih": (Fate.CLASH,), "keliru": (Fate.FAULT, Fate.GONE)}
EXPLAINING = Field(EXPLANATION, "Penjelasan", kind="teks")


def fillable(user: User, cycle: Cycle, day: date) -> list[Entry]:
    """The sheets of a cycle that the person may fill in, whatever their state, as `climb.filler` says of each."""
    held = [
        (assignment, reach)
        for assignment in assignments_of(user, day)
        if (reach := GRANTS[Role(assignment.role)].get(Permission.FILL_ENTRY)) is not None
    ]
    rows = entries_visible_to(user, day).filter(cycle=cycle).select_related("indicator_set")
    return [
        entry
        for entry in rows.order_by("unit__sort", "unit_id", "section__sort", "form")
        if any(
            reaches(assignment, reach, entry.unit)
            and (assignment.role != Role.STAF or section_of(assignment.unit).pk in {entry.section_id, entry.unit_id})
            for assignment, reach in held
        )
    ]


def open_ones(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.state in OPEN]


def speaks_for_others(user: User, unit: Unit, day: date) -> bool:
    """Whether the person fills in for a desa/kelurahan as staf, and so must say how the figures came."""
    roles = {
        Role(assignment.role)
        for assignment in assignments_of(user, day)
        if (reach := GRANTS[Role(assignment.role)].get(Permission.FILL_ENTRY)) is not None
        and reaches(assignment, reach, unit)
    }
    return unit.is_village and roles == {Role.STAF}


def workbooks_of(user: User, cycle: Cycle) -> QuerySet[Workbook]:
    """Those the person has sent in themselves; nobody else works on them."""
    return Workbook.objects.filter(cycle=cycle, made_by=user).select_related("file", "cycle__kecamatan", "made_by")


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line: a field of an indicator, or the source of a unit's figures."""

    key: RowKey
    name: str  # of the indicator; only on its first line
    field: Field
    text: str
    reason: str
    last: str
    hint: str
    explanation: str | None  # None: not asked on this line
    is_auto: bool = False


@dataclass(frozen=True)
class BookSheet:
    entry: Entry
    lines: tuple[BookLine, ...]


@dataclass(frozen=True)
class BookUnit:
    unit: Unit
    source: BookLine | None
    sheets: tuple[BookSheet, ...]


def book_units(cycle: Cycle, entries: Sequence[Entry], *, others: Iterable[Unit] = ()) -> Iterator[BookUnit]:
    """Unit by unit, in print order. `others`: the units for which a source must be told."""
    units = {entry.unit_id: entry.unit for entry in entries}
    ledger = ledger_of(cycle, list(units.values()))
    wanted, spoken_for = {entry.pk for entry in entries}, {unit.pk for unit in others}
    yield from book_units_in(ledger, respondents_of(cycle), wanted, spoken_for)


def book_units_in(
    ledger: Ledger, respondents: dict[int, int], wanted: Collection[int], spoken_for: Collection[int] = ()
) -> Iterator[BookUnit]:
    """`wanted`: the sheets (pk) of the ledger that are written; `spoken_for`: units (pk) whose source is asked."""
    specs = Specs()
    for unit in {entry.unit_id: entry.unit for entry in ledger.entries if entry.pk in wanted}.values():
        held = [entry for entry in ledger.entries_of(unit.pk) if entry.pk in wanted]
        desk = _Desk(ledger, unit, autos_of(ledger, unit, respondents), specs)
        sheets = tuple(BookSheet(entry, tuple(desk.lines(entry))) for entry in held)
        yield BookUnit(unit, source_line(ledger.cycle, held) if unit.pk in spoken_for else None, sheets)


def key_of(entry: Entry, code: str, field: str, month: str) -> RowKey:
    return RowKey(month, entry.unit.code, entry.section.key, entry.form, code, field)


def source_line(cycle: Cycle, entries: Sequence[Entry]) -> BookLine:
    told = {(entry.channel, entry.channel_note) for entry in entries}
    channel, note = told.pop() if len(told) == 1 else ("", "")
    text = next((word for word, known in SOURCES.items() if known == channel), "")
    key = RowKey(str(cycle.month), entries[0].unit.code, "", "", SOURCE, "")
    hint = "Surat, WhatsApp, atau telepon; pada kolom Alasan: nomor dan tanggal surat, atau pengirim dan waktunya."
    return BookLine(key, SOURCE_FIELD.label, SOURCE_FIELD, text, note, "", hint, None)


class Specs:
    """The rows as formulas read them and their help, made once whatever the number of units."""

    def __init__(self) -> None:
        self._known: dict[tuple[int | None, str], tuple[Spec, str]] = {}

    def of(self, indicator: Indicator) -> Spec:
        return self._made(indicator)[0]

    def hint(self, indicator: Indicator) -> str:
        return self._made(indicator)[1]

    def _made(self, indicator: Indicator) -> tuple[Spec, str]:
        key = (indicator.set_id, indicator.code)
        if key not in self._known:
            spec = spec_of(indicator)
            checked = [rule.message for rule in spec.rules if "{" not in rule.message]  # figures of each unit
            self._known[key] = (spec, " ".join(part for part in (indicator.help_text, *checked) if part))
        return self._known[key]


@dataclass(frozen=True)
class _Desk:
    """Everything beside the sheets of one unit."""

    ledger: Ledger
    unit: Unit
    autos: Mapping[str, Auto]
    specs: Specs

    @cached_property
    def books(self) -> Books:
        return Books(self.ledger, self.unit, self.autos)

    @cached_property
    def others(self) -> dict[str, Fraction | None]:
        rows = (row for entry in self.ledger.entries_of(self.unit.pk) for row in self.ledger.rows[entry.pk])
        return others_of(self.books, [self.specs.of(row) for row in rows])

    def lines(self, entry: Entry) -> Iterator[BookLine]:
        month = str(self.ledger.cycle.month)
        for indicator in self.ledger.rows[entry.pk]:
            spec = self.specs.of(indicator)
            typed = self.ledger.values_of(self.unit.pk, spec.code)
            last = self.ledger.last_of(self.unit.pk, spec.code)
            told = typed[EXPLANATION].text if EXPLANATION in typed else ""
            name = f"{indicator.name} ({indicator.group_name})" if entry.form == Form.RTRW else indicator.name
            for at, field in enumerate(spec.fields):
                auto = self.autos.get(field.auto) if field.auto else None
                text, reason = _auto_cells(auto, field) if auto else as_cells(given_from(typed.get(field.key)), field)
                hint = self.specs.hint(indicator) if not at else ""
                yield BookLine(
                    key=key_of(entry, spec.code, field.key, month),
                    name="" if at else name,
                    field=field,
                    text=text,
                    reason=reason,
                    last=as_line(given_from(last.get(field.key)), field),
                    hint=_hint(field, hint, "" if auto or text else self._suggested(spec, field)),
                    explanation=None if at else told,
                    is_auto=auto is not None,
                )

    def _suggested(self, spec: Spec, field: Field) -> str:
        if not field.prefill or field.kind != "angka":
            return ""
        around = Around(self.ledger.cycle.month, self.books.last_values(spec), self.others)
        found = prefill(spec, field.key, around)
        return "" if found is None else f"Usulan dari data yang ada: {number(rounded(found, field.decimals))}."


def _auto_cells(auto: Auto, field: Field) -> tuple[str, str]:
    if auto.value is NOT_APPLICABLE:
        return "Tidak berlaku", ""
    if not isinstance(auto.value, Fraction):
        return "", auto.why_missing
    if field.kind == "ya_tidak":
        return ("Ya" if auto.value == 1 else "Tidak"), ""
    return number(rounded(auto.value, field.decimals)), ""


def _hint(field: Field, about: str, suggested: str) -> str:
    bounds = ""
    if field.least is not None and field.most is not None and field.kind == "angka":
        bounds = f"{number(rounded(field.least, 6))} sampai {number(rounded(field.most, 6))}."
    return " ".join(part for part in (suggested, bounds, about) if part)


def line_counts(workbook: Workbook) -> dict[str, int]:
    """Part of the preview → how many lines; `sama`: written what stands already; `terapkan`: may be stored now."""
    rows = workbook.lines.order_by().values_list("fate", "is_chosen", "is_stored").annotate(count=Count("pk"))
    found = dict.fromkeys((*PARTS, "sama", "terapkan"), 0)
    for fate, is_chosen, is_stored, count in rows:
        for part, fates in PARTS.items():
            found[part] += count * (fate in fates)
        found["sama"] += count * (fate == Fate.SAME)
        found["terapkan"] += count * (
            not is_stored and (fate == Fate.CHANGE or (fate == Fate.CLASH and bool(is_chosen)))
        )
    return found


def lines_in(workbook: Workbook, part: str) -> QuerySet[WorkbookLine]:
    """The lines of a part of the preview, in the order of the workbook."""
    rows = workbook.lines.filter(fate__in=PARTS[part]).select_related("entry__unit", "entry__section", "saved_by")
    return rows.order_by("position")
