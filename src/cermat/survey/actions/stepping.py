"""A result that was seen moves by five answers or more, or not at all: else the difference tells single answers."""

from datetime import datetime

from cermat.lib.errors import DomainError
from cermat.organisation.queries import Authority
from cermat.survey.actions.history import moved
from cermat.survey.models import Survey
from cermat.survey.queries import Step, parts_are_joined
from cermat.survey.schema import SMALLEST_GROUP
from cermat.survey.workflow import Remark

JOINED = (
    f"Ada layanan atau saluran yang berubah kurang dari {SMALLEST_GROUP} jawaban sejak hasil sebelumnya. Rincian "
    "menurut layanan dan saluran digabung, agar selisihnya tidak memperlihatkan jawaban perorangan."
)


def refuse_small(step: Step, what: str) -> None:
    """Of answers that were shown and go, or come back: too few are refused. `what`: dikesampingkan, dihitung lagi."""
    if step.n and step.fewest < SMALLEST_GROUP:
        raise DomainError(
            f"Hasil survei ini sudah pernah terlihat. Bila kurang dari {SMALLEST_GROUP} jawaban {what}, pada satu "
            "pertanyaan pun, selisih kedua hasil memperlihatkan jawaban itu. Biarkan kelompok ini seperti adanya, "
            "atau pilih kelompok yang lebih besar.",
            field="group",
            code="small_step",
        )


def join_parts(survey: Survey, step: Step, authority: Authority, now: datetime) -> None:
    """Where a service or channel moves by one to four, none is told apart any more in this survey."""
    if step.n and step.fewest_of_part < SMALLEST_GROUP and not parts_are_joined(survey):
        moved(survey, Remark.JOIN, authority, now, JOINED)
