"""Every day."""

from datetime import datetime

from cermat.collection.actions import plan_reminders
from cermat.lib.months import WIB
from cermat.notifications.actions import post
from cermat.survey.actions import remind_of_overdue_surveys


def run(now: datetime) -> None:
    """`now` is in UTC; the slot and so the key are the day in WIB, or a late start would swallow the next day's."""
    post(topic="tidy", payload={}, key=f"tidy:{now.astimezone(WIB):%Y-%m-%d}", now=now)
    plan_reminders(now=now)
    remind_of_overdue_surveys(now=now)
