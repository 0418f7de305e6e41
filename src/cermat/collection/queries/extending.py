"""Who moves the due day of which sheet, and how far (ADR 0025)."""

from datetime import date, timedelta

from django.db.models import QuerySet

from cermat.collection.models import Entry, Extension
from cermat.collection.queries.scopes import OPEN, entries_visible_to, homes_of
from cermat.organisation.models import User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import Authority, authority, units_reached
from cermat.sop.models import Cycle

AFTER_THE_MEETING = timedelta(days=14)


def extender(user: User, entry: Entry, day: date) -> Authority | None:
    """Under what right the person moves its due day: who checks the sheet, and never one's own office's."""
    if entry.unit_id in homes_of(user, day):
        return None
    return authority(user, Permission.VALIDATE_ENTRY, entry.section, day)


def extendable(cycle: Cycle, user: User, day: date) -> QuerySet[Entry]:
    """Sheets of the cycle that are not sent and whose due day the person may move."""
    reached = units_reached(user, Permission.VALIDATE_ENTRY, day)
    rows = cycle.entries.filter(state__in=OPEN, section__in=reached).exclude(unit__in=homes_of(user, day))
    return rows.select_related("cycle", "unit", "section").order_by(
        "unit__sort", "unit__pk", "section__sort", "form", "pk"
    )


def latest_day(cycle: Cycle, day: date) -> date:
    """How far a due day may be moved: to the meeting, which speaks about the figures; after it two weeks on."""
    return cycle.meeting_on if day <= cycle.meeting_on else day + AFTER_THE_MEETING


def extensions_visible_to(user: User, day: date) -> QuerySet[Extension]:
    """Of the sheets this person sees, the newest first."""
    rows = Extension.objects.filter(entry__in=entries_visible_to(user, day).order_by().values("pk"))
    return rows.select_related("entry__unit", "entry__section", "by").order_by("-at", "-pk")


def extensions_of(entry: Entry) -> list[Extension]:
    """The oldest first."""
    return list(entry.extensions.select_related("by", "entry__section"))
