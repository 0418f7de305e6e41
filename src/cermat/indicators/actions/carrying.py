"""This year's plan becomes the draft of the next (ADR 0036); what Cermat proposed in it is kept by a person."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.actions.readiness import alone, keep_written, locked_draft
from cermat.indicators.models import PlanDraft
from cermat.indicators.queries import next_version, preparation, why_not_prepared
from cermat.indicators.schema.plan_proposals import proposed, still_proposed
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.periods.queries import refuse_locked


@transaction.atomic
def carry_over(*, kecamatan: Unit, year: int, seen: str, by: User, now: datetime) -> PlanDraft:
    """The draft of `year`, just as its preview showed it: `seen` is the preview's digest. A year has one draft."""
    require(by, Permission.PREPARE_PLAN, kecamatan, day_of(now))
    alone(kecamatan.pk)
    if why := why_not_prepared(kecamatan, year):
        raise ConflictError(why, code="year_taken")
    refuse_locked(kecamatan, year)
    found = preparation(kecamatan, year)
    if found is None:
        raise DomainError(f"Belum ada rencana sebelum {year}. Susun rencana dari kosong atau contoh.")
    if found.digest != seen:
        raise ConflictError(
            f"Rencana {found.plan.year} berubah sejak pratinjau dibuka. Periksa lagi, lalu tekan sekali lagi."
        )
    rows, proposals = found.carried.rows, found.carried.proposals
    head = rows["umum"][0] | {"tahun": str(year), "versi": next_version(kecamatan, year)}
    draft = PlanDraft.objects.create(
        kecamatan=kecamatan, year=year, begun_from=f"Rencana {found.plan.year}, versi {found.plan.version}",
        rows=rows | {"umum": [head]}, proposals=proposals, carried_from=found.plan,
        made_by=by, made_at=now, changed_by=by, changed_at=now,
    )  # fmt: skip
    _told("plan_draft.carried_over", draft, by, now, plan=found.plan.pk, proposed=len(proposed(rows, proposals)),
          open=len(found.carried.notes))  # fmt: skip
    return draft


@transaction.atomic
def keep_proposals(*, draft: PlanDraft, rows: Collection[tuple[str, str]], seen: str, by: User, now: datetime) -> int:
    """What Cermat proposed in these rows (part and key) is what this person wants; how many cells that were."""
    locked = locked_draft(draft)
    require(by, Permission.PREPARE_PLAN, locked.kecamatan, day_of(now))
    if locked.digest != seen:
        raise ConflictError("Orang lain sudah mengubah draf ini. Periksa lagi usulannya.")
    chosen = [one for one in proposed(locked.rows, locked.proposals) if (one.part.key, one.key) in rows]
    locked.proposals = still_proposed(locked.rows, locked.proposals, before=locked.rows, kept=rows)
    keep_written(locked, by, now)
    kept = {f"{one.part.key}/{one.key}": {column.key: text for column, text in one.cells} for one in chosen}
    _told("plan_draft.proposals_kept", locked, by, now, kept=kept)
    return sum(len(one.cells) for one in chosen)


def _told(verb: str, draft: PlanDraft, by: User, now: datetime, **after: object) -> None:
    target = Target("plan_draft", draft.pk, chain=draft.kecamatan.code)
    record(by=by, verb=verb, target=target, at=now, after={"year": draft.year} | after)
