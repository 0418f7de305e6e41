"""The results of one survey that were seen, and the step to the next: who compares them learns what came and went."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When

from cermat.instruments.queries import definition_of
from cermat.survey.formula import Counts, Verdict, codes_of, judged
from cermat.survey.formula.tallied import NO_ANSWER
from cermat.survey.models import RUNNING, Answer, Survey, SurveyMove, SurveyState
from cermat.survey.queries.progress import countable
from cermat.survey.schema import SMALLEST_GROUP
from cermat.survey.workflow import Verb

SHOWN_BY = (Verb.CLOSE, Verb.REOPEN)  # whatever was sent back was closed, and its result seen
UNDO = (
    "Minta Sekcam atau Camat menghitung lagi yang dikesampingkan sejak dikembalikan, dan mengesampingkan semua "
    "jawaban yang masuk sejak itu, lalu tutup."
)


@dataclass(frozen=True)
class Seen:
    """The answers of a survey by the seen results that counted them (bits), whether they count now, service and
    channel."""

    cells: Mapping[tuple[int, bool, int, str], Counts]

    @property
    def results(self) -> int:
        """How many results were seen; those that counted just the same answers are one."""
        return max((mask for mask, *_rest in self.cells), default=0).bit_length()

    @property
    def is_kept(self) -> bool:
        """Whether one of them counted just the answers that count now."""
        return any(
            all(bool(mask >> bit & 1) == counts for mask, counts, *_place in self.cells) for bit in range(self.results)
        )

    @property
    def new(self) -> int:
        """Answers that count and that no result has counted yet."""
        return sum(n for (mask, counts, *_place), (n, *_kinds) in self.cells.items() if counts and not mask)


@dataclass(frozen=True)
class Step:
    """To a result that would be seen next. `new`: answers that no result has counted yet."""

    new: int = 0
    verdict: Verdict = Verdict.FINE
    results: int = 0  # seen before

    @property
    def is_refused(self) -> bool:
        return self.verdict not in (Verdict.FINE, Verdict.JOINED)


def seen_of(survey: Survey) -> Seen:
    """In one statement; its rows grow with services, channels and seen results, and with the answers that have gaps."""
    rows = Answer.objects.filter(survey=survey).exclude(seen=0, exclusion__isnull=False)
    rows = rows.annotate(
        counts=Case(When(exclusion=None, then=True), default=False, output_field=BooleanField()),
        gaps=Case(When(scores__contains=NO_ANSWER, then=F("scores")), default=Value(""), output_field=TextField()),
    )
    questions = len(codes_of(definition_of(survey.version.text)))
    cells: dict[tuple[int, bool, int, str], list[int]] = {}
    found = rows.order_by().values_list("seen", "counts", "service", "channel", "gaps").annotate(n=Count("pk"))
    for mask, counts, service, channel, gaps, n in found:
        cell = cells.setdefault((mask, bool(counts), service, channel), [0] * (questions + 1))
        for at, digit in enumerate("=" + (gaps or "=" * questions)):
            cell[at] += 0 if digit == NO_ANSWER else n
    return Seen({cell: tuple(counted) for cell, counted in cells.items()})


def step_of(survey: Survey, *, with_new: bool = True) -> Step:
    """To the result as it would be now; `with_new` False: as if no answer had come that nobody has seen counted."""
    if not was_shown(survey):
        return Step()
    seen = seen_of(survey)
    last = 1 << seen.results
    cells: dict[tuple[int, str, str], Counts] = {}
    for (mask, counts, service, channel), counted in seen.cells.items():
        if mask or with_new:
            key = (mask | last if counts else mask, str(service), channel)
            cells[key] = counted
    return Step(seen.new, judged(cells, seen.results, survey.joined_from), seen.results)


def why_not_close(step: Step) -> str:
    """In a sentence why a survey that was sent back cannot be closed yet, and what to do; "" where it can."""
    if not step.is_refused:
        return ""
    if 0 < step.new < SMALLEST_GROUP:
        few = f"Sejak dikembalikan baru {step.new} jawaban masuk"
    elif step.new and step.verdict is Verdict.QUESTION:
        few = f"Sejak dikembalikan ada pertanyaan yang baru dijawab kurang dari {SMALLEST_GROUP} orang"
    else:
        return (
            "Selisih hasil yang baru dengan hasil yang pernah terlihat akan memperlihatkan jawaban kurang dari "
            f"{SMALLEST_GROUP} orang. {UNDO}"
        )
    return (
        f"{few}: selisih hasil yang baru dengan yang lama akan memperlihatkan jawaban itu. Tunggu sampai sedikitnya "
        f"{SMALLEST_GROUP}, atau minta Sekcam atau Camat mengesampingkan semua jawaban yang masuk sejak dikembalikan, "
        "lalu tutup."
    )


def was_shown(survey: Survey) -> bool:
    """Whether anybody may have seen a result of it."""
    return survey.state not in (SurveyState.DRAFT, *RUNNING) or survey.moves.filter(verb__in=SHOWN_BY).exists()


def is_sent_back(survey: Survey) -> bool:
    """Whether it runs again after its result was seen. Until it is closed, new answers are not tallied: so they are
    found without looking at all."""
    return survey.state in RUNNING and was_shown(survey)


def sent_back() -> Q:
    """`is_sent_back` for a query of surveys."""
    return Q(Exists(SurveyMove.objects.filter(survey=OuterRef("pk"), verb__in=SHOWN_BY)), state__in=RUNNING)


def new_answers(survey: Survey) -> QuerySet[Answer]:
    """Those that no result has counted since the survey was sent back; none of any other."""
    new = countable(survey).filter(is_tallied=False, seen=0)
    return new if is_sent_back(survey) else new.none()


def parts_are_joined(survey: Survey) -> bool:
    """Whether services and channels are not told apart, because they would tell few beside an earlier result."""
    return survey.joined_from is not None
