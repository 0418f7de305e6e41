"""The cycle board: the paper's rows with their dots, times, words and classes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cermat.dashboards.presenters.words import day_words, month_words, named, period_words, until
from cermat.dashboards.queries import Board
from cermat.sop.formula import Verdict
from cermat.sop.models import Cycle
from cermat.sop.queries import ActorDot, StepRow
from cermat.sop.workflow import StepState, Work
from cermat.web.places import is_open


@dataclass(frozen=True)
class Dot:
    actor: str
    text: str  # ✓, 3/6, · or nothing
    tone: str
    title: str


@dataclass(frozen=True)
class Row:
    no: str
    text: str
    url: str  # where this step's work stands; empty where the person may not look
    under: str
    value: int
    of: int  # 0 = no meter
    missing: str
    left_over: str
    dots: list[Dot]
    real: str
    standard: str
    waiting: str
    is_over: bool
    state: str
    tone: str
    completeness: list[str]
    output: str
    remark: str
    is_current: bool
    document: str  # where the step's output is downloaded, or looked at while it is being made
    document_word: str


@dataclass(frozen=True)
class Period:
    name: str
    pk: int
    is_this: bool


@dataclass(frozen=True)
class BoardView:
    sop: str
    title: str
    is_closed: bool
    actors: list[str]
    rows: list[Row]
    meeting: str
    days_left: str
    unfilled: str
    meeting_note: str
    dates: list[tuple[str, str]]
    warnings: list[str]
    doubts: list[str]
    periods: list[Period]


PLACES = {
    Work.SORTING: "requirements:register",
    Work.HANDOVER: "requirements:handovers",
    Work.COLLECTION: "collection:mine",
    Work.COMPLETION: "requirements:section_reports",
    Work.EVALUATION: "evaluation:findings",
    Work.FOLLOW_UP: "evaluation:recommendations",
    Work.CALCULATION: "measurement:cycle",
}


def board_view(board: Board, today: date, permissions: Collection[str]) -> BoardView:
    cycle = board.cycle
    return BoardView(
        sop=f"SOP {cycle.sop.number} · {cycle.sop.name}",
        title=period_words(cycle),
        is_closed=not cycle.is_running,
        actors=[dot.name.replace("/", "/\u200b") for dot in board.rows[0].dots] if board.rows else [],
        rows=[_row(row, board, permissions) for row in board.rows],
        meeting=day_words(cycle.meeting_on),
        days_left=until(cycle.meeting_on, today, short=True),
        unfilled=_("{n} persyaratan belum lengkap dan akan tampil sebagai “tidak tercapai”.").format(n=board.unfilled)
        if board.unfilled
        else "",
        meeting_note=board.plan.dates.meeting.note,
        dates=_dates(cycle),
        warnings=board.plan.collisions,
        doubts=board.plan.doubts,
        periods=[Period(month_words(period.month), period.pk, period.pk == cycle.pk) for period in board.periods],
    )


def _dates(cycle: Cycle) -> list[tuple[str, str]]:
    return [
        (_("Batas kirim"), day_words(cycle.due_on)),
        (_("Penutupan pengumpulan"), day_words(cycle.cutoff_on)),
        (_("Rapat Koordinasi Rutin"), day_words(cycle.meeting_on)),
    ]


def _row(row: StepRow, board: Board, permissions: Collection[str]) -> Row:
    state, tone = _state(row)
    progress = board.progress if row.work is Work.COLLECTION and board.progress.of else None
    late = board.left_over if row.work is Work.FOLLOW_UP else 0
    return Row(
        no=row.no,
        text=row.text,
        url=_place(row, board.cycle, permissions),
        under=_("{n} dari {of} isian tervalidasi").format(n=progress.validated, of=progress.of)
        if progress
        else (f"→ {row.output}" if row.output else ""),
        value=progress.validated if progress else 0,
        of=progress.of if progress else 0,
        missing=_("Menunggu: {who}").format(who=named(row.waiting_for)) if row.waiting_for else "",
        left_over=_("{n} rekomendasi dari periode lalu belum selesai").format(n=late) if late else "",
        dots=[_dot(dot) for dot in row.dots],
        real=row.real,
        standard=row.standard,
        waiting=row.waiting,
        is_over=row.verdict is Verdict.OVER,
        state=state,
        tone=tone,
        completeness=row.completeness,
        output=row.output,
        remark=row.remark,
        is_current=row.is_current,
        document=_document_url(board, row),
        document_word=_document_word(board, row),
    )


def _document_url(board: Board, row: StepRow) -> str:
    made = board.outputs.get(row.work)
    if made is None:
        return ""
    page = "documents:file" if made.file_id else "documents:document"
    return reverse(page, args=[made.file_id or made.pk])


def _document_word(board: Board, row: StepRow) -> str:
    made = board.outputs.get(row.work)
    if made is None:
        return ""
    if made.file_id:
        return _("Unduh {title}").format(title=made.title)
    return _("Dokumen sedang dibuat") if made.is_being_made else _("Dokumen gagal dibuat")


def _place(row: StepRow, cycle: Cycle, permissions: Collection[str]) -> str:
    if row.work not in PLACES:
        return reverse("sop:step", args=[row.pk])
    path = reverse(PLACES[row.work], args=[cycle.pk])
    return path if is_open(path, permissions) else ""


def _state(row: StepRow) -> tuple[str, str]:
    if row.state is StepState.FINISHED:
        return _("Selesai"), "done"
    if row.state is StepState.PASSED:
        return _("Dilewati"), "off"
    if row.state is StepState.STARTED:
        return (_("Lewat waktu baku"), "late") if row.is_late else (_("Sedang berjalan"), "now")
    if row.state is StepState.READY:
        who = row.waiting_for
        return (_("Menunggu {who}").format(who=who[0]), "now") if len(who) == 1 else (_("Siap dimulai"), "now")
    return _("Belum dimulai"), ""


def _dot(dot: ActorDot) -> Dot:
    titles = {
        "done": _("selesai"),
        "now": _("sedang berjalan, {n} dari {of} selesai").format(n=dot.done, of=dot.of),
        "wait": _("belum dimulai"),
    }
    tone = dot.state if dot.state in {"done", "now"} else ""
    return Dot(dot.name, dot.text, tone, titles.get(dot.state, ""))
