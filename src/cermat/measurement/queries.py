"""Runs, figures, scales, opening balances: named reads."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from cermat.lib.definitions import read_definition
from cermat.lib.errors import DomainError
from cermat.measurement.formula import Scale
from cermat.measurement.models import ActivityReport, Figure, OpeningBalance, Run
from cermat.measurement.schema import ScalesFile
from cermat.organisation.models import SettingKey, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import setting, units_reached
from cermat.sop.models import Cycle

FOR_ACHIEVEMENT = "capaian"


@lru_cache(maxsize=1)
def _scales(path: Path) -> dict[str, Scale]:
    file = read_definition(path.read_text(encoding="utf-8"), ScalesFile)
    return {row.id: row.as_scale() for row in file.skala}


def all_scales() -> dict[str, Scale]:
    """Every scale of definitions/scales.yaml by its key."""
    return _scales(settings.DEFINITIONS / "scales.yaml")


def achievement_scales() -> list[Scale]:
    """Those an office may choose for its achievements."""
    return [scale for scale in all_scales().values() if scale.applies_to == FOR_ACHIEVEMENT]


def scale_in_force(kecamatan: Unit, day: date) -> Scale:
    """The scale the office has chosen on `day`."""
    key = str(setting(kecamatan, SettingKey.PREDICATE_SCALE, day))
    chosen = next((scale for scale in achievement_scales() if scale.key == key), None)
    if chosen is None:
        raise DomainError(
            f"Skala predikat “{key}” tidak dikenal untuk capaian. Pilih salah satu skala di Pengaturan kantor.",
            code="unknown_scale",
        )
    return chosen


def scale_of(run: Run) -> Scale:
    """The scale the run was made with."""
    return all_scales()[run.scale]


def runs_visible_to(user: User, day: date) -> QuerySet[Run]:
    return Run.objects.filter(cycle__kecamatan__in=units_reached(user, Permission.VIEW_CYCLE, day))


def figures_visible_to(user: User, day: date) -> QuerySet[Figure]:
    return Figure.objects.filter(run__in=runs_visible_to(user, day)).select_related("run__cycle__kecamatan", "section")


def opening_balances_visible_to(user: User, day: date) -> QuerySet[OpeningBalance]:
    return OpeningBalance.objects.filter(kecamatan__in=units_reached(user, Permission.VIEW_CYCLE, day))


def latest_run(cycle: Cycle, *, provisional: bool | None = None) -> Run | None:
    """The newest run of the cycle; by `provisional` only a provisional or only a definite one."""
    runs = Run.objects.filter(cycle=cycle).order_by("-number")
    return (runs if provisional is None else runs.filter(is_provisional=provisional)).first()


def figures_of(run: Run, kind: str | None = None) -> QuerySet[Figure]:
    """The rows of a run in print order."""
    rows = run.figures.select_related("section", "iku", "indicator", "activity").order_by("kind", "position")
    return rows.filter(kind=kind) if kind else rows


def reports_of(cycle: Cycle) -> dict[int, ActivityReport]:
    """What was reported of each activity in the cycle, by the activity's id."""
    return {report.activity_id: report for report in cycle.activity_reports.select_related("by")}
