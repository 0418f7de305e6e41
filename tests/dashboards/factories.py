"""A period in the middle of its collection, made through the real actions."""

from datetime import UTC, datetime, timedelta

from cermat.collection.actions import open_sheets
from cermat.sop.models import Cycle
from tests.factories import Office
from tests.requirements import factories as requirements

OPENED = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # Monday, 2 November 2026, 08.00 WIB


def sorting_cycle(office: Office) -> Cycle:
    """Just opened: the sorting is ready. The office is equipped already."""
    return requirements.opened(office, now=OPENED)


def handed_cycle(office: Office) -> Cycle:
    """Sorted: the sections have to acknowledge."""
    cycle = sorting_cycle(office)
    requirements.sorted_and_handed(office, cycle, OPENED + timedelta(hours=4))
    return cycle


def collecting_cycle(office: Office) -> Cycle:
    """Handed over and validated: the sheets are open."""
    cycle = handed_cycle(office)
    requirements.validated(office, cycle, OPENED + timedelta(hours=5))
    open_sheets(cycle=cycle, now=OPENED + timedelta(hours=5))
    return cycle
