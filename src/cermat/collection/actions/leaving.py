"""What was ticked to be taken away goes: with a saving by hand, or when the sheet is handed on."""

from datetime import datetime

from django.db import transaction

from cermat.collection.actions.candidates import take_out_leaving
from cermat.collection.actions.door import Act, filling, locked
from cermat.collection.actions.evidence import take_off
from cermat.collection.models import Entry
from cermat.collection.workflow import REFUSALS, TABLE, EntryState, Verb
from cermat.lib.workflow import next_state
from cermat.organisation.models import User


@transaction.atomic
def settle_leaving(*, entry: Entry, by: User, now: datetime) -> Entry:
    """The person saves by hand: what is ticked is meant."""
    held = locked(entry)
    act = filling(by, held, now)
    next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])
    take_away(held, act)
    return held


def take_away(entry: Entry, act: Act) -> None:
    """Called with the sheet held. Where something goes the version moves on."""
    leaving = list(entry.evidence.select_related("file").filter(is_leaving=True))
    for evidence in leaving:
        take_off(entry, evidence, act)
    if take_out_leaving(entry, act) or leaving:
        entry.version += 1
        entry.save(update_fields=["version"])
