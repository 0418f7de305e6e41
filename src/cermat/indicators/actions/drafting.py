"""The draft of a year's plan: begun, written part by part, put in force as a new version, or thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.actions.plans import put_in_force
from cermat.indicators.models import Plan, PlanDraft
from cermat.indicators.queries import beginning
from cermat.indicators.schema import checked, read_plan
from cermat.indicators.schema.plan_parts import PART
from cermat.indicators.schema.plan_table import MOST_ROWS, Rows
from cermat.lib.errors import ConflictError, DefinitionError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import authorities, require


@transaction.atomic
def start_plan_draft(*, kecamatan: Unit, year: int, origin: str, by: User, now: datetime) -> PlanDraft:
    """A year has one draft. Raises DomainError where there is nothing to begin from."""
    require(by, Permission.PREPARE_PLAN, kecamatan, day_of(now))
    _alone(kecamatan.pk)
    if PlanDraft.objects.filter(kecamatan=kecamatan, year=year).exists():
        raise ConflictError(f"Draf {year} sudah ada. Lanjutkan atau hapus draf itu.", field="year")
    begun = beginning(kecamatan, year, origin)
    return _made(kecamatan, year, begun.rows, begun.words, by, now)


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
    _alone(kecamatan.pk)
    there = PlanDraft.objects.filter(kecamatan=kecamatan, year=year).first()
    if there is not None:
        if not replaces:
            raise ConflictError(
                f"Draf {year} sudah ada. Centang “Gantikan draf”, atau hapus draf itu.", field="replaces"
            )
        _told("plan_draft.discarded", there, by, now)
        there.delete()
    return _made(kecamatan, year, {key: list(map(dict, part)) for key, part in rows.items()}, file_name[:200], by, now)


@transaction.atomic
def keep_draft_part(
    *, draft: PlanDraft, part: str, rows: Sequence[Mapping[str, str]], seen: str, by: User, now: datetime
) -> PlanDraft:
    """What was typed into one part, faults and all; `seen` is the digest of the draft whose page was filled in."""
    locked = _locked(draft)
    require(by, Permission.PREPARE_PLAN, locked.kecamatan, day_of(now))
    if locked.digest != seen:
        raise ConflictError("Orang lain sudah mengubah draf ini. Salin yang Anda ketik, lalu buka lagi bagian ini.")
    _refuse_long(rows)
    kept = [{key: text for key, text in row.items() if text} for row in rows]
    if PART[part].is_one:
        kept = [{**(kept[0] if kept else {}), "tahun": str(locked.year)}]
    locked.rows = {**locked.rows, part: kept}
    locked.changed_by, locked.changed_at = by, now
    locked.save(update_fields=["rows", "changed_by", "changed_at"])
    _told("plan_draft.changed", locked, by, now, part=part, count=len(kept))
    return locked


@transaction.atomic
def adopt_plan_draft(*, draft: PlanDraft, seen: str, by: User, now: datetime) -> Plan:
    """The draft becomes the year's plan, just as it was shown. Raises DefinitionError with what is still at fault."""
    locked = _locked(draft)
    require(by, Permission.ADOPT_PLAN, locked.kecamatan, day_of(now))
    if by.pk in {locked.made_by_id, locked.changed_by_id} and not _is_admin(by, locked.kecamatan, now):
        raise NotAllowedError("Draf diberlakukan oleh orang lain daripada penyusunnya.")
    if locked.digest != seen:
        raise ConflictError(
            "Draf sudah berubah sejak Anda melihatnya. Buka lagi halamannya, lalu periksa perbedaannya."
        )
    found = checked(locked.rows)
    if found.faults:
        raise DefinitionError([f"{PART[fault.place.part].title}: {fault.sentence}" for fault in found.faults])
    version = locked.rows["umum"][0]["versi"]
    if Plan.objects.filter(kecamatan=locked.kecamatan, year=locked.year, version=version).exists():
        raise ConflictError(
            f"Versi “{version}” sudah pernah berlaku. Ubah Versi pada bagian Umum.", code="version_taken"
        )
    plan = put_in_force(locked.kecamatan, found.text, by=by, now=now)
    _told("plan_draft.adopted", locked, by, now, plan=plan.pk)
    locked.delete()
    return plan


@transaction.atomic
def discard_plan_draft(*, draft: PlanDraft, by: User, now: datetime) -> None:
    """Nothing of it stays but the trace."""
    locked = _locked(draft)
    require(by, Permission.PREPARE_PLAN, locked.kecamatan, day_of(now))
    _told("plan_draft.discarded", locked, by, now)
    locked.delete()


def _made(kecamatan: Unit, year: int, rows: Rows, words: str, by: User, now: datetime) -> PlanDraft:
    draft = PlanDraft.objects.create(
        kecamatan=kecamatan, year=year, begun_from=words, rows=rows,
        made_by=by, made_at=now, changed_by=by, changed_at=now,
    )  # fmt: skip
    _told("plan_draft.made", draft, by, now, begun_from=words)
    return draft


def _is_admin(by: User, kecamatan: Unit, now: datetime) -> bool:
    """Who sets an office up alone writes its first plan and puts it in force (ADR 0033)."""
    held = authorities(by, Permission.ADOPT_PLAN, kecamatan, day_of(now))
    return any(one.assignment.role == Role.ADMIN for one in held)


def _refuse_long(rows: Sequence[Mapping[str, str]]) -> None:
    if len(rows) > MOST_ROWS:
        raise DomainError(f"Paling banyak {MOST_ROWS} baris dalam satu bagian.")


def _alone(kecamatan: int) -> None:
    """Whoever writes a plan of this office, or signs one, waits."""
    Unit.objects.select_for_update(no_key=True).get(pk=kecamatan)


def _locked(draft: PlanDraft) -> PlanDraft:
    _alone(draft.kecamatan_id)
    locked = PlanDraft.objects.select_related("kecamatan").filter(pk=draft.pk).first()
    if locked is None:
        raise ConflictError("Draf ini sudah berlaku atau dihapus. Buka halaman Rencana tahunan.", code="gone")
    return locked


def _told(verb: str, draft: PlanDraft, by: User, now: datetime, **after: object) -> None:
    record(
        by=by,
        verb=verb,
        target=Target("plan_draft", draft.pk, chain=draft.kecamatan.code),
        at=now,
        after={"year": draft.year} | after,
    )
