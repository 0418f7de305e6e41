"""Years of a kecamatan, and the months in them that can be opened for a correction."""

from datetime import date

from django.db.models import QuerySet

from cermat.organisation.models import Unit, User
from cermat.organisation.queries import kecamatan_visible_to
from cermat.periods.models import YearOpening
from cermat.sop.models import Cycle, CycleState


def years_of(kecamatan: Unit, day: date) -> list[int]:
    """Years with periods, this one and the one whose report is made in it, the newest first."""
    known = set(Cycle.objects.filter(kecamatan=kecamatan).values_list("year", flat=True))
    return sorted(known | {day.year, day.year - 1}, reverse=True)


def months_closed(kecamatan: Unit, year: int) -> list[int]:
    """Months whose period has ended: what the Camat can open again."""
    rows = Cycle.objects.filter(kecamatan=kecamatan, year=year, state=CycleState.CLOSED)
    return sorted(rows.values_list("month_number", flat=True))


def openings_visible_to(user: User, day: date) -> QuerySet[YearOpening]:
    rows = YearOpening.objects.filter(lock__kecamatan__in=kecamatan_visible_to(user, day))
    return rows.select_related("lock__kecamatan")
