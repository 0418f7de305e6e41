"""What the page that saves itself is told: the state of the sheet, and both values where two people differ."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from cermat.collection.models import Entry
from cermat.collection.presenters.beside import beside_in
from cermat.collection.presenters.sheets import EMPTY, Typed, answer_text, shown_in, typed_text
from cermat.collection.queries import EXPLANATION, Sheet
from cermat.collection.schema import CANDIDATE, NOTE, SOURCE, FieldKey, made_in
from cermat.lib.months import clock
from cermat.organisation.models import User


def named(key: FieldKey) -> str:
    """As the inputs of the form and the drafts on a device call a field: PDK-01:awal"""
    code, field = key
    if not code:
        return SOURCE if field in {"channel", "channel_note"} else field
    return f"{code}:nama" if CANDIDATE.fullmatch(code) else f"{code}:{field}"


def state_json(entry: Entry, now: datetime) -> dict[str, Any]:
    return {"version": entry.version, "at": clock(now), "submitted": entry.submitted_at is not None}


def made_json(typed: Iterable[str], entry: Entry) -> dict[str, str]:
    """Candidates that a device made, by the names of their lines, and what they are called on the sheet."""
    made = {key: made_in(key) for key in (name.partition(":")[0] for name in typed) if made_in(key)}
    known = dict(entry.candidates.filter(made_as__in=made.values()).values_list("made_as", "number")) if made else {}
    return {key: f"P{known[made_as]}" for key, made_as in made.items() if made_as in known}


def base_of(sheet: Sheet) -> str:
    """What the inputs first showed, to tell later what this person changed: {"PDK-01:awal": ["angka", "1.000", ""]}."""
    shown = shown_json(sheet)
    del shown[NOTE]  # its own input says it
    return json.dumps(shown, ensure_ascii=False)


def people_json(people: Iterable[User]) -> list[str]:
    return [person.full_name for person in people]


def shown_json(sheet: Sheet) -> dict[str, list[str]]:
    """Every field as it stands, for a page that was made from an older version."""
    rows = {named(key): list(typed) for key, typed in shown_in(sheet).items()}
    return rows | {name: list(typed) for name, typed in beside_in(sheet).items()}


def differing_json(sheet: Sheet, typed: Mapping[FieldKey, Typed], keys: Collection[FieldKey]) -> list[dict[str, Any]]:
    """Both answers of each of these fields, in the order of the sheet. `typed`: as it stands in the inputs of whoever
    saved last, so that the page can take it over."""
    found = []
    for row in sheet.rows:
        for cell in row.fields:
            key = (cell.code, cell.field.key)
            if key in keys:
                label = f"{row.indicator.name}: {cell.field.label}"
                theirs = answer_text(cell.typed, cell) if cell.typed else EMPTY
                who = f"{cell.typed.by}, {clock(cell.typed.at)}" if cell.typed else ""
                found.append(_both(key, label, typed_text(typed[key], cell), theirs) | {"who": who})
        key = (row.spec.code, EXPLANATION)
        if key in keys:
            mine = typed_text(typed[key])
            found.append(_both(key, f"{row.indicator.name}: Penjelasan", mine, row.explanation or EMPTY))
    shown = shown_in(sheet)
    return [one | {"typed": list(shown[one.pop("is")])} for one in found]


def _both(key: FieldKey, label: str, mine: str, theirs: str) -> dict[str, Any]:
    return {"is": key, "key": named(key), "label": label, "mine": mine or EMPTY, "theirs": theirs, "who": ""}
