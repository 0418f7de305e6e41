"""What happens by the clock. Each slot runs once, however many workers there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cermat.jobs import daily, minutely, monthly
from cermat.lib.months import WIB
from cermat.notifications.actions import claim_slot


@dataclass(frozen=True)
class Slot:
    """A line of the schedule: its name, how its slots are called, and what to do. Short work, or it posts a job."""

    name: str
    form: str
    run: Callable[[datetime], None]


SCHEDULE = [
    Slot("minutely", "%Y-%m-%dT%H:%M", minutely.run),
    Slot("daily", "%Y-%m-%d", daily.run),
    Slot("monthly", "%Y-%m", monthly.run),
]


def run_slots(now: datetime) -> list[str]:
    """Run every slot of `now` (WIB) that nobody has run; a late start still runs today's. Names of those run."""
    return [slot.name for slot in SCHEDULE if run_slot(slot, now)]


@transaction.atomic
def run_slot(slot: Slot, now: datetime) -> bool:
    """The row and the work are one transaction: a worker that dies here leaves the slot to the next."""
    if not claim_slot(name=slot.name, slot=now.astimezone(WIB).strftime(slot.form), now=now):
        return False
    slot.run(now)
    return True


def look() -> bool:
    """One look at the clock, for the worker's loop."""
    run_slots(timezone.now())
    return False
