"""Writing the audit chain and the form keys. Both only ever inside somebody else's transaction."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from cermat.audit.formula import canonical, link, redacted
from cermat.audit.models import AuditEvent, ChainHead, IdempotencyKey
from cermat.lib.errors import DomainError


class Who(Protocol):
    pk: Any


@dataclass(frozen=True)
class Target:
    """What an act was done to: a kind of thing, its id, and the kecamatan in whose chain it is written."""

    kind: str
    id: object
    chain: str = "pusat"


def take_turn(*, chain: str) -> None:
    """Whoever looks before they write takes turns with all who write into `chain`, until the transaction ends.

    For actions that others call when they have already written: a lock of their own would be one behind the last
    (ADR 0032).
    """
    ChainHead.objects.select_for_update(no_key=True).get_or_create(chain=chain)


def record(
    *,
    by: Who | None,
    verb: str,
    target: Target,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    on_behalf_of: Who | None = None,
) -> AuditEvent:
    """Append one link. Must run in the transaction of the change it tells about."""
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs inside the transaction of the change")
    ChainHead.objects.get_or_create(chain=target.chain)
    head = ChainHead.objects.select_for_update(no_key=True).get(chain=target.chain)
    event = AuditEvent(
        chain=target.chain,
        number=head.number + 1,
        at=at,
        actor=by.pk if by else None,
        on_behalf_of=on_behalf_of.pk if on_behalf_of else None,
        verb=verb,
        target_type=target.kind,
        target_id=str(target.id),
        before=_plain(before),
        after=_plain(after),
        previous=head.digest,
    )
    event.digest = link(head.digest, event.told())
    event.save(force_insert=True)
    head.number, head.digest = event.number, event.digest
    head.save(update_fields=["number", "digest"])
    return event


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """As it will come back from the database: redacted, and through JSON once."""
    plain: dict[str, Any] = json.loads(canonical(redacted(values or {}, settings.AUDIT_KEY)))
    return plain


def claim_key(*, by: Who, key: UUID, route: str, body: str, now: datetime) -> tuple[IdempotencyKey, bool]:
    """The row of `key` and whether it is new. A key that comes back with another content is refused."""
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(actor_id=by.pk, key=key, route=route, body=body, created=now), True
    except IntegrityError:
        known = IdempotencyKey.objects.get(actor_id=by.pk, key=key)
    if known.body != body or known.route != route:
        raise DomainError(
            "Formulir ini sudah pernah dikirim dengan isi lain. Buka ulang halamannya, lalu isi kembali.",
            code="key_reused",
        )
    return known, False


def settle_key(*, claimed: IdempotencyKey, status: int, location: str, content: str = "") -> None:
    """Keep the answer, so that the same form sent again gets the same answer."""
    claimed.status, claimed.location, claimed.content = status, location, content
    claimed.save(update_fields=["status", "location", "content"])


def forget_keys(*, now: datetime) -> None:
    """Form keys are kept for 30 days, far longer than a form stays open."""
    IdempotencyKey.objects.filter(created__lt=now - timedelta(days=30)).delete()
