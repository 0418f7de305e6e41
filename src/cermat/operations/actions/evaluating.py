"""The second half of a demo month: evaluation, meeting, recommendations, calculation."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from cermat.collection.models import EntryState
from cermat.evaluation.actions import (
    fill_form,
    finish_evaluation,
    finish_recommending,
    hand_in_proof,
    hold_meeting,
    plan_meeting,
    recommend,
    record_attendance,
    record_finding,
    verify_proof,
)
from cermat.evaluation.models import Recommendation
from cermat.indicators.models import Activity
from cermat.indicators.queries import activities_of
from cermat.lib.months import Month, day_of
from cermat.measurement.actions import calculate, finish_measurement, report_activity, sign
from cermat.measurement.models import Run
from cermat.measurement.queries import sections_to_sign
from cermat.operations.actions.figures import BUDGET, PHYSICAL, Place
from cermat.operations.actions.stage import Stage, clock
from cermat.organisation.models import Unit
from cermat.sop.models import Cycle

MINUTES = (
    "Rapat dibuka Camat. Sekcam menyampaikan kelengkapan persyaratan dan catatan hasil monev. Setiap Kasi menyampaikan "
    "kendala seksinya. Rekomendasi disepakati beserta penanggung jawab dan batas waktunya. (Data contoh.)"
)


def evaluate(stage: Stage, cycle: Cycle, now: datetime) -> None:
    """Camat and Sekcam look at the provisional figures and note what they see."""
    sekcam, camat = stage.sekcam(now), stage.head(stage.kecamatan, now)
    calculate(cycle=cycle, by=sekcam, now=now, provisional=True)
    behind = units_behind(cycle)
    text = "Isian belum lengkap pada penutupan." if behind else "Isian dikembalikan saat diperiksa."
    for unit in (behind or units_sent_back(cycle))[:2]:
        record_finding(cycle=cycle, text=text, unit=unit, by=sekcam, now=now)
    later = now + timedelta(minutes=50)
    finish_evaluation(cycle=cycle, by=sekcam, now=later)
    stage.plan(now + timedelta(minutes=80), lambda at: finish_evaluation(cycle=cycle, by=camat, now=at))
    stage.plan(now + timedelta(minutes=100), partial(invite, stage, cycle))


def units_behind(cycle: Cycle) -> list[Unit]:
    owing = cycle.entries.exclude(state=EntryState.VALIDATED).select_related("unit").order_by("unit__sort", "pk")
    return list(dict.fromkeys(entry.unit for entry in owing if entry.unit.is_village))


def units_sent_back(cycle: Cycle) -> list[Unit]:
    returned = cycle.entries.filter(events__verb="sent_back").select_related("unit").order_by("unit__sort", "pk")
    return list(dict.fromkeys(entry.unit for entry in returned if entry.unit.is_village))


def invite(stage: Stage, cycle: Cycle, now: datetime) -> None:
    number = f"CONTOH/{cycle.month_number:02d}/{cycle.year}"
    plan_meeting(cycle=cycle, by=stage.sekcam(now), now=now, letter_number=number)
    held = max(clock(cycle.meeting_on, 10, 45), now + timedelta(hours=1))
    stage.plan(held, partial(meet, stage, cycle))


def meet(stage: Stage, cycle: Cycle, now: datetime) -> None:
    """The coordination meeting of the first Friday, and what it asks of whom."""
    sekcam = stage.sekcam(now)
    meeting = cycle.meeting
    present = [row.pk for row in meeting.attendances.all() if row.pk % 9]
    record_attendance(meeting=meeting, present=present, by=sekcam, now=now)
    hold_meeting(meeting=meeting, minutes=MINUTES, by=sekcam, now=now)
    due = stage.calendar.add_working_days(now.date(), 10)
    for finding in cycle.findings.filter(withdrawn_at=None):
        if finding.unit:
            recommend(
                cycle=cycle,
                finding=finding,
                text="Lengkapi isian yang tertinggal dan tetapkan petugas cadangan.",
                owner=finding.unit,
                due_on=due,
                by=sekcam,
                now=now,
            )
    finish_recommending(cycle=cycle, by=sekcam, now=now + timedelta(minutes=5))
    for recommendation in cycle.recommendations.select_related("owner"):
        at = clock(day_of(now), 13, 20)
        stage.plan(max(at, now), partial(answer, stage, recommendation))
    stage.plan(clock(stage.calendar.add_working_days(now.date(), 1), 9), partial(count_up, stage, cycle))


def answer(stage: Stage, recommendation: Recommendation, now: datetime) -> None:
    fill_form(
        recommendation=recommendation,
        cause="Operator sedang cuti dan belum ada pengganti.",
        action="Menetapkan operator cadangan dan mengisi mulai tanggal 20 setiap bulan.",
        by=stage.head(recommendation.owner, now),
        now=now,
    )
    proven = clock(stage.calendar.add_working_days(now.date(), 8), 10)
    stage.plan(proven, partial(prove, stage, recommendation))


def prove(stage: Stage, recommendation: Recommendation, now: datetime) -> None:
    note = "Keputusan penetapan operator cadangan sudah dibuat."
    by = stage.head(recommendation.owner, now)
    hand_in_proof(recommendation=recommendation, note=note, upload=None, by=by, now=now)
    checked = clock(stage.calendar.add_working_days(now.date(), 2), 9)
    stage.plan(checked, lambda at: verify_proof(recommendation=recommendation, by=stage.sekcam(at), now=at))


def count_up(stage: Stage, cycle: Cycle, now: datetime) -> None:
    """Step 6: activities are reported, everything is calculated, every section signs."""
    place = Place(cycle.kecamatan.code, cycle.month)
    for activity in activities_of(cycle.kecamatan, cycle.year):
        if activity.section is None:
            continue
        spent = place.progress(f"{activity.code}/anggaran", int(activity.budget), BUDGET)
        report_activity(
            cycle=cycle,
            activity=activity,
            output=output_of(activity, cycle.month),
            physical=Decimal(place.progress(f"{activity.code}/fisik", 100, PHYSICAL)),
            spent=Decimal(spent),
            by=stage.head(activity.section, now),
            now=now,
        )
    run = calculate(cycle=cycle, by=stage.sekcam(now), now=now + timedelta(hours=1))
    for number, section in enumerate(sections_to_sign(run)):
        at = now + timedelta(hours=2, minutes=7 * number)
        stage.plan(at, partial(sign_section, stage, run, section))
    finished = clock(stage.calendar.add_working_days(now.date(), 1), 9)
    stage.plan(finished, lambda at: finish_measurement(cycle=cycle, by=stage.sekcam(at), now=at))


def output_of(activity: Activity, month: Month) -> Decimal | None:
    """What is done by the end of `month` of targets that add up over the year: whole reports, whole villages."""
    targets = {int(quarter): Decimal(target) for quarter, target in activity.output_targets.items()}
    if month.quarter not in targets:
        return None
    before, target = targets.get(month.quarter - 1, Decimal(0)), targets[month.quarter]
    done = (target - before) * ((month.number - 1) % 3 + 1) / 3
    return before + done.to_integral_value()


def sign_section(stage: Stage, run: Run, section: Unit, now: datetime) -> None:
    sign(run=run, section=section, by=stage.head(section, now), now=now)
