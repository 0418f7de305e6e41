"""Sheets opened again after their validation: what stood there goes on counting until the correction is validated."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q

from cermat.collection.models import Answer, Entry, EntryEvent, EntryState, EntryValue
from cermat.collection.queries.answered import EXACT
from cermat.indicators.formula import NOT_APPLICABLE, Given

Snapshot = Mapping[str, Mapping[str, Mapping[str, Any]]]  # code → field → {"answer", "number", "text", "reason"}
COMPUTED = "otomatis"
SKIPPED = "penjelasan"


def standing_of(entries: Iterable[Entry]) -> dict[int, Snapshot]:
    """Entry pk → the values last validated, for sheets that are open for a correction."""
    return snapshots_of(entry.pk for entry in entries if is_pending(entry))


def snapshots_of(pending: Iterable[int]) -> dict[int, Snapshot]:
    """The same for sheets (pk) of which that is known already."""
    wanted = set(pending)
    if not wanted:
        return {}
    events = EntryEvent.objects.filter(entry__in=wanted, verb="reopened").order_by("at", "pk")
    return {event.entry_id: event.values or {} for event in events}


def reopening_of(entry: Entry) -> EntryEvent | None:
    """By whom, why and with which figures a sheet was opened for the correction that is on its way."""
    if not is_pending(entry):
        return None
    return entry.events.filter(verb="reopened").order_by("at", "pk").last()


def is_pending(entry: Entry) -> bool:
    """Whether it is open for a correction: the figures that were validated before still count."""
    return entry.revision > 1 and entry.state != EntryState.VALIDATED


PENDING = Q(entry__revision__gt=1) & ~Q(entry__state=EntryState.VALIDATED)  # the same, of the sheet of a value


def values_in(entry: int, known: Snapshot) -> Iterator[EntryValue]:
    """What people had typed, as values of the sheet (pk) that nobody stores."""
    for code, row in known.items():
        for key, told in row.items():
            if told.get("answer") != COMPUTED:
                figure, text, reason = told.get("number"), told.get("text") or "", told.get("reason") or ""
                number = None if figure is None else Decimal(figure)
                yield EntryValue(
                    entry_id=entry, code=code, field=key, answer=told["answer"], number=number, text=text, reason=reason
                )


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
