"""Every month."""

from datetime import datetime


def run(now: datetime) -> None:
    """Nothing yet: a period is opened by Sekcam, who knows the dates."""
