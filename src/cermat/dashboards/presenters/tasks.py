"""Tugas Saya in words: what to do, until when, one click from the place where it is done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cermat.collection.schema import Form
from cermat.dashboards.presenters.words import day_words, few, month_words, period_words, until
from cermat.dashboards.queries import Home, Task, TaskKind
from cermat.lib import months

K = TaskKind
Address = tuple[str, Callable[[Task], list[int]]]  # name of the page and its arguments


def _pk(task: Task) -> list[int]:
    return [task.pk]


def _cycle(task: Task) -> list[int]:
    return [task.cycle.pk] if task.cycle else []


def _cycle_and_pk(task: Task) -> list[int]:
    return [*_cycle(task), task.pk]


def _none(task: Task) -> list[int]:  # noqa: ARG001
    return []


ADDRESSES: dict[TaskKind, Address] = {
    K.OPEN_CYCLE: ("sop:opening", _none),
    K.SORT: ("requirements:sorting", _cycle),
    K.ACKNOWLEDGE: ("requirements:handover", _pk),
    K.VALIDATE_HANDOVER: ("requirements:handover", _pk),
    K.HAND_OVER_AGAIN: ("requirements:handover", _pk),
    K.FILL: ("collection:sheet", _pk),
    K.MEND: ("collection:sheet", _pk),
    K.SEND: ("collection:approvals", _cycle),
    K.SEND_MANY: ("collection:approvals", _cycle),
    K.CHECK: ("collection:review", _pk),
    K.CHECK_MANY: ("collection:desk", _none),
    K.CLOSE_COLLECTION: ("collection:mine", _cycle),
    K.SECTION_REPORT: ("requirements:section_report", _cycle_and_pk),
    K.MERGE: ("requirements:section_reports", _cycle),
    K.EVALUATE: ("evaluation:findings", _cycle),
    K.MEETING: ("evaluation:meeting", _cycle),
    K.RECOMMEND: ("evaluation:recommendations", _cycle),
    K.FILL_FORM: ("evaluation:recommendation", _pk),
    K.HAND_IN_PROOF: ("evaluation:recommendation", _pk),
    K.VERIFY_PROOF: ("evaluation:recommendation", _pk),
    K.CALCULATE: ("measurement:cycle", _cycle),
    K.SIGN: ("measurement:cycle", _cycle),
    K.REPORT_ACTIVITIES: ("measurement:activities", _cycle),
    K.FINISH: ("measurement:cycle", _cycle),
    K.CONFIRM: ("sop:step", _pk),
    K.DECIDE: ("sop:step", _pk),
    K.OPEN_SURVEY: ("survey:survey", _pk),
    K.ASK_MORE: ("survey:survey", _pk),
    K.CLOSE_SURVEY: ("survey:survey", _pk),
    K.CONFIRM_SURVEY: ("survey:survey", _pk),
    K.READ_SUGGESTIONS: ("survey:suggestions", _pk),
    K.PLAN_IMPROVEMENTS: ("survey:plan", _pk),
}


def sentences() -> dict[TaskKind, str]:
    """{period}, {unit}, {text} and {count} are filled in."""
    return {
        K.OPEN_CYCLE: _("Buka Periode {text}"),
        K.SORT: _("Pilah indikator {period} per seksi"),
        K.ACKNOWLEDGE: _("Terima persyaratan {unit}"),
        K.VALIDATE_HANDOVER: _("Validasi persyaratan {unit}"),
        K.HAND_OVER_AGAIN: _("Perbaiki dan serahkan lagi persyaratan {unit}"),
        K.FILL: _("Lengkapi {form}"),
        K.MEND: _("Perbaiki {form} yang dikembalikan"),
        K.SEND: _("Setujui dan kirim {form}"),
        K.SEND_MANY: _("Setujui dan kirim {count} isian"),
        K.CHECK: _("Periksa {form} {unit}"),
        K.CHECK_MANY: _("Periksa {count} isian {unit}"),
        K.CLOSE_COLLECTION: _("Tutup pengumpulan {period}"),
        K.SECTION_REPORT: _("Lengkapi Laporan Kinerja {unit}"),
        K.MERGE: _("Gabungkan Laporan Kinerja {period}"),
        K.EVALUATE: _("Catat hasil monitoring dan evaluasi {period}"),
        K.MEETING: _("Siapkan Rapat Koordinasi Rutin {period}"),
        K.RECOMMEND: _("Lengkapi daftar rekomendasi {period}"),
        K.FILL_FORM: _("Isi Formulir Rekomendasi Tindak Lanjut {unit}"),
        K.HAND_IN_PROOF: _("Serahkan bukti dukung tindak lanjut {unit}"),
        K.VERIFY_PROOF: _("Verifikasi tindak lanjut {unit}"),
        K.CALCULATE: _("Hitung capaian {period}"),
        K.SIGN: _("Tanda tangani capaian {unit}"),
        K.REPORT_ACTIVITIES: _("Isi realisasi kegiatan {unit}"),
        K.FINISH: _("Selesaikan penghitungan {period}"),
        K.CONFIRM: _("Konfirmasi: {text}"),
        K.DECIDE: _("Putuskan: {text}"),
        K.OPEN_SURVEY: _("Buka survei {unit} {text}"),
        K.ASK_MORE: _("Ajak responden mengisi survei {unit}: baru {text}"),
        K.CLOSE_SURVEY: _("Tutup survei {unit} {text}"),
        K.CONFIRM_SURVEY: _("Sahkan hasil survei {unit} {text}"),
        K.READ_SUGGESTIONS: _("Baca {count} saran dari survei {unit} {text}"),
        K.PLAN_IMPROVEMENTS: _("Tetapkan rencana perbaikan unsur terendah survei {unit} {text}"),
    }


def form_words(task: Task) -> str:
    words = {
        Form.MONTHLY: _("isian bulanan {section}"),
        Form.DOCUMENTS: _("isian dokumen"),
        Form.SINERGITAS: _("isian sinergitas"),
        Form.IKM: _("isian IKM"),
        Form.IDM: _("isian Indeks Desa"),
        Form.RTRW: _("isian RT/RW Cantik"),
    }
    return words[Form(task.form)].format(section=task.section or "") if task.form else ""


SHOWS_TEXT = {K.FILL_FORM, K.HAND_IN_PROOF, K.VERIFY_PROOF}


@dataclass(frozen=True)
class TaskLine:
    text: str
    url: str
    detail: str
    due: str
    late: str  # “Terlambat”, where it is


def task_lines(tasks: Iterable[Task], today: date) -> list[TaskLine]:
    words = sentences()
    return [_line(task, words[task.kind], today) for task in tasks]


def _line(task: Task, words: str, today: date) -> TaskLine:
    own_period = period_words(task.cycle) if task.cycle else ""
    text = words.format(
        period=own_period,
        unit=str(task.unit) if task.unit else "",
        text=task.text,
        count=task.count,
        form=form_words(task),
    )
    period = own_period if own_period not in text else ""
    details = [few(task.text) if task.kind in SHOWS_TEXT else "", period]
    return TaskLine(
        text=" ".join(text.split()),
        url=address(task),
        detail=" · ".join(part for part in details if part),
        due=until(task.due_on, today),
        late=_("Terlambat") if task.is_late else "",
    )


def address(task: Task) -> str:
    name, arguments = ADDRESSES[task.kind]
    return reverse(name, args=arguments(task))


@dataclass(frozen=True)
class HomeView:
    lines: list[TaskLine]
    title: str  # Periode November 2026
    step: str
    cycle_url: str
    sheets: str  # 71 dari 96
    sheets_word: str
    validated: int
    of: int
    meeting: str
    days_left: str
    nothing: str
    next_thing: str


def home_view(home: Home, today: date) -> HomeView:
    cycle, progress = home.cycle, home.progress
    return HomeView(
        lines=task_lines(home.tasks, today),
        title=period_words(cycle) if cycle else "",
        step=home.step,
        cycle_url=reverse("dashboards:board", args=[cycle.pk]) if cycle else "",
        sheets=f"{progress.validated} {_('dari')} {progress.of}" if progress else "",
        sheets_word=_("isian Anda tervalidasi") if home.village else _("isian tervalidasi"),
        validated=progress.validated if progress else 0,
        of=progress.of if progress else 0,
        meeting=day_words(cycle.meeting_on) if cycle else "",
        days_left=until(cycle.meeting_on, today, short=True) if cycle else "",
        nothing=_("Tidak ada yang perlu Anda kerjakan sekarang."),
        next_thing=_next_thing(home, today),
    )


def _next_thing(home: Home, today: date) -> str:
    if home.coming:
        after = home.coming.after
        tail = _(", sesudah tahapan “{after}” selesai").format(after=after) if after else ""
        return _("Berikutnya: {text} ({period}){tail}.").format(
            text=home.coming.text, period=period_words(home.coming.cycle), tail=tail
        )
    if home.cycle and home.cycle.meeting_on >= today:
        return _("Berikutnya: Rapat Koordinasi Rutin, {day}.").format(day=day_words(home.cycle.meeting_on))
    if home.is_new:
        return _("Berikutnya: periode pertama, dibuka Sekretaris Camat setelah kantor siap.")
    return _("Berikutnya: periode {month}, dibuka Sekretaris Camat.").format(
        month=month_words(months.Month.of(today).plus(1))
    )
