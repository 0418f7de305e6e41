"""The cells of a returned workbook that could not be taken, as one of the same kind: to be mended and sent in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from cermat.collection.exports.workbook import Mended, Wanted, workbook_of
from cermat.collection.formula import SOURCE, Base
from cermat.collection.models import Entry, Workbook, WorkbookLine
from cermat.collection.queries import EXPLANATION, as_cells, book_units, from_json, lines_in
from cermat.indicators.formula import Field


def faulty_workbook(workbook: Workbook, entries: Sequence[Entry], titles: Mapping[int, str], at: datetime) -> bytes:
    """Lines of sheets that are still open, each with its sentence; what fits nowhere stands on the first worksheet."""
    lines = list(lines_in(workbook, "keliru"))
    spoken_for = {line.key.split("|")[1] for line in lines if f"|{SOURCE}|" in line.key}
    others = {entry.unit_id: entry.unit for entry in entries if entry.unit.code in spoken_for}
    units = list(book_units(workbook.cycle, entries, others=others.values()))
    fields: dict[str, Field] = {}
    for unit in units:
        if unit.source is not None:
            fields[str(unit.source.key)] = unit.source.field
        for sheet in unit.sheets:
            fields |= {str(line.key): line.field for line in sheet.lines}
    first_lines: dict[str, str] = {}
    for key in fields:
        first_lines.setdefault(key.rpartition("|")[0], key)
    found: dict[str, list[WorkbookLine]] = defaultdict(list)
    beside: list[tuple[str, int, str, str]] = []
    for line in lines:
        key = _line_key(line, first_lines)
        if key in fields:
            found[key].append(line)
        else:
            beside.append((line.tab, line.row, line.typed.get("isian", ""), line.sentence))
    only = {key: _mended(key, faults, fields[key]) for key, faults in found.items()}
    return workbook_of(units, Wanted(workbook.cycle, titles, at, only, tuple(beside)))


def _line_key(line: WorkbookLine, first_lines: Mapping[str, str]) -> str:
    """An explanation stands on the first line of its row."""
    return first_lines.get(line.key.rpartition("|")[0], line.key) if line.field == EXPLANATION else line.key


def _mended(key: str, lines: Sequence[WorkbookLine], field: Field) -> Mended:
    """What was typed; of a cell that had no fault, nothing: then it stays untouched."""
    text = reason = explanation = ""
    base = {key: Base(field.label, field.unit, field.kind, "")}
    for line in lines:
        stood = from_json(line.base) if line.base is not None else None
        if line.field == EXPLANATION:
            explanation = line.typed["isian"]
            base[line.key] = Base("Penjelasan", "", "teks", stood.text if stood else "", "", key.rpartition("|")[2])
        else:
            text, reason = line.typed["isian"], line.typed["alasan"]
            base[key] = Base(field.label, field.unit, field.kind, *as_cells(stood, field))
            if line.base is None:
                del base[key]  # nobody knows what stood there
    return Mended(text, reason, explanation, " ".join(line.sentence for line in lines), base)
