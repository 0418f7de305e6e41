"""The calendar of a year: what is to be handed in, and what was."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cermat.documents.models import Document
from cermat.documents.queries import documents_visible_to
from cermat.indicators.queries import current_plan, newest_plan
from cermat.indicators.schema import read_plan
from cermat.lib.months import Month
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.periods.queries import calendar_of
from cermat.sop.queries import kecamatan_of
from cermat.years.formula import Due, Planned, Standing, deliveries_in, standing
from cermat.years.models import Delivery


@dataclass(frozen=True)
class Line:
    """A delivery of the calendar, and the record of it where it is done."""

    due: Due
    done: Delivery | None
    standing: Standing


def planned_in(kecamatan: Unit, year: int) -> list[Due]:
    """By the year's own plan; by the newest where the year has none."""
    plan = current_plan(kecamatan, year) or newest_plan(kecamatan)
    rows = read_plan(plan.source).kalender_penyerahan if plan else ()
    wanted = [Planned(row.dokumen, row.penerima, row.tanda, row.berulang or (row.bulan,)) for row in rows]
    return deliveries_in(wanted, year, calendar_of(kecamatan))


def calendar_of_year(kecamatan: Unit, year: int, day: date) -> list[Line]:
    """In order of date. What was handed in stays in it, also when a later plan no longer names it."""
    planned, began = planned_in(kecamatan, year), _began(kecamatan, day)
    done = {row.key: row for row in _deliveries(kecamatan, year)}
    known = [(due, done.pop(due.key, None)) for due in planned]
    known += [(Due(row.key, row.document, row.recipient, "", row.due_on), row) for row in done.values()]
    lines = [Line(due, row, standing(due.due_on, row.delivered_on if row else None, day, began)) for due, row in known]
    return sorted(lines, key=lambda line: (line.due.due_on, line.due.document))


def _deliveries(kecamatan: Unit, year: int) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(kecamatan=kecamatan, year=year)
    return rows.select_related("by", "file", "register")


def _began(kecamatan: Unit, day: date) -> date:
    """The first day of the first period; before it, the month the office stands in."""
    first = kecamatan.cycles.order_by("year", "month_number").values_list("year", "month_number").first()
    return Month(*first).first if first else Month.of(day).first


def line_of(kecamatan: Unit, year: int, key: str, day: date) -> Line | None:
    return next((line for line in calendar_of_year(kecamatan, year, day) if line.due.key == key), None)


def late_deliveries(kecamatan: Unit, day: date) -> list[Line]:
    """Of this year and the one before: what is past its day and not handed in."""
    lines = [line for year in (day.year - 1, day.year) for line in calendar_of_year(kecamatan, year, day)]
    return [line for line in lines if line.standing is Standing.LATE]


def registered(user: User, kecamatan: Unit, day: date) -> QuerySet[Document]:
    """Lines of the register a delivery may point at, the newest first."""
    rows = documents_visible_to(user, day).filter(kecamatan=kecamatan, file__isnull=False)
    return rows.order_by("-requested_at", "-pk")


def deliveries_to_mark(user: User, day: date) -> QuerySet[Delivery]:
    """Those the person may take back."""
    mine = kecamatan_of(user, Permission.RECORD_DOCUMENT, day)
    return Delivery.objects.filter(kecamatan__in=mine).select_related("kecamatan")
