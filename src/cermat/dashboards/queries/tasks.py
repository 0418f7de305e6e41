"""Tugas Saya: everything a person owes, from every room, in order of due date."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cermat.collection.queries import EntryTask, to_check, to_fill, to_send
from cermat.collection.workflow import EntryState
from cermat.dashboards.queries.calculating import turn_of
from cermat.dashboards.queries.desk import Desk
from cermat.dashboards.queries.surveys import survey_duties
from cermat.evaluation.models import Meeting, Recommendation
from cermat.evaluation.workflow import RecommendationState
from cermat.lib.months import Month, day_of
from cermat.organisation.models import Unit
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import units_reached
from cermat.requirements.models import Handover
from cermat.requirements.queries import validators_of
from cermat.requirements.workflow import HandoverState
from cermat.sop.formula import Measure
from cermat.sop.models import Cycle, Sop, StepRun
from cermat.sop.queries import definition_of
from cermat.sop.workflow import OPEN_STATES, Actor, Work


class TaskKind(StrEnum):
    """What there is to do; the presenter has a sentence and an address for each."""

    OPEN_CYCLE = "buka_periode"
    SORT = "pemilahan"
    ACKNOWLEDGE = "tanda_terima"
    VALIDATE_HANDOVER = "validasi_penyerahan"
    HAND_OVER_AGAIN = "serahkan_lagi"
    FILL = "isi"
    MEND = "perbaiki"
    SEND = "kirim"
    SEND_MANY = "kirim_banyak"
    CHECK = "periksa"
    CHECK_MANY = "periksa_banyak"
    CLOSE_COLLECTION = "tutup_pengumpulan"
    SECTION_REPORT = "laporan_seksi"
    MERGE = "gabungkan"
    EVALUATE = "monev"
    MEETING = "rapat"
    RECOMMEND = "rekomendasi"
    FILL_FORM = "isi_formulir"
    HAND_IN_PROOF = "serahkan_bukti"
    VERIFY_PROOF = "verifikasi_bukti"
    CALCULATE = "hitung"
    SIGN = "tanda_tangan"
    REPORT_ACTIVITIES = "isi_kegiatan"
    FINISH = "selesaikan_hitungan"
    CONFIRM = "konfirmasi"
    DECIDE = "keputusan"
    OPEN_SURVEY = "survei_buka"
    ASK_MORE = "survei_kurang"
    CLOSE_SURVEY = "survei_tutup"
    CONFIRM_SURVEY = "survei_sahkan"
    READ_SUGGESTIONS = "survei_saran"
    PLAN_IMPROVEMENTS = "survei_rencana"


@dataclass(frozen=True)
class Task:
    """One thing to do. `pk` is of the thing it is done on, `count` of how many things it speaks."""

    kind: TaskKind
    due_on: date | None
    pk: int = 0
    cycle: Cycle | None = None
    unit: Unit | None = None
    text: str = ""
    count: int = 1
    is_late: bool = False
    form: str = ""  # of a sheet
    section: Unit | None = None  # who checks the sheet


Source = Callable[[Desk], Iterable[Task]]


def tasks_of(desk: Desk) -> list[Task]:
    """What the person owes, the most urgent first; what has no date comes last."""
    if desk.home is None:
        return []
    found = [task for source in SOURCES for task in source(desk)]
    return sorted(found, key=lambda task: (task.due_on or date.max, task.kind, task.pk))


PARTS: dict[tuple[str, str], TaskKind] = {
    (Work.SORTING, Actor.SEKCAM): TaskKind.SORT,
    (Work.COMPLETION, Actor.KASI): TaskKind.SECTION_REPORT,
    (Work.COMPLETION, Actor.SEKCAM): TaskKind.MERGE,
    (Work.EVALUATION, Actor.CAMAT): TaskKind.EVALUATE,
    (Work.EVALUATION, Actor.SEKCAM): TaskKind.EVALUATE,
}


def own_parts(desk: Desk) -> Iterator[Task]:
    """The person's parts of open steps. Handovers, sheets and recommendations have sources of their own."""
    for cycle, step in open_steps(desk):
        for part in desk.parts(step):
            kind = PARTS.get((step.work, part.actor))
            if step.work == Work.CALCULATION:
                turn = turn_of(cycle, part)
                kind = TaskKind(turn) if turn else None
            if step.work in {Work.CONFIRMATION, Work.DECISION}:
                kind = TaskKind.DECIDE if step.work == Work.DECISION else TaskKind.CONFIRM
            if kind is None:
                continue
            pk = part.unit_id if part.actor == Actor.KASI else step.pk
            text = definition_of(cycle.sop).step(step.key).text
            yield _task(desk, kind, due_of(desk, cycle, step), pk=pk, cycle=cycle, unit=part.unit, text=text)


def handovers(desk: Desk) -> Iterator[Task]:
    wanted = {
        HandoverState.HANDED: (TaskKind.ACKNOWLEDGE, Permission.ACKNOWLEDGE_HANDOVER),
        HandoverState.ACKNOWLEDGED: (TaskKind.VALIDATE_HANDOVER, Permission.VALIDATE_REQUIREMENTS),
        HandoverState.SENT_BACK: (TaskKind.HAND_OVER_AGAIN, Permission.SORT_INDICATORS),
    }
    steps = {cycle.pk: (cycle, step) for cycle, step in open_steps(desk) if step.work == Work.HANDOVER}
    if not steps:
        return
    rows = Handover.objects.filter(cycle__in=steps, state__in=wanted).select_related("section")
    for row in rows:
        kind, permission = wanted[HandoverState(row.state)]
        mine = desk.may(permission, row.section)
        if kind is TaskKind.VALIDATE_HANDOVER:
            mine = desk.user.pk in validators_of(row, desk.top)
        if mine:
            cycle, step = steps[row.cycle_id]
            yield _task(desk, kind, due_of(desk, cycle, step), pk=row.pk, cycle=cycle, unit=row.section)


MOST_SHEETS = 5  # more to check than these become one line for each section


def sheets(desk: Desk) -> Iterator[Task]:
    """What to fill in, to approve and send, to check: as collection says."""
    for row in to_fill(desk.user, desk.day):
        returned = row.entry.state == EntryState.SENT_BACK
        yield _sheet(TaskKind.MEND if returned else TaskKind.FILL, row)
    yield from _together(desk, TaskKind.SEND, TaskKind.SEND_MANY, to_send(desk.user, desk.day), most=1)
    yield from _together(desk, TaskKind.CHECK, TaskKind.CHECK_MANY, to_check(desk.user, desk.day), most=MOST_SHEETS)


def _together(desk: Desk, one: TaskKind, many: TaskKind, rows: Iterable[EntryTask], most: int) -> Iterator[Task]:
    """Each sheet by itself, or more than `most` of a period as one line: for each section where it is checked."""
    groups: dict[tuple[int, int], list[EntryTask]] = defaultdict(list)
    for row in rows:
        groups[(row.entry.cycle_id, row.entry.section_id if one is TaskKind.CHECK else row.entry.unit_id)].append(row)
    for group in groups.values():
        entry = group[0].entry
        if len(group) <= most:
            yield from (_sheet(one, row) for row in group)
            continue
        due, late = min(row.due_on for row in group), any(row.due_on < desk.day for row in group)
        yield Task(many, due, entry.cycle_id, entry.cycle, entry.section, "", len(group), late)


def _sheet(kind: TaskKind, row: EntryTask) -> Task:
    entry = row.entry
    return Task(
        kind, row.due_on, entry.pk, entry.cycle, entry.unit, is_late=row.is_late, form=entry.form, section=entry.section
    )


def closing(desk: Desk) -> Iterator[Task]:
    """From the cut-off on the collection can be closed, the missing named."""
    for cycle, step in open_steps(desk):
        if step.work == Work.COLLECTION and cycle.cutoff_on <= desk.day and desk.holds(Permission.CLOSE_COLLECTION):
            yield _task(desk, TaskKind.CLOSE_COLLECTION, cycle.cutoff_on, pk=cycle.pk, cycle=cycle)


def meetings(desk: Desk) -> Iterator[Task]:
    """The meeting and its recommendations, for the one who leads them."""
    if not desk.holds(Permission.RUN_MEETING):
        return
    steps = [(cycle, step) for cycle, step in open_steps(desk) if step.work == Work.FOLLOW_UP]
    known = {one.cycle_id: one for one in Meeting.objects.filter(cycle__in=[cycle for cycle, _step in steps])}
    for cycle, _step in steps:
        meeting = known.get(cycle.pk)
        if meeting is None or meeting.held_at is None:
            yield _task(desk, TaskKind.MEETING, cycle.meeting_on, pk=cycle.pk, cycle=cycle)
        elif meeting.recommended_at is None:
            yield _task(desk, TaskKind.RECOMMEND, cycle.meeting_on, pk=cycle.pk, cycle=cycle)


def recommendations(desk: Desk) -> Iterator[Task]:
    """Forms to fill in and proofs, also of cycles that have closed; proofs to verify, never one's own."""
    owed = {
        RecommendationState.ASSIGNED: TaskKind.FILL_FORM,
        RecommendationState.FILLED: TaskKind.HAND_IN_PROOF,
        RecommendationState.RETURNED: TaskKind.HAND_IN_PROOF,
    }
    rows = Recommendation.objects.filter(cycle__kecamatan=desk.home).exclude(state=RecommendationState.VERIFIED)
    if not desk.holds(Permission.VERIFY_FOLLOW_UP):
        rows = rows.filter(owner__in=units_reached(desk.user, Permission.FILL_FOLLOW_UP, desk.day))
    for row in rows.select_related("owner", "cycle"):
        kind = owed.get(RecommendationState(row.state))
        if kind is not None and desk.may(Permission.FILL_FOLLOW_UP, row.owner):
            due = row.cycle.meeting_on if kind is TaskKind.FILL_FORM else row.due_on
            yield _task(desk, kind, due, pk=row.pk, cycle=row.cycle, unit=row.owner, text=row.text)
        elif row.state == RecommendationState.PROOF and _verifies(desk, row):
            yield _task(
                desk, TaskKind.VERIFY_PROOF, row.due_on, pk=row.pk, cycle=row.cycle, unit=row.owner, text=row.text
            )


def _verifies(desk: Desk, row: Recommendation) -> bool:
    return row.proof_by_id != desk.user.pk and desk.may(Permission.VERIFY_FOLLOW_UP, row.owner)


def next_cycle(desk: Desk) -> Iterator[Task]:
    """The month has begun and has no period yet, and there is a procedure to open it by."""
    if not desk.holds(Permission.OPEN_CYCLE):
        return
    month = Month.of(desk.day)
    held = Cycle.objects.filter(kecamatan=desk.home, year=month.year, month_number=month.number)
    if not held.exists() and Sop.objects.filter(kecamatan=desk.home).exists():
        yield Task(TaskKind.OPEN_CYCLE, desk.calendar.first_working_day(month), text=month.name)


def surveys(desk: Desk) -> Iterator[Task]:
    """Surveys to open, to bring to their sample, to close, to confirm; suggestions to read; the plan for the lowest."""
    for duty in survey_duties(desk):
        survey, due = duty.survey, duty.due_on
        far = f"{duty.progress.towards} dari {duty.progress.target}" if duty.progress else survey.month.name
        is_late = due is not None and due < desk.day
        yield Task(TaskKind(f"survei_{duty.what}"), due, survey.pk, None, survey.unit, far, duty.count, is_late)


def open_steps(desk: Desk) -> Iterator[tuple[Cycle, StepRun]]:
    for cycle in desk.cycles:
        for step in cycle.steps.all():
            if step.state in OPEN_STATES:
                yield cycle, step


def due_of(desk: Desk, cycle: Cycle, step: StepRun) -> date:
    """The last day within the step's standard, counted from when it became ready."""
    if step.work == Work.COLLECTION:
        return cycle.due_on
    standard = definition_of(cycle.sop).step(step.key).standard
    if standard.measure is Measure.DATE:
        return cycle.meeting_on
    began = day_of(step.ready_at) if step.ready_at else desk.day
    days = standard.high if standard.unit in {"hari", "hari kerja"} else 1
    return desk.calendar.add_working_days(began, days)


def _task(
    desk: Desk, kind: TaskKind, due_on: date, *, pk: int, cycle: Cycle, unit: Unit | None = None, text: str = ""
) -> Task:
    return Task(kind, due_on, pk, cycle, unit, text, is_late=due_on < desk.day)


SOURCES: tuple[Source, ...] = (own_parts, handovers, sheets, closing, meetings, recommendations, next_cycle, surveys)
