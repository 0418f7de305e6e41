"""One unit's sheets of a period, and the rows that are missing on them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from cermat.collection.models import EntryState
from cermat.collection.presenters.extending import due_line
from cermat.collection.presenters.words import entry_state, form_name, sheet_title
from cermat.collection.queries import OPEN, Sheet, overdue, what_stops

SHUT = {EntryState.SENT: "Menunggu pemeriksaan.", EntryState.VALIDATED: "Lengkap dan tervalidasi."}


def unit_sheet_view(sheet: Sheet, day: date) -> dict[str, Any]:
    """Only a sheet that is not sent has missing rows; a sent one has been found whole."""
    entry = sheet.entry
    missing = _missing(sheet, what_stops(sheet)) if entry.state in OPEN else []
    return {
        "entry": entry,
        "title": sheet_title(entry),
        "form": form_name(entry),
        "state": entry_state(entry),
        "is_late": overdue(entry, day),
        "answered": sheet.answered,
        "of": sheet.of,
        "missing": missing,
        "said": "" if missing else SHUT.get(EntryState(entry.state), "Semua baris terisi; tinggal dikirim."),
        **due_line(entry),
    }


def _missing(sheet: Sheet, problems: Mapping[tuple[str, str], str]) -> list[dict[str, str]]:
    """A row is named once, with the first thing it lacks."""
    first: dict[str, str] = {}
    for (code, _field), sentence in problems.items():
        first.setdefault(code, sentence)
    page = reverse("collection:sheet", args=[sheet.entry.pk])
    return [
        {"name": row.indicator.name, "why": first[row.spec.code], "url": f"{page}#judul-{row.spec.code}"}
        for row in sheet.rows
        if row.spec.code in first
    ]
