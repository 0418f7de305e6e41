"""Who takes part in the contest of a sheet: added, named anew and taken out while it is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from cermat.collection.actions.door import Act, audit, filling, locked, require_version
from cermat.collection.actions.saving import tell_saved, told
from cermat.collection.actions.steps import begin
from cermat.collection.models import Candidate, Entry, Form
from cermat.collection.queries import mark_rows
from cermat.collection.schema import FieldKey, SheetError, Wanted
from cermat.collection.workflow import REFUSALS, TABLE, EntryState, Verb
from cermat.lib.errors import DomainError
from cermat.lib.texts import one_line
from cermat.lib.workflow import next_state
from cermat.organisation.models import Unit, User

UNREADABLE = "Peserta belum tersimpan. Perbaiki yang ditandai; isian lain tetap ada."
LONGEST = 40
MOST = 60
NAMED = "Peserta: "


@transaction.atomic
def set_candidates(
    *, entry: Entry, wanted: Sequence[Wanted], removed: Sequence[int] = (), version: int, by: User, now: datetime
) -> Entry:
    """Keep the candidates as they were typed; marks of one that is taken out go with it. Names stay in the history.

    Candidates that are not named stay; one that a device has made before is the same one. SheetError names what is
    wrong at ("P2", "baru" or "B…", "nama" or "unit").
    """
    held = locked(entry)
    act = filling(by, held, now)
    if held.form != Form.RTRW:
        raise DomainError("Isian ini tidak mempunyai peserta.", code="no_contest")
    held.state = next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])
    require_version(held, version)
    standing = {one.number: one for one in held.candidates.select_related("unit")}
    made = {one.made_as: one.number for one in standing.values() if one.made_as}
    wanted = [replace(one, number=made.get(one.made_as)) if one.made_as else one for one in wanted]
    before = {str(number): str(one) for number, one in standing.items()}
    marks: dict[str, str] = {}
    _require_names(held, wanted, {number: one for number, one in standing.items() if number not in removed})
    for number in removed:
        if number in standing:
            marks |= _take_out(held, standing[number])
    for one in wanted:
        if one.number is None or (one.number in standing and one.number not in removed):
            _store(held, one)
    after = {str(one.number): str(one) for one in held.candidates.select_related("unit")}
    if before != after:
        held.version += 1
        held.first_saved_at = held.first_saved_at or now
        held.submitted_at = None
        held.save(update_fields=["version", "first_saved_at", "submitted_at", "state"])
        _tell(held, act, before | marks, after)
        begin(held, by=by, now=now)
    return held


def _tell(entry: Entry, act: Act, before: dict[str, str], after: dict[str, str]) -> None:
    tell_saved(entry, act, f"{NAMED}{'; '.join(after.values()) or 'tidak ada'}", instead=NAMED)
    audit(entry, "candidates", act, before=before, after=after)


def take_out_leaving(entry: Entry, act: Act) -> bool:
    """Whether any were ticked. Called with the sheet held."""
    standing = list(entry.candidates.select_related("unit")) if entry.form == Form.RTRW else []
    leaving = [one for one in standing if one.is_leaving]
    if not leaving:
        return False
    before = {str(one.number): str(one) for one in standing}
    for one in leaving:
        before |= _take_out(entry, one)
    _tell(entry, act, before, {str(one.number): str(one) for one in standing if one not in leaving})
    return True


def _require_names(entry: Entry, wanted: Sequence[Wanted], standing: dict[int, Candidate]) -> None:
    villages = set(Unit.objects.in_kecamatan(entry.cycle.kecamatan).villages().active().values_list("pk", flat=True))
    known = villages | {one.unit_id for one in standing.values()}
    problems: dict[FieldKey, str] = {}
    names: dict[int | str, tuple[int, str]] = {
        number: (one.unit_id, one.name.casefold()) for number, one in standing.items()
    }
    for one in wanted:
        if one.number is not None and one.number not in standing:
            continue
        own = one.number or one.key
        names.pop(own, None)
        name = one_line(one.name)
        if one.unit not in known:
            problems[(one.key, "unit")] = "Pilih desa atau kelurahan tempat RT/RW ini."
        if not name:
            problems[(one.key, "nama")] = "Tulis RT dan RW-nya, misalnya RT 03/RW 02."
        elif len(name) > LONGEST:
            problems[(one.key, "nama")] = f"Paling panjang {LONGEST} huruf."
        elif (one.unit, name.casefold()) in names.values():
            problems[(one.key, "nama")] = "RT/RW ini sudah ada di antara peserta."
        names[own] = (one.unit or 0, name.casefold())
    new = [one for one in wanted if one.number is None]
    for one in new[len(new) - max(0, len(names) - MOST) :]:
        problems[(one.key, "nama")] = f"Paling banyak {MOST} peserta pada satu lembar."
    if problems:
        raise SheetError(UNREADABLE, problems)


def _take_out(entry: Entry, candidate: Candidate) -> dict[str, str]:
    """What goes with it, for the audit row."""
    codes = [row.code for row in mark_rows(entry, [candidate])]
    marks, files = entry.values.filter(code__in=codes), entry.evidence.filter(code__in=codes)
    gone = {f"{value.code}.{value.field}": told(value) for value in marks}
    gone |= {f"{one.code}.{one.file.sha256}": one.file.name for one in files.select_related("file")}
    for rows in (marks, files):
        rows.delete()
    candidate.delete()
    return gone


def _store(entry: Entry, one: Wanted) -> None:
    name = one_line(one.name)
    if one.number is not None:
        entry.candidates.filter(number=one.number).update(unit=one.unit, name=name)
        return
    assert one.unit is not None  # asked for above
    last = entry.candidates.aggregate(last=Max("number"))["last"] or 0
    entry.candidates.create(number=last + 1, unit=Unit.objects.get(pk=one.unit), name=name, made_as=one.made_as)
