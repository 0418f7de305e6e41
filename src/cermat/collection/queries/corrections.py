"""What corrections have changed: each field with both figures, and who opened and validated it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from cermat.collection.models import Answer, Entry, EntryEvent
from cermat.collection.queries.ledger import ledger_of
from cermat.collection.queries.snapshots import COMPUTED, given_told
from cermat.indicators.formula import NOT_APPLICABLE
from cermat.indicators.models import Indicator
from cermat.lib.months import number
from cermat.lib.rounding import rounded
from cermat.sop.models import Cycle


@dataclass(frozen=True)
class Correction:
    """One field that a correction has changed; `validated_at` None: the correction is still on its way."""

    entry: Entry
    code: str
    name: str
    label: str
    before: str
    after: str
    reason: str
    opened_at: datetime
    validated_at: datetime | None
    opened_by: str = ""  # name and office, as they then were
    validated_by: str = ""
    is_computed: bool = False  # follows from typed fields; nobody typed it


def corrections_of(cycle: Cycle) -> list[Correction]:
    """What has been changed in the cycle's sheets after their validation, oldest first; typed fields only."""
    return [one for one in _corrections(cycle, cycle.entries.filter(revision__gt=1)) if not one.is_computed]


def corrections_on(entry: Entry) -> list[Correction]:
    """What each correction of the sheet has changed, oldest first, computed figures among them."""
    return _corrections(entry.cycle, Entry.objects.filter(pk=entry.pk))


def _corrections(cycle: Cycle, wanted: QuerySet[Entry]) -> list[Correction]:
    entries = {entry.pk: entry for entry in wanted.select_related("unit", "section", "cycle")}
    if not entries:
        return []
    rows = ledger_of(cycle, [entry.unit for entry in entries.values()]).rows
    events = EntryEvent.objects.filter(entry__in=entries, verb__in=["reopened", "validated"]).select_related("by")
    opened: dict[int, EntryEvent] = {}
    found: list[Correction] = []
    for event in events.order_by("at", "pk"):
        if event.verb == "reopened":
            opened[event.entry_id] = event
        elif event.entry_id in opened:
            entry = entries[event.entry_id]
            found += _between(entry, opened.pop(event.entry_id), event, rows.get(entry.pk, ()))
    return found


def _between(entry: Entry, old: EntryEvent, new: EntryEvent, rows: Iterable[Indicator]) -> Iterator[Correction]:
    before, after = old.values or {}, new.values or {}
    for row in rows:
        for field in row.fields:
            was = before.get(row.code, {}).get(field["key"], {})
            now = after.get(row.code, {}).get(field["key"], {})
            before_after = _said(was, field), _said(now, field)
            if len(set(before_after)) == 1:
                continue
            yield Correction(
                entry, row.code, row.name, field["label"], *before_after, old.note, old.at, new.at,
                opened_by=_who(old), validated_by=_who(new),
                is_computed=COMPUTED in {was.get("answer"), now.get("answer")},
            )  # fmt: skip


def _who(event: EntryEvent) -> str:
    return f"{event.by}, {event.by_title}".rstrip(", ") if event.by else "Cermat"


def _said(told: Mapping[str, Any], field: Mapping[str, Any]) -> str:
    if told.get("answer") == COMPUTED:
        return _computed(told)
    if told.get("answer") == Answer.NUMBER:
        given = str(told["number"])
        words = {Decimal(choice["value"]): choice["label"] for choice in field.get("choices", [])}
        return str(words.get(Decimal(given)) or number(Decimal(given)))
    return str(told.get("text") or told.get("answer") or "").replace("_", " ")


def _computed(told: Mapping[str, Any]) -> str:
    given = given_told(told)
    if not isinstance(given, Fraction):
        return "tidak berlaku" if given is NOT_APPLICABLE else ""
    return number(rounded(given, 0 if given.denominator == 1 else 2))
