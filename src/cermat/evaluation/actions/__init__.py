"""Every change of the evaluation, by its name."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

from cermat.evaluation.models import Finding, Meeting, Recommendation
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle


def record_finding(
    *,
    cycle: Cycle,
    text: str,
    by: User,
    now: datetime,
    unit: Unit | None = None,
    indicator_code: str = "",
    requirement_key: str = "",
) -> Finding:
    """A note of the evaluation against an indicator, a unit or a requirement."""
    raise NotImplementedError


def withdraw_finding(*, finding: Finding, by: User, now: datetime) -> Finding:
    """One's own note, while the evaluation runs."""
    raise NotImplementedError


def finish_evaluation(*, cycle: Cycle, by: User, now: datetime) -> None:
    """The caller's part (Camat or Sekcam) is done; the step finishes when every actor's part is."""
    raise NotImplementedError


def plan_meeting(
    *,
    cycle: Cycle,
    by: User,
    now: datetime,
    letter_number: str = "",
    held_on: date | None = None,
    time: str = "",
    place: str = "",
    agenda: str = "",
) -> Meeting:
    """The meeting with everybody invited; again while it has not been held to change it."""
    raise NotImplementedError


def record_attendance(*, meeting: Meeting, present: Collection[int], by: User, now: datetime) -> None:
    """`present`: ids of the attendances of those who were there."""
    raise NotImplementedError


def hold_meeting(*, meeting: Meeting, minutes: str, by: User, now: datetime) -> Meeting:
    """The meeting has taken place; its minutes."""
    raise NotImplementedError


def remark_on_recording(*, cycle: Cycle, section: Unit, text: str, by: User, now: datetime) -> None:
    """What the meeting remarked on a section's recording book."""
    raise NotImplementedError


def recommend(
    *, cycle: Cycle, text: str, owner: Unit, due_on: date, by: User, now: datetime, finding: Finding | None = None
) -> Recommendation:
    """From a finding or free; the owner is a section or a village."""
    raise NotImplementedError


def withdraw_recommendation(*, recommendation: Recommendation, by: User, now: datetime) -> None:
    """Before the list is complete."""
    raise NotImplementedError


def finish_recommending(*, cycle: Cycle, by: User, now: datetime) -> None:
    """The list is complete (nihil when empty)."""
    raise NotImplementedError


def fill_form(*, recommendation: Recommendation, cause: str, action: str, by: User, now: datetime) -> Recommendation:
    """The owner fills in and signs."""
    raise NotImplementedError


def hand_in_proof(
    *, recommendation: Recommendation, note: str, upload: UploadedFile | None, by: User, now: datetime
) -> Recommendation:
    """Also in later cycles and after the cycle is closed."""
    raise NotImplementedError


def verify_proof(*, recommendation: Recommendation, by: User, now: datetime, note: str = "") -> Recommendation:
    """Never by the one who handed in."""
    raise NotImplementedError


def return_proof(*, recommendation: Recommendation, reason: str, by: User, now: datetime) -> Recommendation:
    """The proof does not suffice, with the reason."""
    raise NotImplementedError
