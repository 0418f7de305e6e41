"""Runs, their figures and signatures, the scales, opening balances."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from cermat.collection.queries.ledger import TakenOver
from cermat.documents.models import Document
from cermat.indicators.models import Activity
from cermat.indicators.queries import activities_of, current_plan
from cermat.instruments.models import Result
from cermat.lib.definitions import read_definition
from cermat.lib.errors import DomainError
from cermat.lib.months import Month
from cermat.measurement.formula import SCORED, FigureStatus, Scale, Scored, Summary, summarise
from cermat.measurement.models import ActivityReport, Figure, FigureKind, OpeningBalance, Run, Subject
from cermat.measurement.queries.targets import has_other_targets
from cermat.measurement.schema import ScalesFile
from cermat.organisation.models import SettingKey, Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import DEFAULTS, head_of, setting, units_reached
from cermat.sop.models import Cycle, CycleState, StepEvent
from cermat.sop.workflow import StepVerb, Work

FOR_ACHIEVEMENT = "capaian"
LONGEST_NUMBER = 18  # digits a database takes for a number of its own
FIGURE_NAME = re.compile(
    r"(?P<kecamatan>[0-9.]{1,20})/(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})/(?P<code>\S{1,30})", re.ASCII
)
RECOMMENDED_SCALE = str(DEFAULTS[SettingKey.PREDICATE_SCALE])  # where no office has chosen
REACHED_WORDS = {FigureStatus.REACHED: True, FigureStatus.NOT_REACHED: False, FigureStatus.NO_DATA: None}


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


def figure_named(name: str) -> Figure | None:
    """By its number, or as 35.18.13/2026-11/IKU-1 in the newest run of that month, a definite one before others."""
    rows = Figure.objects.select_related("run__cycle__kecamatan", "run__by", "section", "indicator")
    if name.isascii() and name.isdecimal() and len(name) <= LONGEST_NUMBER:
        return rows.filter(pk=int(name)).first()
    written = FIGURE_NAME.fullmatch(name)
    if written is None:
        return None
    found = rows.filter(
        run__cycle__kecamatan__code=written["kecamatan"],
        run__cycle__year=int(written["year"]),
        run__cycle__month_number=int(written["month"]),
        code=written["code"],
    )
    return found.order_by("run__is_provisional", "-run__number").first()


def latest_run(cycle: Cycle, *, provisional: bool | None = None) -> Run | None:
    """The newest run of the cycle; by `provisional` only a provisional or only a definite one."""
    runs = Run.objects.filter(cycle=cycle).order_by("-number")
    return (runs if provisional is None else runs.filter(is_provisional=provisional)).first()


def of_newest_runs(figures: QuerySet[Figure]) -> QuerySet[Figure]:
    """Those of the run that counts in each month: the newest definite one, else the newest provisional one."""
    newest = Run.objects.filter(cycle=OuterRef("run__cycle")).order_by("is_provisional", "-number").values("pk")[:1]
    return figures.filter(run=Subquery(newest))


def figures_of(run: Run, kind: str | None = None) -> QuerySet[Figure]:
    """The rows of a run in print order."""
    rows = run.figures.select_related("section", "iku", "indicator", "activity").order_by("kind", "position")
    return rows.filter(kind=kind) if kind else rows


def reports_of(cycle: Cycle) -> dict[int, ActivityReport]:
    """What was reported of each activity in the cycle, by the activity's id."""
    return {report.activity_id: report for report in cycle.activity_reports.select_related("by")}


def summary_of(run: Run, kind: FigureKind) -> Summary:
    """n reached of m due, the mean over the values that exist, k without data."""
    rows = run.figures.filter(kind=kind, status__in=SCORED).values_list("status", "achievement")
    return summarise(Scored(REACHED_WORDS[FigureStatus(status)], value) for status, value in rows)


def sections_to_sign(run: Run) -> list[Unit]:
    """Every section that has figures in the run."""
    sections = run.figures.exclude(section=None).values("section")
    return list(Unit.objects.filter(pk__in=sections).order_by("sort", "pk"))


def unsigned_sections(run: Run) -> list[Unit]:
    signed = set(run.signatures.values_list("section_id", flat=True))
    return [section for section in sections_to_sign(run) if section.pk not in signed]


def is_outdated(run: Run) -> bool:
    """Whether something the run was made from has changed since: a sheet, an activity, a taken-over balance."""
    cycle = run.cycle
    return (
        cycle.activity_reports.filter(at__gt=run.at).exists()
        or cycle.entries.filter(validated_at__gt=run.at).exists()
        or OpeningBalance.objects.filter(kecamatan=cycle.kecamatan, year=cycle.year, at__gt=run.at).exists()
        or Result.objects.filter(
            kecamatan=cycle.kecamatan,
            period__gte=f"{cycle.year:04d}-01",
            period__lte=str(cycle.month),
            recorded_at__gt=run.at,
        ).exists()
        or _plan_says_otherwise(run)
    )


def _plan_says_otherwise(run: Run) -> bool:
    """Whether another plan holds by now, a target was changed by hand, or a counted document was validated."""
    cycle = run.cycle
    rows = run.figures.filter(kind=FigureKind.IKU).select_related("iku").defer("inputs")
    ikus = [(figure, figure.iku) for figure in rows if figure.iku]
    plan = current_plan(cycle.kecamatan, cycle.year)
    if plan is not None and any(iku.plan_id not in {None, plan.pk} for _, iku in ikus):
        return True
    if any(has_other_targets(figure, iku, cycle.month) for figure, iku in ikus):
        return True
    kinds = {str(iku.source["documents"]) for _, iku in ikus if "documents" in iku.source}
    counted = Document.objects.filter(kecamatan=cycle.kecamatan, kind__in=kinds, period__startswith=f"{cycle.year:04d}")
    return bool(kinds) and counted.filter(validated_at__gt=run.at).exists()


def finished_by(run: Run) -> StepEvent | None:
    """When and by whom the measurement was finished on this run: the Sekcam's own sign-off over the sections'."""
    newer = run.cycle.runs.filter(is_provisional=False, number__gt=run.number).order_by("number").first()
    ends = StepEvent.objects.filter(
        step__cycle=run.cycle, step__work=Work.CALCULATION, verb=StepVerb.FINISH, actor="", at__gte=run.at
    )
    rows = ends.filter(at__lte=newer.at) if newer else ends
    return None if run.is_provisional else rows.select_related("by").order_by("at", "pk").last()


def to_sign(user: User, day: date) -> list[tuple[Run, Unit]]:
    """The runs whose figures the person has still to sign, each with the section."""
    mine = {head.pk for head in units_reached(user, Permission.SIGN_MEASUREMENT, day) if head_is(head, user, day)}
    if not mine:
        return []
    waiting = runs_visible_to(user, day).filter(is_provisional=False, cycle__state=CycleState.RUNNING)
    newest = [
        run for run in waiting.select_related("cycle__kecamatan") if run == latest_run(run.cycle, provisional=False)
    ]
    return [(run, section) for run in newest for section in unsigned_sections(run) if section.pk in mine]


def head_is(section: Unit, user: User, day: date) -> bool:
    if not section.is_section:
        return False
    head = head_of(section, day)
    return head is not None and head.user_id == user.pk


def activity_rows(
    cycle: Cycle, sections: Collection[int] | None = None
) -> list[tuple[Activity, ActivityReport | None]]:
    """The year's activities that are reported on (the leaves), each with its report of the cycle."""
    activities = activities_of(cycle.kecamatan, cycle.year)
    reports = reports_of(cycle)
    return [
        (activity, reports.get(activity.pk))
        for activity in leaves(activities)
        if sections is None or activity.section_id in sections
    ]


def leaves(activities: Iterable[Activity]) -> list[Activity]:
    """Those that have no activity below them and a section that answers."""
    rows = list(activities)
    codes = [row.code for row in rows]
    return [row for row in rows if row.section_id and not any(code.startswith(f"{row.code}.") for code in codes)]


def previous_report(activity: Activity, cycle: Cycle) -> ActivityReport | None:
    """The last report of the activity in the year before this cycle."""
    earlier = ActivityReport.objects.filter(
        activity=activity,
        cycle__kecamatan=cycle.kecamatan,
        cycle__year=cycle.year,
        cycle__month_number__lt=cycle.month_number,
    )
    return earlier.order_by("-cycle__month_number").first()


def balances_of(kecamatan: Unit, year: int, subject: str, code: str) -> list[OpeningBalance]:
    """What was taken over for one indicator, IKU or activity."""
    rows = OpeningBalance.objects.filter(kecamatan=kecamatan, year=year, subject=subject, code=code)
    return list(rows.select_related("unit", "by"))


def sections_in(cycle: Cycle) -> QuerySet[Unit]:
    """Sekretariat and seksi of the cycle's kecamatan."""
    return Unit.objects.in_kecamatan(cycle.kecamatan).sections()


def taken_over_at(kecamatan: int, month: Month) -> list[TakenOver]:
    """What sheets of the month after `month` show beside their fields: balances of single units up to it."""
    rows = OpeningBalance.objects.filter(
        kecamatan=kecamatan, subject=Subject.INDICATOR, until=str(month), unit__isnull=False
    )
    return [TakenOver(row.unit_id or 0, row.code, row.measure, row.value, row.source) for row in rows]
