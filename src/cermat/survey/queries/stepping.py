"""The step between two results of one survey: who compares them learns what was added or taken away in between."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from cermat.instruments.queries import definition_of
from cermat.survey.formula import Tallied, codes_of, least
from cermat.survey.models import RUNNING, Answer, Survey, SurveyMove, SurveyState
from cermat.survey.queries.progress import countable
from cermat.survey.queries.tallies import added_up
from cermat.survey.schema import SMALLEST_GROUP
from cermat.survey.workflow import Remark, Verb

SHOWN_BY = (Verb.CLOSE, Verb.REOPEN)  # whatever was sent back was closed, and its result seen


@dataclass(frozen=True)
class Step:
    """Answers that came or went between two results. `fewest`: of the question that fewest of them answered ·
    `fewest_of_part`: the same, of the service or channel with fewest of them."""

    n: int
    fewest: int
    fewest_of_part: int


def step_of(survey: Survey, answers: QuerySet[Answer]) -> Step:
    piles = added_up(answers, codes_of(definition_of(survey.version.text)))
    whole = sum(piles.values(), Tallied())
    services, channels = _merged(piles, lambda pile: pile[0]), _merged(piles, lambda pile: pile[1])
    return Step(whole.n, least(whole), min((least(one) for one in (*services, *channels)), default=0))


def why_not_close(step: Step) -> str:
    """In a sentence why a survey that was sent back cannot be closed yet, and what to do; "" where it can."""
    if step.n == 0 or step.fewest >= SMALLEST_GROUP:
        return ""
    few = (
        f"Sejak dikembalikan baru {step.n} jawaban masuk"
        if step.n < SMALLEST_GROUP
        else f"Sejak dikembalikan ada pertanyaan yang baru dijawab kurang dari {SMALLEST_GROUP} orang"
    )
    return (
        f"{few}: selisih hasil yang baru dengan yang lama akan memperlihatkan jawaban itu. Tunggu sampai sedikitnya "
        f"{SMALLEST_GROUP}, atau minta Sekcam atau Camat mengesampingkan semua jawaban yang masuk sejak dikembalikan, "
        "lalu tutup."
    )


def _merged(piles: Mapping[tuple[int, str], Tallied], key_of: Callable[[tuple[int, str]], int | str]) -> list[Tallied]:
    merged: dict[int | str, Tallied] = {}
    for pile, tallied in piles.items():
        merged[key_of(pile)] = merged.get(key_of(pile), Tallied()) + tallied
    return list(merged.values())


def was_shown(survey: Survey) -> bool:
    """Whether anybody may have seen a result of it."""
    return survey.state not in (SurveyState.DRAFT, *RUNNING) or survey.moves.filter(verb__in=SHOWN_BY).exists()


def is_sent_back(survey: Survey) -> bool:
    """Whether it runs again after its result was seen. Until it is closed, new answers are not tallied: those that are
    not are the step to the next result."""
    return survey.state in RUNNING and was_shown(survey)


def sent_back() -> Q:
    """`is_sent_back` for a query of surveys."""
    return Q(Exists(SurveyMove.objects.filter(survey=OuterRef("pk"), verb__in=SHOWN_BY)), state__in=RUNNING)


def new_answers(survey: Survey) -> QuerySet[Answer]:
    """Those that came since the survey was sent back; none of any other."""
    new = countable(survey).filter(is_tallied=False)
    return new if is_sent_back(survey) else new.none()


def shown_answers(survey: Survey, answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Of these answers those that a result has counted which somebody may have seen."""
    if not was_shown(survey):
        return answers.none()
    return answers.filter(is_tallied=True) if survey.state in RUNNING else answers


def parts_are_joined(survey: Survey) -> bool:
    """Whether services and channels are not told apart, because one of them moved by too few answers."""
    return survey.moves.filter(verb=Remark.JOIN).exists()
