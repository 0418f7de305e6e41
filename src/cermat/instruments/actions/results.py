"""Recording what an instrument said. Nothing is overwritten: a correction replaces, and the old row stays."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Required, TypedDict, Unpack

from django.db import transaction

from cermat.audit.actions import Target, record, take_turn
from cermat.documents.models import StoredFile
from cermat.instruments.models import Result
from cermat.lib.errors import DomainError
from cermat.lib.months import Month
from cermat.lib.numbers import LARGEST, PLACES
from cermat.lib.rounding import rounded
from cermat.organisation.models import Unit, User
from cermat.periods.queries import refuse_locked

MOST_PEOPLE = 2**31 - 1  # that the column holds


class Said(TypedDict, total=False):
    """What an instrument said, and who stands behind it."""

    definition: Required[str]  # ikm-14-2017@1
    value: Required[Decimal | Fraction | None]
    label: str  # class or status: B (Baik), Maju
    published_value: Decimal | Fraction | None  # by the ministry or in an old report, beside the computed one
    published_label: str
    respondents: int | None
    details: Mapping[str, Any] | None  # groups and intermediates, exact figures as text
    source: Required[str]  # isian, survei, impor, saldo_awal
    source_ref: str  # entry:17
    file: StoredFile | None
    maker: Required[User | None]
    checker: Required[User | None]


@transaction.atomic
def record_result(*, instrument: str, subject: Unit, period: Month, now: datetime, **said: Unpack[Said]) -> Result:
    """The result of an instrument for a subject and period; it replaces the current one, which is kept.

    The caller is the action that validated the source and has asked for the right to do so. `value` is kept with six
    decimals; an exact fraction belongs in `details` as text. Raises DomainError where maker and checker are one,
    and for figures that no column holds.
    """
    maker, checker = said["maker"], said["checker"]
    if maker is not None and checker is not None and maker.pk == checker.pk:
        raise DomainError("Hasil harus diperiksa oleh orang lain, bukan oleh pembuatnya sendiri.", code="same_person")
    if (said.get("respondents") or 0) > MOST_PEOPLE:
        raise DomainError("Jumlah respondennya terlalu besar. Kembalikan isian ini untuk diperbaiki.", code="too_large")
    kecamatan = subject.kecamatan or subject
    take_turn(chain=kecamatan.code)  # two corrections of one subject; whoever validates has already written
    refuse_locked(kecamatan, period.year, period.number)  # after the turn: a year that was locked meanwhile is seen
    own = {"instrument": instrument, "subject": subject, "period": str(period)}
    before = Result.objects.current().filter(**own).first()
    kept = {
        **said,
        "value": _kept(said["value"]),
        "published_value": _kept(said.get("published_value")),
        "details": dict(said.get("details") or {}),
    }
    result = Result(kecamatan=kecamatan, recorded_at=now, **own, **kept)
    _store(result, before)
    record(
        by=checker or maker,
        verb="result.replaced" if before else "result.recorded",
        target=Target("result", result.pk, chain=kecamatan.code),
        at=now,
        before=_told(before) if before else None,
        after=_told(result),
    )
    return result


def _kept(value: Decimal | Fraction | None) -> Decimal | None:
    if value is not None and abs(Fraction(value)) >= Fraction(LARGEST):
        raise DomainError("Nilai hasilnya terlalu besar. Kembalikan isian ini untuk diperbaiki.", code="too_large")
    return None if value is None else rounded(value, PLACES)


def _store(result: Result, before: Result | None) -> None:
    """Only one result may be current, and the old one names the new: so it first steps aside by naming itself."""
    if before is not None:
        Result.objects.filter(pk=before.pk).update(replaced_by=before.pk)
    result.save(force_insert=True)
    if before is not None:
        Result.objects.filter(pk=before.pk).update(replaced_by=result.pk)


def _told(result: Result) -> dict[str, Any]:
    return {
        "instrument": result.instrument,
        "subject": result.subject_id,
        "period": result.period,
        "definition": result.definition,
        "value": None if result.value is None else str(result.value),
        "label": result.label,
        **_published(result),
        "source": f"{result.source} {result.source_ref}".strip(),
    }


def _published(result: Result) -> dict[str, str]:
    told = {"published_value": result.published_value, "published_label": result.published_label}
    return {name: str(value) for name, value in told.items() if value not in (None, "")}
