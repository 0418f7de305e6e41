"""Step 2: a section's set is acknowledged by its head and validated by the Camat."""

from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.lib.workflow import next_state
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import Authority, authority, head_of, holders, require, top_rungs
from cermat.requirements.models import (
    Handover,
)
from cermat.requirements.queries import validators_of
from cermat.requirements.workflow import HANDOVERS, HandoverState, HandoverVerb
from cermat.sop.actions import finish_actor, finish_step, locked_cycle, start_step
from cermat.sop.models import Cycle
from cermat.sop.queries import open_step

MAKER = "Yang menyerahkan atau menerima tidak dapat memvalidasi. Persyaratan ini divalidasi seorang kasi lain."


def move(handover: Handover, verb: HandoverVerb) -> None:
    refusals = {
        HandoverVerb.ACKNOWLEDGE: "Persyaratan ini sudah diterima.",
        HandoverVerb.VALIDATE: "Persyaratan ini belum dapat divalidasi: seksi belum mengisi tanda terima.",
        HandoverVerb.SEND_BACK: "Persyaratan ini sudah divalidasi atau sudah dikembalikan.",
        HandoverVerb.HAND_OVER: "Persyaratan ini tidak perlu diserahkan lagi.",
    }
    state = HandoverState(handover.state)
    handover.state = next_state(HANDOVERS, state, verb, refusal=refusals[verb])


def _locked(handover: Handover) -> Handover:
    cycle = locked_cycle(handover.cycle)
    found = Handover.objects.select_for_update(of=("self",), no_key=True).select_related("section").get(pk=handover.pk)
    found.cycle = cycle
    return found


def _log(handover: Handover, verb: str, by: User, now: datetime, **after: object) -> None:
    record(
        by=by,
        verb=f"handover.{verb}",
        target=Target("handover", handover.pk, handover.cycle.kecamatan.code),
        at=now,
        after={"section": handover.section.code, "state": handover.state, **after},
    )


@transaction.atomic
def acknowledge_handover(*, handover: Handover, by: User, now: datetime) -> Handover:
    """The head of the section confirms the receipt of its set."""
    handover = _locked(handover)
    require(by, Permission.ACKNOWLEDGE_HANDOVER, handover.section, day_of(now))
    open_step(handover.cycle, "penyerahan")
    move(handover, HandoverVerb.ACKNOWLEDGE)
    handover.acknowledged_by, handover.acknowledged_at = by, now
    handover.save(update_fields=["state", "acknowledged_by", "acknowledged_at"])
    _log(handover, "acknowledged", by, now)
    settle_news(key=_asking(handover.cycle, handover.section), now=now)
    return handover


def _checking(by: User, handover: Handover, now: datetime) -> Authority:
    day, kecamatan = day_of(now), handover.cycle.kecamatan
    right = authority(by, Permission.VALIDATE_REQUIREMENTS, kecamatan, day)
    right = right or require(by, Permission.STAND_IN, kecamatan, day)
    if by.pk in validators_of(handover, top_rungs(kecamatan, day)):
        return right
    if by in (handover.handed_by, handover.acknowledged_by):
        raise ConflictError(MAKER, code="maker_is_checker")
    raise NotAllowedError


def _start(cycle: Cycle, right: Authority, now: datetime) -> None:
    by, unit = right.assignment.user, cycle.kecamatan
    start_step(cycle=cycle, work="penyerahan", actor="camat", unit=unit, by=by, now=now, stands_in=right)


@transaction.atomic
def validate_handover(*, handover: Handover, by: User, now: datetime) -> Handover:
    """The Camat, or who stands in (ADR 0008), validates the set of a section; with the last one step 2 is done."""
    handover = _locked(handover)
    cycle = handover.cycle
    right = _checking(by, handover, now)
    open_step(cycle, "penyerahan")
    move(handover, HandoverVerb.VALIDATE)
    _start(cycle, right, now)
    handover.validated_by, handover.validated_at, handover.reason = by, now, ""
    handover.save(update_fields=["state", "validated_by", "validated_at", "reason"])
    _log(handover, "validated", by, now)
    if not cycle.handovers.exclude(state=HandoverState.VALIDATED).exists():
        finish_actor(cycle=cycle, work="penyerahan", actor="camat", unit=cycle.kecamatan, by=by, now=now)
        finish_step(cycle=cycle, work="penyerahan", by=by, now=now)
    return handover


@transaction.atomic
def send_back_handover(*, handover: Handover, reason: str, by: User, now: datetime) -> Handover:
    """The Camat sends a set back to the Sekcam, who sorts again and hands over anew."""
    handover = _locked(handover)
    cycle = handover.cycle
    right = authority(by, Permission.VALIDATE_REQUIREMENTS, cycle.kecamatan, day_of(now))
    right = right or _checking(by, handover, now)
    open_step(cycle, "penyerahan")
    if not reason.strip():
        raise DomainError("Tulis alasan pengembalian agar Sekcam tahu apa yang harus diperbaiki.", field="reason")
    move(handover, HandoverVerb.SEND_BACK)
    _start(cycle, right, now)
    handover.reason = reason.strip()
    handover.save(update_fields=["state", "reason"])
    _log(handover, "sent_back", by, now, reason=handover.reason)
    settle_news(key=_asking(cycle, handover.section), now=now)
    sekcam = [holder.user for holder in holders(cycle.kecamatan, Role.SEKCAM, day_of(now))]
    text = f"Camat mengembalikan persyaratan {handover.section}: {handover.reason}"[:300]
    url = f"/persyaratan/penyerahan/{handover.pk}/"
    notify(users=sekcam, text=text, url=url, key=f"handover-back:{handover.pk}:{now.timestamp():.0f}", now=now)
    return handover


@transaction.atomic
def hand_over_again(*, handover: Handover, by: User, now: datetime) -> Handover:
    """The Sekcam has mended the sorting: the set goes to its section again."""
    handover = _locked(handover)
    require(by, Permission.SORT_INDICATORS, handover.cycle.kecamatan, day_of(now))
    open_step(handover.cycle, "penyerahan")
    if handover.state != HandoverState.SENT_BACK:
        raise ConflictError("Hanya persyaratan yang dikembalikan yang diserahkan lagi.", code="not_sent_back")
    move(handover, HandoverVerb.HAND_OVER)
    forget_receipt(handover, by, now)
    return handover


def forget_receipt(handover: Handover, by: User, now: datetime) -> None:
    handover.handed_by, handover.handed_at = by, now
    handover.acknowledged_by = handover.acknowledged_at = None
    handover.validated_by = handover.validated_at = None
    handover.save()
    _log(handover, "handed_again", by, now)
    for asked in (f"handover-back:{handover.pk}:", _asking(handover.cycle, handover.section)):
        settle_news(key=asked, now=now)
    tell_head(handover.cycle, handover.section, f"Persyaratan {handover.section} diserahkan lagi.", now)


def tell_head(cycle: Cycle, section: Unit, text: str, now: datetime) -> None:
    head = head_of(section, day_of(now))
    if head:
        url, key = f"/persyaratan/{cycle.pk}/penyerahan/", f"{_asking(cycle, section)}{now.timestamp():.0f}"
        notify(users=[head.user], text=text, url=url, key=key, now=now)


def _asking(cycle: Cycle, section: Unit) -> str:
    """The beginning of the keys of news that ask a section to receive its set."""
    return f"handover:{cycle.pk}:{section.pk}:"
