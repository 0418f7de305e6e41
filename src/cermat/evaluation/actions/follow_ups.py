"""What the owner of a recommendation does about it, and who confirms that it was done."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import record
from cermat.documents.actions import store_upload
from cermat.documents.models import StoredFile
from cermat.evaluation.actions.recommendations import WORK, settle, target
from cermat.evaluation.models import FollowUp, Recommendation
from cermat.evaluation.queries import checkers_of, checking_unit
from cermat.evaluation.workflow import TABLE, RecommendationState, RecommendationVerb
from cermat.lib.errors import DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.lib.workflow import next_state
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import Authority, people_at, require
from cermat.sop.actions import locked_cycle, start_step
from cermat.sop.queries import open_step

REFUSALS = {
    RecommendationVerb.FILL: "Formulir ini sudah diisi dan ditandatangani.",
    RecommendationVerb.HAND_IN: "Bukti dukung belum dapat diserahkan: isi dahulu formulirnya, atau tunggu verifikasi.",
    RecommendationVerb.VERIFY: "Belum ada bukti dukung yang menunggu verifikasi.",
    RecommendationVerb.RETURN: "Belum ada bukti dukung yang menunggu verifikasi.",
}


@dataclass(frozen=True)
class Step:
    """One move: what is said, with which file, under which right."""

    verb: RecommendationVerb
    note: str
    authority: Authority
    file: StoredFile | None = None


@transaction.atomic
def fill_form(*, recommendation: Recommendation, cause: str, action: str, by: User, now: datetime) -> Recommendation:
    """The head of the owning unit states cause and action and signs; with the last form step 5 is done."""
    owner = recommendation.owner
    authority = require(by, Permission.FILL_FOLLOW_UP, owner, day_of(now))
    cycle = locked_cycle(recommendation.cycle)
    open_step(cycle, WORK)
    recommendation = _locked(recommendation)
    if authority.assignment.role == Role.OPERATOR:
        raise NotAllowedError("Formulir ditandatangani Lurah atau Kepala Desa. Mohon beliau yang mengisinya.")
    if not cause.strip():
        raise DomainError("Tulis penyebabnya.", field="cause")
    if not action.strip():
        raise DomainError("Tulis rencana tindak lanjutnya.", field="action")
    actor = "desa_kelurahan" if owner.is_village else "kasi"
    start_step(cycle=cycle, work=WORK, actor=actor, unit=owner, by=by, now=now)
    recommendation.cause, recommendation.action = cause.strip(), action.strip()
    recommendation.filled_by, recommendation.filled_at = by, now
    recommendation.filled_title = authority.assignment.title
    _move(recommendation, Step(RecommendationVerb.FILL, recommendation.action, authority), by, now)
    settle(cycle=cycle, by=by, now=now)
    return recommendation


@transaction.atomic
def hand_in_proof(
    *, recommendation: Recommendation, note: str, upload: UploadedFile | None, by: User, now: datetime
) -> Recommendation:
    """What was done, with a file or in words.

    The one act that goes on after its cycle is closed, together with the verification: what a meeting asks for is
    often done months later, and the SOP's step 5 ends with the signed form (product.md, step 5).
    """
    recommendation = _locked(recommendation)
    authority = require(by, Permission.FILL_FOLLOW_UP, recommendation.owner, day_of(now))
    if not note.strip() and upload is None:
        raise DomainError("Lampirkan berkas atau tulis apa yang sudah dilakukan.", field="note")
    file = None
    if upload is not None:
        file = store_upload(upload=upload, unit=recommendation.owner, by=by, now=now)
    recommendation.proof_by, recommendation.proof_at = by, now
    _move(recommendation, Step(RecommendationVerb.HAND_IN, note.strip(), authority, file), by, now)
    text = f"{recommendation.owner} menyerahkan bukti dukung rekomendasi {recommendation.number}: verifikasi."
    _tell(recommendation, [holder.user for holder in checkers_of(recommendation, day_of(now))], text, now)
    return recommendation


@transaction.atomic
def verify_proof(*, recommendation: Recommendation, by: User, now: datetime, note: str = "") -> Recommendation:
    """The proof suffices. Never by the one who handed it in; also after the cycle is closed."""
    recommendation = _locked(recommendation)
    authority = _checker(recommendation, by, now)
    recommendation.verified_by, recommendation.verified_at = by, now
    return _move(recommendation, Step(RecommendationVerb.VERIFY, note.strip(), authority), by, now)


@transaction.atomic
def return_proof(*, recommendation: Recommendation, reason: str, by: User, now: datetime) -> Recommendation:
    """The proof does not suffice, with the reason; the owner hands in again. Also after the cycle is closed."""
    recommendation = _locked(recommendation)
    authority = _checker(recommendation, by, now)
    if not reason.strip():
        raise DomainError("Tulis apa yang masih kurang.", field="reason")
    _move(recommendation, Step(RecommendationVerb.RETURN, reason.strip(), authority), by, now)
    text = f"Bukti dukung rekomendasi {recommendation.number} dikembalikan: {reason.strip()}"
    _tell(recommendation, people_at(recommendation.owner, day_of(now)), text, now)
    return recommendation


def _checker(recommendation: Recommendation, by: User, now: datetime) -> Authority:
    """The climb: a village's proof by its kasi or Sekcam, a section's by Sekcam, Sekcam's by Camat; never the maker."""
    authority = require(by, Permission.VERIFY_FOLLOW_UP, checking_unit(recommendation), day_of(now))
    if recommendation.proof_by_id == by.pk:
        raise NotAllowedError("Yang menyerahkan bukti dukung tidak dapat memverifikasinya.", code="maker_is_checker")
    if not recommendation.owner.is_village and authority.assignment.role == Role.KASI:
        raise NotAllowedError("Tindak lanjut seksi diverifikasi Sekretaris Camat.", code="climb")
    return authority


def _move(recommendation: Recommendation, step: Step, by: User, now: datetime) -> Recommendation:
    before = RecommendationState(recommendation.state)
    recommendation.state = next_state(TABLE, before, step.verb, refusal=REFUSALS[step.verb])
    recommendation.save()
    FollowUp.objects.create(
        recommendation=recommendation,
        verb=step.verb,
        note=step.note,
        file=step.file,
        by=by,
        by_title=step.authority.assignment.title,
        at=now,
    )
    record(
        by=by,
        verb=f"recommendation.{step.verb}",
        target=target(recommendation),
        at=now,
        before={"state": before},
        after={"state": recommendation.state, "note": step.note, "file": step.file.sha256 if step.file else ""},
        on_behalf_of=step.authority.principal,
    )
    for asked in ("recommendation", "follow-up"):  # what was asked before is answered by this step
        settle_news(key=f"{asked}:{recommendation.pk}:", now=now)
    return recommendation


def _tell(recommendation: Recommendation, people: list[User], text: str, now: datetime) -> None:
    key = f"follow-up:{recommendation.pk}:{now.timestamp():.0f}"
    url = reverse("evaluation:recommendation", args=[recommendation.pk])
    notify(users=people, text=text[:300], url=url, key=key, now=now)


def _locked(recommendation: Recommendation) -> Recommendation:
    found = Recommendation.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("cycle__kecamatan", "cycle__sop", "owner", "section").get(pk=recommendation.pk)
