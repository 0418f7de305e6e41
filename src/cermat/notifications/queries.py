"""Reading the inbox."""

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from cermat.lib.months import day_of
from cermat.notifications.models import Message
from cermat.organisation.models import User


def messages_visible_to(user: User) -> QuerySet[Message]:
    """A person's own messages, the newest first."""
    return Message.objects.filter(user=user)


def unread_count(user: User) -> int:
    return messages_visible_to(user).filter(read_at=None).count()


def keys_told(prefix: str) -> dict[int, dict[str, date]]:
    """Person (pk) → keys of their messages that begin with `prefix`, and the day on which each was told."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    told = Message.objects.filter(key__startswith=prefix).order_by()
    for person, key, at in told.values_list("user", "key", "created"):
        found[person][key] = day_of(at)
    return found


def mail_is_set() -> bool:
    """Whether the installer has named a mail server; without one nothing is sent by mail."""
    return bool(settings.EMAIL_HOST)
