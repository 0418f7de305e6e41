"""What is ticked to be taken away: a mark on the draft that whoever fills it in sees and may take back (ADR 0031)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from cermat.collection.actions.door import audit, filling, locked
from cermat.collection.actions.saving import tell_saved
from cermat.collection.actions.steps import begin
from cermat.collection.models import Candidate, Entry, Evidence
from cermat.collection.queries import approver
from cermat.collection.workflow import REFUSALS, TABLE, EntryState, Verb
from cermat.lib.workflow import next_state
from cermat.organisation.models import User

WORDS = {True: "akan dihapus", False: "tetap"}


@transaction.atomic
def mark_leaving(
    *, entry: Entry, files: Mapping[int, bool], candidates: Mapping[int, bool], by: User, now: datetime
) -> Entry:
    """Tick or untick evidence (by key) and candidates (by number). Nothing new writes nothing."""
    held = locked(entry)
    act = filling(by, held, now)
    held.state = next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])
    changed = _changed(held, files, candidates)
    if not changed:
        return held
    before = {_name(one): WORDS[one.is_leaving] for one in changed}
    for one in changed:
        one.is_leaving = not one.is_leaving
        one.save(update_fields=["is_leaving"])
    held.version += 1
    held.first_saved_at = held.first_saved_at or now
    if approver(by, held, act.day) is None:
        held.submitted_at = None
    held.save(update_fields=["version", "first_saved_at", "submitted_at", "state"])
    tell_saved(held, act, "")
    audit(held, "marked", act, before=before, after={_name(one): WORDS[one.is_leaving] for one in changed})
    begin(held, by=by, now=now)
    return held


def _changed(entry: Entry, files: Mapping[int, bool], candidates: Mapping[int, bool]) -> list[Evidence | Candidate]:
    proofs = entry.evidence.select_related("file").filter(pk__in=files)
    named = entry.candidates.select_related("unit").filter(number__in=candidates)
    found: list[Evidence | Candidate] = [one for one in proofs if one.is_leaving != files[one.pk]]
    return found + [one for one in named if one.is_leaving != candidates[one.number]]


def _name(one: Evidence | Candidate) -> str:
    return f"{one.code}: {one.file.name}" if isinstance(one, Evidence) else f"Peserta {one}"
