"""Services and the addresses that the public opens. Neither is deleted: old answers name them."""

import secrets
from datetime import datetime
from typing import Any, TypedDict, TypeVar, Unpack

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Max

from cermat.audit.actions import Target, record
from cermat.lib.errors import ConflictError, DomainError
from cermat.lib.months import day_of
from cermat.organisation.models import Unit, User
from cermat.organisation.permissions import Permission
from cermat.organisation.queries import Authority, require
from cermat.survey.models import Channel, Counter, Service
from cermat.survey.queries import desk_of

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # read aloud and typed from a poster: no 0/o, no 1/i/l
CODE_LENGTH = 10
Row = TypeVar("Row", Service, Counter)
PUBLIC = (Channel.LINK, Channel.QR, Channel.TABLET)


@transaction.atomic
def add_service(*, unit: Unit, name: str, by: User, now: datetime) -> Service:
    """A service that the unit gives, last in its list."""
    authority = _asked(unit, by, now)
    name = _named(name, Service.objects.filter(unit=unit), "Layanan")
    last = Service.objects.filter(unit=unit).aggregate(last=Max("sort"))["last"] or 0
    service = Service.objects.create(unit=unit, name=name, sort=last + 1)
    _told("service.added", service, authority, now, after={"name": name})
    return service


@transaction.atomic
def rename_service(*, service: Service, name: str, by: User, now: datetime) -> Service:
    """The new name stands on old surveys too: it is the same service."""
    authority = _asked(service.unit, by, now)
    locked = (
        Service.objects.select_for_update(of=("self",), no_key=True)
        .select_related("unit__kecamatan")
        .get(pk=service.pk)
    )
    name = _named(name, Service.objects.filter(unit=locked.unit).exclude(pk=locked.pk), "Layanan")
    before, locked.name = locked.name, name
    locked.save(update_fields=["name"])
    _told("service.renamed", locked, authority, now, before={"name": before}, after={"name": name})
    return locked


@transaction.atomic
def retire_service(*, service: Service, by: User, now: datetime) -> Service:
    """Not offered to new surveys any more; surveys that have it keep it."""
    return _set_active(service, "service", by, now, is_active=False)


@transaction.atomic
def restore_service(*, service: Service, by: User, now: datetime) -> Service:
    return _set_active(service, "service", by, now, is_active=True)


class Place(TypedDict, total=False):
    """What an address is besides its name."""

    channel: Channel
    service: Service | None  # None: the respondent chooses the service
    pin: str  # of a tablet, 4 to 8 digits


@transaction.atomic
def add_counter(*, unit: Unit, name: str, by: User, now: datetime, **place: Unpack[Place]) -> Counter:
    """A new address with a random code. A tablet needs a PIN, which is kept hashed."""
    authority = _asked(unit, by, now)
    name = _named(name, Counter.objects.filter(unit=unit), "Loket")
    channel = place.get("channel", Channel.QR)
    if channel not in PUBLIC:
        raise DomainError("Pilih tautan, poster QR, atau tablet.", field="channel")
    if channel == Channel.TABLET and not place.get("pin"):
        raise DomainError("Tablet memerlukan PIN 4–8 angka untuk keluar dari layar penuh.", field="pin")
    counter = Counter.objects.create(
        unit=unit,
        name=name,
        channel=channel,
        service=_own_service(unit, place.get("service")),
        pin=_hashed(place.get("pin", ""), channel),
        code=new_code(),
    )
    _told("counter.added", counter, authority, now, after=_counter_words(counter))
    return counter


@transaction.atomic
def change_counter(*, counter: Counter, name: str, by: User, now: datetime, **place: Unpack[Place]) -> Counter:
    """Another name, service or PIN. The code stays, because posters hang; so does the channel, because answers name it.

    An empty PIN keeps the one there is.
    """
    authority = _asked(counter.unit, by, now)
    locked = _locked_counter(counter)
    before = _counter_words(locked)
    locked.name = _named(name, Counter.objects.filter(unit=locked.unit).exclude(pk=locked.pk), "Loket")
    locked.service = _own_service(locked.unit, place.get("service"))
    if pin := place.get("pin", ""):
        locked.pin = _hashed(pin, Channel(locked.channel))
    locked.save(update_fields=["name", "service", "pin"])
    after = _counter_words(locked) | ({"new_pin": True} if place.get("pin") else {})
    _told("counter.changed", locked, authority, now, before=before, after=after)
    return locked


@transaction.atomic
def retire_counter(*, counter: Counter, by: User, now: datetime) -> Counter:
    """From now on its address shows a kind page: a poster that still hangs does no harm."""
    return _set_active(counter, "counter", by, now, is_active=False)


@transaction.atomic
def restore_counter(*, counter: Counter, by: User, now: datetime) -> Counter:
    return _set_active(counter, "counter", by, now, is_active=True)


def new_code() -> str:
    """Random and free. Ten of 31 characters: nobody guesses an address, and it can be typed from a poster."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if not Counter.objects.filter(code=code).exists():
            return code


def _asked(unit: Unit, by: User, now: datetime) -> Authority:
    return require(by, Permission.RUN_SURVEY, desk_of(unit), day_of(now))


def _named(name: str, others: Any, what: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError("Tulis namanya.", field="name")
    if others.filter(name__iexact=name).exists():
        raise DomainError(f"{what} “{name}” sudah ada. Beri nama lain.", field="name", code="name_taken")
    return name


def _own_service(unit: Unit, service: Service | None) -> Service | None:
    if service is not None and service.unit_id != unit.pk:
        raise DomainError(f"Pilih layanan milik {unit}.", field="service")
    return service


def _hashed(pin: str, channel: Channel) -> str:
    if not pin or channel != Channel.TABLET:
        return ""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 8):
        raise DomainError("PIN terdiri atas 4 sampai 8 angka.", field="pin", code="bad_pin")
    return make_password(pin)


def _set_active(row: Row, kind: str, by: User, now: datetime, *, is_active: bool) -> Row:
    authority = _asked(row.unit, by, now)
    rows = type(row)._default_manager.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("unit__kecamatan").get(pk=row.pk)
    if locked.is_active == is_active:
        raise ConflictError(
            f"“{locked.name}” sudah {'dipakai' if is_active else 'dihentikan'}. Muat ulang halaman ini.",
            code="already_so",
        )
    locked.is_active = is_active
    locked.save(update_fields=["is_active"])
    _told(f"{kind}.{'restored' if is_active else 'retired'}", locked, authority, now, after={"name": locked.name})
    return locked


def _locked_counter(counter: Counter) -> Counter:
    rows = Counter.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit__kecamatan", "service").get(pk=counter.pk)


def _counter_words(counter: Counter) -> dict[str, Any]:
    """For the audit: never the PIN."""
    service = counter.service.name if counter.service else ""
    return {"name": counter.name, "channel": str(counter.channel), "service": service}


def _told(verb: str, row: Service | Counter, authority: Authority, now: datetime, **told: Any) -> None:
    kecamatan = row.unit.kecamatan or row.unit
    target = Target(verb.partition(".")[0], row.pk, chain=kecamatan.code)
    record(by=authority.assignment.user, verb=verb, target=target, at=now, on_behalf_of=authority.principal, **told)
