"""What every page says about the inbox."""

from typing import Any

from django.http import HttpRequest


def unread(_request: HttpRequest) -> dict[str, Any]:
    return {}
