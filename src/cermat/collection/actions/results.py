"""What a validated sheet says to the instruments."""

from datetime import datetime

from cermat.collection.models import Entry


def record_results(entry: Entry, *, now: datetime) -> None:
    """Write the results that follow from a sheet that has just been validated."""
