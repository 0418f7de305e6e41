"""Sheets opened again after their validation: what stood there goes on counting until the correction is validated."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from cermat.collection.models import Answer, Entry, EntryEvent, EntryState
from cermat.collection.queries.answered import EXACT
from cermat.indicators.formula import NOT_APPLICABLE, Given

Snapshot = Mapping[str, Mapping[str, Mapping[str, Any]]]  # code → field → {"answer", "number", "text", "reason"}
COMPUTED = "otomatis"
SKIPPED = "penjelasan"


def standing_of(entries: Iterable[Entry]) -> dict[int, Snapshot]:
    """Entry pk → the values last validated, for sheets that are open for a correction."""
    pending = [entry.pk for entry in entries if is_pending(entry)]
    if not pending:
        return {}
    events = EntryEvent.objects.filter(entry__in=pending, verb="reopened").order_by("at", "pk")
    return {event.entry_id: event.values or {} for event in events}


def is_pending(entry: Entry) -> bool:
    """Whether it is open for a correction: the figures that were validated before still count."""
    return entry.revision > 1 and entry.state != EntryState.VALIDATED


def given_in(values: Mapping[str, Mapping[str, Any]]) -> dict[str, Given]:
    """The exact values of one row of a snapshot."""
    return {key: given_told(told) for key, told in values.items() if key != SKIPPED}


def given_told(told: Mapping[str, Any]) -> Given:
    """The exact value of one field of a snapshot."""
    answer, number = str(told.get("answer", "")), told.get("number")
    if answer not in {Answer.NUMBER, COMPUTED}:
        return EXACT.get(answer)
    text = str(number)
    if text.endswith("NOT_APPLICABLE"):
        return NOT_APPLICABLE
    return None if number is None or text == "None" else Fraction(text)
