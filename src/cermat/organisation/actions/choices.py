"""The office's choices, each valid from a day on."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.errors import DomainError
from cermat.lib.months import Month, day_of, long_date
from cermat.organisation.models import Setting, SettingKey, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require_unless_installer, setting
from cermat.organisation.schema import CHOICES


@transaction.atomic
def choose(
    *,
    kecamatan: Unit,
    key: SettingKey,
    value: Any,
    valid_from: date,
    by: User | None,
    now: datetime,
    note: str = "",
    unit: Unit | None = None,
) -> Setting:
    """Choose `value` from `valid_from` on; the older value stays for the days before.

    A choice that already counts is not rewritten for months gone by: what was decided then must stay derivable.
    """
    require_unless_installer(by, Permission.MANAGE_OFFICE, unit or kecamatan, day_of(now))
    if problem := CHOICES[key].problem(value):
        raise DomainError(problem, code="bad_value", field="value")
    earliest = Month.of(day_of(now)).first
    rows = Setting.objects.select_for_update(no_key=True).filter(kecamatan=kecamatan, key=key, unit=unit)
    if valid_from < earliest and rows.exists():
        raise DomainError(
            f"Pilihan yang sudah berlaku hanya dapat diubah mulai {long_date(earliest)}, agar laporan bulan lalu "
            "tetap dapat ditelusuri.",
            code="too_early",
            field="valid_from",
        )
    before = setting(kecamatan, key, valid_from, unit=unit)
    chosen = Setting.objects.create(
        kecamatan=kecamatan, unit=unit, key=key, value=value, valid_from=valid_from, note=note
    )
    record(
        by=by,
        verb="setting.chosen",
        target=Target("setting", key, chain=kecamatan.code),
        at=now,
        before={"value": before},
        after={"value": value, "valid_from": valid_from.isoformat(), "unit": unit.code if unit else None},
    )
    return chosen
