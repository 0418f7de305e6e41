"""What the office's pages say about surveys: words and classes."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from cermat.lib.months import long_date, number
from cermat.survey.formula import Verdict
from cermat.survey.models import RUNNING, Counter, Survey, SurveyMove, SurveyState
from cermat.survey.queries import Progress, Step, overdue, why_not_close
from cermat.survey.queries.stepping import JOINED
from cermat.survey.schema import CHANNEL_NAMES, Channel
from cermat.survey.workflow import Remark, Verb

STATE_WORDS = {
    SurveyState.DRAFT: ("Belum dibuka", ""),
    SurveyState.OPEN: ("Dibuka", "now"),
    SurveyState.PAUSED: ("Dijeda", "off"),
    SurveyState.CLOSED: ("Menunggu pengesahan", "now"),
    SurveyState.CONFIRMED: ("Disahkan", "done"),
}
VERB_WORDS: dict[str, str] = {
    Verb.OPEN: "Dibuka",
    Verb.PAUSE: "Dijeda",
    Verb.RESUME: "Dilanjutkan",
    Verb.CLOSE: "Ditutup",
    Verb.REOPEN: "Dikembalikan untuk dilengkapi",
    Verb.CONFIRM: "Hasil disahkan",
    Verb.CORRECT: "Dibuka untuk koreksi",
    Remark.RESTORE: "Jawaban dihitung lagi",
    Remark.UNDO: "Jawaban dihitung lagi",
    Remark.JOIN: "Rincian digabung",
}


@dataclass(frozen=True)
class Bar:
    """A count against its target; `target` 0 where it is not known."""

    name: str
    counted: int
    target: int
    population: int | None = None
    towards: int | None = None  # of `counted`, those that the target asks for; None: all up to the target

    @property
    def words(self) -> str:
        return f"{self.shown} dari {self.target}" if self.target else str(self.counted)

    @property
    def told(self) -> str:
        """Apart, for "116 dari 469 jawaban" reads as if 469 had come in."""
        return f"{number(self.counted)} jawaban" + (f" · target {number(self.target)}" if self.target else "")

    @property
    def is_reached(self) -> bool:
        return 0 < self.target <= self.shown

    @property
    def shown(self) -> int:
        """For the meter: never longer than the target."""
        return min(self.counted, self.target) if self.towards is None else self.towards

    @property
    def missing(self) -> int:
        return max(self.target - self.shown, 0)


@dataclass(frozen=True)
class SurveyRow:
    survey: Survey
    word: str
    tone: str
    is_overdue: bool
    total: Bar
    days: str

    @property
    def is_in_time(self) -> bool:
        return not self.is_overdue

    @property
    def is_paused(self) -> bool:
        return self.survey.state == SurveyState.PAUSED


def returned_words(step: Step) -> str:
    """Of a survey that was sent back: what came since, and what a close would do now."""
    if why := why_not_close(step):
        return why
    came = f"masuk {step.new} jawaban baru" if step.new else "belum ada jawaban baru"
    joined = f" Bila ditutup sekarang, rincian menurut layanan dan saluran {JOINED}."
    return f"Sejak dikembalikan {came}.{joined if step.verdict is Verdict.JOINED else ''}"


def survey_row(progress: Progress, today: date) -> SurveyRow:
    survey = progress.survey
    word, tone = STATE_WORDS[SurveyState(survey.state)]
    total = Bar(str(survey.unit), progress.counted, progress.target or 0, towards=progress.towards)
    days = f"{long_date(survey.starts_on)} – {long_date(survey.ends_on)}"
    return SurveyRow(survey, word, tone, overdue(survey, today), total, days)


@dataclass(frozen=True)
class ProgressPart:
    """The part of the page that renews itself."""

    total: Bar
    services: list[Bar]
    channels: list[tuple[str, int]]
    excluded: int
    suspicious: int
    is_running: bool
    without_target: str  # the services that no target counts


def progress_part(progress: Progress) -> ProgressPart:
    return ProgressPart(
        total=Bar("", progress.counted, progress.target or 0, towards=progress.towards),
        services=[Bar(row.service.name, row.counted, row.target or 0, row.population) for row in progress.services],
        channels=[(CHANNEL_NAMES[channel], n) for channel, n in progress.channels],
        excluded=progress.excluded,
        suspicious=progress.suspicious,
        is_running=progress.survey.state in RUNNING,
        without_target=", ".join(progress.without_target) if progress.target else "",
    )


@dataclass(frozen=True)
class MoveRow:
    move: SurveyMove
    word: str


def move_rows(survey: Survey) -> list[MoveRow]:
    """Newest first."""
    return [MoveRow(move, VERB_WORDS[move.verb]) for move in survey.moves.select_related("by").order_by("-at", "-pk")]


@dataclass(frozen=True)
class CounterRow:
    counter: Counter
    channel: str
    address: str  # to open
    shown: str  # to read
    is_tablet: bool

    @property
    def has_poster(self) -> bool:
        """Only what is opened by scanning hangs on a wall."""
        return self.counter.is_active and self.counter.channel == Channel.QR

    @property
    def about(self) -> str:
        return str(self.counter.service) if self.counter.service else "semua layanan"


def counter_row(counter: Counter, request: HttpRequest) -> CounterRow:
    """The address follows the host under which the page itself was opened."""
    is_tablet = counter.channel == Channel.TABLET
    address = address_of(counter, request)
    return CounterRow(counter, CHANNEL_NAMES[Channel(counter.channel)], address, readable(address), is_tablet)


def address_of(counter: Counter, request: HttpRequest) -> str:
    name = "public:tablet" if counter.channel == Channel.TABLET else "public:form"
    return request.build_absolute_uri(reverse(name, args=[counter.code]))


def readable(address: str) -> str:
    """Without what nobody types: contoh.go.id/s/k7qm2xh9ab."""
    return address.partition("://")[2].rstrip("/")
