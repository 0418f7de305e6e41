"""Every minute."""

from datetime import datetime

from cermat.notifications.actions import tell_about_failed_jobs


def run(now: datetime) -> None:
    tell_about_failed_jobs(now=now)
