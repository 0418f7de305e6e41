"""Who has a sheet open right now."""

from datetime import datetime, timedelta

from cermat.collection.models import Entry
from cermat.organisation.models import User

STAYS = timedelta(seconds=80)  # a page says every half minute that it is still open


def others_at(entry: Entry, user: User, now: datetime) -> list[User]:
    """Everybody but this person, in the order of their names."""
    there = entry.present.filter(at__gt=now - STAYS, at__lte=now + STAYS).exclude(user=user)
    return [one.user for one in there.select_related("user").order_by("user__full_name", "user_id")]
