"""Asking for work after the commit, and leaving news in people's inboxes."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from cermat.lib.errors import NotAllowedError
from cermat.notifications.models import Job, Message
from cermat.organisation.models import Unit, User

KEY_LENGTH = 120


@transaction.atomic
def post(
    *,
    topic: str,
    payload: Mapping[str, Any],
    now: datetime,
    key: str | None = None,
    kecamatan: Unit | None = None,
    not_before: datetime | None = None,
) -> Job:
    """Queue `topic` in the caller's transaction: it runs after the commit or not at all.

    The same `key` is queued once.
    """
    fields = {
        "topic": topic,
        "payload": dict(payload),
        "kecamatan": kecamatan,
        "not_before": not_before or now,
        "created": now,
    }
    if key is None:
        return Job.objects.create(**fields)
    job, _made = Job.objects.get_or_create(key=fitting(key), defaults=fields)
    return job


def fitting(key: str) -> str:
    """`key`, or its digest where it is longer than the column."""
    return key if len(key) <= KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def notify(*, users: Iterable[User], text: str, url: str, key: str, now: datetime) -> None:
    """Leave `text` in each inbox, once per person and `key`; by mail too where the office has set a mail server."""
    people = {user.pk: user for user in users if user.is_active}
    Message.objects.bulk_create(
        [Message(user=user, text=text[:300], url=url, key=fitting(key), created=now) for user in people.values()],
        ignore_conflicts=True,
    )
    if settings.EMAIL_HOST:
        for user in people.values():
            if user.email:
                post(topic="mail", payload={"user": user.pk, "text": text}, key=f"mail:{user.pk}:{key}", now=now)


@transaction.atomic
def mark_read(*, message: Message, by: User, now: datetime) -> None:
    """The person has seen it."""
    if message.user_id != by.pk:
        raise NotAllowedError
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=now)


@transaction.atomic
def mark_all_read(*, by: User, now: datetime) -> int:
    """Everything in the person's inbox is seen; how many were new."""
    return Message.objects.filter(user=by, read_at=None).update(read_at=now)


def deliver_mail(*, user_id: int, text: str) -> None:
    """Hand one message to the mail server; an error there makes the queue try again later."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user and user.email:
        send_mail("Cermat: kabar untuk Anda", text, settings.DEFAULT_FROM_EMAIL, [user.email])
