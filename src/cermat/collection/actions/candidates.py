"""Who takes part in the contest of a sheet: added, named anew and taken out while it is open."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from cermat.collection.actions.door import audit, filling, locked, require_version, tell
from cermat.collection.actions.saving import told
from cermat.collection.models import Candidate, Entry, Form
from cermat.collection.queries import mark_rows
from cermat.collection.schema import FieldKey, SheetError, Wanted
from cermat.collection.workflow import REFUSALS, TABLE, EntryState, Verb
from cermat.lib.errors import DomainError
from cermat.lib.workflow import next_state
from cermat.organisation.models import Unit, User

UNREADABLE = "Peserta belum tersimpan. Perbaiki yang ditandai; isian lain tetap ada."
LONGEST = 40
MOST = 60


@transaction.atomic
def set_candidates(
    *, entry: Entry, wanted: Sequence[Wanted], removed: Sequence[int] = (), version: int, by: User, now: datetime
) -> Entry:
    """Keep the candidates as they were typed; marks of one that is taken out go with it. Names stay in the history.

    Candidates that are not named stay. SheetError names what is wrong at ("P2" or "baru", "nama" or "unit").
    """
    held = locked(entry)
    act = filling(by, held, now)
    if held.form != Form.RTRW:
        raise DomainError("Isian ini tidak mempunyai peserta.", code="no_contest")
    held.state = next_state(TABLE, EntryState(held.state), Verb.SAVE, refusal=REFUSALS[Verb.SAVE])
    require_version(held, version)
    standing = {one.number: one for one in held.candidates.select_related("unit")}
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
        tell(held, "saved", act, note=f"Peserta: {'; '.join(after.values()) or 'tidak ada'}")
        audit(held, "candidates", act, before=before | marks, after=after)
    return held


def _require_names(entry: Entry, wanted: Sequence[Wanted], standing: dict[int, Candidate]) -> None:
    villages = set(Unit.objects.in_kecamatan(entry.cycle.kecamatan).villages().active().values_list("pk", flat=True))
    known = villages | {one.unit_id for one in standing.values()}
    problems: dict[FieldKey, str] = {}
    names = {number: (one.unit_id, one.name.casefold()) for number, one in standing.items()}
    for one in wanted:
        if one.number is not None and one.number not in standing:
            continue
        names.pop(one.number or 0, None)
        name = _plain(one.name)
        if one.unit not in known:
            problems[(one.key, "unit")] = "Pilih desa atau kelurahan tempat RT/RW ini."
        if not name:
            problems[(one.key, "nama")] = "Tulis RT dan RW-nya, misalnya RT 03/RW 02."
        elif len(name) > LONGEST:
            problems[(one.key, "nama")] = f"Paling panjang {LONGEST} huruf."
        elif (one.unit, name.casefold()) in names.values():
            problems[(one.key, "nama")] = "RT/RW ini sudah ada di antara peserta."
        names[one.number or 0] = (one.unit or 0, name.casefold())
    if len(names) > MOST:
        problems[("baru", "nama")] = f"Paling banyak {MOST} peserta pada satu lembar."
    if problems:
        raise SheetError(UNREADABLE, problems)


def _plain(name: str) -> str:
    """One line of visible letters with single blanks: no second candidate that only looks like “RT 01/RW 01”."""
    letters = unicodedata.normalize("NFKC", name)
    seen = (one for one in letters if one.isspace() or not unicodedata.category(one).startswith("C"))
    return " ".join("".join(seen).split())


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
    name = _plain(one.name)
    if one.number is not None:
        entry.candidates.filter(number=one.number).update(unit=one.unit, name=name)
        return
    assert one.unit is not None  # asked for above
    last = entry.candidates.aggregate(last=Max("number"))["last"] or 0
    entry.candidates.create(number=last + 1, unit=Unit.objects.get(pk=one.unit), name=name)
