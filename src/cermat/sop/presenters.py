"""Words and classes for the pages of this room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cermat.lib.months import Month, full_date, long_date
from cermat.printing.charts import Bar, Drawing, Standards
from cermat.sop.formula import Plan, Verdict
from cermat.sop.models import Cycle, StepRun
from cermat.sop.queries import StepRow, definition_of
from cermat.sop.schema import LegalBasis, SopFile, Step
from cermat.sop.workflow import ACTOR_NAMES, END, OPEN_STATES, Actor, StepState, Work

STATE_WORDS = {
    StepState.WAITING: ("", "Belum dimulai"),
    StepState.READY: ("", "Siap dikerjakan"),
    StepState.STARTED: ("now", "Sedang berjalan"),
    StepState.FINISHED: ("done", "Selesai"),
    StepState.PASSED: ("off", "Dilewati"),
}
WORK_WORDS = {
    Work.SORTING: "Pemilahan",
    Work.HANDOVER: "Penyerahan",
    Work.COLLECTION: "Pengumpulan",
    Work.COMPLETION: "Pengisian",
    Work.EVALUATION: "Monev",
    Work.FOLLOW_UP: "Tindak lanjut",
    Work.CALCULATION: "Penghitungan",
    Work.CONFIRMATION: "Konfirmasi",
    Work.DECISION: "Keputusan",
}


@dataclass(frozen=True)
class CycleLine:
    title: str
    pk: int
    kecamatan: str
    state_class: str
    state: str
    step: str
    due_on: date
    meeting_on: date


def cycle_rows(cycles: Iterable[Cycle]) -> list[CycleLine]:
    """`cycles` come with their steps prefetched."""
    return [
        CycleLine(
            title=str(cycle),
            pk=cycle.pk,
            kecamatan=str(cycle.kecamatan),
            state_class="now" if cycle.is_running else "done",
            state="Sedang berjalan" if cycle.is_running else "Ditutup",
            step=_open_title(cycle),
            due_on=cycle.due_on,
            meeting_on=cycle.meeting_on,
        )
        for cycle in cycles
    ]


def _open_title(cycle: Cycle) -> str:
    run = next((run for run in cycle.steps.all() if run.state in OPEN_STATES), None)
    if run is None:
        return "–"
    step = definition_of(cycle.sop).step(run.key)
    return f"{step.label} {step.text}"


@dataclass(frozen=True)
class PlanLine:
    label: str
    text: str
    standard: str
    when: str
    mark: str


@dataclass(frozen=True)
class PlanPage:
    due_on: date
    cutoff_on: date
    meeting_on: date
    meeting_note: str
    lines: list[PlanLine]
    collisions: list[str]
    doubts: list[str]


def plan_page(plan: Plan) -> PlanPage:
    lines = [
        PlanLine(
            label=row.step.label,
            text=row.step.text,
            standard=row.step.standard.text,
            when=span_of(row.start, row.end),
            mark="perkiraan" if row.is_estimate else "",
        )
        for row in plan.rows
    ]
    dates = plan.dates
    return PlanPage(
        due_on=dates.due_on,
        cutoff_on=dates.cutoff_on,
        meeting_on=dates.meeting.day,
        meeting_note=dates.meeting.note,
        lines=lines,
        collisions=plan.collisions,
        doubts=plan.doubts,
    )


def span_of(start: date, end: date) -> str:
    return full_date(start) if start == end else f"{full_date(start)} – {full_date(end)}"


@dataclass(frozen=True)
class SopLine:
    label: str
    text: str
    cells: list[tuple[str, bool]]  # one for each column of Pelaksana: its name, and whether it is ticked
    completeness: str
    time: str
    output: str
    remark: str
    work: str


@dataclass(frozen=True)
class SopPage:
    heading: str
    facts: list[tuple[str, str]]
    lists: list[tuple[str, list[str]]]
    columns: list[str]
    lines: list[SopLine]


def _written(text: str | None) -> str:
    """A date of the file (2021-02, 2021-02-03 or words) as an office writes it."""
    if not text:
        return "–"
    year, _, rest = text.partition("-")
    if not (year.isdecimal() and rest[:2].isdecimal()):
        return text
    return long_date(date.fromisoformat(text)) if len(text) == 10 else Month.parse(text).name


def sop_page(sop: SopFile) -> SopPage:
    facts = [
        ("Nomor SOP", sop.number),
        ("Tanggal pembuatan", _written(sop.dates.made)),
        ("Tanggal revisi", _written(sop.dates.revised)),
        ("Tanggal pengesahan", _written(sop.dates.approved)),
        ("Disahkan oleh", sop.approved_by),
        ("Unit", sop.unit),
    ]
    lists = [
        ("Dasar hukum", [legal_text(basis) for basis in sop.legal_bases]),
        ("Kualifikasi pelaksana", sop.qualifications),
        ("Keterkaitan", sop.related),
        ("Persyaratan", [row.name for row in sop.requirements]),
        ("Peralatan/perlengkapan", [row.name for row in sop.equipment]),
        ("Peringatan", sop.warnings),
        ("Pencatatan dan pendataan", [sop.recording] if sop.recording else []),
    ]
    return SopPage(
        heading=sop.name,
        facts=facts,
        lists=[row for row in lists if row[1]],
        columns=[ACTOR_NAMES[actor] for actor in sop.actors],
        lines=[_line(step, sop) for step in sop.steps],
    )


def _line(step: Step, sop: SopFile) -> SopLine:
    return SopLine(
        label=step.label,
        text=step.text,
        cells=[(ACTOR_NAMES[actor], actor in step.actors) for actor in sop.actors],
        completeness="; ".join(step.completeness),
        time=step.time,
        output=step.output or "",
        remark=" ".join(part for part in (step.remark, _ways(step, sop)) if part),
        work=WORK_WORDS[step.work],
    )


def _ways(step: Step, sop: SopFile) -> str:
    if step.work is not Work.DECISION:
        return ""
    return f"Ya: {_target(step.on_yes, sop)}. Tidak: {_target(step.on_no, sop)}."


def _target(key: str | None, sop: SopFile) -> str:
    return "selesai" if key in {None, END} else f"tahapan {sop.step(str(key)).label}"


def legal_text(basis: LegalBasis) -> str:
    gazette = f" ({basis.gazette})" if basis.gazette else ""
    return f"{basis.kind} Nomor {basis.number} Tahun {basis.year} tentang {basis.about}{gazette}"


@dataclass(frozen=True)
class StepPage:
    title: str
    question: str
    who: str
    output: str
    standard: str
    is_confirmation: bool
    is_open: bool
    state_class: str
    state: str
    result: str
    ways: list[tuple[str, str]]


def step_page(run: StepRun, sop: SopFile) -> StepPage:
    """Of a konfirmasi or keputusan."""
    step = sop.step(run.key)
    css, word = STATE_WORDS[StepState(run.state)]
    actor = step.confirmed_by or step.actors[0]
    return StepPage(
        title=f"Tahapan {step.label}",
        question=step.text,
        who=ACTOR_NAMES[Actor(actor)],
        output=step.output or "",
        standard=step.time,
        is_confirmation=step.work is Work.CONFIRMATION,
        is_open=run.state in OPEN_STATES and run.cycle.is_running,
        state_class=css,
        state=word,
        result=" – ".join(part for part in (run.outcome.capitalize(), run.note) if part),
        ways=[]
        if step.work is Work.CONFIRMATION
        else [("Ya", _way_text(step.on_yes, sop)), ("Tidak", _way_text(step.on_no, sop))],
    )


def _way_text(key: str | None, sop: SopFile) -> str:
    if key in {None, END}:
        return "prosedur selesai"
    step = sop.step(str(key))
    return f"{step.label} {step.text}"


def times_picture(rows: Iterable[StepRow]) -> Drawing:
    """Each step's time against its standard."""
    known = list(rows)
    table = tuple((row.no, row.text, row.standard, row.real or "–", STATE_WORDS[row.state][1]) for row in known)
    return Standards("Realisasi waktu terhadap waktu baku", tuple(map(_time_bar, known)), table).drawn()


def _time_bar(row: StepRow) -> Bar:
    if row.share is not None:
        return Bar(row.no, row.text, row.share, row.is_late, said=row.real)
    if row.on is not None:
        word = {Verdict.OVER: "lewat tanggal", Verdict.WITHIN: "tepat"}.get(row.verdict, "belum")
        return Bar(row.no, row.text, None, row.is_late, said=f"{long_date(row.on)}: {word}", is_due=False)
    is_over = row.state in {StepState.FINISHED, StepState.PASSED}
    return Bar(row.no, row.text, None, said="tanpa catatan waktu" if is_over else "belum dimulai", is_due=is_over)
