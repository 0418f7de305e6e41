"""Published indices of a desa: the ministry's file, handed in, confirmed by a second person, then a result."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.urls import reverse

from cermat.audit.actions import Target, record
from cermat.collection.models import Publication
from cermat.collection.queries import answering_section, checkers_of_published, definition_behind, hands_in, may_confirm
from cermat.instruments.actions import record_result
from cermat.instruments.formula import details_of
from cermat.instruments.formula.rumusan import Examined, Rumusan, examine, published_details
from cermat.instruments.queries.rumusan import idm_of_year, period_of
from cermat.lib.errors import ConflictError, DomainError, NotAllowedError
from cermat.lib.months import day_of
from cermat.notifications.actions import notify, settle_news
from cermat.organisation.models import Kind, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import Authority, require
from cermat.periods.queries import refuse_locked

INSTRUMENT = "idm"  # of the requirement: IDM until 2024, Indeks Desa since 2025
LONGEST = 500


@transaction.atomic
def hand_in(*, unit: Unit, rumusan: Rumusan, text: str, file_name: str, by: User, now: datetime) -> Publication:
    """Keep the ministry's answer as it came, until somebody else confirms it; one that still waits is replaced."""
    right = hands_in(by, unit, day_of(now))
    if right is None:
        raise NotAllowedError
    _require_own(unit, rumusan)
    definition = idm_of_year(unit, rumusan.year)
    period = period_of(definition, rumusan.year)
    refuse_locked(unit.kecamatan or unit, period.year, period.number)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    before_it = Publication.objects.filter(unit=unit, year=rumusan.year)
    told_about = list(before_it.values_list("pk", flat=True))
    replaced = before_it.filter(checked_at=None).select_for_update(no_key=True).first()
    before = _told(replaced) if replaced else None
    if replaced:
        replaced.delete()
    for pk in told_about:  # checked or returned: this file takes its place
        settle_news(key=f"publication:{pk}:", now=now)
    made = Publication.objects.create(
        kecamatan=unit.kecamatan or unit,
        unit=unit,
        year=rumusan.year,
        file_name=file_name[:200],
        text=text,
        definition=definition.reference,
        value=rumusan.index,
        label=rumusan.status,
        details=_details(rumusan, examine(rumusan, definition)),
        made_by=by,
        made_at=now,
    )
    _audit(made, "handed_in", right, now, _told(made), before)
    told = f"Rumusan IDM {rumusan.year} {unit} menunggu dikonfirmasi."
    _news(made, list(User.objects.filter(pk__in=checkers_of_published(made, day_of(now)))), told, now)
    return made


def _require_own(unit: Unit, rumusan: Rumusan) -> None:
    if unit.kind != Kind.DESA:
        raise DomainError(
            "IDM dan Indeks Desa hanya untuk desa. Kelurahan tidak didata.", field="upload", code="not_desa"
        )
    if rumusan.dotted != unit.code:
        raise DomainError(
            f"Berkas ini tentang {rumusan.village or 'desa'} ({rumusan.dotted}), bukan {unit} ({unit.code}). "
            "Unduh ulang dengan kode desa ini.",
            field="upload",
            code="other_village",
        )


def _details(rumusan: Rumusan, examined: Examined) -> dict[str, Any]:
    return details_of(examined.computed) | published_details(rumusan, examined.anomalies)


@transaction.atomic
def confirm(*, publication: Publication, by: User, now: datetime) -> Publication:
    """A second person has held it against the ministry's page: the figures become the desa's result of that year."""
    held, right = _locked(publication, by, now)
    held.checked_by, held.checked_at = by, now
    held.save(update_fields=["checked_by", "checked_at"])
    definition = definition_behind(held.kecamatan, held.definition, held.year)
    grade = next((one for one in definition.grades if one.code == held.details.get("grade")), None)
    record_result(
        instrument=INSTRUMENT,
        subject=held.unit,
        period=period_of(definition, held.year),
        definition=held.definition,
        value=Fraction(held.details["value"]) if held.details["value"] else None,
        label=grade.name if grade else "",
        published_value=held.value,
        published_label=next((one.name for one in definition.grades if one.code == held.label), held.label),
        details=held.details,
        source="impor",
        source_ref=f"publication:{held.pk}",
        maker=held.made_by,
        checker=by,
        now=now,
    )
    _audit(held, "confirmed", right, now, _told(held))
    settle_news(key=_key(held, "check"), now=now)
    _news(held, [held.made_by], f"Rumusan IDM {held.year} {held.unit} sudah dikonfirmasi.", now)
    return held


@transaction.atomic
def refuse(*, publication: Publication, reason: str, by: User, now: datetime) -> Publication:
    """The file is not what the ministry shows, or is of the wrong year: it stays readable, nothing is recorded."""
    held, right = _locked(publication, by, now)
    text = reason.strip()
    if not text or len(text) > LONGEST:
        raise DomainError(f"Tulis alasannya, paling panjang {LONGEST} huruf.", field="reason")
    held.checked_by, held.checked_at, held.reason = by, now, text
    held.save(update_fields=["checked_by", "checked_at", "reason"])
    _audit(held, "refused", right, now, {"reason": text})
    settle_news(key=_key(held, "check"), now=now)
    _news(held, [held.made_by], f"Rumusan IDM {held.year} {held.unit} dikembalikan untuk diperbaiki: {text}", now)
    return held


def _locked(publication: Publication, by: User, now: datetime) -> tuple[Publication, Authority]:
    kecamatan = publication.kecamatan
    right = require(by, Permission.VALIDATE_ENTRY, answering_section(kecamatan) or kecamatan, day_of(now))
    held = (
        Publication.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__kecamatan", "kecamatan", "made_by")
        .filter(pk=publication.pk)
        .first()
    )
    if held is None:
        raise ConflictError("Berkas ini baru saja diganti dengan berkas lain. Muat ulang halamannya.", code="replaced")
    if not may_confirm(by, held, day_of(now)):
        raise NotAllowedError("Berkas dikonfirmasi oleh orang lain, bukan oleh yang memasukkannya.")
    if not held.is_waiting:
        raise ConflictError("Berkas ini sudah diperiksa. Muat ulang halamannya.", code="checked")
    return held, right


def _told(held: Publication) -> dict[str, Any]:
    return {"value": str(held.value), "status": held.label, "made_by": held.made_by_id}


def _audit(
    held: Publication,
    verb: str,
    right: Authority,
    now: datetime,
    after: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    record(
        by=right.assignment.user,
        verb=f"publication.{verb}",
        target=Target("publication", held.pk, chain=held.kecamatan.code),
        at=now,
        before=before,
        after={"unit": held.unit.code, "year": held.year} | after,
        on_behalf_of=right.principal,
    )


def _news(held: Publication, users: list[User], text: str, now: datetime) -> None:
    url = reverse("collection:village", args=[held.unit.code])
    notify(users=users, text=text, url=url, key=_key(held, "check" if held.checked_at is None else "answer"), now=now)


def _key(held: Publication, what: str) -> str:
    return f"publication:{held.pk}:{what}"
