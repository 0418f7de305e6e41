"""A locked year that was opened for a correction locks again as the correction ends."""

from datetime import datetime

from django.db import transaction

from cermat.audit.actions import Target, record
from cermat.lib.months import Month
from cermat.organisation.models import Unit, User
from cermat.periods.models import YearOpening


@transaction.atomic
def end_correction(*, kecamatan: Unit, month: Month, by: User, now: datetime) -> None:
    """The corrected period has closed; the caller is the action that closed it and has asked for the right to do so.

    It holds the cycle, which whoever opens or ends a correction of that month holds, too.
    """
    opened = YearOpening.objects.filter(
        lock__kecamatan=kecamatan, lock__year=month.year, month_number=month.number, closed_at=None
    )
    for opening in opened.select_related("lock"):
        close_opening(opening=opening, kecamatan=kecamatan, by=by, now=now)


@transaction.atomic
def close_opening(*, opening: YearOpening, kecamatan: Unit, by: User, now: datetime) -> None:
    """What was opened is locked again; the caller holds the periods of the year and has asked for the right."""
    opening.closed_by, opening.closed_at = by, now
    opening.save(update_fields=["closed_by", "closed_at"])
    target = Target("year_opening", opening.pk, chain=kecamatan.code)
    record(by=by, verb="year.locked_again", target=target, at=now, after={"scope": opening.what})
