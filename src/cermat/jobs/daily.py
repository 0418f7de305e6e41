"""Every day."""

from datetime import datetime

from cermat.notifications.actions import post


def run(now: datetime) -> None:
    post(topic="tidy", payload={}, key=f"tidy:{now:%Y-%m-%d}", now=now)
