"""The draft of a year's plan: begun, written part by part, put in force as a new version, or thrown away."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.actions.plans import put_in_force
from cermat.indicators.actions.readiness import alone, keep_written, locked_draft, news_key
from cermat.indicators.models import Plan, PlanDraft
from cermat.indicators.queries import Beginning, beginning, may_put_in_force
from cermat.indicators.schema import checked, read_plan
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_proposals import proposed, still_proposed
from cermat.indicators.schema.plan_table import MOST_ROWS, Rows
from cermat.lib.errors import ConflictError, DefinitionError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.notifications.actions import settle_news
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require


@transaction.atomic
def start_plan_draft(*, kecamatan: Unit, year: int, origin: str, by: User, now: datetime) -> PlanDraft:
    """A year has one draft. Raises DomainError where there is nothing to begin from."""
    require(by, Permission.PREPARE_PLAN, kecamatan, day_of(now))
    alone(kecamatan.pk)
    if PlanDraft.objects.filter(kecamatan=kecamatan, year=year).exists():
        raise ConflictError(f"Draf {year} sudah ada. Lanjutkan atau hapus draf itu.", field="year")
    return _made(kecamatan, year, beginning(kecamatan, year, origin), by, now)


@transaction.atomic
def draft_from_workbook(
    *, kecamatan: Unit, rows: Rows, file_name: str, replaces: bool, by: User, now: datetime
) -> PlanDraft:
    """The rows of a workbook without faults; a draft that is there already goes only when that was said."""
    require(by, Permission.PREPARE_PLAN, kecamatan, day_of(now))
    for part in rows.values():
        _refuse_long(part)
    found = checked(rows)
    if found.faults or not rows.get("umum"):
        raise DefinitionError([fault.sentence for fault in found.faults] or ["Lembar Umum kosong."])
    year = read_plan(found.text).tahun
    alone(kecamatan.pk)
    there = PlanDraft.objects.filter(kecamatan=kecamatan, year=year).first()
    carried: dict[str, Any] = {}
    if there is not None:
        if not replaces:
            raise ConflictError(
                f"Draf {year} sudah ada. Centang “Gantikan draf”, atau hapus draf itu.", field="replaces"
            )
        _told("plan_draft.discarded", there, by, now)
        settle_news(key=news_key(there), now=now)
        carried = {
            "carried_from": there.carried_from,
            "proposals": still_proposed(rows, there.proposals, before=there.rows),
            "writers": sorted(there.makers),
        }
        there.delete()
    typed = {key: list(map(dict, part)) for key, part in rows.items()}
    return _made(kecamatan, year, Beginning(typed, file_name[:200]), by, now, **carried)


@transaction.atomic
def keep_draft_part(
    *,
    draft: PlanDraft,
    part: str,
    rows: Sequence[Mapping[str, str]],
    seen: str,
    kept: Collection[str] = (),
    by: User,
    now: datetime,
) -> PlanDraft:
    """What was typed into one part, faults and all; `seen` is the digest of the draft whose page was filled in.

    `kept`: keys of rows whose proposals the person wants as they are.
    """
    locked = locked_draft(draft)
    require(by, Permission.PREPARE_PLAN, locked.kecamatan, day_of(now))
    if locked.digest != seen:
        raise ConflictError("Orang lain sudah mengubah draf ini. Salin yang Anda ketik, lalu buka lagi bagian ini.")
    _refuse_long(rows)
    typed = [{key: text for key, text in row.items() if text} for row in rows]
    if PART[part].is_one:
        typed = [{**(typed[0] if typed else {}), "tahun": str(locked.year)}]
    before, locked.rows = locked.rows, {**locked.rows, part: typed}
    chosen = {(part, key) for key in kept}
    locked.proposals = still_proposed(locked.rows, locked.proposals, before=before, kept=chosen)
    keep_written(locked, by, now)
    _told("plan_draft.changed", locked, by, now, part=part, count=len(typed), kept=list(kept))
    return locked


@transaction.atomic
def adopt_plan_draft(*, draft: PlanDraft, seen: str, by: User, now: datetime) -> Plan:
    """The draft becomes the year's plan, just as it was shown. Raises DefinitionError with what is still at fault."""
    locked = locked_draft(draft)
    require(by, Permission.ADOPT_PLAN, locked.kecamatan, day_of(now))
    if not may_put_in_force(by, locked, day_of(now)):
        raise NotAllowedError("Draf diberlakukan oleh orang lain daripada penyusunnya.")
    if locked.digest != seen:
        raise ConflictError(
            "Draf sudah berubah sejak Anda melihatnya. Buka lagi halamannya, lalu periksa perbedaannya."
        )
    found = checked(locked.rows)
    if found.faults:
        raise DefinitionError([f"{PART[fault.place.part].title}: {fault.sentence}" for fault in found.faults])
    if left := proposed(locked.rows, locked.proposals):
        raise ConflictError(f"Masih ada usulan pada {len(left)} baris. Penyusunnya memakai atau mengubahnya dahulu.")
    version = locked.rows["umum"][0]["versi"]
    if Plan.objects.filter(kecamatan=locked.kecamatan, year=locked.year, version=version).exists():
        raise ConflictError(
            f"Versi “{version}” sudah pernah berlaku. Ubah Versi pada bagian Umum.", code="version_taken"
        )
    plan = put_in_force(locked.kecamatan, found.text, by=by, now=now)
    _told("plan_draft.adopted", locked, by, now, plan=plan.pk)
    settle_news(key=news_key(locked), now=now)
    locked.delete()
    return plan


@transaction.atomic
def discard_plan_draft(*, draft: PlanDraft, by: User, now: datetime) -> None:
    """Nothing of it stays but the trace."""
    locked = locked_draft(draft)
    require(by, Permission.PREPARE_PLAN, locked.kecamatan, day_of(now))
    _told("plan_draft.discarded", locked, by, now)
    settle_news(key=news_key(locked), now=now)
    locked.delete()


def _made(
    kecamatan: Unit, year: int, begun: Beginning, by: User, now: datetime, **carried: Any
) -> PlanDraft:  # fmt: skip
    draft = PlanDraft.objects.create(
        kecamatan=kecamatan, year=year, begun_from=begun.words, rows=begun.rows,
        made_by=by, made_at=now, changed_by=by, changed_at=now, **carried,
    )  # fmt: skip
    _told("plan_draft.made", draft, by, now, begun_from=begun.words)
    return draft


def _refuse_long(rows: Sequence[Mapping[str, str]]) -> None:
    if len(rows) > MOST_ROWS:
        raise DomainError(f"Paling banyak {MOST_ROWS} baris dalam satu bagian.")


def _told(verb: str, draft: PlanDraft, by: User, now: datetime, **after: object) -> None:
    record(
        by=by,
        verb=verb,
        target=Target("plan_draft", draft.pk, chain=draft.kecamatan.code),
        at=now,
        after={"year": draft.year} | after,
    )
