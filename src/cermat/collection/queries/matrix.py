"""Rekapitulasi Kelengkapan: which unit has handed in what."""

from datetime import date

from cermat.collection.models import Entry, EntryState, Form
from cermat.collection.queries.scopes import overdue
from cermat.collection.queries.shapes import Matrix, MatrixCell, MatrixColumn, MatrixRow
from cermat.organisation.models import Kind, Unit
from cermat.sop.models import Cycle

KINDS = {
    EntryState.VALIDATED.value: "v",
    EntryState.SENT.value: "s",
    EntryState.SENT_BACK.value: "r",
}
FORM_COLUMNS = {
    Form.DOCUMENTS: ("Dok", "Dokumen"),
    Form.IDM: ("IDM", "Indeks Desa Membangun"),
    Form.SINERGITAS: ("Sin", "Sinergitas"),
    Form.IKM: ("IKM", "Indeks Kepuasan Masyarakat"),
    Form.RTRW: ("RT/RW", "RT/RW Cantik"),
}
NOT_ASKED = MatrixCell("na", None, is_late=False)


def matrix(cycle: Cycle, day: date | None = None) -> Matrix:
    """Kelurahan first, desa apart, then the sections. On `day` what is overdue and unsent counts as late too."""
    entries = list(cycle.entries.select_related("unit", "section").order_by("pk"))
    found = {(entry.unit_id, _column_key(entry)): entry for entry in entries}
    columns = _columns(entries)
    rows = []
    for unit in _units(entries):
        cells = tuple(_cell(found.get((unit.pk, column.key)), day) for column in columns)
        rows.append(MatrixRow(unit, unit.kind if unit.is_village else "seksi", cells))
    return Matrix(tuple(columns), tuple(rows))


def _column_key(entry: Entry) -> str:
    return f"seksi-{entry.section_id}" if entry.form == Form.MONTHLY else entry.form


def _columns(entries: list[Entry]) -> list[MatrixColumn]:
    sections = {entry.section_id: entry.section for entry in entries if entry.form == Form.MONTHLY}
    forms = {entry.form for entry in entries}
    return [
        *(
            MatrixColumn(f"seksi-{section.pk}", short_of(section), section.name)
            for section in sorted(sections.values(), key=lambda unit: (unit.sort, unit.pk))
        ),
        *(MatrixColumn(form.value, short, name) for form, (short, name) in FORM_COLUMNS.items() if form in forms),
    ]


def short_of(section: Unit) -> str:
    """The section as a narrow column can say it; the secretariat by its name, as on its sheets, not by its head's."""
    if section.kind == Kind.SECRETARIAT:
        return section.name
    return (section.short_name or section.name).removeprefix("Kasi ").removeprefix("Seksi ")


def _units(entries: list[Entry]) -> list[Unit]:
    units = {entry.unit_id: entry.unit for entry in entries}
    order = {Kind.KELURAHAN: 0, Kind.DESA: 1}
    return sorted(units.values(), key=lambda unit: (order.get(Kind(unit.kind), 2), unit.sort, unit.pk))


def _cell(entry: Entry | None, day: date | None) -> MatrixCell:
    if entry is None:
        return NOT_ASKED
    kind = KINDS.get(entry.state) or ("draft" if entry.first_saved_at else "none")
    return MatrixCell(kind, entry, is_late=overdue(entry, day) if day else entry.was_late)
