"""Targets of IKU and budgets of activities, changed by hand with the old figures kept in the audit chain."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.models import Activity, Iku, JudgedBy
from cermat.indicators.queries import is_promised
from cermat.indicators.schema import clashes
from cermat.lib.errors import DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.periods.queries import refuse_locked

QUARTERS, MONTHS = range(1, 5), range(1, 13)
Targets = Mapping[int, Decimal | None]  # per quarter or month; None = not due in it


def _written(targets: Targets, periods: range = QUARTERS) -> dict[str, str | None]:
    return {str(period): None if (value := targets.get(period)) is None else str(value) for period in periods}


@transaction.atomic
def record_iku_targets(
    *,
    iku: Iku,
    year_target: Decimal | None,
    quarter_targets: Targets,
    month_targets: Targets | None = None,
    by: User,
    now: datetime,
) -> Iku:
    """The targets of one IKU for the year, its quarters and months; None in one: not due then, which is not zero.

    Without `month_targets` those of the months stay.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=iku.kecamatan_id)  # nobody signs or locks meanwhile
    locked = Iku.objects.select_for_update(no_key=True).get(pk=iku.pk)
    authority = require(by, Permission.RECORD_PLAN, locked.section, day_of(now))
    refuse_locked(locked.kecamatan, locked.year)
    if year_target is None and any(quarter_targets.get(quarter) is not None for quarter in QUARTERS):
        raise DomainError("Isi target tahunan lebih dulu, baru target triwulan.", field="year_target")
    if year_target != locked.year_target and is_promised(locked):
        raise DomainError(
            "PK Camat tahun ini sudah ditandatangani. Ubah targetnya dengan PK perubahan pada halaman Rencana tahunan.",
            field="year_target",
        )
    before, months = _told_targets(locked), _months(locked, quarter_targets, month_targets)
    locked.year_target, locked.quarter_targets, locked.month_targets = year_target, _written(quarter_targets), months
    locked.save(update_fields=["year_target", "quarter_targets", "month_targets"])
    record(
        by=by,
        verb="iku.targets_recorded",
        target=Target("iku", locked.pk, chain=locked.kecamatan.code),
        at=now,
        before=before,
        after=_told_targets(locked),
        on_behalf_of=authority.principal,
    )
    return locked


@transaction.atomic
def record_activity(
    *, activity: Activity, budget: Decimal, output_targets: Targets, budget_targets: Targets, by: User, now: datetime
) -> Activity:
    """The budget of an activity, and its cumulative targets per quarter of output and of money."""
    Unit.objects.select_for_update(no_key=True).get(pk=activity.kecamatan_id)  # nobody locks meanwhile
    locked = Activity.objects.select_for_update(of=("self",), no_key=True).get(pk=activity.pk)
    unit = locked.section or locked.kecamatan
    authority = require(by, Permission.RECORD_PLAN, unit, day_of(now))
    refuse_locked(locked.kecamatan, locked.year)
    if budget < 0:
        raise DomainError("Pagu tidak boleh kurang dari nol.", field="budget")
    _must_not_fall(output_targets, "output")
    _must_not_fall(budget_targets, "budget")
    if any(value is not None and value > budget for value in budget_targets.values()):
        raise DomainError("Target anggaran tidak boleh melebihi pagu.", field="budget")
    before = _told(locked)
    locked.budget = budget
    locked.output_targets, locked.budget_targets = _written(output_targets), _written(budget_targets)
    locked.save(update_fields=["budget", "output_targets", "budget_targets"])
    record(
        by=by,
        verb="activity.recorded",
        target=Target("activity", locked.pk, chain=locked.kecamatan.code),
        at=now,
        before=before,
        after=_told(locked),
        on_behalf_of=authority.principal,
    )
    return locked


def _must_not_fall(targets: Targets, name: str) -> None:
    last = Decimal(0)
    for quarter in QUARTERS:
        value = targets.get(quarter)
        if value is not None:
            if value < last:
                raise DomainError(
                    "Target triwulan dihitung kumulatif sejak Januari, jadi tidak boleh turun.",
                    field=f"{name}_{quarter}",
                )
            last = value


def _told(activity: Activity) -> dict[str, object]:
    return {
        "budget": str(activity.budget),
        "output_targets": activity.output_targets,
        "budget_targets": activity.budget_targets,
    }


def _months(iku: Iku, quarters: Targets, months: Targets | None) -> dict[str, str | None]:
    if months is None:
        months = {int(month): None if text is None else Decimal(text) for month, text in iku.month_targets.items()}
    for month, sentence in clashes(quarters, months, iku.judged_by):
        raise DomainError(sentence, field=f"month_{month}")
    if any(value is not None for value in months.values()):
        return _written(months, MONTHS)
    if iku.judged_by == JudgedBy.MONTH:
        raise DomainError("Capaian IKU ini dinilai terhadap target bulan. Isi target bulannya.", field="month_12")
    return {}


def _told_targets(iku: Iku) -> dict[str, object]:
    return {
        "year_target": _plain(iku.year_target),
        "quarter_targets": iku.quarter_targets,
        "month_targets": iku.month_targets,
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
