"""Which function does the work of which topic. A handler may run twice (its worker died): it must bear that."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cermat.audit.actions import forget_keys
from cermat.notifications.actions import deliver_mail, forget_old

Payload = Mapping[str, Any]
Handler = Callable[[Payload, datetime], None]


def mail(payload: Payload, _now: datetime) -> None:
    deliver_mail(user_id=payload["user"], text=payload["text"])


def tidy(_payload: Payload, now: datetime) -> None:
    forget_keys(now=now)
    forget_old(now=now)


HANDLERS: dict[str, Handler] = {
    "mail": mail,
    "tidy": tidy,
}
