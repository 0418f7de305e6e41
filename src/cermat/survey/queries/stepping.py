"""The results of one survey that were seen, and the step to the next: who compares them learns what came and went."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When

from cermat.instruments.queries import definition_of
from cermat.survey.formula import Counts, Verdict, codes_of, judged
from cermat.survey.formula.tallied import NO_ANSWER
from cermat.survey.models import RUNNING, Answer, Survey, SurveyMove, SurveyState
from cermat.survey.queries.progress import countable
from cermat.survey.schema import SMALLEST_GROUP
from cermat.survey.workflow import Verb

SHOWN_BY = (Verb.CLOSE, Verb.REOPEN)  # whatever was sent back was closed, and its result seen
TELLS_FEW = f"selisihnya dengan hasil yang pernah terlihat memperlihatkan jawaban kurang dari {SMALLEST_GROUP} orang"
JOINED = f"digabung, karena {TELLS_FEW}"  # services and channels
UNDO = (
    "Minta Sekcam atau Camat menghitung lagi yang dikesampingkan sejak dikembalikan, dan mengesampingkan semua "
    "jawaban yang masuk atau dihitung lagi sejak itu, lalu tutup."
)


class Lot(NamedTuple):
    """Answers that share all of this. `mask`: the seen results that counted them (bits) · `counts`: now · `is_listed`:
    whether they stood in a list of single answers that somebody may have."""

    mask: int
    counts: bool
    is_listed: bool
    service: int
    channel: str
    is_suspicious: bool
    batch: int | None


@dataclass(frozen=True)
class Seen:
    """The answers of a survey that count, or that a seen result has counted: how many, and to each question."""

    lots: tuple[tuple[Lot, Counts], ...]

    @property
    def results(self) -> int:
        """How many results were seen; those that counted just the same answers are one."""
        return max((lot.mask for lot, _counts in self.lots), default=0).bit_length()

    @property
    def is_kept(self) -> bool:
        """Whether one of them counted just the answers that count now."""
        return any(
            all(bool(lot.mask >> bit & 1) == lot.counts for lot, _counts in self.lots) for bit in range(self.results)
        )

    @property
    def new(self) -> int:
        """Answers that count and that no result has counted and no list has named yet."""
        return self.count(lambda lot: lot.counts and not lot.mask and not lot.is_listed)

    def count(self, is_meant: Callable[[Lot], bool]) -> int:
        return sum(counts[0] for lot, counts in self.lots if is_meant(lot))

    def kept(self) -> "Seen":
        """As it is when the present result, which anybody may see, is one of those that were seen."""
        last = 0 if self.is_kept else 1 << self.results
        is_listed = self.count(lambda lot: lot.counts) >= SMALLEST_GROUP
        return Seen(
            tuple(
                (lot._replace(mask=lot.mask | last, is_listed=lot.is_listed or is_listed) if lot.counts else lot, n)
                for lot, n in self.lots
            )
        )

    def without(self, is_meant: Callable[[Lot], bool]) -> "Seen":
        """As it would be with these set aside."""
        return Seen(tuple((lot._replace(counts=lot.counts and not is_meant(lot)), n) for lot, n in self.lots))


@dataclass(frozen=True)
class Step:
    """To a result that would be seen next. `new`: answers that neither a result nor a list has told yet · `is_moved`:
    whether it is refused for what was set aside or counted again, whatever came."""

    new: int = 0
    verdict: Verdict = Verdict.FINE
    results: int = 0  # seen before
    is_moved: bool = False

    @property
    def is_refused(self) -> bool:
        return _is_refusal(self.verdict)


def seen_of(survey: Survey) -> Seen:
    """In one statement; its rows grow with services, channels, piles and seen results, and with the answers that have
    gaps."""
    rows = Answer.objects.filter(survey=survey).exclude(seen=0, exclusion__isnull=False)
    rows = rows.annotate(
        counts=Case(When(exclusion=None, then=True), default=False, output_field=BooleanField()),
        gaps=Case(When(scores__contains=NO_ANSWER, then=F("scores")), default=Value(""), output_field=TextField()),
    )
    questions = len(codes_of(definition_of(survey.version.text)))
    lots: dict[Lot, list[int]] = {}
    found = rows.order_by().values_list("seen", "counts", *Lot._fields[2:], "gaps").annotate(n=Count("pk"))
    for mask, counts, *shared, gaps, n in found:
        lot = lots.setdefault(Lot(mask, bool(counts), *shared), [0] * (questions + 1))
        for at, digit in enumerate("=" + (gaps or "=" * questions)):
            lot[at] += 0 if digit == NO_ANSWER else n
    return Seen(tuple((lot, tuple(counted)) for lot, counted in lots.items()))


def step_of(survey: Survey, *, with_new: bool = True) -> Step:
    """To the result as it would be now; `with_new` False: as if no answer had come, or come back, that no result has
    counted."""
    if not was_shown(survey):
        return Step()
    seen = seen_of(survey)
    verdict = _verdict(seen, survey, with_new=with_new)
    is_moved = _is_refusal(verdict) and _is_refusal(_verdict(seen, survey, with_new=False))
    return Step(seen.new, verdict, seen.results, is_moved)


def _verdict(seen: Seen, survey: Survey, *, with_new: bool) -> Verdict:
    """Also of the list of single answers: those in no list before that the next one names are none, or five and
    more. Fewer than five answers that count are in none."""
    asked = [(lot, counts) for lot, counts in seen.lots if lot.mask or with_new]
    cells: dict[tuple[int, str, str], Counts] = {}
    for lot, counts in asked:
        key = (lot.mask | 1 << seen.results if lot.counts else lot.mask, str(lot.service), lot.channel)
        cells[key] = tuple(map(sum, zip(cells.get(key, (0,) * len(counts)), counts, strict=True)))
    verdict = judged(cells, seen.results, survey.joined_from)
    counted = sum(n for lot, (n, *_kinds) in asked if lot.counts)
    unlisted = sum(n for lot, (n, *_kinds) in asked if lot.counts and not lot.is_listed)
    names_few = counted >= SMALLEST_GROUP and 0 < unlisted < SMALLEST_GROUP
    return Verdict.FEW if names_few else verdict


def _is_refusal(verdict: Verdict) -> bool:
    return verdict not in (Verdict.FINE, Verdict.JOINED)


def may_leave(survey: Survey) -> Callable[[Callable[[Lot], bool]], bool]:
    """Which answers may be set aside together, as far as results and lists that were seen are concerned."""
    if not was_shown(survey):
        return lambda _is_meant: True
    is_closed = survey.state == SurveyState.CLOSED
    seen = seen_of(survey).kept() if is_closed else seen_of(survey)

    def may(is_meant: Callable[[Lot], bool]) -> bool:
        listed = seen.count(lambda lot: lot.counts and lot.is_listed and is_meant(lot))
        left = seen.without(is_meant)
        return not 0 < listed < SMALLEST_GROUP and not _is_refusal(_verdict(left, survey, with_new=is_closed))

    return may


def why_not_close(step: Step) -> str:
    """In a sentence why a survey that was sent back cannot be closed yet, and what to do; "" where it can."""
    if not step.is_refused:
        return ""
    if 0 < step.new < SMALLEST_GROUP and not step.is_moved:
        few = f"Sejak dikembalikan baru {step.new} jawaban masuk"
    elif step.new and step.verdict is Verdict.QUESTION and not step.is_moved:
        few = f"Sejak dikembalikan ada pertanyaan yang baru dijawab kurang dari {SMALLEST_GROUP} orang"
    else:
        return f"Bila ditutup sekarang, {TELLS_FEW}. {UNDO}"
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
    """Those that came since the survey was sent back: no result has counted and no list has named them. None of any
    other survey."""
    return _unseen(survey).filter(is_listed=False)


def restored_answers(survey: Survey) -> QuerySet[Answer]:
    """Those that were set aside at every close, and count again since the survey was sent back."""
    return _unseen(survey).filter(is_listed=True)


def _unseen(survey: Survey) -> QuerySet[Answer]:
    found = countable(survey).filter(is_tallied=False, seen=0)
    return found if is_sent_back(survey) else found.none()


def parts_are_joined(survey: Survey) -> bool:
    """Whether services and channels are not told apart, because they would tell few beside an earlier result."""
    return survey.joined_from is not None
