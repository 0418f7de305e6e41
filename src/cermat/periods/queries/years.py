"""Locked years: asked by every action that changes a figure of a year, in whatever room."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cermat.lib.errors import ConflictError
from cermat.lib.months import long_date
from cermat.organisation.models import Unit
from cermat.periods.models import YearLock, YearOpening, scope_name

YEAR_LOCKED = "year_locked"


def standing_locks(month: int | OuterRef | None) -> QuerySet[YearLock]:
    """Locks that hold for a month: neither it nor its whole year is open for a correction. None asks for the year."""
    opened = YearOpening.objects.filter(lock=OuterRef("pk"), closed_at=None)
    whole = Q(month_number=None)
    if month is not None:
        whole |= Q(month_number=OuterRef(month) if isinstance(month, OuterRef) else month)
    return YearLock.objects.filter(~Exists(opened.filter(whole)))


def refuse_locked(kecamatan: Unit, year: int, month: int | None = None) -> None:
    """ConflictError where the report of `year` was handed in and the Camat has not opened it for a correction.

    `month`: of a figure that belongs to one period; None for what belongs to the whole year (targets, balances).
    """
    lock = standing_locks(month).filter(kecamatan=kecamatan, year=year).first()
    if lock is not None:
        raise ConflictError(
            f"Tahun {year} sudah dikunci: {lock.report} diserahkan {long_date(lock.handed_in_on)}. "
            f"Minta Camat membuka {scope_name(year, month)} untuk koreksi.",
            code=YEAR_LOCKED,
        )


def lock_of(kecamatan: Unit, year: int) -> YearLock | None:
    return YearLock.objects.filter(kecamatan=kecamatan, year=year).select_related("by").first()


def openings_of(lock: YearLock | None) -> QuerySet[YearOpening]:
    """Every correction of a locked year, those that are still open among them, oldest first."""
    rows = lock.openings.all() if lock else YearOpening.objects.none()
    return rows.select_related("lock", "opened_by", "closed_by").order_by("opened_at", "pk")
