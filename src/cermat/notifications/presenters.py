"""What every page says about the inbox."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cermat.notifications.queries import unread_count


def unread(request: HttpRequest) -> dict[str, Any]:
    """`unread_count` of the layout; asked of the database only by a page that shows it."""
    user = request.user
    if not user.is_authenticated:
        return {"unread_count": 0}
    return {"unread_count": SimpleLazyObject(lambda: unread_count(user))}
