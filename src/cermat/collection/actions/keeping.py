"""What a page saves by itself: one refused answer does not hold up the others; and who has the sheet open."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import transaction

from cermat.collection.actions.candidates import set_candidates
from cermat.collection.actions.door import filling, locked, require_version
from cermat.collection.actions.marking import mark_leaving
from cermat.collection.actions.saving import save_sheet
from cermat.collection.models import Entry, Presence
from cermat.collection.queries import STAYS
from cermat.collection.schema import Aside, FieldKey, Given, SheetError, Wanted
from cermat.collection.workflow import REFUSALS, TABLE, EntryState, Verb
from cermat.lib.workflow import next_state
from cermat.organisation.models import User

NOTHING = Aside()
HALF: FieldKey = ("", "channel_note")


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
    aside: Aside = NOTHING,
    by: User,
    now: datetime,
) -> Kept:
    """As `save_sheet`, with what stands beside the rows; but what can be stored is stored and the rest named. Without
    anything new nothing is written.

    Raises SheetError where nothing can be stored (who enters for others has not said how they know), and whatever
    `save_sheet` raises.
    """
    require_open(entry=entry, by=by, now=now)
    if not answers and aside == NOTHING:
        return Kept(entry)
    require_version(locked(entry), version)
    kept = Kept(entry)
    if aside.candidates:
        kept = _named(kept, list(aside.candidates), by, now)
    if aside.files or aside.leaving:
        marked = mark_leaving(entry=kept.entry, files=aside.files, candidates=aside.leaving, by=by, now=now)
        kept = replace(kept, entry=marked)
    if answers or aside.note is not None or aside.source is not None:
        kept = _saved(kept, answers, aside, by, now)
    return replace(kept, withdrawn=entry.submitted_at is not None and kept.entry.submitted_at is None)


def _named(kept: Kept, wanted: list[Wanted], by: User, now: datetime) -> Kept:
    problems: dict[FieldKey, str] = {}
    while wanted:
        try:
            held = set_candidates(entry=kept.entry, wanted=wanted, version=kept.entry.version, by=by, now=now)
        except SheetError as error:
            problems |= error.problems
            refused = {key for key, _part in error.problems}
            wanted = [one for one in wanted if one.key not in refused]
        else:
            return Kept(held, problems)
    return Kept(kept.entry, problems)


def _saved(kept: Kept, answers: Mapping[FieldKey, Given | None], aside: Aside, by: User, now: datetime) -> Kept:
    problems, rest, source = dict(kept.problems), dict(answers), aside.source
    half: SheetError | None = None  # a source without its letter: the answers are stored where another stands already
    while rest or source is not None or aside.note is not None or not problems:
        given = {"answers": rest, "version": kept.entry.version, "note": aside.note, "channel": source}
        try:
            saved = save_sheet(entry=kept.entry, **given, by=by, now=now)  # type: ignore[arg-type]  # each fits
        except SheetError as error:
            refused = {key: told for key, told in error.problems.items() if key in rest}
            if source is not None and HALF in error.problems:
                half, source = error, None
                refused = dict(error.problems)
            if not refused:
                raise half or error from error
            problems |= refused
            rest = {key: given for key, given in rest.items() if key not in refused}
        else:
            return Kept(saved, problems)
    return Kept(kept.entry, problems)


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
