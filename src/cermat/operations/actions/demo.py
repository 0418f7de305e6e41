"""Months of the procedure, played through the real actions, so that every page has something true to show."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from cermat.collection.actions import (
    close_collection,
    extend,
    send_back_sheet,
    send_sheet,
    submit_sheet,
    validate_sheet,
)
from cermat.collection.models import Entry, EntryState, Form, Publication
from cermat.collection.queries import sheet_of, what_stops
from cermat.lib.months import Month, day_of
from cermat.operations.actions import evaluating
from cermat.operations.actions.figures import drawn
from cermat.operations.actions.ministry import leave_waiting, publish
from cermat.operations.actions.sheets import fill, prove_all
from cermat.operations.actions.stage import Stage, clock
from cermat.operations.actions.surveying import plan_surveys
from cermat.organisation.models import Kind, Unit, User
from cermat.periods.queries import calendar_of
from cermat.requirements.actions import (
    acknowledge_handover,
    carry_over_sorting,
    complete_section_report,
    finish_sorting,
    merge_reports,
    suggest_sorting,
    validate_handover,
)
from cermat.requirements.queries import previous_cycle, sections_of
from cermat.sop.actions import open_cycle
from cermat.sop.models import Cycle, StepRun, StepState
from cermat.sop.workflow import Work
from cermat.survey.models import Survey

PUBLISHED_YEARS = range(2021, 2025)  # those the ministry's server holds
TOURED = "Payaman"  # the kelurahan of the tour in README.md
Told = Callable[[datetime], None]


def play(*, kecamatan: Unit, months: int, now: datetime, work: Callable[[datetime], int], told: Told) -> int:
    """Play `months` periods that end with the current one, as far as `now`; months that exist are left alone."""
    stage = Stage(kecamatan, calendar_of(kecamatan), work)
    current = Month.of(day_of(now))
    for back in range(months - 1, -1, -1):
        month = current.plus(-back)
        if not Cycle.objects.filter(kecamatan=kecamatan, year=month.year, month_number=month.number).exists():
            stage.plan(clock(stage.working_day(month.first), 7, 40), partial(begin, stage, month))
    plan_surveys(stage, current.plus(1 - months), now)
    publish_years(stage, clock(stage.working_day(current.plus(1 - months).first), 8, 30))
    played = stage.play(now, told)
    leave_work(stage, now)
    return played


def publish_years(stage: Stage, at: datetime) -> None:
    """What the ministry published of each desa, once; the newest of the last desa waits for the kasi."""
    villages = Unit.objects.in_kecamatan(stage.kecamatan).filter(kind=Kind.DESA).order_by("sort", "pk")
    if Publication.objects.filter(unit__in=villages).exists():
        return
    pairs = [(desa, year) for desa in villages for year in PUBLISHED_YEARS]
    for number, (desa, year) in enumerate(pairs):
        act = leave_waiting if (desa, year) == pairs[-1] else publish
        stage.plan(at + timedelta(minutes=number), partial(act, stage, desa, year))


def leave_work(stage: Stage, now: datetime) -> None:
    """Whatever the day, the first look finds a sheet that waits for its lurah and one that waits for its kasi."""
    begun = StepRun.objects.filter(work=Work.COLLECTION, state__in=[StepState.READY, StepState.STARTED])
    step = begun.filter(cycle__kecamatan=stage.kecamatan).order_by("-cycle__year", "-cycle__month_number").first()
    if step is None:
        return
    sheets = step.cycle.entries.filter(form=Form.MONTHLY, state=EntryState.DRAFT, version=0)
    sheets = sheets.select_related("unit", "section").order_by("unit__sort", "section__sort")
    if mine := sheets.filter(unit__name=TOURED).last():
        hand_up(stage, mine, now)
    if other := sheets.exclude(unit__name=TOURED).filter(section__code__endswith="/pemerintahan").first():
        hand_on(stage, other, now)


def hand_up(stage: Stage, entry: Entry, now: datetime) -> None:
    """The operator's part is done; the lurah's is left."""
    maker = stage.operator(entry.unit, now)
    filled = fill(entry, by=maker, now=now)
    submit_sheet(entry=filled, version=filled.version, by=maker, now=now)


def hand_on(stage: Stage, entry: Entry, now: datetime) -> None:
    """The lurah's part is done; the kasi's is left."""
    filled = fill(entry, by=stage.operator(entry.unit, now), now=now)
    send_sheet(entry=filled, version=filled.version, by=stage.head(entry.unit, now), now=now)


def begin(stage: Stage, month: Month, now: datetime) -> None:
    """The Sekcam opens the period and sorts; the sets are handed over and validated the next day."""
    sekcam = stage.sekcam(now)
    cycle = open_cycle(kecamatan=stage.kecamatan, month=month, by=sekcam, now=now)
    day = now.date()
    following = stage.calendar.add_working_days(day, 1)

    def sort(at: datetime) -> None:
        if previous_cycle(cycle):
            carry_over_sorting(cycle=cycle, by=stage.sekcam(at), now=at)
        suggest_sorting(cycle=cycle, by=stage.sekcam(at), now=at)

    stage.plan(clock(day, 8, 5), sort)
    stage.plan(clock(day, 14, 5), lambda at: finish_sorting(cycle=cycle, by=stage.sekcam(at), now=at))
    for number, section in enumerate(sections_of(cycle)):
        stage.plan(clock(following, 8, 10 + number), partial(acknowledge, stage, cycle, section))
        validated = clock(following, 9, 30) + timedelta(seconds=88 * number)
        stage.plan(validated, partial(validate_set, stage, cycle, section))
    stage.plan(clock(following, 10, 0), partial(collect, stage, cycle))


def acknowledge(stage: Stage, cycle: Cycle, section: Unit, now: datetime) -> None:
    handover = cycle.handovers.get(section=section)
    acknowledge_handover(handover=handover, by=stage.head(section, now), now=now)


def validate_set(stage: Stage, cycle: Cycle, section: Unit, now: datetime) -> None:
    handover = cycle.handovers.get(section=section)
    validate_handover(handover=handover, by=stage.head(stage.kecamatan, now), now=now)


def collect(stage: Stage, cycle: Cycle, _now: datetime) -> None:
    """Everybody fills in their sheets over the last ten days before they are due; some are late, one never comes."""
    cutoff = clock(cycle.cutoff_on, 15, 30)
    surveyed = Survey.objects.filter(unit=stage.kecamatan, period=str(cycle.month)).exists()
    for entry in cycle.entries.select_related("unit", "section"):
        if entry.form == Form.IKM and surveyed:
            continue  # filled by the survey, without anybody typing
        luck = drawn(f"{entry.unit.code}/{entry.section.code}/{entry.form}/{cycle.month}", 1, 100)
        if luck == 1 and entry.unit.is_village:
            continue  # this sheet is never sent
        late = luck in {2, 3}
        day = cycle.due_on - timedelta(days=0 if late else drawn(f"{entry.pk}/hari", 1, 11))
        day = stage.working_day(day) if not late else stage.calendar.add_working_days(cycle.due_on, 1)
        if late and day > cycle.cutoff_on:
            day = cycle.due_on
        if luck == 2 and entry.unit.is_village and day > cycle.due_on:  # one of the late has asked in time
            stage.plan(clock(stage.working_day(cycle.due_on), 7, 45), partial(give_time, stage, entry, day))
        at = clock(day, 8) + timedelta(minutes=drawn(f"{entry.pk}/menit", 0, 290))
        stage.plan(at, partial(fill_in, stage, entry, luck))
    stage.plan(cutoff, partial(close, stage, cycle))


def give_time(stage: Stage, entry: Entry, to: date, now: datetime) -> None:
    reason = "Operator cuti; kelurahan memintanya sebelum batas waktu. (Data contoh.)"
    extend(cycle=entry.cycle, entries=[entry], to=to, reason=reason, by=checker_of(stage, entry, now), now=now)


def fill_in(stage: Stage, entry: Entry, luck: int, now: datetime) -> None:
    fill(entry, by=maker_of(stage, entry, now), now=now)
    sent = now + timedelta(minutes=40 if entry.unit.is_village else 5)
    stage.plan(sent, partial(send, stage, entry, luck))


def maker_of(stage: Stage, entry: Entry, now: datetime) -> User:
    return stage.operator(entry.unit, now) if entry.unit.is_village else stage.head(entry.unit, now)


def send(stage: Stage, entry: Entry, luck: int, now: datetime) -> None:
    entry.refresh_from_db()
    maker, sheet = maker_of(stage, entry, now), sheet_of(entry)
    if what_stops(sheet):  # a figure that computes itself has come since, and asks for its evidence
        entry = fill(entry, by=maker, now=now)
    else:
        prove_all(sheet, by=maker, now=now)
    entry.refresh_from_db()
    send_sheet(entry=entry, version=entry.version, by=stage.head(entry.unit, now), now=now)
    checked = clock(stage.calendar.add_working_days(now.date(), 1), 9) + timedelta(
        minutes=drawn(f"{entry.pk}/p", 0, 240)
    )
    checked = min(checked, clock(entry.cycle.cutoff_on, 14, 50))
    act = return_it if 4 <= luck <= 8 and entry.unit.is_village else validate
    stage.plan(max(checked, now + timedelta(minutes=5)), partial(act, stage, entry))


def checker_of(stage: Stage, entry: Entry, now: datetime) -> User:
    if entry.unit.is_village:
        return stage.head(entry.section, now)
    if entry.unit.kind == Kind.SECRETARIAT:
        return stage.head(stage.kecamatan, now)
    return stage.sekcam(now)


def validate(stage: Stage, entry: Entry, now: datetime) -> None:
    validate_sheet(entry=entry, by=checker_of(stage, entry, now), now=now)


def return_it(stage: Stage, entry: Entry, now: datetime) -> None:
    reason = "Angka belum sesuai dengan bukti dukung. Mohon diperiksa dan dikirim lagi."
    send_back_sheet(entry=entry, reason=reason, by=checker_of(stage, entry, now), now=now)

    def mend(at: datetime) -> None:
        entry.refresh_from_db()
        fill(entry, by=stage.operator(entry.unit, at), now=at)
        stage.plan(at + timedelta(minutes=30), partial(send, stage, entry, 100))

    stage.plan(min(now + timedelta(hours=3), clock(entry.cycle.cutoff_on, 14, 0)), mend)


def close(stage: Stage, cycle: Cycle, now: datetime) -> None:
    """The cut-off: what is missing is named; then the sections write their reports."""
    step = cycle.steps.get(work="pengumpulan")
    if step.state != StepState.FINISHED:
        close_collection(cycle=cycle, note="", by=stage.sekcam(now), now=now)
    day = stage.calendar.add_working_days(now.date(), 1)
    for number, section in enumerate(sections_of(cycle)):
        at = clock(day, 8) + timedelta(minutes=12 * number)
        stage.plan(at, partial(report, stage, cycle, section))
    stage.plan(clock(day, 10, 0), lambda at: merge_reports(cycle=cycle, by=stage.sekcam(at), now=at))
    stage.plan(clock(day, 12, 40), partial(evaluating.evaluate, stage, cycle))


def report(stage: Stage, cycle: Cycle, section: Unit, now: datetime) -> None:
    complete_section_report(
        cycle=cycle,
        section=section,
        narrative=f"Isian {section} periode {cycle.month.name} telah diperiksa bersama bukti dukungnya. (Data contoh.)",
        obstacles="",
        plan="Pembinaan bergilir ke kelurahan/desa yang isiannya sering dikembalikan.",
        by=stage.head(section, now),
        now=now,
    )
