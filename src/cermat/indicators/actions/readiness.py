"""A draft is said to be complete: whoever may put it in force hears of it. A change takes it back."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.indicators.models import PlanDraft
from cermat.indicators.queries import adopters_of, obstacles
from cermat.indicators.schema import checked
from cermat.lib.errors import ConflictError
from cermat.lib.months import day_of
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require


@transaction.atomic
def declare_plan_draft_ready(*, draft: PlanDraft, seen: str, by: User, now: datetime) -> PlanDraft:
    """Nothing in it is at fault or still a proposal. Said again of the same draft it does nothing."""
    locked = locked_draft(draft)
    require(by, Permission.PREPARE_PLAN, locked.kecamatan, day_of(now))
    if locked.digest != seen:
        raise ConflictError("Orang lain sudah mengubah draf ini. Periksa lagi, lalu tekan sekali lagi.")
    if locked.ready_at is not None:
        return locked
    found = checked(locked.rows)
    if found.faults or obstacles(locked, found):
        raise ConflictError("Draf belum lengkap. Selesaikan dahulu yang disebut pada halamannya.")
    locked.ready_by, locked.ready_at = by, now
    locked.save(update_fields=["ready_by", "ready_at"])
    target = Target("plan_draft", locked.pk, chain=locked.kecamatan.code)
    record(by=by, verb="plan_draft.ready", target=target, at=now, after={"year": locked.year})
    text = f"Draf rencana {locked.year} siap diperiksa. Periksa perubahannya, lalu berlakukan."
    key = f"{news_key(locked)}{now.isoformat()}"
    url = reverse("indicators:plan_adoption", args=[locked.pk])
    notify(users=adopters_of(locked, day_of(now)), text=text, url=url, key=key, now=now)
    return locked


def keep_written(draft: PlanDraft, by: User, now: datetime) -> None:
    """What this person wrote in it; said to be complete before, it is so no longer."""
    if draft.ready_at is not None:
        draft.ready_by = draft.ready_at = None
        settle_news(key=news_key(draft), now=now)
    draft.changed_by, draft.changed_at = by, now
    draft.writers = sorted({*draft.writers, by.pk})
    draft.save(update_fields=["rows", "proposals", "writers", "ready_by", "ready_at", "changed_by", "changed_at"])


def news_key(draft: PlanDraft) -> str:
    return f"plan_draft:{draft.pk}:ready:"


def alone(kecamatan: int) -> None:
    """Whoever writes a plan of this office, signs one, or loads what it is made from, waits."""
    Unit.objects.select_for_update(no_key=True).get(pk=kecamatan)


def locked_draft(draft: PlanDraft) -> PlanDraft:
    alone(draft.kecamatan_id)
    locked = PlanDraft.objects.select_related("kecamatan").filter(pk=draft.pk).first()
    if locked is None:
        raise ConflictError("Draf ini sudah berlaku atau dihapus. Buka halaman Rencana tahunan.", code="gone")
    return locked
