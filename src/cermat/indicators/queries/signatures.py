"""Who has signed which Perjanjian Kinerja, and whether a plan still says what was signed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cermat.indicators.models import AgreementSignature, Iku, Party, Plan, digest_of
from cermat.indicators.schema import PlanFile, read_plan
from cermat.indicators.schema.plan import CAMAT, Agreement
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission, Role
from cermat.organisation.queries import authorities

Signed = Mapping[str, AgreementSignature]  # party to its signature


@dataclass(frozen=True)
class AgreementState:
    """One version of a PK of a plan, with the sides that have signed."""

    agreement: Agreement
    signed: Signed
    is_newest: bool

    @property
    def next_party(self) -> Party | None:
        """The first party signs before the second."""
        return next((party for party in Party if party.value not in self.signed), None)

    @property
    def waits_outside(self) -> bool:
        """The Bupati signs on paper, after the Camat."""
        return self.agreement.holder == CAMAT and self.next_party is Party.SECOND


def content_digest(agreement: Agreement) -> str:
    """Of everything the paper says; figures without regard to how they were spelled."""
    told = agreement.model_dump(mode="json")
    return digest_of(json.dumps(_plain(told), sort_keys=True))


def _plain(value: object) -> object:
    """83.00 and 83 are one figure, an empty cell and a missing one are one silence."""
    if isinstance(value, dict):
        said = {key: part for key, part in value.items() if part not in (None, "")}
        return {key: _figure(part) if key in {"target", "pagu"} else _plain(part) for key, part in said.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _figure(value: object) -> str:
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def agreement_states(plan: Plan) -> list[AgreementState]:
    """In the order of the file."""
    file = read_plan(plan.source)
    rows = AgreementSignature.objects.filter(kecamatan_id=plan.kecamatan_id, year=plan.year).select_related("by")
    signed: dict[tuple[str, int], dict[str, AgreementSignature]] = {}
    for row in rows:
        signed.setdefault((row.holder, row.number), {})[row.party] = row
    newest = file.agreements_in_force
    return [AgreementState(one, signed.get((one.holder, one.versi.nomor), {}), one in newest) for one in file.pk]


def broken_agreements(kecamatan: Unit, file: PlanFile) -> list[str]:
    """Sentences: what was signed and is missing from this plan, or says something else in it."""
    rows = AgreementSignature.objects.filter(kecamatan=kecamatan, year=file.tahun)
    signed = {(row.holder, row.number): row.digest for row in rows}
    there = {(one.holder, one.versi.nomor): content_digest(one) for one in file.pk}
    names = {section.key: section.pimpinan for section in file.seksi} | {CAMAT: "Camat"}
    return [
        f"PK {names.get(holder, holder)} nomor {number} sudah ditandatangani dan tidak dapat diubah. "
        f"Kembalikan isinya, lalu tambahkan PK nomor {number + 1} sebagai perubahan."
        for (holder, number), digest in sorted(signed.items())
        if there.get((holder, number)) != digest
    ]


def is_promised(iku: Iku) -> bool:
    """Whether the Camat's PK of its year is signed: the target of the year then changes by a revision alone."""
    rows = AgreementSignature.objects.filter(kecamatan_id=iku.kecamatan_id, year=iku.year, holder=CAMAT)
    return iku.plan_id is not None and rows.exists()


def signs_side(user: User, unit: Unit, day: date, *, as_camat: bool) -> bool:
    """Whether one of the person's offices at the unit is the one that this side asks for."""
    held = authorities(user, Permission.SIGN_AGREEMENT, unit, day)
    return any((one.assignment.role == Role.CAMAT) is as_camat for one in held)


def signed_first(signed: Signed, user: User) -> bool:
    first = signed.get(Party.FIRST.value)
    return first is not None and first.by_id == user.pk


def signable(user: User, plan: Plan, states: Sequence[AgreementState], day: date) -> set[tuple[str, int]]:
    """(holder, number) of what waits for this person's own signature; of an older plan nothing."""
    if Plan.objects.filter(kecamatan_id=plan.kecamatan_id, year=plan.year, pk__gt=plan.pk).exists():
        return set()
    sections = Unit.objects.in_kecamatan(plan.kecamatan).sections()
    own = {unit.key for unit in sections if signs_side(user, unit, day, as_camat=False)}
    is_camat = signs_side(user, plan.kecamatan, day, as_camat=True)
    found = set()
    for state in states:
        one, waits = state.agreement, state.next_party if state.is_newest else None
        is_mine = is_camat if Party.SECOND is waits or one.holder == CAMAT else one.holder in own
        is_others = waits is Party.SECOND and (one.holder == CAMAT or signed_first(state.signed, user))
        if waits and is_mine and not is_others:
            found.add((one.holder, one.versi.nomor))
    return found
