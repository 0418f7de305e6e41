"""Due days that were moved: both days, by whom, why."""

from collections.abc import Iterable
from typing import Any

from cermat.collection.models import Entry, Extension
from cermat.collection.presenters.words import sheet_title
from cermat.collection.queries import extensions_of
from cermat.lib.months import full_date, long_date
from cermat.organisation.models import Unit

LATE = "tetap terlambat, sebab perpanjangannya diberikan sesudah batas waktu"


def _came_in_time(entry: Entry) -> bool:
    """Sent in time once, and returned: its lateness is decided, whatever is granted for mending it."""
    return entry.first_sent_at is not None and not entry.was_late


def extensions_view(entry: Entry) -> list[dict[str, Any]]:
    """Every extension of the sheet, the oldest first; asked of the database only where its day was moved."""
    return [extension_line(one) for one in extensions_of(entry)] if entry.until != entry.cycle.due_on else []


def extension_line(one: Extension) -> dict[str, Any]:
    return {
        "entry": one.entry,
        "title": sheet_title(one.entry),
        "old": long_date(one.old_until),
        "new": long_date(one.new_until),
        "by": f"{one.by}, {one.by_title}",
        "at": one.at,
        "reason": one.reason,
        "late": "" if one.is_in_time or _came_in_time(one.entry) else LATE,
    }


def given_view(rows: Iterable[Extension]) -> list[dict[str, Any]]:
    """The sheets of one unit that were given more time together stand on one line; `rows` come newest first."""
    acts: dict[tuple[object, ...], list[dict[str, Any]]] = {}
    for one in rows:
        key = (one.at, one.entry.unit_id, one.old_until, one.new_until, one.is_in_time)
        acts.setdefault(key, []).append(extension_line(one))
    return [
        {**lines[0], "unit": lines[0]["entry"].unit, "titles": ", ".join(line["title"] for line in lines)}
        for lines in acts.values()
    ]


def due_line(entry: Entry) -> dict[str, str]:
    """Until when the sheet is awaited, and the day of the period where that was another."""
    first = entry.cycle.due_on
    is_late = entry.extended_to is not None and not _came_in_time(entry)
    return {
        "due": full_date(entry.until),
        "was_due": long_date(first) if entry.until != first else "",
        "stays_late": f"dinilai terlambat sejak {long_date(entry.due_on)}" if is_late else "",
    }


def extension_groups(offered: Iterable[tuple[Unit, list[tuple[Entry, bool]]]]) -> dict[str, list[dict[str, Any]]]:
    """Units with their sheets to tick: those from which one is ticked already, and the others; else all of them."""
    units = [
        {
            "unit": unit,
            "is_chosen": any(is_ticked for _entry, is_ticked in rows),
            "sheets": [
                {"pk": entry.pk, "title": sheet_title(entry), "is_ticked": is_ticked, **due_line(entry)}
                for entry, is_ticked in rows
            ],
        }
        for unit, rows in offered
    ]
    chosen = [unit for unit in units if unit["is_chosen"]]
    return {"first": chosen or units, "others": [unit for unit in units if not unit["is_chosen"]] if chosen else []}
