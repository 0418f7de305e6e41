"""What every action of this room does first and last: lock the sheet, ask for the right, leave the trace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cermat.audit.actions import Target, record
from cermat.collection.models import Entry, EntryEvent
from cermat.collection.queries import approver, filler, may_check
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import Authority, authority, require
from cermat.sop.actions import locked_cycle

STALE = "Isian ini baru saja disimpan oleh orang lain. Bandingkan kedua isiannya, lalu simpan lagi."
UNSEEN = "Isian ini berubah sesudah Anda membukanya. Muat ulang halaman ini dan periksa lagi."
MAKER = "Isian diperiksa oleh orang yang tidak ikut mengisi atau mengirimnya. Pemeriksanya orang lain."


@dataclass(frozen=True)
class Act:
    """Who acts, under what right, when."""

    by: User
    right: Authority
    now: datetime

    @property
    def day(self) -> date:
        return day_of(self.now)

    @property
    def title(self) -> str:
        return self.right.assignment.title

    @property
    def principal_line(self) -> str:
        """Name and title of the head on whose behalf staf act."""
        head = self.right.on_behalf_of
        return f"{head.user.full_name}, {head.title}" if head else ""


def locked(entry: Entry) -> Entry:
    """The sheet as it stands now, held for the rest of the transaction, in a running cycle."""
    cycle = locked_cycle(entry.cycle)
    held = (
        Entry.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__kecamatan", "unit__parent", "section", "sent_by", "indicator_set")
        .get(pk=entry.pk)
    )
    held.cycle = cycle
    return held


def require_version(entry: Entry, version: int | None) -> None:
    if version is not None and version != entry.version:
        raise ConflictError(STALE, code="stale")


def require_seen(entry: Entry, version: int | None) -> None:
    """As `require_version`, for whoever reads a sheet and hands it on or back: nothing of theirs is to be compared."""
    if version is not None and version != entry.version:
        raise ConflictError(UNSEEN, code="stale")


def filling(by: User, entry: Entry, now: datetime) -> Act:
    right = filler(by, entry, day_of(now))
    if right is None:
        raise NotAllowedError
    return Act(by, right, now)


def approving(by: User, entry: Entry, now: datetime) -> Act:
    right = approver(by, entry, day_of(now))
    if right is None:
        raise NotAllowedError("Isian dikirim oleh pimpinan. Ajukan isian ini kepada pimpinan Anda.")
    return Act(by, right, now)


def checking(by: User, entry: Entry, now: datetime) -> Act:
    right = maybe(by, Permission.VALIDATE_ENTRY, entry.section, now)
    right = right or require(by, Permission.STAND_IN, entry.section, day_of(now))
    if not may_check(by, entry, day_of(now)):
        raise NotAllowedError(MAKER)
    return Act(by, right, now)


def leading(by: User, kecamatan: Unit, now: datetime) -> Act:
    return Act(by, require(by, Permission.CLOSE_COLLECTION, kecamatan, day_of(now)), now)


def maybe(by: User, permission: Permission, unit: Unit, now: datetime) -> Authority | None:
    return authority(by, permission, unit, day_of(now))


def reasoned(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise DomainError("Tulis alasannya, agar yang mengisi tahu apa yang perlu diperbaiki.", field="reason")
    if len(text) > 500:
        raise DomainError("Alasan paling panjang 500 huruf.", field="reason")
    return text


def tell(entry: Entry, verb: str, act: Act, *, note: str = "", values: Mapping[str, Any] | None = None) -> EntryEvent:
    """A line in the history of the sheet."""
    return EntryEvent.objects.create(
        entry=entry,
        verb=verb,
        state=entry.state,
        by=act.by,
        by_title=act.title[:160],
        on_behalf_of=act.principal_line[:200],
        at=act.now,
        note=note[:500],
        values=values,
        revision=entry.revision,
    )


def audit(
    entry: Entry,
    verb: str,
    act: Act,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    target = Target("entry", entry.pk, entry.cycle.kecamatan.code)
    record(
        by=act.by,
        verb=f"entry.{verb}",
        target=target,
        at=act.now,
        before=before,
        after=after,
        on_behalf_of=act.right.principal,
    )
