"""A sheet on the page: one card for each indicator, everything a person needs beside each field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from cermat.collection.models import Answer, Channel, EntryValue, FieldRemark
from cermat.collection.presenters.evidence import evidence_view
from cermat.collection.presenters.rules import rule_sentences, rules_of
from cermat.collection.queries import EVIDENCE, EXPLANATION, FieldCell, Sheet, SheetRow
from cermat.collection.schema import FieldKey
from cermat.indicators.formula import NOT_APPLICABLE, Given, Outcome, Status
from cermat.lib.expression import written
from cermat.lib.months import number
from cermat.lib.numbers import PLACES
from cermat.lib.rounding import rounded

Typed = tuple[str, str, str]
CHANNEL_NAMES = {
    Channel.ONLINE: "Diisi sendiri di Cermat",
    Channel.LETTER: "Surat",
    Channel.WHATSAPP: "WhatsApp",
    Channel.PHONE: "Telepon",
}
WORDS = {
    Answer.NUMBER.value: "Angka",
    Answer.NIL.value: "Nihil",
    Answer.NO_DATA.value: "Belum ada data",
    Answer.NOT_APPLICABLE.value: "Tidak berlaku",
    Answer.YES.value: "Ya",
    Answer.NO.value: "Tidak",
}
MISSING = [(Answer.NO_DATA.value, "Belum ada data"), (Answer.NOT_APPLICABLE.value, "Tidak berlaku")]
CHOOSE = ("", "Pilih")
EMPTY = "kosong"
COUNTS_UNITS = frozenset({"hitung_ya", "hitung_bila", "bagian_bila"})
THE_DOCUMENT = "Berkas dokumennya"  # every document may come with its file, asked for or not


@dataclass(frozen=True)
class Shown:
    """What differs from what is stored: the typing of a refused form, and the sentences at its fields."""

    typed: Mapping[FieldKey, Typed] = field(default_factory=dict)
    problems: Mapping[FieldKey, str] = field(default_factory=dict)
    held: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)  # by row: evidence that waits for a decision
    remarks: Mapping[FieldKey, FieldRemark] = field(default_factory=dict)  # what the checker asks at the fields


def sheet_view(sheet: Sheet, shown: Shown | None = None) -> list[dict[str, Any]]:
    """Groups of cards, in the order of the set."""
    shown = shown or Shown()
    return [
        {"key": group.key, "name": group.name, "cards": [_card(row, shown) for row in group.rows]}
        for group in sheet.groups
    ]


def _card(row: SheetRow, shown: Shown) -> dict[str, Any]:
    code, indicator = row.spec.code, row.indicator
    explaining = (code, EXPLANATION)
    explanation = shown.typed[explaining][1] if explaining in shown.typed else row.explanation
    is_computed = bool(row.spec.formula)
    counts_units = row.spec.aggregation in COUNTS_UNITS  # its target is so many units, nothing one of them can reach
    return {
        "code": code,
        "name": indicator.name,
        "help": indicator.help_text,
        "fields": [_field(cell, shown) for cell in row.fields],
        "computed": outcome_text(row.outcome, indicator.unit_label) if is_computed else "",
        "computed_last": outcome_text(row.last_outcome, indicator.unit_label)
        if row.last_outcome.value is not None
        else "",
        "target": said(row.target, indicator.unit_label) if row.target is not None and not counts_units else "",
        "where": indicator.where,
        "formula": written(row.spec.formula),
        "rules": rule_sentences(row),
        "check": rules_of(row),
        "problems": [problem.message for problem in row.problems if problem.stops],
        "questions": [question.message for question in row.questions],
        "explanation": explanation,
        "explanation_open": bool(explanation or row.problems or explaining in shown.problems),
        "explanation_error": shown.problems.get(explaining, ""),
        "evidence": [evidence_view(one) for one in row.evidence],
        "held": shown.held.get(code, []),
        "evidence_asked": _evidence_asked(row),
        "evidence_required": indicator.evidence_required,
        "evidence_error": shown.problems.get((code, EVIDENCE), ""),
        "remark": shown.remarks.get((code, "")),
        "evidence_remark": shown.remarks.get((code, EVIDENCE)),
    }


def _evidence_asked(row: SheetRow) -> str:
    """Nobody attaches a proof for what Cermat itself computes, unless the set requires one."""
    indicator = row.indicator
    if all(cell.is_auto for cell in row.fields) and not indicator.evidence_required and not row.evidence:
        return ""
    return indicator.evidence or (THE_DOCUMENT if indicator.nature == "dokumen" else "")


def _field(cell: FieldCell, shown: Shown) -> dict[str, Any]:
    key = (cell.code, cell.field.key)
    answer, value, reason = shown.typed.get(key) or displayed(cell)
    waiting = f"Menunggu: {cell.why_missing.removeprefix('menunggu ')}"
    return {
        "id": f"{cell.code}-{cell.field.key}",
        "key": f"{cell.code}:{cell.field.key}",
        "label": cell.field.label,
        "unit": "" if cell.field.kind == "ya_tidak" else cell.field.unit,
        "kind": "otomatis" if cell.is_auto else cell.field.kind,
        "answer": answer,
        "value": value,
        "reason": reason,
        "options": _options(cell),
        "hint": _hint(cell),
        "auto": _value_text(cell) or waiting,
        "read": _value_text(cell) or (waiting if cell.is_auto else "Belum diisi"),
        "has_unit": _is_figure(cell),
        "last": last_text(cell),
        "error": shown.problems.get(key, ""),
        "remark": shown.remarks.get(key),
    }


def displayed(cell: FieldCell) -> Typed:
    """What stands in the inputs before anybody touches them; an unanswered field shows its prefill."""
    if cell.typed is None and cell.prefill is not None and cell.field.kind == "angka":
        return Answer.NUMBER.value, number(rounded(cell.prefill, cell.field.decimals)), ""
    return cell.as_typed


def _options(cell: FieldCell) -> list[tuple[str, str]]:
    if cell.field.kind == "angka":
        return [(Answer.NUMBER.value, "Angka"), (Answer.NIL.value, "Nihil"), *MISSING]
    if cell.field.kind == "ya_tidak":
        return [CHOOSE, (Answer.YES.value, "Ya"), (Answer.NO.value, "Tidak"), *MISSING]
    choices = [(f"{Answer.NUMBER}:{number(rounded(value, PLACES))}", label) for value, label in cell.field.choices]
    return [CHOOSE, *choices, *MISSING]


def _hint(cell: FieldCell) -> str:
    parts = (
        [cell.field.unit[:1].upper() + cell.field.unit[1:]] if cell.field.unit and cell.field.kind == "angka" else []
    )
    if last := last_text(cell):
        parts.append(f"Data bulan lalu: {last}")
    if cell.typed is None and cell.prefill is not None and cell.field.kind == "angka":
        parts.append("Sudah terisi dari data yang ada; ubah bila berbeda")
    return ". ".join(parts)


def last_text(cell: FieldCell) -> str:
    if cell.last is None:
        return ""
    taken_over = f" (diambil alih dari {cell.last.reason})" if cell.last.entry_id is None else ""
    return answer_text(cell.last, cell) + taken_over


def answer_text(value: EntryValue, cell: FieldCell) -> str:
    """An answer as it is read: 1.000 · Nihil · Belum ada data (menunggu Puskesmas)"""
    if value.answer == Answer.TEXT:
        return value.text
    if value.answer == Answer.NUMBER and value.number is not None:
        chosen = dict(cell.field.choices).get(Fraction(value.number))
        return chosen or number(value.number)
    word = WORDS.get(value.answer, value.answer)
    return f"{word} ({value.reason})" if value.reason else word


def _value_text(cell: FieldCell) -> str:
    if cell.typed is not None:
        return answer_text(cell.typed, cell)
    return _given_text(cell.value, cell) if cell.is_auto else ""


def _is_figure(cell: FieldCell) -> bool:
    """A number to be read with its unit; “Nihil” and “Belum ada data” have none."""
    said_in_words = cell.typed is not None and cell.typed.answer != Answer.NUMBER
    return cell.field.kind == "angka" and isinstance(cell.value, Fraction) and not said_in_words


def _given_text(value: Given, cell: FieldCell) -> str:
    if value is NOT_APPLICABLE:
        return "Tidak berlaku"
    if not isinstance(value, Fraction):
        return ""
    if cell.field.kind == "ya_tidak":
        return "Ya" if value == 1 else "Tidak"
    return number(rounded(value, cell.field.decimals))


def outcome_text(outcome: Outcome, unit: str) -> str:
    if outcome.status is Status.MISSING:
        return "Belum dapat dihitung"
    return said(outcome.value, unit) or outcome.reason


def said(value: Fraction | None, unit: str) -> str:
    """94,33 % · 1.001 jiwa; empty where there is no value."""
    if value is None:
        return ""
    text = number(rounded(value, 0 if value.denominator == 1 else 2))
    return f"{text} %" if unit == "persen" else f"{text} {unit}".strip()


def shown_in(sheet: Sheet) -> dict[FieldKey, Typed]:
    """What stands in the inputs before anybody touches them."""
    found: dict[FieldKey, Typed] = {}
    for row in sheet.rows:
        for cell in row.fields:
            if not cell.is_auto:
                found[(cell.code, cell.field.key)] = displayed(cell)
        found[(row.spec.code, EXPLANATION)] = ("", row.explanation, "")
    return found


def prefilled_in(sheet: Sheet) -> set[FieldKey]:
    """Fields that show a figure nobody has typed or affirmed yet."""
    cells = [cell for row in sheet.rows for cell in row.fields if not cell.is_auto and cell.typed is None]
    return {(cell.code, cell.field.key) for cell in cells if displayed(cell) != cell.as_typed}


def typed_text(typed: Typed, cell: FieldCell | None = None) -> str:
    """What stands in the inputs, as it is read beside another's answer; "" where nothing does."""
    answer, value, reason = typed
    word, _, chosen = answer.partition(":")
    if chosen:
        labels = {number(rounded(each, PLACES)): label for each, label in (cell.field.choices if cell else ())}
        return labels.get(chosen, chosen)
    said = value if word in {"", Answer.NUMBER.value} else WORDS.get(word, word)
    return f"{said} ({reason})" if reason else said


def differences(sheet: Sheet, typed: Mapping[FieldKey, Typed]) -> list[dict[str, Any]]:
    """Fields in which this person's typing and what another has saved meanwhile are not the same."""
    found = []
    for row in sheet.rows:
        for cell in row.fields:
            key = (cell.code, cell.field.key)
            if key in typed and typed[key] != displayed(cell):
                found.append(
                    {
                        "label": f"{row.indicator.name}: {cell.field.label}",
                        "mine": typed_text(typed[key], cell) or EMPTY,
                        "theirs": _value_text(cell) or EMPTY,
                        "who": str(cell.typed.by) if cell.typed else "",
                        "at": cell.typed.at if cell.typed else None,
                    }
                )
    return found
