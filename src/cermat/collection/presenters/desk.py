"""The review desk: lines of the queue, and beside each value what it was last month and what the neighbours say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from cermat.collection.models import Answer, Entry, EntryEvent, EntryValue, FieldRemark, Form
from cermat.collection.presenters.contest import rows_view
from cermat.collection.presenters.overview import entry_line
from cermat.collection.presenters.sheets import answer_text, said
from cermat.collection.queries import EVIDENCE, FieldCell, Looked, Neighbours, Sheet, SheetRow, what_stops
from cermat.collection.queries.snapshots import values_in
from cermat.collection.schema import FORM_NAMES, FieldKey
from cermat.lib.months import number
from cermat.lib.rounding import rounded

SHOWN_REASONS = 3


def desk_line(looked: Looked, day: date) -> dict[str, Any]:
    """A sheet of the queue: whether it passes every rule, and otherwise why somebody should look."""
    reasons, entry = looked.reasons, looked.sheet.entry  # the sheet's own: read with its people
    return {
        **entry_line(entry, day),
        "passes": looked.passes,
        "reasons": reasons[:SHOWN_REASONS],
        "more": max(len(reasons) - SHOWN_REASONS, 0),
        "rows": looked.sheet.of,
        "sent_by": entry.sent_by,
        "sent_at": entry.sent_at,
    }


def approval_line(sheet: Sheet, day: date) -> dict[str, Any]:
    """A sheet that waits for its head: how much of it is filled in, changed, without data, and proved."""
    cells = [cell for row in sheet.rows for cell in row.fields if not cell.is_auto]
    changes = [change_text(cell) for cell in cells]
    return {
        **entry_line(sheet.entry, day),
        "answered": sheet.answered,
        "of": sheet.of,
        "changed": sum(text not in {"", "sama"} for text in changes),
        "compared": sum(bool(text) for text in changes),
        "missing": sum(cell.typed is not None and cell.typed.answer == Answer.NO_DATA for cell in cells),
        "files": sum(len(row.evidence) for row in sheet.rows),
        "problems": sum(len(row.problems) for row in sheet.rows),
        "stops": len(what_stops(sheet)),
    }


def narrowing_view(chosen: str, entries: Iterable[Entry]) -> list[tuple[str, str, bool]]:
    """The forms in the queue to choose from: value, name, chosen."""
    there = {entry.form for entry in entries}
    return [(form.value, FORM_NAMES[form], form.value == chosen) for form in Form if form.value in there]


def review_view(
    sheet: Sheet,
    neighbours: Mapping[FieldKey, Neighbours],
    remarks: Iterable[FieldRemark] = (),
    typed: Mapping[str, str] | None = None,
    problems: Mapping[FieldKey, str] | None = None,
    reopening: EntryEvent | None = None,
) -> dict[str, Any]:
    """The cards of a sheet as its checker reads them; `typed` is what a refused form said, by name of the input,
    `reopening` holds the figures before a correction."""
    shown: dict[str, Any] = rows_view(sheet)
    rows = {row.spec.code: row for row in sheet.rows}
    asked = {(remark.code, remark.field): remark for remark in remarks}
    before = {(value.code, value.field): value for value in _stood(reopening)}
    desk = _Desk(neighbours, asked, typed or {}, problems or {}, before)
    for group in shown["groups"]:
        for card in group["cards"]:
            _beside(card, rows[card["code"]], desk)
    return shown


def _stood(reopening: EntryEvent | None) -> Iterable[EntryValue]:
    return values_in(reopening.entry_id, reopening.values or {}) if reopening else ()


@dataclass(frozen=True)
class _Desk:
    """What is shown beside the fields of a sheet."""

    neighbours: Mapping[FieldKey, Neighbours]
    asked: Mapping[FieldKey, FieldRemark]
    typed: Mapping[str, str]
    problems: Mapping[FieldKey, str]
    before: Mapping[FieldKey, EntryValue]

    def at(self, key: FieldKey) -> dict[str, Any]:
        name = f"m:{key[0]}:{key[1]}"
        return {
            "name": name,
            "id": f"minta-{key[0]}-{key[1]}",
            "typed": self.typed.get(name, ""),
            "problem": self.problems.get(key, ""),
            "earlier": self.asked.get(key),
        }


def _beside(card: dict[str, Any], row: SheetRow, desk: _Desk) -> None:
    code = row.spec.code
    for field, cell in zip(card["fields"], row.fields, strict=True):
        key = (code, cell.field.key)
        field["change"] = change_text(cell)
        was = answer_text(desk.before[key], cell) if key in desk.before else ""
        field["was"] = was if was != field["read"] else ""
        field["neighbours"] = neighbours_text(desk.neighbours.get(key), cell.field.decimals)
        field["ask"] = desk.at(key)
        field["broken"] = [problem.message for problem in row.problems if problem.field == cell.field.key]
    card["neighbours"] = neighbours_text(desk.neighbours.get((code, "")), 2)
    card["ask_evidence"] = desk.at((code, EVIDENCE))
    card["target"] = card["target"] or said(row.target, row.indicator.unit_label)
    card["needs_evidence"] = row.needs_evidence
    card["is_open"] = bool(row.problems or row.needs_evidence)
    card["earlier"] = desk.asked.get((code, ""))


def change_text(cell: FieldCell) -> str:
    """Naik 3 (12,5 %) · Turun 10 · Sama; empty where one of the two figures is missing."""
    if not isinstance(cell.value, Fraction) or not isinstance(cell.last_value, Fraction):
        return ""
    if cell.field.kind != "angka":
        return "" if cell.value == cell.last_value else "berubah"
    difference = cell.value - cell.last_value
    if difference == 0:
        return "sama"
    word = "naik" if difference > 0 else "turun"
    by = number(rounded(abs(difference), cell.field.decimals))
    if cell.last_value <= 0:
        return f"{word} {by}"
    return f"{word} {by} ({number(rounded(abs(difference) * 100 / cell.last_value, 1))} %)"


def neighbours_text(found: Neighbours | None, decimals: int) -> str:
    """12 unit lain: terendah 10 · median 25,5 · tertinggi 90 · unit ini ke-3 tertinggi dari 13 · 2 belum ada"""
    if found is None:
        return ""
    if not found.known:
        return f"{found.missing} unit lain: belum ada data" if found.missing else ""
    parts = [
        f"{len(found.known)} unit lain: terendah {_exact(found.lowest, decimals)}",
        f"median {_exact(found.median, decimals)}",
        f"tertinggi {_exact(found.highest, decimals)}",
    ]
    if found.value is not None:
        parts.append(f"unit ini {_among(found)}")
    if found.missing:
        parts.append(f"{found.missing} belum ada data")
    return " · ".join(parts)


def _among(found: Neighbours) -> str:
    if found.value == found.lowest == found.highest:
        return "sama dengan semuanya"
    if found.place == 1:
        return f"tertinggi dari {found.of}"
    return f"terendah dari {found.of}" if found.place == found.of else f"ke-{found.place} tertinggi dari {found.of}"


def _exact(value: Fraction, decimals: int) -> str:
    """A median between two whole figures keeps its half."""
    return number(rounded(value, decimals if (value * 10**decimals).denominator == 1 else decimals + 1))
