"""Opening balances of an office that starts in the middle of a year, and actuals that are entered by hand."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.models import Iku, SetKind
from cermat.indicators.queries import activities_of, current_set, ikus_of, spec_of
from cermat.instruments.actions import record_result
from cermat.instruments.models import Result
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import Month, day_of
from cermat.measurement.models import OpeningBalance, Subject
from cermat.measurement.queries.activities import OUTPUT, PHYSICAL, SPENT
from cermat.measurement.queries.ikus import manual_instrument
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.periods.queries import refuse_locked
from cermat.sop.actions import locked_cycle
from cermat.sop.models import Cycle


@dataclass(frozen=True)
class Balance:
    """A cumulative figure up to and including the month `until`, with where it stands written.

    `measure`: of an indicator the key of its field; of an IKU `nilai`; of an activity keluaran, fisik or anggaran.
    """

    subject: Subject
    code: str
    measure: str
    until: Month
    value: Decimal
    source: str
    source_date: date
    unit: Unit | None = None


@transaction.atomic
def take_over(*, kecamatan: Unit, balance: Balance, by: User, now: datetime) -> OpeningBalance:
    """Take a figure over, or mend one taken over before: runs already made keep what they were made from."""
    Unit.objects.select_for_update(no_key=True).get(pk=kecamatan.pk)  # nobody locks meanwhile
    require(by, Permission.RECORD_PLAN, kecamatan, day_of(now))
    refuse_locked(kecamatan, balance.until.year)
    _checked(kecamatan, balance, day_of(now))
    key: dict[str, Any] = {
        "kecamatan": kecamatan,
        "year": balance.until.year,
        "subject": balance.subject,
        "code": balance.code,
        "unit": balance.unit,
        "measure": balance.measure,
    }
    known = OpeningBalance.objects.select_for_update(no_key=True).filter(**key).first()
    values = {
        "until": str(balance.until),
        "value": balance.value,
        "source": balance.source.strip(),
        "source_date": balance.source_date,
        "by": by,
        "at": now,
    }
    row, _made = OpeningBalance.objects.update_or_create(**key, defaults=values)
    record(
        by=by,
        verb="balance.taken_over",
        target=Target("opening_balance", row.pk, kecamatan.code),
        at=now,
        before={"value": str(known.value), "source": known.source} if known else None,
        after={"code": row.code, "measure": row.measure, "value": str(row.value), "source": row.source},
    )
    return row


def _checked(kecamatan: Unit, balance: Balance, today: date) -> None:
    if balance.value < 0:
        raise DomainError("Nilai saldo awal tidak boleh kurang dari nol.", field="value")
    if not balance.source.strip():
        raise DomainError("Tulis sumbernya, misalnya Laporan Triwulan II.", field="source")
    if balance.source_date > today:
        raise DomainError("Tanggal sumber tidak boleh sesudah hari ini.", field="source_date")
    if balance.until > Month.of(today):
        raise DomainError(f"{balance.until.name} belum tiba. Pilih bulan terakhir yang angkanya ada.", field="month")
    if balance.unit is not None and balance.unit.kecamatan_id != kecamatan.pk:
        raise DomainError("Unit itu bukan bagian kecamatan ini.", field="unit")
    measures = measures_of(kecamatan, balance.subject, balance.code, balance.until)
    if not measures:
        raise DomainError(f"Kode {balance.code} tidak ada pada tahun {balance.until.year}.", field="code")
    if balance.measure not in measures:
        raise DomainError(f"Ukuran {balance.code} adalah {', '.join(measures)}.", field="measure")


def measures_of(kecamatan: Unit, subject: Subject, code: str, until: Month) -> list[str]:
    """Which measures of a code can be taken over; empty where there is no such code."""
    if subject == Subject.IKU:
        own = next((iku for iku in ikus_of(kecamatan, until.year) if iku.code == code), None)
        return ["nilai"] if own and not {"formula", "documents"} & own.source.keys() else []  # those are counted anew
    if subject == Subject.ACTIVITY:
        known = any(activity.code == code for activity in activities_of(kecamatan, until.year))
        return [OUTPUT, PHYSICAL, SPENT] if known else []
    monthly = current_set(kecamatan, SetKind.MONTHLY, until.last)
    indicator = monthly.indicators.filter(code=code).first() if monthly else None
    return [field.key for field in spec_of(indicator).figures] if indicator else []


@transaction.atomic
def record_actual(*, iku: Iku, cycle: Cycle, value: Decimal, source: str, by: User, now: datetime) -> Result:
    """The actual of an IKU that is entered by hand: the office's own reading of somebody else's report."""
    require(by, Permission.RECORD_PLAN, iku.section, day_of(now))
    cycle = locked_cycle(cycle)
    if not iku.source.get("manual"):
        raise ConflictError(f"Realisasi {iku.code} dihitung dari datanya dan tidak dicatat tangan.", code="not_manual")
    if not source.strip():
        raise DomainError("Tulis sumbernya, misalnya nomor dan tanggal laporan hasil evaluasi.", field="source")
    result = record_result(
        instrument=manual_instrument(iku.code),
        subject=cycle.kecamatan,
        period=cycle.month,
        definition=iku.code,
        value=value,
        source="manual",
        source_ref=f"iku:{iku.pk}",
        details={"source": source.strip()},
        maker=by,
        checker=None,
        now=now,
    )
    target = Target("iku", iku.pk, cycle.kecamatan.code)
    after = {"value": str(value), "source": source.strip(), "month": str(cycle.month)}
    record(by=by, verb="iku.actual_recorded", target=target, at=now, after=after)
    return result
