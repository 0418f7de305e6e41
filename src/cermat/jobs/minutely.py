"""Every minute."""

from datetime import datetime

from cermat.notifications.actions import tell_about_failed_jobs
from cermat.survey.actions import fold_what_arrived


def run(now: datetime) -> None:
    tell_about_failed_jobs(now=now)
    fold_what_arrived(now)
