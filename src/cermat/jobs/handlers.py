"""Which function does the work of which topic. A handler may run twice (its worker died): it must bear that."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cermat.audit.actions import forget_keys
from cermat.collection.actions import open_sheets
from cermat.documents.actions import sweep_orphans
from cermat.lib.months import WIB
from cermat.notifications.actions import deliver_mail, forget_old, notify
from cermat.organisation.permissions import Role
from cermat.organisation.queries import holders
from cermat.reports.actions import ask_for_outputs, make_document
from cermat.sop.models import Cycle
from cermat.sop.workflow import Work

Payload = Mapping[str, Any]
Handler = Callable[[Payload, datetime], None]


def mail(payload: Payload, _now: datetime) -> None:
    deliver_mail(user_id=payload["user"], text=payload["text"])


def tidy(_payload: Payload, now: datetime) -> None:
    forget_keys(now=now)
    forget_old(now=now)
    sweep_orphans(now=now)


def step_ready(payload: Payload, now: datetime) -> None:
    """The collection opens its sheets by itself; every other step waits for a person."""
    if payload["work"] == Work.COLLECTION:
        open_sheets(cycle=Cycle.objects.get(pk=payload["cycle"]), now=now)


def document(payload: Payload, now: datetime) -> None:
    make_document(document=payload["document"], now=now)


def finished(payload: Payload, now: datetime) -> None:
    ask_for_outputs(cycle=payload["cycle"], work=payload["work"], now=now)


def cycle_closed(payload: Payload, now: datetime) -> None:
    """Camat and Sekcam hear that the period is over."""
    cycle = Cycle.objects.select_related("kecamatan").get(pk=payload["cycle"])
    day = now.astimezone(WIB).date()
    heads = [*holders(cycle.kecamatan, Role.CAMAT, day), *holders(cycle.kecamatan, Role.SEKCAM, day)]
    text = f"{cycle} selesai dan ditutup. Laporannya ada di register dokumen."
    notify(users=[head.user for head in heads], text=text, url="", key=f"cycle_closed:{cycle.pk}", now=now)


HANDLERS: dict[str, Handler] = {
    "step_ready": step_ready,
    "step_finished": finished,
    "make_document": document,
    "mail": mail,
    "cycle_closed": cycle_closed,
    "tidy": tidy,
}
