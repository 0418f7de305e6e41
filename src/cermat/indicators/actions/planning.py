"""Targets of IKU and budgets of activities, changed by hand with the old figures kept in the audit chain."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.indicators.models import Activity, Iku
from cermat.indicators.queries import is_promised
from cermat.lib.errors import DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.periods.queries import refuse_locked

QUARTERS = (1, 2, 3, 4)
Targets = Mapping[int, Decimal | None]  # per quarter; None = not due in that quarter


def _written(targets: Targets) -> dict[str, str | None]:
    return {str(quarter): None if (value := targets.get(quarter)) is None else str(value) for quarter in QUARTERS}


@transaction.atomic
def record_iku_targets(
    *, iku: Iku, year_target: Decimal | None, quarter_targets: Targets, by: User, now: datetime
) -> Iku:
    """The year's target and the quarters' of one IKU. None in a quarter means: not due then, which is not zero."""
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
    before = {"year_target": _plain(locked.year_target), "quarter_targets": locked.quarter_targets}
    locked.year_target = year_target
    locked.quarter_targets = _written(quarter_targets)
    locked.save(update_fields=["year_target", "quarter_targets"])
    record(
        by=by,
        verb="iku.targets_recorded",
        target=Target("iku", locked.pk, chain=locked.kecamatan.code),
        at=now,
        before=before,
        after={"year_target": _plain(year_target), "quarter_targets": locked.quarter_targets},
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


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
