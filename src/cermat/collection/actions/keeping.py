"""What a page saves by itself: one refused answer does not hold up the others; and who has the sheet open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from cermat.collection.actions.door import filling, locked
from cermat.collection.actions.saving import save_sheet
from cermat.collection.models import Entry, Presence
from cermat.collection.queries import STAYS
from cermat.collection.schema import FieldKey, Given, SheetError, Source
from cermat.collection.workflow import REFUSALS, TABLE, EntryState, Verb
from cermat.lib.workflow import next_state
from cermat.organisation.models import User


@dataclass(frozen=True)
class Kept:
    """The sheet after it was saved; `problems` are the sentences of the answers that were not."""

    entry: Entry
    problems: Mapping[FieldKey, str] = field(default_factory=dict)
    withdrawn: bool = False  # it had been handed in for approval, which this change has taken back


@transaction.atomic
def keep_typed(
    *,
    entry: Entry,
    answers: Mapping[FieldKey, Given | None],
    version: int,
    note: str | None = None,
    channel: Source | None = None,
    by: User,
    now: datetime,
) -> Kept:
    """As `save_sheet`, but what can be stored is stored and the rest named. Without anything new nothing is written.

    Raises SheetError where nothing can be stored (who enters for others has not said how they know), and whatever
    `save_sheet` raises.
    """
    require_open(entry=entry, by=by, now=now)
    if not answers and note is None and channel is None:
        return Kept(entry)
    problems: dict[FieldKey, str] = {}
    rest = dict(answers)
    while True:
        try:
            saved = save_sheet(entry=entry, answers=rest, version=version, note=note, channel=channel, by=by, now=now)
        except SheetError as error:
            refused = {key: told for key, told in error.problems.items() if key in rest}
            if not refused:
                raise
            problems |= refused
            rest = {key: given for key, given in rest.items() if key not in refused}
        else:
            return Kept(saved, problems, entry.submitted_at is not None and saved.submitted_at is None)


@transaction.atomic
def require_open(*, entry: Entry, by: User, now: datetime) -> None:
    """Refuses whoever may not fill in the sheet, and a sheet that is no longer open."""
    held = locked(entry)
    filling(by, held, now)
    next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])


@transaction.atomic
def note_presence(*, entry: Entry, by: User, now: datetime) -> None:
    """The person has the sheet open. Written at most twice a minute; who left long ago is forgotten with it."""
    known = entry.present.filter(user=by).first()
    if known is not None and timedelta(0) <= now - known.at < STAYS / 4:
        return
    entry.present.filter(at__lt=now - STAYS).exclude(user=by).delete()
    Presence.objects.update_or_create(entry=entry, user=by, defaults={"at": now})
