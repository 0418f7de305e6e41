"""Codes that open the form once. They are printed at once and never kept: only digests are, until the result is
confirmed."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cermat.audit.actions import record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import require
from cermat.survey.actions.setting_up import held_survey, target_of
from cermat.survey.formula.answering import receipt_digest
from cermat.survey.formula.receipts import code_of
from cermat.survey.models import Receipt, Survey, SurveyState

MOST = 500
TOO_LATE = (
    "Survei ini sudah ditutup; kode baru tidak dapat dipakai lagi. Bila jawabannya perlu dilengkapi, minta Sekcam atau "
    "Camat mengembalikannya, lalu buat kode."
)
FOR = (SurveyState.DRAFT, SurveyState.OPEN, SurveyState.PAUSED)


@transaction.atomic
def make_receipts(*, survey: Survey, count: int, key: UUID, by: User, now: datetime) -> list[str]:
    """`count` new codes. The same form again (`key`) gives the same codes and makes none: a print that got lost on the
    way can be asked for once more from the page that still stands open, and from nowhere else."""
    authority = require(by, Permission.RUN_SURVEY, survey.desk, day_of(now))
    survey = held_survey(survey)
    if not survey.needs_receipt:
        raise DomainError(
            "Survei ini tidak memerlukan kode tanda terima. Pengaturannya diubah sebelum survei dibuka.",
            code="no_receipts",
        )
    if survey.state not in FOR:
        raise ConflictError(TOO_LATE, code="closed")
    if not 1 <= count <= MOST:
        raise DomainError(f"Buat 1 sampai {MOST} kode sekaligus.", field="count")
    codes = _codes(survey, key, count)
    made = Receipt.objects.bulk_create([Receipt(digest=digest, survey=survey) for digest in _unknown(survey, codes)])
    if made:
        survey.receipts_made += len(made)
        survey.save(update_fields=["receipts_made"])
        after = {"receipts": len(made)}
        record(
            by=by, verb="survey.receipts_made", target=target_of(survey), at=now, after=after,
            on_behalf_of=authority.principal,
        )  # fmt: skip
    return codes


def _codes(survey: Survey, key: UUID, count: int) -> list[str]:
    """All different, also where two of them come out alike."""
    codes: dict[str, None] = {}
    number = 0
    while len(codes) < count:
        codes[code_of(settings.SECRET_KEY, survey.pk, str(key), number)] = None
        number += 1
    return list(codes)


def _unknown(survey: Survey, codes: list[str]) -> list[str]:
    digests = [receipt_digest(settings.SECRET_KEY, survey.pk, code) for code in codes]
    known = set(Receipt.objects.filter(digest__in=digests).values_list("digest", flat=True))
    return [digest for digest in digests if digest not in known]
