"""Reading the inbox."""

from django.db.models import QuerySet

from cermat.notifications.models import Message
from cermat.organisation.models import User


def messages_visible_to(user: User) -> QuerySet[Message]:
    """A person's own messages, the newest first."""
    return Message.objects.filter(user=user)


def unread_count(user: User) -> int:
    return messages_visible_to(user).filter(read_at=None).count()
