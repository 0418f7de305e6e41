"""A Perjanjian Kinerja is signed by its two sides, the first before the second; what is signed never changes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.models import AgreementSignature, Party, Plan
from cermat.indicators.queries import AgreementState, agreement_states, content_digest, signed_first, signs_side
from cermat.indicators.schema.plan import CAMAT
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require


@dataclass(frozen=True)
class Paper:
    """A side that signed outside Cermat: the Bupati's."""

    day: date
    document: str


@transaction.atomic
def sign_agreement(
    *, plan: Plan, holder: str, number: int, party: Party, by: User, now: datetime
) -> AgreementSignature:
    """One's own side: the Camat of their PK, a kasi of theirs, the Camat as second party of a kasi's."""
    state = _state(plan, holder, number, party)
    if holder == CAMAT and party is Party.SECOND:
        raise NotAllowedError("Pihak kedua PK Camat menandatangani di atas kertas. Catat tanggal dan dokumennya.")
    is_camats = holder == CAMAT or party is Party.SECOND
    unit = plan.kecamatan if is_camats else _section(plan.kecamatan, holder)
    require(by, Permission.SIGN_AGREEMENT, unit, day_of(now))
    if not signs_side(by, unit, day_of(now), as_camat=is_camats):
        raise NotAllowedError("Setiap pihak menandatangani sisinya sendiri.")
    if party is Party.SECOND and signed_first(state.signed, by):
        raise NotAllowedError("Pihak kedua adalah orang lain daripada pihak pertama.")
    return _signed(plan, state, party, Paper(day_of(now), ""), by, now)


@transaction.atomic
def record_paper_signature(*, plan: Plan, number: int, paper: Paper, by: User, now: datetime) -> AgreementSignature:
    """The Bupati's side of the Camat's PK, signed on paper: its date and document."""
    require(by, Permission.PREPARE_PLAN, plan.kecamatan, day_of(now))
    state = _state(plan, CAMAT, number, Party.SECOND)
    if not paper.document.strip():
        raise DomainError("Sebutkan dokumennya, misalnya nomor Perjanjian Kinerja.", field="document")
    if paper.day > day_of(now):
        raise DomainError("Tanggal tanda tangan tidak boleh sesudah hari ini.", field="signed_on")
    return _signed(plan, state, Party.SECOND, paper, by, now)


def _state(plan: Plan, holder: str, number: int, party: Party) -> AgreementState:
    """Of the version in force, whose turn it is for this side."""
    Unit.objects.select_for_update(no_key=True).get(pk=plan.kecamatan_id)
    newest = Plan.objects.filter(kecamatan=plan.kecamatan_id, year=plan.year).order_by("-pk").first()
    if newest != plan:
        raise ConflictError("Rencana ini sudah diganti versi baru. Buka lagi halamannya.")
    states = {(one.agreement.holder, one.agreement.versi.nomor): one for one in agreement_states(plan)}
    state = states.get((holder, number))
    if state is None:
        raise ConflictError("PK ini tidak ada lagi dalam rencana yang berlaku. Buka lagi halamannya.")
    if party.value in state.signed:
        raise ConflictError("Pihak ini sudah menandatangani.")
    if state.next_party is not party:
        raise ConflictError("Pihak pertama menandatangani lebih dahulu.")
    return state


def _section(kecamatan: Unit, key: str) -> Unit:
    found = {unit.key: unit for unit in Unit.objects.in_kecamatan(kecamatan).sections()}.get(key)
    if found is None:
        raise ConflictError("Seksi PK ini belum ada sebagai unit kerja.")
    return found


def _signed(
    plan: Plan, state: AgreementState, party: Party, paper: Paper, by: User, now: datetime
) -> AgreementSignature:  # fmt: skip
    one = state.agreement
    signature = AgreementSignature.objects.create(
        plan=plan, kecamatan=plan.kecamatan, year=plan.year, holder=one.holder, number=one.versi.nomor,
        party=party, position=one.pihak_pertama if party is Party.FIRST else one.pihak_kedua,
        digest=content_digest(one), by=by, at=now, signed_on=paper.day, document=paper.document.strip()[:200],
    )  # fmt: skip
    record(
        by=by,
        verb="agreement.signed",
        target=Target("agreement_signature", signature.pk, chain=plan.kecamatan.code),
        at=now,
        after={
            "year": plan.year, "holder": one.holder, "number": one.versi.nomor, "party": party.value,
            "digest": signature.digest, "signed_on": str(paper.day), "document": signature.document,
        },
    )  # fmt: skip
    return signature
