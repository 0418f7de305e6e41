"""Every change of an answer sheet."""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from cermat.collection.models import Entry, Evidence
from cermat.collection.schema import Answers, Source
from cermat.organisation.models import Unit, User
from cermat.sop.models import Cycle


def open_sheets(*, cycle: Cycle, now: datetime) -> int:
    """Make the sheets that are due in the cycle; how many are new. Running it again adds what is missing."""
    raise NotImplementedError


def save_sheet(
    *,
    entry: Entry,
    answers: Answers,
    version: int,
    note: str | None = None,
    channel: Source | None = None,
    by: User,
    now: datetime,
) -> Entry:
    """Save as a draft. `version` is the one the person saw; ConflictError code "stale" if it has moved on."""
    raise NotImplementedError


def attach_evidence(*, entry: Entry, code: str, upload: UploadedFile, by: User, now: datetime) -> Evidence:
    raise NotImplementedError


def remove_evidence(*, evidence: Evidence, by: User, now: datetime) -> None:
    raise NotImplementedError


def send_sheet(*, entry: Entry, version: int, by: User, now: datetime) -> Entry:
    """Setujui dan kirim. SheetError names what is missing, field by field."""
    raise NotImplementedError


def validate_sheet(*, entry: Entry, by: User, now: datetime) -> Entry:
    raise NotImplementedError


def send_back_sheet(*, entry: Entry, reason: str, by: User, now: datetime) -> Entry:
    raise NotImplementedError


def reopen_sheet(*, entry: Entry, reason: str, by: User, now: datetime) -> Entry:
    raise NotImplementedError


def close_collection(*, cycle: Cycle, note: str = "", by: User, now: datetime) -> None:
    """Sekcam ends step 3 on or after the cut-off; the missing are named in the step's note."""
    raise NotImplementedError


def remind(*, cycle: Cycle, units: Iterable[Unit], by: User, now: datetime) -> int:
    """A message to everybody at `units` who still owes a sheet; how many people were asked."""
    raise NotImplementedError
